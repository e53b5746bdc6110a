"""The return report of a visit: written, drafted from the facts, handed in."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm.domain.errors import ValidationError
from crm.domain.visit_pages import VisitPage
from crm.domain.visits import Visit
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
    keep_asked = Signal(object, str)  # Visit as it was when typing began, text
    hand_in_asked = Signal(object, str, object)  # the same, and the day

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._visit: Visit | None = None  # as it was when typing began: who saves over others is asked
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
        return self._visit is not None and self.typed() != self._visit.report.strip()

    def typed(self) -> str:
        """The text as it stands."""
        return whole_characters(self.text.toPlainText()).strip()

    def show_page(self, page: VisitPage) -> None:
        """Shows the report of a visit; what is being typed stays."""
        visit, today = page.visit, self._desk.today()
        if self._visit is None or visit.id != self._visit.id:
            self._keep_typed()
            self._visit = visit
            self._write(self._load() or visit.report)
            self.day.set_value(visit.reported_on or today)
        elif not self.is_dirty:
            self._visit = visit
            self._write(visit.report)
        elif visit.report.strip() in (self._visit.report.strip(), self.typed()):
            self._visit = visit
        if not self.is_dirty:
            self._drop()
        self._show_state(visit, today)

    def _show_state(self, visit: Visit, today: date) -> None:
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

    def let_go(self) -> None:
        """Lets go of what was typed; the report that is shown next is the stored one."""
        self._drop()
        if self._visit is not None:
            self._write(self._visit.report)

    def keep(self) -> None:
        """Keeps the text as a draft for everybody."""
        if self._visit is not None:
            self.keep_asked.emit(self._visit, self.typed())

    def hand_in(self) -> None:
        """Hands the report in on the day that stands there."""
        try:
            on: date | None = self.day.value()
        except ValidationError as error:
            self._desk.show_toast(str(error), is_error=True)
            return
        if self._visit is not None:
            self.hand_in_asked.emit(self._visit, self.typed(), on or self._desk.today())

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.keeper = QPushButton(_("Keep the draft"))
        self.keeper.clicked.connect(lambda: self.keep())
        row.addWidget(self.keeper)
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
        return f"visit.report.{self._visit.key if self._visit is not None else 0}"

    def _write(self, text: str) -> None:
        if text != self.text.toPlainText():  # the cursor stays where nothing changes
            self.text.setPlainText(text)

    def _keep_typed(self) -> None:
        if self._desk.drafts is not None and self.is_dirty:
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
