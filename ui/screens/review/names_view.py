"""A pasted list of names looked for in all articles: the names left, what was found of them right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from crm.domain.name_search import NameHit, NameRow, NamesFound, WatchListRow
from crm.domain.rows import Sort
from crm.i18n import _, _n
from ui.screens.review.wording import day_text
from ui.shared.cells import Badge, Cell
from ui.shared.plain_text import PlainEdit, PlainLabel
from ui.shared.record_model import CellKind, RecordModel, TableColumn
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
from ui.shared.screen import Desk
from ui.shared.widgets.sections import EmptyState, SectionHead, rule

WIDTH = 296  # of the list of names, as that of the articles


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of either table; `id` is its place."""

    id: int
    what: Any


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """Rows that are all there, as a source of rows that sorts them."""

    lines: tuple[Line, ...]
    keys: dict[str, Callable[[Any], Any]]

    def ids(self, order: Sort | None) -> Sequence[int]:
        lines = list(self.lines)
        if order is not None and order.key in self.keys:
            key = self.keys[order.key]
            known = [line for line in lines if key(line.what) is not None]
            known.sort(key=lambda line: key(line.what), reverse=order.descending)
            lines = known + [line for line in lines if key(line.what) is None]
        return [line.id for line in lines]

    def rows(self, ids: Sequence[int]) -> Sequence[Line]:
        return [self.lines[key] for key in ids]


