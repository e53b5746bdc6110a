"""The cards of a board: rows read as they are looked at, and one list of them for each column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from crm.domain.errors import CrmError
from crm.domain.rows import ProjectRow
from ui.shared.cells import NOT_LOADED
from ui.shared.tasks import Tasks

BLOCK = 24  # cards read at once around one that is looked at
MOST_ASKED = 120  # cards in one question
GAP = 0  # the id of the open place that a card is held over

Index = QModelIndex | QPersistentModelIndex
Read = Callable[[Sequence[int]], Sequence[ProjectRow]]  # called on the read lane


class CardRole(IntEnum):
    """What `CardModel.data` answers beside Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    IS_BUSY = Qt.ItemDataRole.UserRole + 3


class CardRows(QObject):
    """The rows of all columns by id; what is not here yet is read."""

    arrived = Signal(object)  # the ids, as a frozenset

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
            self._rows.update((row.id, row) for row in rows)
            self.arrived.emit(frozenset(row.id for row in rows))


class CardModel(QAbstractListModel):
    """The cards of one column."""

    renewed = Signal(object)  # the places of cards whose rows are other ones now, none for all

    def __init__(self, rows: CardRows, say: Callable[[ProjectRow], str], parent: QObject) -> None:
        """`say` tells a card in words for screen readers."""
        super().__init__(parent)
        self.rows = rows
        self._say = say
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self.busy: set[int] = set()  # being saved
        rows.arrived.connect(self._show_arrived)

    @property
    def ids(self) -> list[int]:
        """The projects in their order; an open place is `GAP`."""
        return self._ids

    def show_ids(self, ids: Sequence[int]) -> bool:
        """Shows these cards; False if they stood so already."""
        if list(ids) == self._ids:
            self.renewed.emit(())
            return False
        self.beginResetModel()
        self._ids = list(ids)
        self._number()
        self.endResetModel()
        return True

    def place_of(self, project_id: int) -> int | None:
        """Where the card stands, None if it is not in this column."""
        return self._places.get(project_id)

    def insert(self, place: int, project_id: int) -> None:
        """Puts a card, or an open place, in front of another."""
        place = min(place, len(self._ids))
        self.beginInsertRows(QModelIndex(), place, place)
        self._ids.insert(place, project_id)
        self._number()
        self.endInsertRows()

    def take(self, project_id: int) -> None:
        """Takes a card, or the open place, out."""
        place = self._places.get(project_id)
        if place is None:
            return
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._ids[place]
        self._number()
        self.endRemoveRows()

    def touch(self, project_id: int) -> None:
        """Paints a card again."""
        place = self._places.get(project_id)
        if place is not None:
            self.dataChanged.emit(self.index(place), self.index(place), [CardRole.IS_BUSY])

    def _number(self) -> None:
        self._places = {project_id: place for place, project_id in enumerate(self._ids)}

    def _show_arrived(self, ids: frozenset[int]) -> None:
        places = sorted(place for key in ids if (place := self._places.get(key)) is not None)
        if places:
            self.renewed.emit(places)

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
        if role == CardRole.IS_BUSY:
            return project_id in self.busy
        if role == CardRole.ROW:
            self._want_around(index.row())
            return self.rows.get(project_id)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.rows.get(project_id)
            return self._say(row) if row is not None else NOT_LOADED
        return None

    def _want_around(self, place: int) -> None:
        first = place // BLOCK * BLOCK
        self.rows.want(key for key in self._ids[first : first + BLOCK] if key != GAP)
