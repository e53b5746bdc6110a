"""A table of records and the fields that some of them lack: typed in cell by cell, or filled down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from crm.domain.errors import ValidationError
from crm.domain.money import Money, show
from crm.domain.stage_rules import is_filled
from crm.i18n import _, language
from ui.shared.choice_list import Choice
from ui.shared.entries import show_date
from ui.shared.fields import Entry, FieldKind, FormField, make_entry
from ui.shared.plain_text import plain_tip
from ui.shared.tasks import Tasks
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
_Place = tuple[int, int]  # row and column

NAME_WIDTH, NOTE_WIDTH, CELL_WIDTH = 220, 200, 132  # pixels
NAME, NOTE, FIRST = 0, 1, 2  # columns; the fields come after
MOST_ROWS_SHOWN = 10
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, kw_only=True)
class FillRow:
    """A record with the fields it lacks."""

    key: int
    name: str
    note: str = ""
    asked: tuple[str, ...] = ()


class FillGrid(QTableWidget):
    """Cells that nothing is asked in are grey and passed over; Ctrl+D fills down."""

    changed = Signal()

    def __init__(
        self, rows: Sequence[FillRow], fields: Sequence[FormField], tasks: Tasks, today: Callable[[], date]
    ) -> None:
        super().__init__(len(rows), FIRST + len(fields))
        self.fields = [_in_a_cell(field) for field in fields]
        self._tasks, self._today = tasks, today
        self._values: dict[_Place, Any] = {}  # of the cells that are asked for
        self._typed: dict[_Place, object] = {}  # what could not be read
        self._place_of = {row.key: place for place, row in enumerate(rows)}
        self.setAccessibleName(_("What is missing"))
        self.setHorizontalHeaderLabels([_("Project"), _("Note"), *(field.label for field in fields)])
        self.setItemDelegate(_CellDelegate(self))
        self.setFont(font())
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed
            | triggers.DoubleClicked
            | triggers.EditKeyPressed
            | triggers.SelectedClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + 4)
        self._size_columns(fields)
        for place, row in enumerate(rows):
            self._show_row(place, row)
        self.setFixedHeight(min(MOST_ROWS_SHOWN, max(3, len(rows))) * (ROW_HEIGHT + 4) + 54)
        if self._values:
            self.setCurrentCell(*next(iter(self._values)))

    def entry_for(self, index: Index) -> Entry:
        """A field for one cell."""
        return make_entry(self.fields[index.column() - FIRST], self._tasks, self._today)

    def put(self, key: int, field: str, value: Any) -> None:
        """Shows a value in the cell of a record."""
        column = next(place for place, one in enumerate(self.fields, FIRST) if one.key == field)
        self._put((self._place_of[key], column), value)
        self.changed.emit()

    def filled(self, key: int) -> dict[str, Any]:
        """What was entered for a record; fields left empty are left out."""
        cells = self._cells_of(key)
        return {self.fields[at[1] - FIRST].key: value for at, value in cells.items() if is_filled(value)}

    def lacks(self, key: int) -> bool:
        """Whether something that is asked of a record is still empty, or cannot be read."""
        return any(not is_filled(value) for value in self._cells_of(key).values())

    def tell(self, key: int, note: str, *, is_fault: bool = False) -> None:
        """Says something about a record beside its name."""
        item = self._item(self._place_of[key], NOTE)
        item.setText(note)
        item.setToolTip(plain_tip(note))
        item.setForeground(QBrush(theme().colour("red" if is_fault else "t2")))

    def fill_down(self) -> None:
        """Copies the top cell of the selection into the others; a single one into all empty ones below."""
        chosen = [(index.row(), index.column()) for index in self.selectedIndexes()]
        cells = sorted(at for at in chosen if at in self._values)
        top = cells[0] if cells else (self.currentRow(), self.currentColumn())
        if not is_filled(self._values.get(top)):
            return
        below = [at for at in self._values if at[1] == top[1] and at[0] > top[0]]
        if len(cells) > 1:
            targets = [at for at in below if at in cells]
        else:
            targets = [at for at in below if not is_filled(self._values[at])]
        for at in targets:
            self._put(at, self._values[top])
        self.changed.emit()

    def finish_cell(self) -> None:
        """Keeps what is being typed."""
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    def show_in(self, index: Index, entry: Entry) -> None:
        """Shows in a field what the cell holds."""
        at = (index.row(), index.column())
        if at in self._typed:
            entry.show_text(self._typed[at])
        else:
            entry.show_value(self._values[at])

    def take(self, index: Index, entry: Entry) -> None:
        """Keeps what stands in the field of a cell; what cannot be read stays visible, in red."""
        at = (index.row(), index.column())
        try:
            self._put(at, entry.value())
        except ValidationError as error:
            self._put(at, None)
            self._typed[at] = entry.text()
            item = self._item(*at)
            item.setText(str(entry.text()))
            item.setToolTip(plain_tip(str(error)))
            item.setForeground(QBrush(theme().colour("red")))
        self.changed.emit()

    def _put(self, at: _Place, value: Any) -> None:
        item, text = self._item(*at), told_value(self.fields[at[1] - FIRST], value, self._today())
        self._values[at] = value
        self._typed.pop(at, None)
        item.setText(text)
        item.setToolTip(plain_tip(text))
        item.setForeground(QBrush(theme().colour("t1")))
        item.setBackground(QBrush(theme().colour("panel" if is_filled(value) else "amb_soft")))

    def _take_enter(self, event: QKeyEvent) -> None:
        """Opens the current cell or closes it; Ctrl+Enter is the dialog's."""
        current = self.currentItem()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif self.state() == QAbstractItemView.State.EditingState:
            self.finish_cell()
        elif current is not None:
            self.editItem(current)

    def _empty_chosen(self) -> None:
        for index in self.selectedIndexes():
            if (index.row(), index.column()) in self._values:
                self._put((index.row(), index.column()), None)
        self.changed.emit()

    def _cells_of(self, key: int) -> dict[_Place, Any]:
        return {at: value for at, value in self._values.items() if at[0] == self._place_of[key]}

    def _size_columns(self, fields: Sequence[FormField]) -> None:
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(NAME, NAME_WIDTH)
        self.setColumnWidth(NOTE, NOTE_WIDTH)
        for column, field in enumerate(fields, FIRST):
            self.setColumnWidth(column, max(CELL_WIDTH, metrics().horizontalAdvance(field.label) + 24))
        if len(fields) < 3:
            head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def _show_row(self, place: int, row: FillRow) -> None:
        for column in range(self.columnCount()):
            item = QTableWidgetItem()
            self.setItem(place, column, item)
            if column == NAME:
                item.setText(row.name)
                item.setToolTip(plain_tip(row.name))
            if column >= FIRST and self.fields[column - FIRST].key in row.asked:
                self._put((place, column), None)
                continue
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            if column >= FIRST:
                item.setBackground(QBrush(theme().colour("press")))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _("not needed"))
        self.tell(row.key, row.note)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        assert item is not None
        return item

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_fill_down(event):
            self.fill_down()
            return
        if event.key() in ENTER:
            self._take_enter(event)
            return
        if event.key() == Qt.Key.Key_Delete:
            self._empty_chosen()
            return
        super().keyPressEvent(event)


