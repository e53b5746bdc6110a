"""Who has looked into a project, how and when."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.timeline import ProjectPage
from crm.domain.verification import VERIFIED_NAMES, VerifiedBy
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class VerifyProjectDialog(TaskDialog):
    """Says how it was verified, or leaves the state to the articles again."""

    def __init__(self, desk: Desk, crm: Crm, page: ProjectPage, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Verify the project"), _("Save"), parent)
        self._crm, self._project = crm, page.project
        ways = [(how, _(name)) for how, name in VERIFIED_NAMES.items()]
        nobody = (VerifiedBy.NOBODY, _("not verified: the outlets count"))
        self.form = Form(
            [
                FormField(key="how", label=_("How"), kind=FieldKind.CHOICE, choices=(*ways, nobody)),
                FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True),
            ],
            desk.tasks,
            today=desk.today,
        )
        how = page.project.verified_how
        self.form.show_record(
            {"how": how or VerifiedBy.PHONE, "on": page.project.verified_on or desk.today()}
        )
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("how").setFocus()

    def act(self) -> None:
        """Keeps it."""
        values = self.form.read()
        if values is None:
            return
        project, how = self._project, VerifiedBy(values["how"])
        self.save(lambda: self._crm.projects.verify(project.key, project.version, how, values["on"]))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
