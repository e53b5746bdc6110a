"""Until when something is put off: a day of one's own choice, for reminders with an hour."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.errors import Fault
from crm.domain.reminders import MORNING
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import ElidedLabel
from ui.shared.screen import Desk

HOURS = tuple(time(hour) for hour in range(24))


class PutOffDialog(TaskDialog):
    """Emits `chosen` with the day, or with the moment where `now` is given, and closes."""

    chosen = Signal(object)  # date, or datetime

    def __init__(
        self, desk: Desk, name: str, parent: QWidget | None = None, *, now: datetime | None = None
    ) -> None:
        super().__init__(desk, _("Put off"), _("Put off"), parent)
        self._now = now
        if name:
            self.body.addWidget(ElidedLabel(name, tone="t2"))
        fields = [FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True)]
        if now is not None:
            hours = tuple((hour, f"{hour:%H:%M}") for hour in HOURS)
            fields.append(FormField(key="at", label=_("Time"), kind=FieldKind.CHOICE, choices=hours))
        self.form = Form(fields, desk.tasks, columns=len(fields), labels_above=True, today=desk.today)
        self.form.show_record({"at": MORNING})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("on").setFocus()

    def act(self) -> None:
        """Hands the choice on, if it lies ahead."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        on: date = values["on"]
        until = datetime.combine(on, values["at"], self._now.tzinfo) if self._now is not None else None
        lies_ahead = until > self._now if until is not None and self._now else on > self.desk.today()
        if not lies_ahead:
            self.form.show_faults([Fault(field="on", message=_("Choose a day to come."))])
            self.settle()
            return
        self.accept()
        self.chosen.emit(until or on)
