"""A table model that knows all ids and loads rows page by page as they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from crm.domain.errors import CrmError
from crm.domain.rows import Sort
from ui.shared.cells import NOT_LOADED, Cell
from ui.shared.plain_text import plain_tip
from ui.shared.tasks import Tasks

PAGE = 60  # rows fetched at once: what the highest screens show
KEPT_PAGES = 170  # beyond these the pages looked at longest ago are forgotten
IN_FLIGHT = 2  # pages asked for at a time, so that fast scrolling leaves no queue behind

Index = QModelIndex | QPersistentModelIndex
# Asked for each cell of each painting, and slow to put together.
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_GAP = Cell(text=NOT_LOADED, tone="t3")
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable


class Role(IntEnum):
    """What `RecordModel.data` answers beside Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2


class CellKind(StrEnum):
    """How a column behaves."""

    TEXT = "text"
    NUMBER = "number"  # right-aligned, tabular digits
    CHECK = "check"  # shows and toggles whether the row is selected


class EditorKind(StrEnum):
    """What opens when a cell is edited."""

    LINE = "line"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class CellEditor:
    """How a cell is edited.

    `write` gives the text an editor starts with; `read` gives the value or raises ValidationError.
    """

    kind: EditorKind = EditorKind.LINE
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    choices: tuple[tuple[Any, str], ...] = ()  # value and label


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: `value` takes it from a row, `show` says how it looks."""

    key: str
    header: str
    value: Callable[[Any], Any]
    show: Callable[[Any], Cell | str] = str
    width: int = 100
    kind: CellKind = CellKind.TEXT
    editor: CellEditor | None = None
    sortable: bool = True
    stretches: bool = False
    hides: int = 0  # hidden when there is no room, the highest number first; 0 never
    export: Callable[[Any], Any] | None = None  # what a workbook gets where that is more than `value`


def check_column() -> TableColumn:
    """The column of check boxes that mirror the selection."""
    return TableColumn(
        key="check", header="", value=lambda _row: "", width=36, kind=CellKind.CHECK, sortable=False
    )


class RowSource(Protocol):
    """Where rows come from; both are called on the read lane."""

    def ids(self, order: Sort | None) -> Sequence[int]:
        """The ids of all rows in this order."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[Any]:
        """The rows of these ids; each has `id`; those that have gone are left out."""
        ...


