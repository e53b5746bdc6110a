"""A reprint group: where its copies were published, and how each differs from the lead copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from crm.domain.reprints import Change, Comparison, Copy, Outlet, ReprintGroup
from crm.domain.rows import Sort
from crm.i18n import _, _n
from ui.screens.review.wording import day_text
from ui.shared.cells import Badge, BadgeTone, Cell
from ui.shared.difference_text import DifferenceText
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.record_model import CellKind, RecordModel, TableColumn
from ui.shared.record_table import RecordTable
from ui.shared.screen import Desk
from ui.shared.tokens import ROW_HEIGHT, TABLE_HEADER_HEIGHT
from ui.shared.widgets.badges import BadgeRow
from ui.shared.widgets.sections import SectionHead, rule

MOST_ROWS_SHOWN = 8  # before the table scrolls


@dataclass(frozen=True, kw_only=True)
class OutletRow:
    """One place of publication; `id` is the article's, or that of the source counted down from zero."""

    id: int
    copy: Copy
    outlet: Outlet


def outlet_rows(group: ReprintGroup) -> list[OutletRow]:
    """Every place of publication: the lead copy's first, then copy by copy."""
    return [
        OutletRow(id=-outlet.source_id if outlet.source_id else copy.id, copy=copy, outlet=outlet)
        for copy in group.copies
        for outlet in copy.outlets
    ]


@dataclass(frozen=True, kw_only=True)
class _Outlets:
    """The rows of a group, as a source of rows."""

    rows_by_id: dict[int, OutletRow]

    def ids(self, order: Sort | None) -> Sequence[int]:
        return list(self.rows_by_id)

    def rows(self, ids: Sequence[int]) -> Sequence[OutletRow]:
        return [self.rows_by_id[key] for key in ids if key in self.rows_by_id]


