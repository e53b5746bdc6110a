"""The cards of a board: rows read as they are looked at, and one list of them for each column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from itertools import takewhile
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from crm.domain.errors import CrmError
from crm.domain.rows import ProjectRow
from ui.shared.cells import NOT_LOADED
from ui.shared.tasks import Tasks

BLOCK = 12  # cards read at once around one that is looked at
MOST_ASKED = 120  # cards in one question
GAP = 0  # the id of the open place that a card is held over

Index = QModelIndex | QPersistentModelIndex
Read = Callable[[Sequence[int]], Sequence[ProjectRow]]  # called on the read lane


class CardRole(IntEnum):
    """What `CardModel.data` answers beside Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1


class CardRows(QObject):
    """The rows of all columns by id; what is not here yet is read."""

    arrived = Signal(object)  # the ids whose rows are other ones now, as a frozenset

    def __init__(self, tasks: Tasks, read: Read, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._read = tasks, read
        self._rows: dict[int, ProjectRow] = {}
        self._fresh: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._round = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)

    def get(self, project_id: int) -> ProjectRow | None:
        """The row, None while it has not been read."""
        return self._rows.get(project_id)

    def among(self, ids: Iterable[int]) -> list[ProjectRow]:
        """The rows of these projects, as far as they have been read."""
        return [self._rows[project_id] for project_id in ids if project_id in self._rows]

    def want(self, ids: Iterable[int]) -> None:
        """Sees to it that these rows are here and as they are now."""
        for project_id in ids:
            if project_id not in self._fresh:
                self._fresh.add(project_id)  # asked for once
                self._wanted[project_id] = None
        if self._wanted and not self._timer.isActive():
            self._timer.start()

    def age(self) -> None:
        """Something has changed: rows are read again when they are looked at."""
        self._fresh.clear()
        self._wanted.clear()
        self._round += 1

    def take(self, rows: Sequence[ProjectRow]) -> None:
        """Takes rows that were read with something else; nobody need ask for them again."""
        self._fresh.update(row.id for row in rows)
        self._show(rows)

    def _ask(self) -> None:
        ids, number = list(self._wanted)[-MOST_ASKED:], self._round
        for project_id in ids:
            del self._wanted[project_id]
        self._tasks.read(
            self,
            lambda: self._read(ids),
            lambda rows: self._take(rows, number),
            failed=lambda error: self._miss(ids, error),
        )
        if self._wanted:
            self._timer.start()

    def _miss(self, ids: Sequence[int], error: CrmError) -> None:
        self._fresh.difference_update(ids)
        self._tasks.tell(error)

    def _take(self, rows: Sequence[ProjectRow], number: int) -> None:
        if number == self._round:
            self._show(rows)

    def _show(self, rows: Sequence[ProjectRow]) -> None:
        others = {row.id: row for row in rows if self._rows.get(row.id) != row}
        self._rows.update(others)
        if others:
            self.arrived.emit(frozenset(others))


class CardModel(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, rows: CardRows, say: Callable[[ProjectRow], str], parent: QObject) -> None:
        """`say` tells a card in words for screen readers."""
        super().__init__(parent)
        self.rows = rows
        self._say = say
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self.busy: set[int] = set()  # being saved

    @property
    def ids(self) -> list[int]:
        """The projects in their order; an open place is `GAP`."""
        return self._ids

    def show_ids(self, ids: Sequence[int]) -> None:
        """Shows these cards; those above and below what has changed stay as they are."""
        shown, kept = list(ids), self._ids
        if shown == kept:
            return
        above = _shared(shown, kept)
        below = _shared(reversed(shown[above:]), reversed(kept[above:]))
        if not above and not below:
            self.beginResetModel()
            self._ids = shown
            self._number()
            self.endResetModel()
            return
        self._remove(above, len(kept) - below)
        self._insert(above, shown[above : len(shown) - below])

    def place_of(self, project_id: int) -> int | None:
        """Where the card stands, None if it is not in this column."""
        return self._places.get(project_id)

    def insert(self, place: int, project_id: int) -> None:
        """Puts a card, or an open place, in front of another."""
        self._insert(min(place, len(self._ids)), [project_id])

    def take(self, project_id: int) -> None:
        """Takes a card, or the open place, out."""
        place = self._places.get(project_id)
        if place is not None:
            self._remove(place, place + 1)

    def touch(self, project_id: int) -> None:
        """Paints a card again."""
        place = self._places.get(project_id)
        if place is not None:
            self.dataChanged.emit(self.index(place), self.index(place))

    def look_at(self, places: range) -> None:
        """These cards are looked at: they and those around them are read."""
        first = places.start // BLOCK * BLOCK
        last = -(-places.stop // BLOCK) * BLOCK
        self.rows.want(key for key in self._ids[first:last] if key != GAP)

    def _insert(self, place: int, ids: Sequence[int]) -> None:
        if ids:
            self.beginInsertRows(QModelIndex(), place, place + len(ids) - 1)
            self._ids[place:place] = ids
            self._number()
            self.endInsertRows()

    def _remove(self, first: int, end: int) -> None:
        if first < end:
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._ids[first:end]
            self._number()
            self.endRemoveRows()

    def _number(self) -> None:
        self._places = {project_id: place for place, project_id in enumerate(self._ids)}

    # Qt's names from here

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._ids[index.row()] == GAP:
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        project_id = self._ids[index.row()]
        if role == CardRole.ID:
            return project_id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.rows.get(project_id)
            return self._say(row) if row is not None else NOT_LOADED
        return None


def _shared(one: Iterable[int], other: Iterable[int]) -> int:
    """How many ids both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
