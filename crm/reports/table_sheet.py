"""Draws one table on one sheet, top to bottom, so that large tables need no memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any

from crm.domain.tables import (
    CellValue,
    Column,
    ColumnKind,
    EvidenceRow,
    Paper,
    ReportTable,
    Row,
    RowKind,
)
from crm.reports.sheet_styles import BODY_PT, SMALL_PT, SUMMARY_PT, TITLE_PT, SheetStyles
from crm.reports.text_fit import MAX_CELL_UNITS, clean, line_count, pieces, utf16_units, width

MAX_ROW_PT = 409.0
MIN_ROW_PT = 21.0
LINE_PT = 14.8  # one line of 10.5 pt, as the taller of the usual fonts takes it
SMALL_LINE_PT = 11.6
PADDING_PT = 5.0
HEADER_MIN_PT = 32.0
TIP_UNITS = 250

_PAPER = {Paper.A4: 9, Paper.A3: 8}
_SIDE_MARGIN_IN, _END_MARGIN_IN = 0.3, 0.6
_FOOTER = "&C第 &P 页 / 共 &N 页"
_NUMERIC = (ColumnKind.DECIMAL, ColumnKind.INTEGER, ColumnKind.PERCENT)
_SMALL_ROOM = BODY_PT / SMALL_PT
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SOUND_DAY = date(1900, 3, 1)  # spreadsheets believe in 29 February 1900
_FULL_TEXT_HINT = "……（全文见“{sheet}”第{number}条）"


@dataclass(frozen=True, kw_only=True)
class SheetLimits:
    """What one sheet can hold."""

    rows: int = 1_048_576
    links: int = 65_530


@dataclass(frozen=True, kw_only=True)
class FullText:
    """A text its cell cannot hold or show; it stands in full on a sheet of its own."""

    number: int
    place: str  # 台账，第3行，建设内容
    text: str


@dataclass(kw_only=True)
class Appendices:
    """What the tables refer to, gathered while they are drawn; printed on the sheets behind them."""

    evidence_sheet: str
    full_text_sheet: str
    limits: SheetLimits
    evidence: dict[tuple[str, EvidenceRow], int] = field(default_factory=dict)
    full_texts: list[FullText] = field(default_factory=list)
    unlinked: int = 0  # cells with evidence beyond the number of links a sheet may have

    def evidence_number(self, header: str, row: EvidenceRow) -> int:
        """The number, from 1, under which a piece of evidence is printed."""
        return self.evidence.setdefault((header, row), len(self.evidence) + 1)

    def keep(self, place: str, text: str) -> int:
        """Keeps a text for the full-text sheet and gives its number there."""
        number = len(self.full_texts) + 1
        self.full_texts.append(FullText(number=number, place=place, text=text))
        return number


class TableSheet:
    """One table being drawn on one worksheet."""

    def __init__(
        self, worksheet: Any, name: str, table: ReportTable, styles: SheetStyles, appendices: Appendices
    ) -> None:
        self._sheet = worksheet
        self._name = name
        self._table = table
        self._styles = styles
        self._appendices = appendices
        self._widths = tuple(_fitting_width(place, table) for place in range(len(table.columns)))
        self._whole_width = sum(self._widths)
        self._last = len(table.columns) - 1
        self._row = 0
        self._link_count = 0

    def draw(self) -> None:
        """Draws everything."""
        self._page()
        self._heading()
        self._header()
        first_body = self._row
        for row in self._table.rows:
            self._body_row(row)
        self._share(first_body)
        self._body_frame(first_body)
        for note in self._table.notes:
            self._across(note, self._styles.line_left)
        if self._table.signature:
            self._across(self._table.signature, self._styles.line_left, least=30.0)
        self._sheet.print_area(0, 0, self._row - 1, self._last)

    def _page(self) -> None:
        sheet = self._sheet
        sheet.set_paper(_PAPER[self._table.paper])
        if self._table.landscape:
            sheet.set_landscape()
        sheet.set_margins(_SIDE_MARGIN_IN, _SIDE_MARGIN_IN, _END_MARGIN_IN, _END_MARGIN_IN)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(_FOOTER)
        for place, column_width in enumerate(self._widths):
            sheet.set_column(place, place, column_width)

    def _heading(self) -> None:
        table = self._table
        if table.title:
            self._across(table.title, self._styles.title, scale=TITLE_PT / BODY_PT)
        if table.fill_in or table.units:
            self._fill_in_line()
        if table.summary:
            self._across(table.summary, self._styles.summary, scale=SUMMARY_PT / BODY_PT)

    def _fill_in_line(self) -> None:
        left, right = clean(self._table.fill_in), clean(self._table.units)
        split = self._split_for(right)
        if split == 0:  # no room side by side
            self._across("　　".join(text for text in (left, right) if text), self._styles.line_left)
            return
        room = sum(self._widths[:split])
        self._sheet.set_row(self._row, _height(line_count(left, room)))
        self._merge(0, split - 1, left, self._styles.line_left)
        self._merge(split, self._last, right, self._styles.line_right)
        self._row += 1

    def _split_for(self, right: str) -> int:
        """The first column of the right part: the last one that leaves `right` enough room."""
        room = 0.0
        for place in range(self._last, 0, -1):
            room += self._widths[place]
            if room >= width(right) + 2:
                return place
        return 0

    def _header(self) -> None:
        groups = [_levels(column) for column in self._table.columns]
        depth = max((len(levels) for levels in groups), default=0)
        for level in range(depth):
            self._group_row(groups, level, depth)
        leaf_lines = [
            line_count(clean(column.header), room)
            for column, room in zip(self._table.columns, self._widths, strict=True)
        ]
        self._sheet.set_row(self._row, max(HEADER_MIN_PT, _height(max(leaf_lines, default=1))))
        for place, column in enumerate(self._table.columns):
            is_single = not groups[place]
            text = "" if is_single and depth else column.header
            self._write_text(place, clean(text), self._styles.header)
            if is_single and depth:
                self._join(self._row - depth, place, self._row, place)
        self._row += 1

    def _group_row(self, groups: Sequence[Sequence[str]], level: int, depth: int) -> None:
        """One level of groups; a group with fewer levels than others reaches down over the rest."""
        self._sheet.set_row(self._row, MIN_ROW_PT)
        keyed = enumerate(tuple(levels[: level + 1]) or None for levels in groups)
        for levels, pairs in groupby(keyed, key=lambda pair: pair[1]):
            run = [place for place, _levels in pairs]
            begins = levels is not None and len(levels) > level
            for place in run:
                text = self._table.columns[place].header if levels is None and level == 0 else ""
                if levels is not None and begins and place == run[0]:
                    text = levels[level]
                self._write_text(place, clean(text), self._styles.header)
            if begins:
                down = 0 if len(groups[run[0]]) > level + 1 else depth - 1 - level
                self._join(self._row, run[0], self._row + down, run[-1])
        self._row += 1

    def _body_frame(self, first_body: int) -> None:
        self._sheet.repeat_rows(0, first_body - 1)
        self._sheet.freeze_panes(first_body, 0)
        if self._table.rows:
            self._sheet.autofilter(first_body - 1, 0, self._row - 1, self._last)

    def _share(self, first_body: int) -> None:
        """Lets shared cells reach down over the rows that continue theirs."""
        shared = [place for place, column in enumerate(self._table.columns) if column.is_shared]
        begins = 0
        for place, row in enumerate(self._table.rows):
            if not row.continues:
                begins = place
            following = self._table.rows[place + 1] if place + 1 < len(self._table.rows) else None
            if place > begins and (following is None or not following.continues):
                for column in shared:
                    self._join(first_body + begins, column, first_body + place, column)

    def _body_row(self, row: Row) -> None:
        if row.kind is RowKind.GROUP:
            self._across(str(row.values[0] or ""), self._styles.group)
            return
        texts = [clean(value) if type(value) is str else "" for value in row.values]
        lines = [
            line_count(text, room) if text else 1 for text, room in zip(texts, self._widths, strict=True)
        ]
        height = _height(max(lines, default=1))
        self._sheet.set_row(self._row, min(max(MIN_ROW_PT, height), MAX_ROW_PT))
        evidence = dict(row.evidence) if row.evidence else {}
        for place, (value, column) in enumerate(zip(row.values, self._table.columns, strict=True)):
            look = self._styles.cell(column.kind, row.kind)
            text = texts[place]
            if text and (height > MAX_ROW_PT or len(text) > MAX_CELL_UNITS // 2):
                text, look = self._fitted(place, row.kind, text, lines[place])
            if column.key in evidence:
                self._link(place, evidence[column.key], look)
            self._write(place, value, text, look)
        self._row += 1

    def _write(self, place: int, value: CellValue, text: str, look: Any) -> None:
        if text:
            self._write_text(place, text, look)
        elif value is None or type(value) is str:
            self._sheet.write_blank(self._row, place, None, look)
        elif isinstance(value, date):
            if value < _FIRST_SOUND_DAY:
                self._write_text(place, value.isoformat(), look)
            else:
                self._sheet.write_number(self._row, place, (value - _DAY_ZERO).days, look)
        else:
            self._sheet.write_number(self._row, place, float(value), look)

    def _fitted(self, place: int, kind: RowKind, text: str, lines: int) -> tuple[str, Any]:
        """The text as its cell takes it, in small type where that shows it whole.

        What even the tallest row cannot show stays in the cell and is printed on the full-text sheet.
        """
        column = self._table.columns[place]
        small_lines = line_count(text, self._widths[place] * _SMALL_ROOM)
        is_small = _height(lines) > MAX_ROW_PT
        is_shown = not is_small or small_lines * SMALL_LINE_PT + PADDING_PT <= MAX_ROW_PT
        is_held = utf16_units(text) <= MAX_CELL_UNITS
        if not (is_shown and is_held):
            where = f"{self._name}，第{self._row + 1}行，{column.header.replace(chr(10), '')}"
            number = self._appendices.keep(where, text)
            if not is_held:
                hint = _FULL_TEXT_HINT.format(sheet=self._appendices.full_text_sheet, number=number)
                text = pieces(text, MAX_CELL_UNITS - utf16_units(hint))[0] + hint
        return text, self._styles.cell(column.kind, kind, is_small=is_small)

    def _link(self, place: int, evidence: EvidenceRow, look: Any) -> None:
        """Makes the cell lead to its evidence; the value is written over the link's own text."""
        header = self._table.columns[place].header.replace("\n", "")
        number = self._appendices.evidence_number(header, evidence)
        if self._link_count >= self._appendices.limits.links:
            self._appendices.unlinked += 1
            return
        self._link_count += 1
        target = f"internal:'{self._appendices.evidence_sheet}'!A{number + EVIDENCE_ROWS_ABOVE}"
        tip = pieces(clean(f"依据{number}：{evidence.quote or evidence.source}"), TIP_UNITS)[0]
        self._sheet.write_url(self._row, place, target, look, string=" ", tip=tip)

    def _across(self, text: str, look: Any, *, least: float = MIN_ROW_PT, scale: float = 1.0) -> None:
        """One text over all columns, in type `scale` times the size of the body."""
        shown = pieces(clean(text), MAX_CELL_UNITS)[0]
        needed = line_count(shown, self._whole_width / scale) * LINE_PT * scale + PADDING_PT
        self._sheet.set_row(self._row, min(max(least, needed), MAX_ROW_PT))
        self._merge(0, self._last, shown, look)
        self._row += 1

    def _merge(self, first: int, last: int, text: str, look: Any) -> None:
        self._write_text(first, text, look)
        for place in range(first + 1, last + 1):
            self._sheet.write_blank(self._row, place, None, look)
        self._join(self._row, first, self._row, last)

    def _join(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merges cells that are written; merge_range would go back to rows that are on disk already."""
        if (top, left) != (bottom, right):
            self._sheet.merge.append([top, left, bottom, right])

    def _write_text(self, place: int, text: str, look: Any) -> None:
        if not text:
            self._sheet.write_blank(self._row, place, None, look)
            return
        if text.startswith("<r>") and text.endswith("</r>"):
            text = _escaped_run(text)
        self._sheet.write_string(self._row, place, text, look)


EVIDENCE_ROWS_ABOVE = 3  # title, explanation, header


def header_rows(table: ReportTable) -> int:
    """Rows a table takes above its body."""
    depth = max((len(_levels(column)) for column in table.columns), default=0)
    return bool(table.title) + bool(table.fill_in or table.units) + bool(table.summary) + depth + 1


def _escaped_run(text: str) -> str:
    """A text that looks like the writer's own markup, which it would not escape."""
    run = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    return run if utf16_units(run) <= MAX_CELL_UNITS else text[:-1] + "＞"


def _levels(column: Column) -> list[str]:
    return column.group.split("/", 1) if column.group else []


def _height(lines: int) -> float:
    return lines * LINE_PT + PADDING_PT


def _fitting_width(place: int, table: ReportTable) -> float:
    """The column's width, wider where a figure would be shown as ####."""
    column = table.columns[place]
    if column.kind not in _NUMERIC:
        return column.width
    values = (row.values[place] for row in table.rows if row.kind is not RowKind.GROUP)
    figures = (Decimal(value) for value in values if isinstance(value, int | Decimal))
    longest = max((abs(figure) for figure in figures), default=Decimal(0))
    decimals = 0 if column.kind is ColumnKind.INTEGER else 2
    return max(column.width, len(f"{longest:,.{decimals}f}") + 1.5)
