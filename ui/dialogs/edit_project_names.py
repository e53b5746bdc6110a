"""The names a project goes by: in the agreement, in the filing, in the press."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.project_names import NAME_KINDS
from crm.domain.timeline import ProjectPage
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditProjectNamesDialog(TaskDialog):
    """One field for each kind of name; search and articles know the project by all of them."""

    def __init__(self, desk: Desk, crm: Crm, page: ProjectPage, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Other names"), _("Save"), parent, width=520)
        self._crm, self._project_id = crm, page.project.key
        fields = [
            FormField(key=f"kind_{kind}", label=_(name), kind=FieldKind.TAGS)
            for kind, name in NAME_KINDS.items()
        ]
        self.form = Form(fields, desk.tasks, today=desk.today)
        shown = {
            f"kind_{kind}": tuple(alias.text for alias in page.names if alias.kind == kind)
            for kind in NAME_KINDS
        }
        self.form.show_record(shown)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry(fields[0].key).setFocus()

    def act(self) -> None:
        """Keeps the names."""
        values = self.form.read()
        if values is None:
            return
        names = {kind: values[f"kind_{kind}"] for kind in NAME_KINDS}
        self.save(lambda: self._crm.projects.set_names(self._project_id, names))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
