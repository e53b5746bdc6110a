"""The middle of the page: the line to log with, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.stages import ENDS
from crm.domain.timeline import TimelineEntry
from crm.i18n import N_, _
from ui.shared.follow_up_line import line_reader
from ui.shared.labels import stage_name, told_change
from ui.shared.next_dates import day_of, next_dates
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.chips import ChipChoice
from ui.shared.widgets.quick_line import QuickLine
from ui.shared.widgets.timeline import Timeline

TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", N_("All"), ()),
    ("follow_up", N_("Follow-ups"), ("follow_up",)),
    ("article", N_("Articles"), ("article",)),
    ("stage", N_("Stages"), ("stage", "transfer")),
    ("fields", N_("Fields"), ("fields", "created")),
    ("attachment", N_("Attachments"), ("attachment",)),
)


class HistoryPanel(QWidget):
    """Follow-ups, articles, stages, edits and files of one project."""

    opened = Signal(object)  # TimelineEntry
    stage_asked = Signal(object)  # Stage to go back to
    delete_asked = Signal(int)  # id of a follow-up

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._ref: Ref | None = None
        self._entries: tuple[TimelineEntry, ...] = ()
        self._side: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 12, 0)
        column.setSpacing(8)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setProperty("elides", True)  # scrolls where there is no room for all
        self.tabs.setAccessibleName(_("What happened"))
        for _key, title, _kinds in TABS:
            self.tabs.addTab(_(title))
        self.tabs.currentChanged.connect(lambda _place: self._show())
        column.addWidget(self.tabs)
        self.line = QuickLine(
            desk.tasks, line_reader(crm, desk.today), hint=_("@contact phone: what was said >next date")
        )
        self.line.submitted.connect(self._log)
        self.line.line.installEventFilter(self)
        column.addWidget(self.line)
        column.addWidget(self._make_next())
        self.timeline = Timeline(told_change)
        self.timeline.opened.connect(self.opened)
        self.timeline.menu_asked.connect(self._ask_menu)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.timeline)
        column.addWidget(holder, 1)

    def show_entries(self, ref: Ref, entries: Sequence[TimelineEntry]) -> None:
        """Shows what happened to a record; another record brings its own draft."""
        if ref != self._ref:
            self.keep_draft()
            self._ref = ref
            self._load_draft()
            self.next.hide()
        self._entries = tuple(entries)
        for place, (_key, title, kinds) in enumerate(TABS):
            count = sum(1 for entry in entries if not kinds or entry.kind in kinds)
            shown = f"  {count}" if self._side is None else ""  # with the side here there is less room
            self.tabs.setTabText(place, f"{_(title)}{shown}")
        self._show()

    def take_side(self, side: QWidget | None) -> None:
        """Shows the side panel as a tab of its own, or gives it back."""
        if side is not None and self._side is None:
            self._side = side
            self._stack.addWidget(side)
            self.tabs.addTab(_("People and files"))
        elif side is None and self._side is not None:
            self._stack.removeWidget(self._side)
            self._side = None
            self.tabs.removeTab(len(TABS))
        self._show()

    def keep_draft(self) -> None:
        """Keeps a line that was begun."""
        if self.desk.drafts is None or self._ref is None:
            return
        text = self.line.line.text()
        if text.strip():
            self.desk.drafts.keep(self._draft_key, {"line": text})
        else:
            self.desk.drafts.drop(self._draft_key)

    @property
    def _draft_key(self) -> str:
        return f"line.{self._ref.kind}-{self._ref.id}" if self._ref is not None else "line"

    def _load_draft(self) -> None:
        kept = self.desk.drafts.load(self._draft_key) if self.desk.drafts is not None else None
        self.line.line.setText(str(kept["line"]) if kept else "")

    def _make_next(self) -> QWidget:
        """Offered after a line without a date was saved."""
        self.next = QWidget()
        row = QHBoxLayout(self.next)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(_("Logged. Next?"), pixels=12, tone="t2"))
        self.dates = ChipChoice(next_dates())
        self.dates.chosen.connect(self._plan)
        row.addWidget(self.dates, 1)
        self.next.hide()
        return self.next

    def _show(self) -> None:
        place = self.tabs.currentIndex()
        if self._side is not None and place == len(TABS):
            self._stack.setCurrentWidget(self._side)
            return
        self._stack.setCurrentWidget(self.timeline)
        kinds = TABS[max(0, place)][2]
        shown = [entry for entry in self._entries if not kinds or entry.kind in kinds]
        self.timeline.show_entries(shown, self.desk.today())

    def _log(self, text: str, reading: Any) -> None:
        if self._ref is None:
            return
        about, today = [self._ref], self.desk.today()

        def done(_saved: object) -> None:
            self.line.clear()
            self.keep_draft()
            self.dates.set_value(None)
            self.next.setVisible(reading.next_on is None and about[0].kind == "project")

        self.desk.tasks.write(
            self,
            lambda: self._crm.follow_ups.log_line(text, today, about),
            done,
            failed=self.line.show_error,
        )

    def _plan(self, key: Any) -> None:
        if self._ref is None:
            return
        ids, on = [self._ref.id], day_of(key, self.desk.today())
        self.next.hide()
        self.desk.tasks.write(self, lambda: self._crm.projects.plan(ids, on))

    def _ask_menu(self, entry: TimelineEntry, at: Any) -> None:
        menu = QMenu(self)
        if entry.kind in ("article", "attachment"):
            menu.addAction(_("Open")).triggered.connect(lambda: self.opened.emit(entry))
        if entry.kind == "stage" and entry.stage is not None and entry.stage not in ENDS:
            stage = entry.stage
            text = _("Back to {stage} …").format(stage=stage_name(stage))
            menu.addAction(text).triggered.connect(lambda: self.stage_asked.emit(stage))
        copied = "\n".join(filter(None, [entry.title, entry.text]))
        menu.addAction(_("Copy the text")).triggered.connect(lambda: self.desk.prompts.copy(copied))
        if entry.kind == "follow_up" and entry.ref is not None:
            key = entry.ref.id
            menu.addAction(_("Delete")).triggered.connect(lambda: self.delete_asked.emit(key))
        menu.popup(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.keep_draft()
        return False
