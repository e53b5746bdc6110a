"""A table of records with its totals, or what to do next where there are no rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ui.shared.cells import Cell, paint_cell
from ui.shared.record_model import CellKind
from ui.shared.record_table import RecordTable
from ui.shared.tab_order import stops
from ui.shared.theme import theme
from ui.shared.tokens import CELL_PADDING, TABLE_HEADER_HEIGHT


class TotalsRow(QWidget):
    """The docked line under a table, its figures below their columns."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table
        self._cells: dict[str, Cell] = {}
        self.setFixedHeight(TABLE_HEADER_HEIGHT)
        self.hide()
        head = table.horizontalHeader()
        head.sectionResized.connect(self.update)
        head.sectionMoved.connect(self.update)
        table.horizontalScrollBar().valueChanged.connect(self.update)

    def show_cells(self, cells: Mapping[str, Cell]) -> None:
        """Shows these figures by column key; none hides the line."""
        self._cells = dict(cells)
        self.setAccessibleName(" ".join(cell.plain for cell in cells.values()))
        self.setVisible(bool(cells))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("sunken"))
        painter.setPen(QPen(theme().colour("line_2"), 0))
        painter.drawLine(0, 0, self.width(), 0)
        for place, column in enumerate(self._table.records.columns):
            cell = self._cells.get(column.key)
            if cell is None or self._table.isColumnHidden(place):
                continue
            box = self.rect()
            box.setLeft(self._table.columnViewportPosition(place))
            box.setWidth(self._table.columnWidth(place))
            inner = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
            paint_cell(painter, inner, cell, right=column.kind is CellKind.NUMBER)
        painter.end()


class RecordPane(QWidget):
    """A table with its totals, or what to do next where there are no rows."""

    def __init__(
        self, table: RecordTable, empty: Callable[[], QWidget] | None = None, parent: QWidget | None = None
    ) -> None:
        """`empty` makes the widget shown instead of an empty table."""
        super().__init__(parent)
        self.table = table
        self.totals = TotalsRow(table)
        self._empty = empty
        self._nothing: QWidget | None = None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(table, 1)
        column.addWidget(self.totals)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        table.records.loaded.connect(self._choose_page)

    @property
    def empty_state(self) -> QWidget | None:
        """What is shown instead of an empty table, once it was made."""
        return self._nothing

    @property
    def shows_empty_state(self) -> bool:
        """True while there is nothing to show."""
        return self._stack.currentIndex() == 1

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        offered = stops(self._nothing) if self.shows_empty_state and self._nothing is not None else []
        (offered[-1] if offered else self.table).setFocus()

    def _choose_page(self) -> None:
        is_empty = self.table.records.is_loaded and not self.table.records.rowCount()
        if is_empty and self._nothing is None and self._empty is not None:
            self._nothing = self._empty()
            self._stack.addWidget(self._nothing)
        self._stack.setCurrentIndex(1 if is_empty and self._nothing is not None else 0)
