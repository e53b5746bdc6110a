"""The middle of the page: the line to log with, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.stages import ENDS
from crm.domain.timeline import TimelineEntry
from crm.i18n import N_, _
from ui.dialogs.edit_task import ask_for_task
from ui.dialogs.new_name import offer_new_names
from ui.shared.follow_up_line import FollowUpLine
from ui.shared.labels import stage_name, told_change
from ui.shared.screen import Desk
from ui.shared.widgets.timeline import Timeline

TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", N_("All"), ()),
    ("follow_up", N_("Follow-ups"), ("follow_up", "task")),
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
        self.line = FollowUpLine(desk, crm, hint=_("@contact phone: what was said >next date"))
        offer_new_names(self.line, desk, crm)
        column.addWidget(self.line)
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
            self._ref = ref
            self.line.show_about((ref,), f"line.{ref.kind}-{ref.id}")
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

    def _ask_for_task(self, entry: TimelineEntry) -> None:
        """Asks for a task about the record, and the article, with the words of the entry."""
        article = [entry.ref] if entry.kind == "article" and entry.ref is not None else []
        about = [*filter(None, [self._ref]), *article]
        ask_for_task(self.desk, self._crm, self, about, quote=entry.text)

    def _show(self) -> None:
        place = self.tabs.currentIndex()
        if self._side is not None and place == len(TABS):
            self._stack.setCurrentWidget(self._side)
            return
        self._stack.setCurrentWidget(self.timeline)
        kinds = TABS[max(0, place)][2]
        shown = [entry for entry in self._entries if not kinds or entry.kind in kinds]
        self.timeline.show_entries(shown, self.desk.today())

    def _ask_menu(self, entry: TimelineEntry, at: Any) -> None:
        self.menu = menu = QMenu(self)
        if entry.kind in ("article", "attachment", "task"):
            menu.addAction(_("Open")).triggered.connect(lambda: self.opened.emit(entry))
        if entry.kind == "stage" and entry.stage is not None and entry.stage not in ENDS:
            stage = entry.stage
            text = _("Back to {stage} …").format(stage=stage_name(stage))
            menu.addAction(text).triggered.connect(lambda: self.stage_asked.emit(stage))
        if entry.kind in ("follow_up", "article"):
            menu.addAction(_("New task from this")).triggered.connect(lambda: self._ask_for_task(entry))
        copied = "\n".join(filter(None, [entry.title, entry.text]))
        menu.addAction(_("Copy the text")).triggered.connect(lambda: self.desk.prompts.copy(copied))
        if entry.kind == "follow_up" and entry.ref is not None:
            key = entry.ref.id
            menu.addAction(_("Delete")).triggered.connect(lambda: self.delete_asked.emit(key))
        menu.popup(at)
