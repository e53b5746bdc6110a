"""The middle of the page: the line to log with, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.stages import ENDS
from crm.domain.timeline import TimelineEntry
from crm.i18n import N_, _
from ui.dialogs.edit_task import ask_for_task
from ui.dialogs.new_name import offer_new_names
from ui.shared.actions import ActionSpec
from ui.shared.follow_up_line import FollowUpLine
from ui.shared.icons import icon
from ui.shared.labels import stage_name, told_change
from ui.shared.page_parts import PageTabs
from ui.shared.screen import Desk
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.timeline import Tell, Timeline

TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", N_("All"), ()),
    ("follow_up", N_("Follow-ups"), ("follow_up", "visit", "task")),
    ("article", N_("Articles"), ("article",)),
    ("stage", N_("Stages"), ("stage", "transfer")),
    ("fields", N_("Fields"), ("fields",)),
    ("attachment", N_("Attachments"), ("attachment",)),
    ("system", N_("System"), ("created",)),
)
SEARCH_WIDTH = 240
PINNABLE = ("follow_up", "article", "stage", "transfer", "attachment")


class HistoryPanel(QWidget):
    """Follow-ups, articles, stages, edits and files of one record; `kind` is the record's."""

    opened = Signal(object)  # TimelineEntry
    stage_asked = Signal(object)  # Stage to go back to
    delete_asked = Signal(int)  # id of a follow-up

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        kind: str = "project",
        *,
        has_stages: bool = True,
        tell: Tell = told_change,
        parent: QWidget | None = None,
    ) -> None:
        """Without stages there is no tab for them."""
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._ref: Ref | None = None
        self._entries: tuple[TimelineEntry, ...] = ()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 12, 0)
        column.setSpacing(8)
        self._tell = tell
        self._make_list(tell)
        self._make_tabs(has_stages=has_stages)
        column.addWidget(self.tabs)
        self.line = FollowUpLine(desk, crm, hint=_("@contact phone: what was said >next date"))
        offer_new_names(self.line, desk, crm)
        column.addWidget(self.line)
        column.addWidget(self.tabs.pages, 1)
        self._register(kind)

    def _make_tabs(self, *, has_stages: bool) -> None:
        self.tabs = PageTabs(_("What happened"))
        self._kinds = {key: kinds for key, _title, kinds in TABS if has_stages or key != "stage"}
        for key, title, _kinds in TABS:
            if key in self._kinds:
                self.tabs.add(key, _(title), self._list)
        self.tabs.chosen.connect(lambda _key: self._show())

    def _make_list(self, tell: Tell) -> None:
        """The entries under a line to look for words in them."""
        self.search = SearchField(_("Words in this list"))
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.searched.connect(lambda _text: self._show())
        self.timeline = Timeline(tell)
        self.timeline.opened.connect(self.opened)
        self.timeline.menu_asked.connect(self._ask_menu)
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.timeline, 1)

    def show_entries(self, ref: Ref, entries: Sequence[TimelineEntry]) -> None:
        """Shows what happened to a record; another record brings its own draft."""
        if ref != self._ref:
            self._ref = ref
            self.line.show_about((ref,), f"line.{ref.kind}-{ref.id}")
        self._entries = tuple(entries)
        for key, kinds in self._kinds.items():
            self.tabs.show_count(key, sum(1 for entry in entries if not kinds or entry.kind in kinds))
        self._show()

    def _ask_for_task(self, entry: TimelineEntry) -> None:
        """Asks for a task about the record, and the article, with the words of the entry."""
        article = [entry.ref] if entry.kind == "article" and entry.ref is not None else []
        about = [*filter(None, [self._ref]), *article]
        ask_for_task(self.desk, self._crm, self, about, quote=entry.text)

    def _register(self, kind: str) -> None:
        find = ActionSpec(
            id=f"timeline.{kind}.find", text=N_("Words in this list"), icon="search", shortcut="Ctrl+F"
        )
        self.desk.actions.add(find, self.search.setFocus, scope=self)
        pin = ActionSpec(
            id=f"timeline.{kind}.pin",
            text=N_("Pin the entry, or let it go"),
            icon="pin",
            shortcut="Ctrl+Shift+I",
        )
        self.desk.actions.add(pin, self._pin_current, scope=self, reason=self._why_no_pin)

    def _why_no_pin(self) -> str:
        entry = self.timeline.current_entry()
        if entry is None or entry.kind not in PINNABLE:
            return _("Choose a follow-up, article, stage or file first.")
        return ""

    def _pin_current(self) -> None:
        entry = self.timeline.current_entry()
        if entry is not None:
            self._pin(entry)

    def _pin(self, entry: TimelineEntry) -> None:
        about, target = self._ref, entry.ref
        if about is not None and target is not None:
            keep = self._crm.history.unpin if entry.is_pinned else self._crm.history.pin
            self.desk.tasks.write(self, lambda: keep(about, target))

    def _show(self) -> None:
        kinds = self._kinds.get(self.tabs.key, ())
        words = self.search.text().casefold().split()
        shown = [
            entry
            for entry in self._entries
            if (not kinds or entry.kind in kinds) and all(word in self._searched(entry) for word in words)
        ]
        self.timeline.show_entries(shown, self.desk.today())

    def _searched(self, entry: TimelineEntry) -> str:
        talk = entry.follow_up
        texts = [entry.who, entry.title, entry.text]
        texts += [talk.result, talk.next_step] if talk is not None else []
        texts += [stage_name(entry.stage)] if entry.stage is not None else []
        for change in map(self._tell, entry.changes):
            texts += [change.field, change.before, change.after]
        return " ".join(texts).casefold()

    def _ask_menu(self, entry: TimelineEntry, at: Any) -> None:
        self.menu = menu = QMenu(self)
        if entry.kind in ("article", "attachment", "task", "visit"):
            menu.addAction(_("Open")).triggered.connect(lambda: self.opened.emit(entry))
        if entry.kind == "stage" and entry.stage is not None and entry.stage not in ENDS:
            stage = entry.stage
            text = _("Back to {stage} …").format(stage=stage_name(stage))
            menu.addAction(text).triggered.connect(lambda: self.stage_asked.emit(stage))
        if entry.kind in ("follow_up", "article"):
            menu.addAction(_("New task from this")).triggered.connect(lambda: self._ask_for_task(entry))
        if entry.kind in PINNABLE and entry.ref is not None:
            text = _("Unpin") if entry.is_pinned else _("Pin on top")
            menu.addAction(icon("pin"), text).triggered.connect(lambda: self._pin(entry))
        copied = "\n".join(filter(None, [entry.title, entry.text]))
        menu.addAction(_("Copy the text")).triggered.connect(lambda: self.desk.prompts.copy(copied))
        if entry.kind == "follow_up" and entry.ref is not None:
            key = entry.ref.id
            menu.addAction(_("Delete")).triggered.connect(lambda: self.delete_asked.emit(key))
        menu.popup(at)