class RecordModel(QAbstractTableModel):
    """Rows of a source, by id."""

    edited = Signal(object, str, object)  # row as it was, column key, new value
    replaced = Signal()  # the ids of another source are there
    loaded = Signal()  # the ids are there
    refused = Signal(str)  # an edited cell could not be read
    sorted = Signal()  # by something else than before

    def __init__(
        self,
        tasks: Tasks,
        columns: Sequence[TableColumn],
        source: RowSource,
        *,
        edge: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`edge` names the colour token of the 3 px edge of a row, or nothing."""
        super().__init__(parent)
        self._tasks, self._columns, self._source, self._edge = tasks, tuple(columns), source, edge
        self._order: Sort | None = None
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self._rows: dict[int, Any] = {}
        self._pages: OrderedDict[int, bool] = OrderedDict()  # page -> is fresh
        self._wanted: list[int] = []
        self._asked: set[int] = set()
        self._generation = 0
        self._held: list[int] | None = None
        self._is_held = False
        self._is_loaded = False
        self._is_other_source = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask_pages)

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns as declared."""
        return self._columns

    @property
    def order(self) -> Sort | None:
        """What rows are sorted by."""
        return self._order

    @property
    def is_loaded(self) -> bool:
        """True once the ids have come for the first time."""
        return self._is_loaded

    @property
    def record_ids(self) -> list[int]:
        """All ids in the order shown."""
        return self._ids

    @property
    def source(self) -> RowSource:
        """Where the rows come from."""
        return self._source

    def set_source(self, source: RowSource) -> None:
        """Shows another source, for example with other filters."""
        self._source, self._is_other_source = source, True
        self._read(PAGE)

    def refresh(self) -> None:
        """Asks for the ids again; what is shown stays until the answer is there."""
        self._read(0 if self._is_loaded else PAGE)

    def sort_by(self, order: Sort | None) -> None:
        """Shows the rows in another order."""
        self._order = order
        if self._columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self.sorted.emit()
        self._read(PAGE)

    def row_of(self, record_id: int) -> int | None:
        """The place of a record, None if it is not shown."""
        return self._places.get(record_id)

    def record_at(self, place: int) -> Any | None:
        """The row at a place, None while it is not loaded."""
        return self._rows.get(self._ids[place]) if 0 <= place < len(self._ids) else None

    def cell_at(self, place: int, column: int) -> Cell:
        """What a cell shows; a row that is not here yet, or may have changed, is asked for."""
        self._want(place)
        row = self._rows.get(self._ids[place])
        return _GAP if row is None else self._cell(row, self._columns[column])

    def edge_at(self, place: int) -> str:
        """The colour token of the edge of a row, or nothing."""
        row = self.record_at(place)
        return "" if row is None or self._edge is None else self._edge(row)

    def hold(self, held: bool) -> None:
        """While held, new ids wait: a cell is being edited."""
        self._is_held = held
        if not held and self._held is not None:
            waiting, self._held = self._held, None
            self._take_ids(waiting)

    def _read(self, first: int) -> None:
        """Asks for the ids, and for so many rows with them, which are then painted once and not as gaps."""
        source, order = self._source, self._order

        def answer() -> tuple[list[int], Sequence[Any]]:
            ids = list(source.ids(order))
            try:
                return ids, source.rows(ids[:first]) if ids and first else ()
            except CrmError:
                return ids, ()  # painting asks for them again, and what is wrong then is told

        self._tasks.read(self, answer, lambda found: self._take_ids(*found), key="ids")

    def _take_ids(self, ids: list[int], rows: Sequence[Any] = ()) -> None:
        if self._is_held:
            self._held = ids
            return
        is_other, self._is_other_source = self._is_other_source, False
        self._generation += 1
        self._asked.clear()
        if ids == self._ids:
            for page in self._pages:
                self._pages[page] = False
            self._keep_first(rows)
            self._is_loaded = True
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self._columns) - 1))
            self.loaded.emit()
            return
        self.beginResetModel()
        self._ids = ids
        self._places = {record_id: place for place, record_id in enumerate(ids)}
        self._pages.clear()
        self._wanted.clear()
        self._rows = {key: row for key, row in self._rows.items() if key in self._places}
        self._keep_first(rows)
        self._is_loaded = True
        self.endResetModel()
        if is_other:
            self.replaced.emit()
        self.loaded.emit()

    def _keep_first(self, rows: Sequence[Any]) -> None:
        if rows:
            self._rows.update((row.id, row) for row in rows)
            self._pages[0] = True

    def _want(self, place: int) -> None:
        page = place // PAGE
        if self._pages.get(page) or page in self._asked:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        if not self._timer.isActive():
            self._timer.start()

    def _ask_pages(self) -> None:
        while self._wanted and len(self._asked) < IN_FLIGHT:
            page = self._wanted.pop()  # what was looked at last is looked at now
            self._asked.add(page)
            ids, source, generation = self._ids_of(page), self._source, self._generation
            self._tasks.read(
                self,
                lambda source=source, ids=ids: source.rows(ids),  # type: ignore[misc]
                lambda rows, page=page, generation=generation: self._take_rows(page, generation, rows),  # type: ignore[misc]
                failed=lambda error, page=page: self._miss(page, error),  # type: ignore[misc]
            )
        # Pages scrolled past meanwhile are asked for again when they are painted.
        del self._wanted[:-IN_FLIGHT]

    def _ids_of(self, page: int) -> list[int]:
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def _take_rows(self, page: int, generation: int, rows: Sequence[Any]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(page)
        self._rows.update((row.id, row) for row in rows)
        self._pages[page] = True
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT_PAGES:
            gone, _fresh = self._pages.popitem(last=False)
            for record_id in self._ids_of(gone):
                self._rows.pop(record_id, None)
        first, last = page * PAGE, min((page + 1) * PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))
        if self._wanted:
            self._ask_pages()

    def _miss(self, page: int, error: CrmError) -> None:
        self._asked.discard(page)
        self._tasks.tell(error)

    def _cell(self, row: Any, column: TableColumn) -> Cell:
        shown = column.show(column.value(row))
        return shown if isinstance(shown, Cell) else Cell(text=shown)

    # Qt's names from here

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if self._order is not None and self._order.key == column.key:
                return f"{column.header} {'↓' if self._order.descending else '↑'}"
            return column.header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._columns[index.column()].editor is not None and self.record_at(index.row()) is not None:
            return _EDITABLE
        return _READABLE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = index.row()
        if role == Role.ID:
            return self._ids[place]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[index.column()])
        if role not in _ANSWERED:
            return None
        self._want(place)
        row = self._rows.get(self._ids[place])
        if row is None:
            return NOT_LOADED if role == Qt.ItemDataRole.DisplayRole else None
        return self._answer(row, self._columns[index.column()], role)

    def _answer(self, row: Any, column: TableColumn, role: int) -> Any:
        if role == Role.ROW:
            return row
        if role == Qt.ItemDataRole.EditRole:
            value = column.value(row)
            return column.editor.write(value) if column.editor is not None else str(value)
        return self._cell(row, column).plain

    def tip(self, index: Index) -> str:
        """The whole text of a cell, ready for a tooltip."""
        return plain_tip(str(self.data(index)))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.record_at(index.row()) if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or row is None:
            return False
        column = self._columns[index.column()]
        if column.editor is None or value == column.value(row):
            return False
        self.edited.emit(row, column.key, value)
        return True

    def mimeTypes(self) -> list[str]:
        # Never Qt's own format of items: its reader unpickles what a foreign program sends.
        return ["text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        places = sorted({index.row() for index in indexes})
        made.setText("\n".join(self.line(place) for place in places))
        return made

    def canDropMimeData(self, *_args: object) -> bool:
        return False

    def dropMimeData(self, *_args: object) -> bool:
        return False

    def line(self, place: int, columns: Sequence[TableColumn] | None = None) -> str:
        """One row as text, tabs between the columns."""
        row = self.record_at(place)
        return "" if row is None else self.line_of(row, columns)

    def line_of(self, row: Any, columns: Sequence[TableColumn] | None = None) -> str:
        """A row that need not be loaded as text, tabs between the columns."""
        shown = [column for column in columns or self._columns if column.kind is not CellKind.CHECK]
        return "\t".join(_flat(self._cell(row, column).plain) for column in shown)


_ANSWERED = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Role.ROW,
    }
)


def _alignment(column: TableColumn) -> int:
    return _RIGHT if column.kind is CellKind.NUMBER else _LEFT


def _flat(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
