"""Where everything of a report's table lies on its page; computed off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from crm.domain.tables import CellValue, Column, ColumnKind, ReportTable, RowKind

HALF = 7.4  # pixels of a half-width character in 14 px type, with what the grid takes
LINE = 20  # pixels of a line of it
MARGIN = 36
PADDING = 6
HEADER = 38
GROUP_ROW = 26
TITLE_LINE = 40
NUMERIC = (ColumnKind.DECIMAL, ColumnKind.INTEGER, ColumnKind.PERCENT)


@dataclass(frozen=True, kw_only=True)
class HeaderCell:
    """One cell of the header, merged over `columns` and `rows` of it."""

    text: str
    first: int
    last: int
    top: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A table laid out; all measures in pixels at 100 %."""

    table: ReportTable
    lefts: tuple[int, ...]  # one more than there are columns
    title_height: int
    fill_in_height: int
    summary_height: int
    header: tuple[HeaderCell, ...]
    header_top: int
    tops: tuple[int, ...]  # of body rows; one more than there are rows
    note_tops: tuple[int, ...]  # of notes and signature; one more than there are
    height: int

    @property
    def width(self) -> int:
        """The width of the page."""
        return self.lefts[-1] + MARGIN


def lay_out(table: ReportTable) -> Paper:
    """Measures a table as it will stand on its page."""
    lefts = [MARGIN]
    for column in table.columns:
        lefts.append(lefts[-1] + round(column.width * HALF) + 2 * PADDING)
    whole = lefts[-1] - MARGIN
    top = MARGIN
    title = TITLE_LINE * lines_of(table.title, whole / 1.6) + 8 if table.title else 0
    fill_in = 28 if table.fill_in or table.units else 0
    summary = lines_of(table.summary, whole / 1.1) * 24 + 10 if table.summary else 0
    top += title + fill_in + summary
    header, header_height = _header(table, lefts, top)
    tops = [top + header_height]
    for row in table.rows:
        is_group = row.kind is RowKind.GROUP
        values = row.values[:1] if is_group else row.values
        rooms = [whole] if is_group else [b - a for a, b in pairwise(lefts)]
        lines = max(
            (lines_of(value, room) for value, room in zip(values, rooms, strict=False) if type(value) is str),
            default=1,
        )
        tops.append(tops[-1] + max(28, lines * LINE + 8))
    notes = [tops[-1] + 10]
    for note in (*table.notes, *([table.signature] if table.signature else [])):
        notes.append(notes[-1] + lines_of(note, whole) * LINE + 8)
    return Paper(
        table=table,
        lefts=tuple(lefts),
        title_height=title,
        fill_in_height=fill_in,
        summary_height=summary,
        header=tuple(header),
        header_top=top,
        tops=tuple(tops),
        note_tops=tuple(notes),
        height=notes[-1] + MARGIN,
    )


def lines_of(text: str, room: float) -> int:
    """Lines that `text` takes within `room` pixels, rather one too many than too few."""
    fits = max(2, int((room - 2 * PADDING) / HALF))
    return sum(max(1, -(-_halves(part) // fits)) for part in text.split("\n"))


def shown(value: CellValue, kind: ColumnKind) -> str:
    """A value as its cell prints it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if kind is ColumnKind.PERCENT:
        return f"{Decimal(value) * 100:.2f}%"
    if kind is ColumnKind.DECIMAL:
        return f"{Decimal(value):,.2f}"
    return f"{value:,}"


def _halves(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def _levels(column: Column) -> tuple[str, ...]:
    return tuple(column.group.split("/", 1)) if column.group else ()


def _header(table: ReportTable, lefts: list[int], top: int) -> tuple[list[HeaderCell], int]:
    """The cells of the header and its height: rows of groups above a row of names."""
    levels = [_levels(column) for column in table.columns]
    depth = max((len(own) for own in levels), default=0)
    lines = max(
        (
            lines_of(column.header, lefts[place + 1] - lefts[place])
            for place, column in enumerate(table.columns)
        ),
        default=1,
    )
    leaf = max(HEADER, lines * LINE + 10)
    cells: list[HeaderCell] = []
    for level in range(depth):
        cells += _groups(levels, level, depth, top)
    for place, column in enumerate(table.columns):
        above = 0 if not levels[place] else depth * GROUP_ROW
        height = depth * GROUP_ROW + leaf - above
        cells.append(HeaderCell(text=column.header, first=place, last=place, top=top + above, height=height))
    return cells, depth * GROUP_ROW + leaf


def _groups(levels: list[tuple[str, ...]], level: int, depth: int, top: int) -> list[HeaderCell]:
    """The groups that begin at a level; neighbours of the same name are one."""
    cells: list[HeaderCell] = []
    place = 0
    while place < len(levels):
        own = levels[place][: level + 1]
        last = place
        while last + 1 < len(levels) and levels[last + 1][: level + 1] == own:
            last += 1
        if len(own) > level:
            down = 1 if len(levels[place]) > level + 1 else depth - level
            cells.append(
                HeaderCell(
                    text=own[level],
                    first=place,
                    last=last,
                    top=top + level * GROUP_ROW,
                    height=down * GROUP_ROW,
                )
            )
        place = last + 1
    return cells
