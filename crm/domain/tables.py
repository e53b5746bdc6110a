"""Report tables: what a report says, before anything decides how a workbook looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

CellValue = str | int | Decimal | date | None


class ColumnKind(StrEnum):
    """How a column's values are shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"  # wrapped, left
    CHOICE = "choice"  # short, centred
    DECIMAL = "decimal"  # two decimals
    INTEGER = "integer"  # no decimals: counts and 万元
    DATE = "date"
    PERCENT = "percent"  # 0.25 is shown as 25.00%


class RowKind(StrEnum):
    """What a row is for."""

    BODY = "body"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    GROUP = "group"  # one text over all columns


class Paper(StrEnum):
    """Paper sizes reports are printed on, landscape unless told otherwise."""

    A4 = "A4"
    A3 = "A3"


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRow:
    """Where one printed value comes from."""

    record: str
    field: str
    value: str
    quote: str
    source: str
    published: date | None
    url: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; neighbours that share a group stand under one merged header.

    A group may have two levels, written "outer/inner".
    """

    key: str
    header: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 10.0  # in half-width characters of the body font
    group: str = ""
    totalled: bool = False
    is_shared: bool = False  # stands once for a row and the rows that continue it


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row, a value per column; `evidence` maps a column key to where its value comes from."""

    values: tuple[CellValue, ...]
    kind: RowKind = RowKind.BODY
    evidence: tuple[tuple[str, EvidenceRow], ...] = ()
    continues: bool = False  # the row above: its shared cells reach down over this one


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """One sheet: title, fill-in line, units, summary, header, rows, notes, signature (DOMAIN 3.11)."""

    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    fill_in: str = ""  # 填报单位（盖章）：… left of the line under the title
    units: str = ""  # 单位：亿元、亩、个 right of the same line
    summary: str = ""  # one merged row of prose above the header
    notes: tuple[str, ...] = ()  # merged rows under the table
    signature: str = ""  # last row
    paper: Paper = Paper.A4
    landscape: bool = True


@dataclass(frozen=True, kw_only=True)
class ReportBook:
    """A whole workbook: its sheets and how it was asked for."""

    name: str  # file name without folder and ending, safe on every system
    tables: tuple[ReportTable, ...]
    made_by: str = ""
    made_at: datetime | None = None  # local time, as the reader's clock shows it
    asked: tuple[tuple[str, str], ...] = ()  # period, filters, rates: name and value, for the 说明 sheet


@dataclass(frozen=True, kw_only=True)
class SheetFonts:
    """Font names written into workbooks; the reader's machine has them, ours need not."""

    title: str = "方正小标宋简体"
    header: str = "黑体"
    body: str = "仿宋_GB2312"
