"""The history: who changed what, taking a step back, and what was deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.changes import Step
from crm.domain.errors import CrmError
from crm.i18n import N_, _
from crm.services.history import HistoryEntry, RecordChange
from crm.services.steps.reversing import ReverseOffer
from ui.dialogs.take_back import TakeBackDialog
from ui.screens.history_filter import HistoryFilterBar
from ui.screens.history_rows import ENTRY_ROLE, EntryDelegate, EntryModel, local
from ui.screens.trash import TrashPanel
from ui.shared.actions import ActionSpec, key_name
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.record_labels import act_name, field_name, kind_name
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.sections import EmptyState
from ui.shared.widgets.segments import Segment

PAGE = 200
STEPS, TRASH = "steps", "trash"
MOST_SHOWN = 60  # records of one step in the detail


class HistoryScreen(Screen):
    """Steps at the left, what the chosen one did at the right."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self._desk, self._crm = desk, crm
        self._entries: list[HistoryEntry] = []
        self._is_asked = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._make_list())
        splitter.addWidget(self._make_detail())
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([760, 520])
        self.trash = TrashPanel(desk, crm)
        self._steps = splitter
        self._stack = QStackedLayout()
        self._stack.addWidget(splitter)
        self._stack.addWidget(self.trash)
        outer.addLayout(self._stack)
        self._register(splitter)
        desk.live.watch(self, (), self._refresh)

    def _register(self, scope: QWidget) -> None:
        self._desk.actions.add(
            ActionSpec(
                id="history.take_back",
                text=N_("Take this step back"),
                section=N_("History"),
                icon="undo",
                shortcut="Ctrl+Return",
            ),
            self.take_back,
            scope=scope,
            reason=self._why_not,
        )
        find = ActionSpec(
            id="history.find",
            text=N_("Words in the history"),
            section=N_("History"),
            icon="search",
            shortcut="Ctrl+F",
        )
        self._desk.actions.add(find, self.search.setFocus, scope=scope)

    def views(self) -> Sequence[Segment]:
        """All steps, and what was deleted."""
        return (Segment(key=STEPS, text=_("Steps")), Segment(key=TRASH, text=_("Trash")))

    def current_view(self) -> str:
        """The view shown now."""
        return TRASH if self._stack.currentWidget() is self.trash else STEPS

    def show_view(self, key: str) -> None:
        """Shows one of the views."""
        self._stack.setCurrentWidget(self.trash if key == TRASH else self._steps)
        if key == TRASH:
            self.trash.refresh()
        self.title_changed.emit("")
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the steps, or to what was deleted."""
        (self.trash.list if self.current_view() == TRASH else self.list).setFocus()

    @property
    def current(self) -> HistoryEntry | None:
        """The chosen step."""
        found = self.list.currentIndex().data(ENTRY_ROLE)
        return found if isinstance(found, HistoryEntry) else None

    def shown_entries(self) -> list[HistoryEntry]:
        """The steps in the list."""
        return self._model.entries

    def take_back(self) -> None:
        """Takes the chosen step back."""
        entry = self.current
        if entry is not None:
            self._desk.tasks.read(
                self,
                lambda: self._crm.history.offer_take_back(entry.step),
                self._ask_or_take_back,
                key="offer",
                failed=self._refused,
            )

    def _ask_or_take_back(self, offer: ReverseOffer) -> None:
        if offer.clashes or offer.dependants:
            TakeBackDialog(self._desk, self._crm, offer, self).open()
        else:
            self._desk.tasks.write(
                self, lambda: self._crm.history.take_back(offer.step), self._told, failed=self._refused
            )

    def _why_not(self) -> str:
        entry = self.current
        if entry is None:
            return _("No step is chosen.")
        return _("This step has been undone already.") if entry.is_undone else ""

    def load_more(self) -> None:
        """Adds older steps."""
        before = self._entries[-1].id if self._entries else None
        wanted = self.filter.wanted()
        self._desk.tasks.read(
            self, lambda: self._crm.history.find(wanted, PAGE, before), self._add, key="more"
        )

    # Building

    def _make_list(self) -> QWidget:
        part = QWidget()
        part.setProperty("ground", "panel")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filter = HistoryFilterBar(self._desk, self._crm)
        self.filter.changed.connect(self._ask)
        self.search, self.count = self.filter.search, self.filter.count
        column.addWidget(self.filter)
        self._model = EntryModel(self)
        self.list = QListView()
        self.list.setAccessibleName(_("History"))
        self.list.setProperty("ring", "true")
        self.list.setModel(self._model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().currentChanged.connect(lambda *_places: self._show_detail())
        column.addWidget(self.list, 1)
        self.more = QPushButton(_("Show older steps"))
        self.more.setProperty("flat_look", "true")
        self.more.clicked.connect(self.load_more)
        column.addWidget(self.more)
        return part

    def _make_detail(self) -> QWidget:
        part = QWidget()
        part.setProperty("ground", "canvas")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea()
        self._area.setProperty("ground", "canvas")
        self._area.setProperty("ring", "true")
        self._area.setAccessibleName(_("What the step did"))
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area)
        part.setMinimumWidth(320)
        return part

    # Showing

    def _refresh(self, _changes: Changes) -> None:
        self._read(max(PAGE, len(self._entries)))

    def _ask(self) -> None:
        self._read(PAGE)

    def _read(self, count: int) -> None:
        wanted = self.filter.wanted()
        self._desk.tasks.read(self, lambda: self._crm.history.find(wanted, count), self._take, key="newest")

    def _take(self, entries: list[HistoryEntry]) -> None:
        self._entries = entries
        self._show(has_more=len(entries) >= PAGE)

    def _add(self, entries: list[HistoryEntry]) -> None:
        known = {entry.id for entry in self._entries}
        self._entries += [entry for entry in entries if entry.id not in known]
        self._show(has_more=len(entries) >= PAGE)

    def _show(self, *, has_more: bool) -> None:
        chosen = self.current
        self.more.setVisible(has_more)
        self._model.show_entries(self._entries)
        told = f"{len(self._entries):,}{'+' if has_more else ''}"
        self.count.setText("" if self.filter.is_empty() else told)
        self._choose(chosen.id if chosen is not None else None)

    def _choose(self, entry_id: int | None) -> None:
        entries = self._model.entries
        place = next((row for row, entry in enumerate(entries) if entry.id == entry_id), 0)
        if entries:
            self.list.setCurrentIndex(self._model.index(place))
        self._show_detail()

    def _show_detail(self) -> None:
        entry = self.current
        if entry is None:
            text = (
                _("Nothing has been done yet.") if self.filter.is_empty() else _("Nothing fits the search.")
            )
            self._area.setWidget(EmptyState(text, symbol="history"))
            return
        self._area.setWidget(self._page_of(entry))

    def _page_of(self, entry: HistoryEntry) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(6)
        column.addWidget(PlainLabel(entry.label, pixels=16, bold=True, wrap=True))
        moment = f"{local(entry.at):%Y-%m-%d %H:%M:%S}"
        column.addWidget(PlainLabel("   ".join(filter(None, (entry.who, moment))), pixels=12, tone="t2"))
        column.addSpacing(6)
        row = QHBoxLayout()
        self.button = QPushButton(_("Take this step back"))
        self.button.clicked.connect(lambda: self.take_back())
        self.button.setEnabled(not entry.is_undone)
        self.button.setToolTip(plain_tip(self._why_not() or key_name("Ctrl+Return")))
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(6)
        for change in entry.changes[:MOST_SHOWN]:
            column.addWidget(self._record(change))
        rest = len(entry.changes) - MOST_SHOWN
        if rest > 0:
            column.addWidget(PlainLabel(_("and {count} more records").format(count=rest), tone="t3"))
        column.addStretch(1)
        return page

    def _record(self, change: RecordChange) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 6, 0, 4)
        column.setSpacing(2)
        head = f"{kind_name(change.ref.kind)}   {change.name}".rstrip()
        column.addWidget(PlainLabel(f"{head}   {act_name(change.act)}", bold=True, wrap=True))
        for field in change.fields:
            before, after = field.before or "—", field.after or "—"
            text = f"{field_name(field.field)}：{before} → {after}"
            column.addWidget(PlainLabel(text, tone="t2", wrap=True))
        return part

    def _told(self, step: Step) -> None:
        text = _("Undone: {label}").format(label=step.label)
        self._desk.show_toast(text)

    def _refused(self, error: CrmError) -> None:
        self._desk.show_toast(str(error), is_error=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_asked:
            self._is_asked = True
            self.filter.load()
            self._refresh(Changes())


def spec(crm: Crm) -> ScreenSpec:
    """The history on the rail."""
    return ScreenSpec(
        key="history",
        title=N_("History"),
        icon="history",
        make=lambda desk: HistoryScreen(desk, crm),
        at_end=True,
    )
