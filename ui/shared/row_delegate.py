"""A table of records as its parts know it, and the editors of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from crm.domain.errors import ValidationError
from ui.shared.composing import is_composing, watch_composing
from ui.shared.date_field import DateField
from ui.shared.plain_text import mark, plain_tip
from ui.shared.record_model import CellEditor, EditorKind, RecordModel, Role
from ui.shared.theme import font
from ui.shared.tokens import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
ACTION_SIZE = 16
ACTION_STEP = 28


@dataclass(frozen=True, kw_only=True)
class RowAction:
    """A flat icon at the right end of the first column of the row under the pointer."""

    key: str
    icon: str
    tip: str


def action_boxes(box: QRect, count: int) -> list[QRect]:
    """Where so many row actions are painted in a cell."""
    left = box.right() + 1 - 6 - count * ACTION_STEP
    top = box.center().y() - ACTION_SIZE // 2 + 1
    return [QRect(left + place * ACTION_STEP + 6, top, ACTION_SIZE, ACTION_SIZE) for place in range(count)]


class RowView(QTableView):
    """A table as its parts know it: the records, and what is shown at the ends of a row."""

    def __init__(
        self, model: RecordModel, row_actions: Sequence[RowAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.records = model
        self.row_actions = tuple(row_actions)
        self.hovered_row = -1

    @property
    def first_column(self) -> int:
        """The first column that is shown."""
        return next((c for c in range(self.records.columnCount()) if not self.isColumnHidden(c)), 0)

    @property
    def action_column(self) -> int:
        """The column whose right end shows the row actions."""
        columns = self.records.columns
        return next((place for place, column in enumerate(columns) if column.stretches), self.first_column)

    def release(self) -> None:
        """An editor has gone: waiting rows may come."""
        if isValid(self.records):
            self.records.hold(False)


class RowDelegate(QStyledItemDelegate):
    """Opens the editors of all columns of a table; `row_painter` paints them."""

    moved = Signal(int, int)  # rows down, columns right: after Enter or Tab in an editor

    def __init__(self, table: RowView) -> None:
        super().__init__(table)
        self._table = table

    def _model(self) -> RecordModel:
        return self._table.records

    def _editor_of(self, index: Index) -> CellEditor:
        editor = self._model().columns[index.column()].editor
        return editor if editor is not None else CellEditor()

    def _read(self, editor: QWidget, index: Index) -> Any:
        how = self._editor_of(index)
        if isinstance(editor, QComboBox):
            return editor.currentData()
        return how.read(editor.text() if isinstance(editor, QLineEdit | DateField) else "")

    def _is_touched(self, editor: QWidget) -> bool:
        return bool(_entry(editor) != editor.property("as_opened"))

    def _close(self, editor: QWidget, down: int, right: int) -> None:
        """Commits and moves on; an entry that cannot be read keeps the editor open."""
        index = self._table.currentIndex()
        if self._is_touched(editor):
            try:
                self._read(editor, index)
            except ValidationError as error:
                mark(editor, "fault", "true")
                editor.setToolTip(plain_tip(str(error)))
                return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.moved.emit(down, right)

    # Qt's names from here

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW_HEIGHT)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        how = self._editor_of(index)
        made: QWidget
        if how.kind is EditorKind.CHOICE:
            combo = QComboBox(parent)
            for value, label in how.choices:
                combo.addItem(label, value)
            combo.activated.connect(lambda _place: self._close(combo, 0, 0))
            made = combo
        elif how.kind is EditorKind.DATE:
            made = DateField(parent, cell=True)
        else:
            line = QLineEdit(parent)
            line.setAlignment(Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole))))
            line.textChanged.connect(lambda: mark(line, "fault", "false"))
            made = line
        made.setProperty("cell", "true")
        made.setFont(font())
        made.setAccessibleName(self._model().columns[index.column()].header)
        watch_composing(made)
        self._model().hold(True)
        made.destroyed.connect(lambda: self._table.release())
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor.property("as_opened") is not None:
            return  # a refresh below the open editor must not overwrite what is being typed
        if isinstance(editor, QComboBox):
            column = self._model().columns[index.column()]
            value = column.value(index.data(Role.ROW))
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit | DateField):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()
        editor.setProperty("as_opened", _entry(editor))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not self._is_touched(editor):
            return
        try:
            value = self._read(editor, index)
        except ValidationError as error:
            self._model().refused.emit(str(error))
            return
        model.setData(index, value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if is_composing(editor if isinstance(editor, QWidget) else None):
                return False
            steps = {
                Qt.Key.Key_Return: (1, 0),
                Qt.Key.Key_Enter: (1, 0),
                Qt.Key.Key_Tab: (0, 1),
                Qt.Key.Key_Backtab: (0, -1),
            }.get(Qt.Key(event.key()))
            if steps is not None and isinstance(editor, QWidget):
                self._close(editor, *steps)
                return True
        return super().eventFilter(editor, event)


def _entry(editor: QWidget) -> object:
    """What stands in an editor, for telling whether it was touched."""
    if isinstance(editor, QComboBox):
        return editor.currentIndex()
    return editor.text() if isinstance(editor, QLineEdit | DateField) else None
