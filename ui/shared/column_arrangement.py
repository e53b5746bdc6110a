"""Which columns a table shows, in which order and how wide: as there is room, or as somebody wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from ui.shared.record_model import CellKind, TableColumn
from ui.shared.row_delegate import RowView

STRETCH_LEAST = 200  # below this other columns are hidden


class ColumnArrangement(QObject):
    """Arranges the columns of one table."""

    changed = Signal()  # somebody has moved a column or given it another width

    def __init__(self, table: RowView, columns: Sequence[TableColumn]) -> None:
        super().__init__(table)
        self._table, self._columns = table, tuple(columns)
        self._chosen: frozenset[str] | None = None
        self.widths: dict[str, int] = {}  # of columns that somebody made wider or narrower
        self._is_arranging = False
        head = table.horizontalHeader()
        head.sectionResized.connect(self._note_width)
        head.sectionMoved.connect(lambda *_places: self._note_order())

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that somebody chose or moved, in their order; none while they are as usual."""
        places = self._in_order()
        if self._chosen is None and places == sorted(places):
            return ()
        keys = [self._columns[place].key for place in places if not self._is_check(place)]
        return tuple(key for key in keys if self._chosen is None or key in self._chosen)

    def choose(self, keys: Iterable[str] | None) -> None:
        """Shows these columns only; None shows all that there is room for."""
        self._chosen = None if keys is None else frozenset(keys)
        self.fit()

    def arrange(self, keys: Sequence[str], widths: Mapping[str, int]) -> None:
        """Shows these columns in this order and width; no keys: all, as usual. Unknown keys are left out."""
        self._is_arranging = True
        head = self._table.horizontalHeader()
        places = {
            column.key: place for place, column in enumerate(self._columns) if not self._is_check(place)
        }
        known = [key for key in keys if key in places]
        order = [*known, *(key for key in places if key not in known)]
        for target, key in enumerate(order, start=len(self._columns) - len(places)):
            head.moveSection(head.visualIndex(places[key]), target)
        self._chosen = frozenset(known) if known else None
        self.widths = {key: width for key, width in widths.items() if key in places}
        for place in places.values():
            self._table.setColumnWidth(place, self._width(place))
        self.fit()
        self._is_arranging = False

    def fit(self) -> None:
        """Hides columns by priority until the stretching one has room, and gives it the rest."""
        was, self._is_arranging = self._is_arranging, True
        shown = [
            place
            for place, column in enumerate(self._columns)
            if self._chosen is None or column.key in self._chosen or self._is_check(place)
        ]
        stretch = next((place for place in shown if self._columns[place].stretches), None)
        room = self._table.viewport().width()
        if not self._table.records.is_loaded:
            room -= self._table.verticalScrollBar().sizeHint().width()  # most lists will have one
        while stretch is not None:
            rest = room - sum(self._width(place) for place in shown if place != stretch)
            candidates = [place for place in shown if self._columns[place].hides]
            if rest >= STRETCH_LEAST or not candidates:
                self._table.setColumnWidth(stretch, max(rest, STRETCH_LEAST))
                break
            shown.remove(max(candidates, key=lambda place: self._columns[place].hides))
        for place in range(len(self._columns)):
            self._table.setColumnHidden(place, place not in shown)
        self._is_arranging = was

    def from_column(self, first: int) -> list[int]:
        """The columns from one on to the right, as they are shown."""
        shown = [
            place
            for place in self._in_order()
            if not self._table.isColumnHidden(place) and not self._is_check(place)
        ]
        return shown[shown.index(first) :] if first in shown else []

    def _in_order(self) -> list[int]:
        head = self._table.horizontalHeader()
        return [head.logicalIndex(place) for place in range(head.count())]

    def _is_check(self, place: int) -> bool:
        return self._columns[place].kind is CellKind.CHECK

    def _width(self, place: int) -> int:
        column = self._columns[place]
        return self.widths.get(column.key, column.width)

    def _note_width(self, place: int, _before: int, now: int) -> None:
        column = self._columns[place]
        if not self._is_arranging and not column.stretches and now:
            self.widths[column.key] = now
            self.fit()
            self.changed.emit()

    def _note_order(self) -> None:
        if not self._is_arranging:
            self.changed.emit()
