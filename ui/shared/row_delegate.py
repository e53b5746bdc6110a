"""Paints the rows of a record table and edits its cells."""

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
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from crm.domain.errors import ValidationError
from ui.shared.cells import Cell, paint_cell, paint_check
from ui.shared.composing import is_composing, watch_composing
from ui.shared.date_field import DateField
from ui.shared.icons import paint_icon
from ui.shared.plain_text import mark, plain_tip
from ui.shared.record_model import CellEditor, CellKind, EditorKind, RecordModel, Role
from ui.shared.theme import font, theme
from ui.shared.tokens import CELL_PADDING, ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
ACTION_SIZE = 16
ACTION_STEP = 28


@dataclass(frozen=True, kw_only=True)
class RowAction:
    """A flat icon at the right end of the first column of the row under the pointer."""

    key: str
    icon: str
    tip: str


class RowView(QTableView):
    """A table as its delegate knows it: the records, and what is shown at the ends of a row."""

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
    """One delegate for all columns of a table."""

    moved = Signal(int, int)  # rows down, columns right: after Enter or Tab in an editor

    def __init__(self, table: RowView) -> None:
        super().__init__(table)
        self._table = table

    def action_boxes(self, box: QRect) -> list[QRect]:
        """Where the row actions are painted in a cell."""
        count = len(self._table.row_actions)
        left = box.right() + 1 - 6 - count * ACTION_STEP
        top = box.center().y() - ACTION_SIZE // 2 + 1
        return [
            QRect(left + place * ACTION_STEP + 6, top, ACTION_SIZE, ACTION_SIZE) for place in range(count)
        ]

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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = self._table.hovered_row == index.row()
        cell = index.data(Role.CELL) or Cell()
        here = theme()
        ground = "sel" if selected else cell.ground or ("hover" if hovered else "panel")
        painter.save()
        painter.fillRect(box, here.colour(ground))
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_edge(painter, box, index, selected)
        column = self._model().columns[index.column()]
        inner = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        if column.kind is CellKind.CHECK:
            check = QRect(box.left() + 10, box.center().y() - 7, 16, 16)
            paint_check(painter, check, checked=selected)
        else:
            paint_cell(painter, inner, cell, right=column.kind is CellKind.NUMBER)
        if hovered and self._table.row_actions and index.column() == self._table.action_column:
            self._paint_actions(painter, box, ground)
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.setPen(QPen(here.colour("ring"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_edge(self, painter: QPainter, box: QRect, index: Index, selected: bool) -> None:
        if index.column() != self._table.first_column:
            return
        edge = "acc" if selected else index.data(Role.EDGE)
        if edge:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), theme().colour(edge))

    def _paint_actions(self, painter: QPainter, box: QRect, ground: str) -> None:
        boxes = self.action_boxes(box)
        cover = QRect(boxes[0].left() - 8, box.top(), box.right() - boxes[0].left() + 9, box.height() - 1)
        painter.fillRect(cover, theme().colour(ground))
        for place, action in zip(boxes, self._table.row_actions, strict=True):
            paint_icon(painter, place, action.icon, "t2")

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