class _CellDelegate(QStyledItemDelegate):
    """Opens the field of a cell."""

    def __init__(self, grid: FillGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._entry: Entry | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self._entry = self._grid.entry_for(index)
        widget = self._entry.widget
        widget.setParent(parent)
        widget.setAccessibleName(self._grid.fields[index.column() - FIRST].label)
        return widget

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if self._entry is not None:
            self._grid.show_in(index, self._entry)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if self._entry is not None:
            self._grid.take(index, self._entry)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and is_fill_down(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._grid.finish_cell()
                self._grid.fill_down()
            return True
        if isinstance(event, QKeyEvent) and event.key() in ENTER:
            return False  # a list under the field takes it first; what is left over comes to the grid
        return super().eventFilter(editor, event)


def is_fill_down(event: QKeyEvent) -> bool:
    """Whether the keys are Ctrl+D."""
    return event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def told_value(field: FormField, value: Any, today: date) -> str:
    """A value of a field in one line."""
    if not is_filled(value):
        return ""
    if isinstance(value, Choice):
        return value.name
    if isinstance(value, date):
        return show_date(value, today)
    if isinstance(value, Money):
        return show(value, language())
    named = {str(key): text for key, text in field.choices}
    return named.get(str(value), str(value))


def _in_a_cell(field: FormField) -> FormField:
    """Long text has one line in a cell."""
    return replace(field, kind=FieldKind.TEXT) if field.kind is FieldKind.LONG_TEXT else field
