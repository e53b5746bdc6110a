"""The return report of a visit: written, drafted from the facts, handed in."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.domain.errors import ValidationError
from crm.domain.visit_pages import VisitPage
from crm.i18n import _
from ui.shared.date_field import DateField
from ui.shared.form import DRAFT_INTERVAL_MS
from ui.shared.labels import day
from ui.shared.plain_text import PlainEdit, PlainLabel, whole_characters
from ui.shared.screen import Desk
from ui.shared.widgets.sections import rule


class ReportPane(QWidget):
    """A text and the day it is handed in; what is typed and not kept survives as a draft."""

    draft_asked = Signal()
    keep_asked = Signal(str)
    hand_in_asked = Signal(str, object)  # text, day

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept = ""  # the text as it is stored
        self._visit_id: int | None = None
        self.setProperty("ground", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.state = PlainLabel(tone="t2")
        top.addWidget(self.state)
        top.addStretch(1)
        self.draft = QPushButton(_("Draft from the facts"))
        self.draft.clicked.connect(lambda: self.draft_asked.emit())
        top.addWidget(self.draft)
        column.addLayout(top)
        self.text = PlainEdit(hint=_("What was done, what came of it, what is to be done next"))
        self.text.setAccessibleName(_("Return report"))
        column.addWidget(self.text, 1)
        column.addWidget(rule())
        column.addLayout(self._make_foot())
        self._timer = QTimer(self, interval=DRAFT_INTERVAL_MS)
        self._timer.timeout.connect(self._keep_typed)
        self._timer.start()

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.typed() != self._kept

    def typed(self) -> str:
        """The text as it stands."""
        return whole_characters(self.text.toPlainText()).strip()

    def show_page(self, page: VisitPage) -> None:
        """Shows the report of a visit; what is being typed stays."""
        visit, today = page.visit, self._desk.today()
        if visit.id != self._visit_id:
            self._keep_typed()
            self._visit_id, self._kept = visit.id, visit.report
            self.text.setPlainText(self._load() or visit.report)
            self.day.set_value(visit.reported_on or today)
        elif not self.is_dirty:
            self._kept = visit.report
            self.text.setPlainText(visit.report)
        else:
            self._kept = visit.report
        if not self.is_dirty:
            self._drop()
        if visit.reported_on is not None:
            told, tone = _("Handed in on {day}").format(day=day(visit.reported_on, today)), "grn"
        elif visit.report_due_on is not None:
            is_late = today > visit.report_due_on
            told = _("To be handed in by {day}").format(day=day(visit.report_due_on, today))
            tone = "red" if is_late else "t2"
        else:
            told, tone = _("No report is asked for"), "t3"
        self.state.setText(told)
        self.state.set_tone(tone)

    def show_draft(self, text: str) -> None:
        """Shows a text to go on from."""
        self.text.setPlainText(text)
        self.text.setFocus()

    def hand_in(self) -> None:
        """Hands the report in on the day that stands there."""
        try:
            on: date | None = self.day.value()
        except ValidationError as error:
            self._desk.show_toast(str(error), is_error=True)
            return
        self.hand_in_asked.emit(self.typed(), on or self._desk.today())

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.keep = QPushButton(_("Keep the draft"))
        self.keep.clicked.connect(lambda: self.keep_asked.emit(self.typed()))
        row.addWidget(self.keep)
        row.addStretch(1)
        label = PlainLabel(_("Handed in"), pixels=12, tone="t2")
        row.addWidget(label)
        self.day = DateField(today=self._desk.today)
        self.day.setFixedWidth(120)
        self.day.setAccessibleName(_("Day it is handed in"))
        row.addWidget(self.day)
        self.submit = QPushButton(_("Hand in"))
        self.submit.setProperty("primary", "true")
        self.submit.clicked.connect(lambda: self.hand_in())
        row.addWidget(self.submit)
        return row

    @property
    def _key(self) -> str:
        return f"visit.report.{self._visit_id}"

    def _keep_typed(self) -> None:
        if self._desk.drafts is not None and self._visit_id is not None and self.is_dirty:
            self._desk.drafts.keep(self._key, {"text": self.typed()})

    def _load(self) -> str:
        kept = self._desk.drafts.load(self._key) if self._desk.drafts is not None else None
        return str(kept.get("text", "")) if kept else ""

    def _drop(self) -> None:
        if self._desk.drafts is not None:
            self._desk.drafts.drop(self._key)

    # Qt's names from here

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep_typed()
        super().hideEvent(event)
