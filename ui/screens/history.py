"""The history: who changed what, and taking a step back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.changes import Step
from crm.domain.errors import CrmError
from crm.i18n import N_, _
from crm.services.history import HistoryEntry, RecordChange
from ui.shared.actions import ActionSpec, key_name
from ui.shared.choice_list import Index
from ui.shared.icons import paint_icon
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.record_labels import act_name, field_name, kind_name
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.theme import font, metrics, theme
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState

PAGE = 200
ROW = 44
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MOST_SHOWN = 60  # records of one step in the detail
_SYMBOLS = {True: "undo", False: "history"}


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[HistoryEntry] = []

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            undone = _("undone") if entry.is_undone else ""
            return " ".join(part for part in (entry.label, entry.who, undone) if part)
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: HistoryEntry = index.data(ENTRY_ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme().colour("sel"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme().colour("acc"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme().colour("hover"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_entry(painter, box.adjusted(16, 0, -16, 0), entry)
        painter.restore()

    def _paint_entry(self, painter: QPainter, box: QRect, entry: HistoryEntry) -> None:
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        off = entry.is_undone
        symbol = _SYMBOLS[entry.is_undo]
        paint_icon(painter, QRect(box.left(), box.center().y() - 7, 16, 16), symbol, "t3" if off else "t2")
        at, who = local(entry.at), entry.who
        painter.setFont(font(12))
        painter.setPen(theme().colour("t3"))
        right = box.adjusted(box.width() - 96, 0, 0, 0)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignRight) | middle, when(at))
        person = box.adjusted(box.width() - 190, 0, -104, 0)
        painter.setPen(theme().colour("t_off" if off else "t2"))
        painter.drawText(person, middle, metrics(12).elidedText(who, Qt.TextElideMode.ElideRight, 86))
        label = box.adjusted(28, 0, -200, 0)
        undone = _("undone")
        text = f"{entry.label}   {undone}" if off else entry.label
        painter.setFont(font(13))
        painter.setPen(theme().colour("t_off" if off else "t1"))
        elided = metrics(13).elidedText(text, Qt.TextElideMode.ElideRight, label.width())
        painter.drawText(label, middle, elided)


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
        outer.addWidget(splitter)
        desk.actions.add(
            ActionSpec(
                id="history.take_back",
                text=N_("Take this step back"),
                section=N_("History"),
                icon="undo",
                shortcut="Ctrl+Return",
            ),
            self.take_back,
            scope=self,
            reason=self._why_not,
        )
        desk.live.watch(self, (), self._refresh)

    def take_keyboard(self) -> None:
        """Gives the keyboard to the steps."""
        self.list.setFocus()

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
            self._desk.tasks.write(
                self, lambda: self._crm.history.take_back(entry.step), self._told, failed=self._refused
            )

    def _why_not(self) -> str:
        entry = self.current
        if entry is None:
            return _("No step is chosen.")
        return _("This step has been undone already.") if entry.is_undone else ""

    def load_more(self) -> None:
        """Adds older steps."""
        before = self._entries[-1].id if self._entries else None
        self._desk.tasks.read(self, lambda: self._crm.history.newest(PAGE, before), self._add, key="more")

    # Building

    def _make_list(self) -> QWidget:
        part = QWidget()
        part.setProperty("ground", "panel")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        self.search = SearchField(_("What was done, or by whom"))
        self.search.setMaximumWidth(400)
        self.search.searched.connect(lambda _text: self._filter())
        bar.addWidget(self.search, 1)
        bar.addStretch(1)
        self.count = PlainLabel(tone="t3", pixels=12)
        bar.addWidget(self.count)
        column.addLayout(bar)
        self._model = _Model(self)
        self.list = QListView()
        self.list.setAccessibleName(_("History"))
        self.list.setProperty("ring", "true")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
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
        count = max(PAGE, len(self._entries))
        self._desk.tasks.read(self, lambda: self._crm.history.newest(count), self._take, key="newest")

    def _take(self, entries: list[HistoryEntry]) -> None:
        chosen = self.current
        self._entries = entries
        self.more.setVisible(len(entries) >= PAGE)
        self._filter()
        self._choose(chosen.id if chosen is not None else None)

    def _add(self, entries: list[HistoryEntry]) -> None:
        known = {entry.id for entry in self._entries}
        self._entries += [entry for entry in entries if entry.id not in known]
        self.more.setVisible(len(entries) >= PAGE)
        chosen = self.current
        self._filter()
        self._choose(chosen.id if chosen is not None else None)

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        found = [entry for entry in self._entries if all(word in _searched(entry) for word in words)]
        self._model.show_entries(found)
        self.count.setText(f"{len(found):,}" if words else "")
        self._choose(None)

    def _choose(self, entry_id: int | None) -> None:
        entries = self._model.entries
        place = next((row for row, entry in enumerate(entries) if entry.id == entry_id), 0)
        if entries:
            self.list.setCurrentIndex(self._model.index(place))
        self._show_detail()

    def _show_detail(self) -> None:
        entry = self.current
        if entry is None:
            text = _("Nothing fits the search.") if self._entries else _("Nothing has been done yet.")
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
            self._refresh(Changes())


def local(at: datetime) -> datetime:
    """A moment as the clock on the wall showed it."""
    return at.astimezone()


def when(at: datetime) -> str:
    """A moment in a list: the day only where it is not today."""
    if at.date() == date.today():
        return f"{at:%H:%M}"
    if at.year == date.today().year:
        return f"{at.month}-{at.day} {at:%H:%M}"
    return f"{at:%Y-%m-%d}"


def _searched(entry: HistoryEntry) -> str:
    names = " ".join(change.name for change in entry.changes[:MOST_SHOWN])
    return f"{entry.label} {entry.who} {names}".casefold()


def spec(crm: Crm) -> ScreenSpec:
    """The history on the rail."""
    return ScreenSpec(
        key="history",
        title=N_("History"),
        icon="history",
        make=lambda desk: HistoryScreen(desk, crm),
        at_end=True,
    )
