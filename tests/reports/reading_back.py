"""Reads a workbook back as another program does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from lxml import etree
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from crm.domain.tables import Column, ColumnKind, ReportBook, ReportTable, Row

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def open_workbook(path: Path) -> Workbook:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(path)


def cells(sheet: Worksheet) -> list[list[object]]:
    """All values, row by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def column_under(sheet: Worksheet, header: str) -> list[object]:
    """The values under a header, down to the first empty row of the table's first column."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.replace("\n", "") == header:
                return [
                    below[0].value
                    for below in sheet.iter_rows(
                        min_row=cell.row + 1, min_col=cell.column, max_col=cell.column
                    )
                ]
    raise AssertionError(f"no header {header}")


def raw_sheet(path: Path, number: int = 1) -> etree._Element:
    """The XML of one sheet, for what openpyxl does not tell."""
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))


def book_of(*tables: ReportTable) -> ReportBook:
    """A workbook of given tables."""
    return ReportBook(name="试表", tables=tables, made_by="周明远", made_at=datetime(2026, 11, 22, 9, 0))


def table_of_texts(*texts: str) -> ReportTable:
    """One column of texts under the header 文字."""
    return ReportTable(
        sheet="文字",
        title="",
        columns=(Column(key="text", header="文字", kind=ColumnKind.LONG_TEXT, width=30),),
        rows=tuple(Row(values=(text,)) for text in texts),
    )
