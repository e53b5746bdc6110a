"""A table of the screen as a workbook: the same rows, columns, order and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm.app import Crm
from crm.domain.money import YI, YUAN, Money
from crm.domain.tables import CellValue, Column, ColumnKind, Paper, ReportTable, Row
from crm.i18n import _, _n
from ui.shared.cells import Cell
from ui.shared.labels import DASH
from ui.shared.record_model import CellKind, TableColumn
from ui.shared.record_table import RecordTable
from ui.shared.screen import Desk

PAGE = 500  # rows read at once
WIDEST, NARROWEST = 320, 72  # pixels, of the column that takes the rest, and of any
PIXELS_A_CHARACTER = 8  # of the screen's columns, for the widths of the sheet
WIDE = 8  # columns; more go on A3
Progress = Callable[[int, int], None]


def export_table(
    desk: Desk, crm: Crm, table: RecordTable, title: str, asked: Sequence[tuple[str, str]] = ()
) -> None:
    """Asks for a file and writes what `table` shows; `asked` says what it is narrowed to."""
    pattern = _("Excel workbooks (*.xlsx)")
    suggested = f"{title}_{desk.today():%Y%m%d}.xlsx"
    chosen = desk.prompts.save_file(table, _("Export this list"), suggested, pattern)
    if chosen is None:
        return
    path = chosen if chosen.suffix else chosen.with_suffix(".xlsx")
    columns = [column for column in table.columns_on_screen() if column.kind is not CellKind.CHECK]
    ids, source = list(table.records.record_ids), table.records.source

    def work(progress: Progress) -> Path:
        rows: list[Any] = []
        for start in range(0, len(ids), PAGE):
            progress(start, len(ids))
            rows += source.rows(ids[start : start + PAGE])
        crm.reports.export(listed(title, columns, rows), path, asked)
        return path

    desk.tasks.job(table, _("Exporting"), work, lambda made: _tell(desk, made, len(ids)))


def _tell(desk: Desk, path: Path, count: int) -> None:
    told = f"{path.name}  " + _n("{count} row", "{count} rows", count)
    desk.show_toast(told, [(_("Open"), lambda: desk.prompts.open_externally(path))])


def listed(title: str, columns: Sequence[TableColumn], rows: Sequence[Any]) -> ReportTable:
    """The rows as a table of a workbook: dates and figures as such, all else in the words of the screen."""
    cells = [[_cell(column, row) for row in rows] for column in columns]
    made = tuple(_column(column, values) for column, values in zip(columns, cells, strict=True))
    lines = tuple(Row(values=tuple(values)) for values in zip(*cells, strict=True))
    paper = Paper.A3 if len(columns) > WIDE else Paper.A4
    return ReportTable(sheet=title, title=title, columns=made, rows=lines, paper=paper)


def _column(column: TableColumn, values: Sequence[CellValue]) -> Column:
    kinds = {type(value) for value in values if value is not None}
    kind = ColumnKind.LONG_TEXT if column.stretches else ColumnKind.TEXT
    if kinds == {date}:
        kind = ColumnKind.DATE
    elif kinds == {int}:
        kind = ColumnKind.INTEGER
    elif kinds == {Decimal}:
        kind = ColumnKind.DECIMAL
    width = max(column.width, WIDEST if column.stretches else NARROWEST) / PIXELS_A_CHARACTER
    return Column(key=column.key, header=column.header, kind=kind, width=width)


def _cell(column: TableColumn, row: Any) -> CellValue:
    """Money is in 亿, as the heads of the columns say; of another currency it stays in words."""
    value = (column.export or column.value)(row)
    if isinstance(value, Money) and value.currency == YUAN:
        return value.in_units(YI)
    if value is None or isinstance(value, date | Decimal) or type(value) is int:
        return value
    if column.export is not None and isinstance(value, str):
        return value
    shown = column.show(column.value(row))
    words = shown.plain if isinstance(shown, Cell) else shown
    return None if words == DASH else words
