"""Paints the rows of a record table that are in sight.

Qt would ask style and model for every cell of every painting; a row knows once what all its cells share.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from ui.shared.cells import Cell, paint_cell, paint_check
from ui.shared.icons import paint_icon
from ui.shared.record_model import CellKind, TableColumn
from ui.shared.row_delegate import RowView, action_boxes
from ui.shared.theme import theme
from ui.shared.tokens import CELL_PADDING

EDGE = 3  # pixels


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A column as it lies on the screen."""

    number: int
    column: TableColumn
    left: int
    width: int


def paint_rows(painter: QPainter, area: QRect, table: RowView) -> None:
    """Paints all of a part of the viewport, the ground beside and below the rows included."""
    painter.fillRect(area, theme().colour("panel"))
    first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
    if first < 0:
        return
    places = _places(table, area)
    for row in range(first, last + 1 if last >= 0 else table.records.rowCount()):
        _paint_row(painter, table, row, places)


def _places(table: RowView, area: QRect) -> list[_Place]:
    found = []
    for number, column in enumerate(table.records.columns):
        left, width = table.columnViewportPosition(number), table.columnWidth(number)
        if not table.isColumnHidden(number) and left <= area.right() and left + width > area.left():
            found.append(_Place(number=number, column=column, left=left, width=width))
    return found


def _paint_row(painter: QPainter, table: RowView, row: int, places: list[_Place]) -> None:
    here, records, hovered = theme(), table.records, table.hovered_row == row
    top, height = table.rowViewportPosition(row), table.rowHeight(row)
    first = table.first_column
    selected = table.selectionModel().isSelected(records.index(row, first))
    ground = "sel" if selected else "hover" if hovered else "panel"
    for place in places:
        box = QRect(place.left, top, place.width, height)
        cell = records.cell_at(row, place.number)
        painter.fillRect(box, here.colour(ground if selected or not cell.ground else cell.ground))
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if place.number == first:
            _paint_edge(painter, box, "acc" if selected else records.edge_at(row))
        _paint_content(painter, box, place.column, cell, selected=selected)
        if hovered and place.number == table.action_column:
            _paint_actions(painter, table, box, ground if selected or not cell.ground else cell.ground)
    current = table.currentIndex()
    if current.row() == row and table.hasFocus():
        painter.setPen(QPen(here.colour("ring"), 2))
        painter.drawRect(table.visualRect(current).adjusted(1, 1, -1, -2))


def _paint_content(painter: QPainter, box: QRect, column: TableColumn, cell: Cell, *, selected: bool) -> None:
    if column.kind is CellKind.CHECK:
        check = QRect(box.left() + 10, box.center().y() - 7, 16, 16)
        paint_check(painter, check, checked=selected)
    else:
        inner = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        paint_cell(painter, inner, cell, right=column.kind is CellKind.NUMBER)


def _paint_edge(painter: QPainter, box: QRect, edge: str) -> None:
    if edge:
        painter.fillRect(QRect(box.left(), box.top(), EDGE, box.height() - 1), theme().colour(edge))


def _paint_actions(painter: QPainter, table: RowView, box: QRect, ground: str) -> None:
    boxes = action_boxes(box, len(table.row_actions))
    if not boxes:
        return
    cover = QRect(boxes[0].left() - 8, box.top(), box.right() - boxes[0].left() + 9, box.height() - 1)
    painter.fillRect(cover, theme().colour(ground))
    for place, action in zip(boxes, table.row_actions, strict=True):
        paint_icon(painter, place, action.icon, "t2")
