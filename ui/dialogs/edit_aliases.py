"""The other names of a record, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.records import Ref
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditAliasesDialog(TaskDialog):
    """Gives a record exactly these other names."""

    def __init__(
        self, desk: Desk, crm: Crm, ref: Ref, names: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Other names"), _("Save"), parent)
        self._crm, self._ref = crm, ref
        help_text = _("One a line. Articles that use one of them are linked to this record.")
        field = FormField(
            key="aliases", label=_("Other names"), kind=FieldKind.LONG_TEXT, lines=6, help=help_text
        )
        self.form = Form([field], desk.tasks, labels_above=True, today=desk.today)
        self.form.show_record({"aliases": "\n".join(names)})
        self.body.addWidget(self.form)
        self.form.entry("aliases").setFocus()

    def act(self) -> None:
        """Saves the names."""
        values = self.form.read()
        if values is not None:
            names = values["aliases"].splitlines()
            self.save(lambda: self._crm.directory.set_aliases(self._ref, names))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at the field."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