class GroupPane(QWidget):
    """Tells what is chosen; the screen asks for groups and differences."""

    row_changed = Signal()
    opened = Signal(int)  # article

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.group: ReprintGroup | None = None
        self._wanted: int | None = None  # row to be chosen when the rows have come
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = SectionHead(_("Reprint group"))
        outer.addWidget(self.head)
        outer.addWidget(rule())
        outer.addWidget(self._title())
        self.model = RecordModel(desk.tasks, _columns(desk.today), _Outlets(rows_by_id={}), parent=self)
        self.table = RecordTable(
            self.model, desk.tasks, prompts=desk.prompts, opens_on_double_click=True, parent=self
        )
        self.table.setAccessibleName(_("Places of publication"))
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.current_changed.connect(lambda _key: self.row_changed.emit())
        self.table.activated_id.connect(self._open)
        self.model.loaded.connect(self._choose_wanted)
        self.text = DifferenceText()
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self._difference())
        parts.setStretchFactor(1, 1)
        self._splitter = parts
        outer.addWidget(parts, 1)

    def add_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Puts what can be done with the group at the right end of its head."""
        for button in buttons:
            self.head.add(button)

    def show_group(self, group: ReprintGroup, today: date) -> None:
        """Shows another group, or the same as it is now."""
        before = self.table.current_id()
        self.group = group
        self.title.setText(group.title)
        first = _("first published {day}").format(day=day_text(group.first_published_on, today))
        count = _n("{count} outlet", "{count} outlets", group.outlet_count)
        texts = _n("{count} text", "{count} texts", len(group.copies))
        self.head.note.setText("   ".join((first, count, texts)))
        rows = {row.id: row for row in outlet_rows(group)}
        height = TABLE_HEADER_HEIGHT + ROW_HEIGHT * min(len(rows), MOST_ROWS_SHOWN) + 8
        self._splitter.setSizes([height, max(200, self.height() - height)])
        copies = (key for key, row in rows.items() if not row.copy.is_lead)
        self._wanted = before if before in rows else next(copies, group.lead_id)
        self.model.set_source(_Outlets(rows_by_id=rows))

    @property
    def row(self) -> OutletRow | None:
        """The place of publication that is chosen."""
        key = self.table.current_id()
        if self.group is None or key is None:
            return None
        return next((row for row in outlet_rows(self.group) if row.id == key), None)

    def show_difference(self, comparison: Comparison | None) -> None:
        """Shows how the chosen copy differs from the lead copy; None where it is the same text."""
        row = self.row
        if comparison is None or row is None:
            same = row is not None and row.outlet.source_id is not None
            self.about.setText(_("The very same text.") if same else _("This is the lead copy."))
            self.marks.hide()
            self.text.show_parts(())
            self.text.setVisible(False)
            return
        self.text.setVisible(True)
        count = {
            change: sum(len(part.text) for part in comparison.parts if part.change is change)
            for change in Change
        }
        self.about.setText(_("Against the lead copy:"))
        deleted = _n("{count} character deleted", "{count} characters deleted", count[Change.DELETED])
        inserted = _n("{count} character inserted", "{count} characters inserted", count[Change.INSERTED])
        badges = [Badge(text=deleted, tone=BadgeTone.RED), Badge(text=inserted, tone=BadgeTone.GREEN)]
        self.marks.show_badges(badges)
        self.marks.show()
        self.text.show_parts(comparison.parts)

    def _title(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 12, 16, 12)
        self.title = ElidedLabel(pixels=20, bold=True)
        row.addWidget(self.title, 1)
        self.review = QPushButton(_("Review the lead copy"))
        self.review.clicked.connect(self._review)
        row.addWidget(self.review)
        return box

    def _difference(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 10, 16, 6)
        row.setSpacing(8)
        self.about = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.about)
        self.marks = BadgeRow()
        row.addWidget(self.marks)
        row.addStretch(1)
        column.addWidget(line)
        column.addWidget(self.text, 1)
        column.addStretch(0)
        return box

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.show_id(wanted)
            self.row_changed.emit()

    def _review(self) -> None:
        if self.group is not None:
            self.opened.emit(self.group.lead_id)

    def _open(self, _key: int) -> None:
        row = self.row
        if row is not None:
            self.opened.emit(row.copy.id)


def _columns(today: Callable[[], date]) -> list[TableColumn]:
    return [
        TableColumn(
            key="source",
            header=_("Source"),
            value=lambda row: row.outlet.source,
            show=lambda source: Cell(text=source or _("no source"), tone="t1" if source else "t3"),
            width=150,
            sortable=False,
        ),
        TableColumn(
            key="published_on",
            header=_("Published"),
            value=lambda row: row.outlet.published_on,
            show=lambda day: Cell(text=day_text(day, today()), tone="t1" if day else "t3"),
            width=96,
            sortable=False,
        ),
        TableColumn(
            key="title", header=_("Title"), value=lambda row: row.copy.title, sortable=False, stretches=True
        ),
        TableColumn(
            key="kind", header=_("Which copy"), value=_kind, show=lambda cell: cell, width=110, sortable=False
        ),
        _figure("length", _("Characters"), lambda row: f"{row.copy.length:,}", hides=1),
        _figure("likeness", _("Alike"), lambda row: f"{row.copy.likeness:.0%}"),
    ]


def _figure(key: str, header: str, value: Callable[[OutletRow], str], hides: int = 0) -> TableColumn:
    return TableColumn(
        key=key,
        header=header,
        value=value,
        show=lambda text: Cell(text=text, tone="t2"),
        width=84,
        kind=CellKind.NUMBER,
        sortable=False,
        hides=hides,
    )


def _kind(row: OutletRow) -> Cell:
    if row.outlet.source_id is not None:
        return Cell(badges=(Badge(text=_("Same text")),))
    if row.copy.is_lead:
        return Cell(badges=(Badge(text=_("Lead copy"), tone=BadgeTone.ACCENT),))
    return Cell(badges=(Badge(text=_("Reprint"), tone=BadgeTone.OUTLINE),))
