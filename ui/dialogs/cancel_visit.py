"""Cancelling a visit, with the reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.visits import Visit
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class CancelVisitDialog(TaskDialog):
    """Asks why; emits `saved` with the visit."""

    def __init__(self, desk: Desk, crm: Crm, visit: Visit, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Cancel the visit"), _("Cancel the visit"), parent)
        self._crm, self._visit = crm, visit
        self.form = Form(
            [FormField(key="cancel_reason", label=_("Why it is cancelled"), is_required=True)],
            desk.tasks,
            labels_above=True,
        )
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.cancel.setText(_("Keep it"))
        self.form.entry("cancel_reason").setFocus()

    def act(self) -> None:
        """Cancels it."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        key = self._visit.key
        self.save(lambda: self._crm.visits.cancel(key, values["cancel_reason"]))

    def take_error(self, error: CrmError) -> bool:
        """Shows what is wrong at the field."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