class NamesView(QWidget):
    """Shows what it is given; the screen searches, saves and exports."""

    search_asked = Signal()
    list_chosen = Signal(int)
    hit_opened = Signal(object)  # NameHit
    row_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.found: NamesFound | None = None
        self._wanted: int | None = None  # name to be chosen when the names have come
        self.names = self._table(desk, _name_columns(desk.today), _NAME_KEYS, _("Names"))
        self.hits = self._table(desk, _hit_columns(desk.today), _HIT_KEYS, _("Articles with this name"))
        self.names.current_changed.connect(lambda _key: self._show_hits())
        self.names.records.loaded.connect(self._choose_wanted)
        self.hits.records.loaded.connect(self._choose_first_hit)
        self.hits.activated_id.connect(lambda _key: self._open())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._asking())
        row.addWidget(rule(upright=True))
        row.addWidget(self._answer(), 1)

    def add_buttons(self, asking: Sequence[QWidget], answer: Sequence[QWidget]) -> None:
        """Puts what can be done with the names and with what was found into the heads."""
        for widget in asking:
            self.asking_head.add(widget)
        for widget in answer:
            self.answer_head.add(widget)

    def show_lists(self, lists: Sequence[WatchListRow]) -> None:
        """Offers these saved lists."""
        self.lists.blockSignals(True)
        current = self.lists.currentData()
        self.lists.clear()
        self.lists.addItem(_("Saved lists"), None)
        for kept in lists:
            count = _n("{count} name", "{count} names", kept.name_count)
            self.lists.addItem(f"{kept.name}  ({count})", kept.id)
        self.lists.setCurrentIndex(max(0, self.lists.findData(current)))
        self.lists.setEnabled(bool(lists))
        self.lists.blockSignals(False)

    @property
    def list_id(self) -> int | None:
        """The saved list that is chosen."""
        kept = self.lists.currentData()
        return int(kept) if kept is not None else None

    def set_busy(self, busy: bool) -> None:
        """While a search runs, there is no second one."""
        self.search.setEnabled(not busy)
        self.search.setText(_("Searching…") if busy else _("Search all articles"))

    def show_fault(self, sentence: str) -> None:
        """Says why there is nothing to search for."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def show_found(self, found: NamesFound) -> None:
        """Shows what was found, the first name with anything found chosen."""
        self.found = found
        hit = sum(bool(row.article_count) for row in found.rows)
        told = [
            _("{hit} of {count} names found").format(hit=hit, count=len(found.rows)),
            _n("in {count} article", "in {count} articles", found.searched),
        ]
        if found.passed_over:
            short = _n("{count} name too short", "{count} names too short", len(found.passed_over))
            told.append(short)
        self.answer_head.note.setText("   ".join(told))
        self._wanted = next((place for place, row in enumerate(found.rows) if row.article_count), 0)
        self._fill(self.names, found.rows, _NAME_KEYS)
        self._stack.setVisible(True)
        self._nothing.setVisible(False)

    @property
    def name(self) -> NameRow | None:
        """The name that is chosen."""
        key = self.names.current_id()
        return self.found.rows[key] if self.found is not None and key is not None else None

    @property
    def hit(self) -> NameHit | None:
        """The find that is chosen."""
        key, row = self.hits.current_id(), self.name
        return row.hits[key] if row is not None and key is not None and key < len(row.hits) else None

    def _asking(self) -> QWidget:
        box = QWidget()
        box.setFixedWidth(WIDTH)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.asking_head = SectionHead(_("Names"))
        column.addWidget(self.asking_head)
        column.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 12, 12, 12)
        inner.setSpacing(8)
        self.lists = QComboBox()
        self.lists.setAccessibleName(_("Saved lists"))
        self.lists.activated.connect(self._choose_list)
        inner.addWidget(self.lists)
        self.text = PlainEdit(hint=_("Paste a column of names from Excel, one name a line"))
        self.text.setAccessibleName(_("Names, one a line"))
        inner.addWidget(self.text, 1)
        self.fault = PlainLabel(tone="red", wrap=True)
        self.fault.hide()
        inner.addWidget(self.fault)
        told = _("Enterprises of the directory are found by all their names, others as they are written.")
        inner.addWidget(PlainLabel(told, pixels=12, tone="t3", wrap=True))
        self.search = QPushButton(_("Search all articles"))
        self.search.setProperty("primary", "true")
        self.search.setProperty("large", "true")
        self.search.clicked.connect(lambda: self.search_asked.emit())
        inner.addWidget(self.search)
        column.addLayout(inner, 1)
        self.show_lists(())
        return box

    def _answer(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.answer_head = SectionHead(_("Found"))
        column.addWidget(self.answer_head)
        column.addWidget(rule())
        parts = self._stack = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.names)
        parts.addWidget(RecordPane(self.hits, self._no_hits))
        parts.setSizes([400, 400])
        parts.hide()
        column.addWidget(parts, 1)
        help_text = _("Up to 2,000 names are looked for in all articles at once; titles count too.")
        self._nothing = EmptyState(_("Paste a list of names"), help_text, symbol="search")
        column.addWidget(self._nothing, 1)
        return box

    def _no_hits(self) -> QWidget:
        return EmptyState(_("No article holds this name."), symbol="articles")

    def _table(self, desk: Desk, columns: list[TableColumn], keys: dict[str, Any], name: str) -> RecordTable:
        model = RecordModel(desk.tasks, columns, _Lines(lines=(), keys=keys), parent=self)
        table = RecordTable(model, desk.tasks, prompts=desk.prompts, opens_on_double_click=True, parent=self)
        table.setAccessibleName(name)
        return table

    def _fill(self, table: RecordTable, rows: Sequence[object], keys: dict[str, Any]) -> None:
        lines = tuple(Line(id=place, what=row) for place, row in enumerate(rows))
        table.records.set_source(_Lines(lines=lines, keys=keys))

    def _show_hits(self) -> None:
        row = self.name
        self._fill(self.hits, row.hits if row is not None else (), _HIT_KEYS)
        self.row_changed.emit()

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.names.show_id(wanted)
            self._show_hits()

    def _choose_first_hit(self) -> None:
        ids = self.hits.records.record_ids
        if ids:
            self.hits.show_id(ids[0])
        self.row_changed.emit()

    def _open(self) -> None:
        if self.hit is not None:
            self.hit_opened.emit(self.hit)

    def _choose_list(self) -> None:
        if self.list_id is not None:
            self.list_chosen.emit(self.list_id)


_NAME_KEYS: dict[str, Callable[[NameRow], Any]] = {
    "name": lambda row: row.asked.text,
    "count": lambda row: row.article_count,
    "first_on": lambda row: row.first_on,
    "last_on": lambda row: row.last_on,
}
_HIT_KEYS: dict[str, Callable[[NameHit], Any]] = {
    "published_on": lambda hit: hit.published_on,
    "source": lambda hit: hit.source,
    "count": lambda hit: hit.count,
}


def _name_columns(today: Callable[[], date]) -> list[TableColumn]:
    return [
        TableColumn(
            key="name", header=_("Name in the list"), value=lambda line: line.what, show=_name, stretches=True
        ),
        TableColumn(
            key="count",
            header=_("Articles"),
            value=lambda line: line.what.article_count,
            show=lambda count: Cell(text=f"{count:,}", tone="t1" if count else "t3"),
            width=76,
            kind=CellKind.NUMBER,
        ),
        _day_column("first_on", _("Earliest"), today),
        _day_column("last_on", _("Latest"), today),
    ]


def _hit_columns(today: Callable[[], date]) -> list[TableColumn]:
    return [
        _day_column("published_on", _("Published"), today),
        TableColumn(
            key="source", header=_("Source"), value=lambda line: line.what.source, width=110, hides=2
        ),
        TableColumn(
            key="title",
            header=_("Title"),
            value=lambda line: line.what.title,
            show=lambda title: Cell(text=" ".join(title.split())),
            width=240,
            sortable=False,
        ),
        TableColumn(
            key="snippet",
            header=_("Text"),
            value=lambda line: line.what,
            show=_snippet,
            stretches=True,
            sortable=False,
        ),
        TableColumn(
            key="count",
            header=_("Times"),
            value=lambda line: line.what.count,
            show=lambda count: Cell(text=str(count), tone="t2"),
            width=62,
            kind=CellKind.NUMBER,
            hides=1,
        ),
    ]


def _day_column(key: str, header: str, today: Callable[[], date]) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=lambda line: getattr(line.what, key),
        show=lambda day: Cell(text=day_text(day, today()) if day else "—", tone="t1" if day else "t3"),
        width=96,
    )


def _name(row: NameRow) -> Cell:
    if not row.asked.enterprises:
        return Cell(text=row.asked.text, badges=(Badge(text=_("as written")),))
    count = len(row.asked.enterprises)
    badges = (Badge(text=_n("{count} enterprise", "{count} enterprises", count)),) if count > 1 else ()
    official = row.asked.enterprise if row.asked.enterprise != row.asked.text else ""
    return Cell(lead=row.asked.text, text=official, tone="t3", badges=badges)


def _snippet(hit: NameHit) -> Cell:
    return Cell(lead=hit.form, text=hit.snippet, tone="t2")
