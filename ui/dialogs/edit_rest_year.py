"""The rest days of a year, pasted from the yearly announcement or written by hand."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.workdays import RestYear, read_days, read_notice, show_days
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditRestYearDialog(TaskDialog):
    """Sets the rest and make-up days of a year; emits `saved` with the RestYear."""

    def __init__(self, desk: Desk, crm: Crm, known: RestYear, parent: QWidget | None = None) -> None:
        """`known` fills the form; a year that nobody knows yet has no days."""
        super().__init__(desk, _("Rest days of a year"), _("Save"), parent, width=560)
        self._crm = crm
        self.form = Form(
            [
                FormField(key="year", label=_("Year"), is_required=True),
                FormField(
                    key="notice",
                    label=_("Announcement"),
                    kind=FieldKind.LONG_TEXT,
                    hint=_("Paste the yearly announcement here; the days are taken from it."),
                    lines=5,
                ),
                FormField(
                    key="rest",
                    label=_("Rest days"),
                    kind=FieldKind.LONG_TEXT,
                    hint="1-1~1-3、2-15~2-23",
                    lines=3,
                ),
                FormField(
                    key="work",
                    label=_("Worked weekends"),
                    kind=FieldKind.LONG_TEXT,
                    hint="1-4、2-14",
                    lines=2,
                ),
            ],
            desk.tasks,
            today=desk.today,
        )
        shown = {"year": str(known.year), "rest": show_days(known.rest), "work": show_days(known.work)}
        self.form.show_record(shown)
        self.form.submitted.connect(self.act)
        self.form.entry("notice").textChanged.connect(self._take_notice)  # type: ignore[attr-defined]
        self.body.addWidget(self.form)
        self.form.entry("notice").setFocus()

    def act(self) -> None:
        """Keeps the year."""
        values = self.form.read()
        if values is None:
            return
        year = self._year(values["year"])
        if year is None:
            self.form.show_faults([Fault(field="year", message=_("Give a year such as 2027."))])
            return
        days: dict[str, tuple[date, ...]] = {}
        try:
            for key in ("rest", "work"):
                days[key] = read_days(values[key], year, key)
        except ValidationError as error:
            self.take_error(error)
            return
        settings = self._crm.settings
        self.save(lambda: settings.save_rest_year(year, days["rest"], days["work"]))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _take_notice(self) -> None:
        """Fills both lists from what was pasted."""
        text = self.form.entry("notice").toPlainText()  # type: ignore[attr-defined]
        year = self._year(self.form.entry("year").text())  # type: ignore[attr-defined]
        if year is None or not text.strip():
            return
        rest, work = read_notice(text, year)
        if rest:
            for key, days in (("rest", rest), ("work", work)):
                self.form.entry(key).setPlainText(show_days(days))  # type: ignore[attr-defined]
        self.foot_note.setText(_n("{count} rest day found", "{count} rest days found", len(rest)))

    def _year(self, text: str) -> int | None:
        return int(text) if text.strip().isdecimal() and len(text.strip()) == 4 else None
