"""Choosing the day as of which everything is shown."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from crm.domain.errors import CrmError, ValidationError
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class LookBackDialog(TaskDialog):
    """Asks for a day before `today`, which the desk of a look back does not know; emits `saved` with it."""

    def __init__(self, desk: Desk, today: date, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("As known on a day"), _("Show"), parent)
        self._today = today
        field = FormField(key="day", label=_("Day"), kind=FieldKind.DATE, is_required=True)
        self.form = Form([field], desk.tasks, today=lambda: today)
        self.form.show_record({"day": today.replace(day=1) - timedelta(days=1)})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        told = _("Every list, the board and every page show what was known at the end of that day.")
        self.body.addWidget(PlainLabel(told, tone="t3", wrap=True))
        self.form.entry("day").setFocus()

    def act(self) -> None:
        """Asks for the day."""
        values = self.form.read()
        if values is None:
            return
        if values["day"] >= self._today:
            self.take_error(ValidationError.of("day", _("Choose a day that has passed.")))
            return
        self.saved.emit(values["day"])
        self.accept()

    def take_error(self, error: CrmError) -> bool:
        """Shows what is wrong at the field."""
        if not isinstance(error, ValidationError):
            return False
        self.form.show_faults(list(error.faults))
        return True
