"""What came of a stop: becomes a follow-up in one step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.visit_pages import StopReport, StopTold
from crm.domain.visit_people import told_people
from crm.domain.visits import Visit
from crm.i18n import _
from ui.dialogs.follow_up_files import FollowUpFiles
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.next_dates import day_of, next_dates
from ui.shared.pictures import files_in
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import ChipChoice


class ReportStopDialog(TaskDialog):
    """Says what was talked about at a stop; emits `saved` with the FollowUp."""

    def __init__(
        self, desk: Desk, crm: Crm, visit: Visit, told: StopTold, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Report the stop"), _("Log"), parent, width=520)
        self._crm, self._stop = crm, told.stop
        met = told_people(told.people)
        self.body.addWidget(PlainLabel(told.name, bold=True, wrap=True))
        if met:
            self.body.addWidget(PlainLabel(met, tone="t2", wrap=True))
        self.form = Form(_fields(told.stop.note), desk.tasks, columns=2, labels_above=True, today=desk.today)
        day = told.stop.happens_on or min(desk.today(), visit.ends_on)
        self.form.show_record({"happened_on": day})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.body.addLayout(self._make_dates())
        self.files = FollowUpFiles(desk, crm)
        self.files.changed.connect(self._resettle)
        self.files.watch([self.form.entry("text"), self.form.entry("result")])
        self.body.addWidget(self.files)
        self.setAcceptDrops(True)
        self.use_draft(self.form, f"visit_stop.report.{told.stop.key}")
        self.form.entry("text").setFocus()

    def act(self) -> None:
        """Logs what was entered."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        key, read = self._stop.key, self.files.reading()
        report = self._crm.visits.report_stop
        self.save(
            lambda: report(key, StopReport(**values, files=read())), lambda _saved: self.form.drop_draft()
        )

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _make_dates(self) -> QHBoxLayout:
        self.dates = ChipChoice(next_dates())
        self.dates.setAccessibleName(_("Next follow-up"))
        self.dates.chosen.connect(self._take_date)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(_("Next"), pixels=12, tone="t2"))
        row.addWidget(self.dates, 1)
        return row

    def _take_date(self, key: Any) -> None:
        self.form.fill(next_on=day_of(key, self.desk.today()))

    def _resettle(self) -> None:
        if self.isVisible():
            self.settle()

    # Qt's names from here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.files.add_paths(files_in(event.mimeData()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _fields(hint: str) -> list[FormField]:
    return [
        FormField(
            key="text",
            label=_("What was said"),
            kind=FieldKind.LONG_TEXT,
            lines=4,
            hint=hint,
            spans=True,
        ),
        FormField(key="happened_on", label=_("Day"), kind=FieldKind.DATE, is_required=True),
        FormField(key="result", label=_("Result")),
        FormField(key="next_on", label=_("Next follow-up"), kind=FieldKind.DATE),
        FormField(key="next_step", label=_("Next step")),
    ]
