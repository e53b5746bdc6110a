"""Writes a report as a workbook that can be handed in: its tables, the evidence, how it was made."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from crm.domain.errors import Unusable
from crm.domain.refusals import refusals_told
from crm.domain.tables import Column, ColumnKind, EvidenceRow, ReportBook, ReportTable, Row, SheetFonts
from crm.i18n import _
from crm.paths import write_beside
from crm.reports.sheet_names import SheetNames
from crm.reports.sheet_styles import SheetStyles
from crm.reports.table_sheet import Appendices, FullText, SheetLimits, TableSheet, header_rows
from crm.reports.text_fit import pieces

SHOWN_PIECE = 1_100  # characters of a full text in one row, so that the row shows all of them
SHOWN_LINE = 55  # what a line end costs, in characters

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_EVIDENCE_COLUMNS = (
    Column(key="number", header="序号", kind=ColumnKind.INTEGER, width=6),
    Column(key="record", header="记录", width=22),
    Column(key="field", header="栏目", kind=ColumnKind.CHOICE, width=14),
    Column(key="value", header="数值", width=14),
    Column(key="quote", header="原文", kind=ColumnKind.LONG_TEXT, width=42),
    Column(key="source", header="来源", width=16),
    Column(key="published", header="发布日期", kind=ColumnKind.DATE, width=11),
    Column(key="url", header="网址", width=24),
    Column(key="sha256", header="原件校验值（SHA-256）", width=25),
)
_FULL_TEXT_COLUMNS = (
    Column(key="number", header="序号", kind=ColumnKind.INTEGER, width=6),
    Column(key="place", header="位置", width=22),
    Column(key="text", header="全文", kind=ColumnKind.LONG_TEXT, width=110),
)
_ABOUT_COLUMNS = (
    Column(key="name", header="项目", width=24),
    Column(key="value", header="内容", kind=ColumnKind.LONG_TEXT, width=80),
)


def write(
    book: ReportBook, path: Path, fonts: SheetFonts | None = None, limits: SheetLimits | None = None
) -> None:
    """Writes `book` to `path`, whole or not at all; tables longer than a sheet go on on the next.

    Raises Unusable, with what to do about it, where the file cannot be written; an old file stays.
    """
    made = _made(book, fonts or SheetFonts(), limits or SheetLimits())
    with made as workbook, refusals_told(path), write_beside(path) as draft:
        shutil.copyfile(workbook, draft)


@contextlib.contextmanager
def _made(book: ReportBook, fonts: SheetFonts, limits: SheetLimits) -> Iterator[Path]:
    """The workbook in a temporary folder, which spares slow and full drives the writer's many small steps."""
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(_temporary_folder())
            made = Path(folder, "book.xlsx")
            _make(made, book, fonts, limits)
        except (OSError, FileCreateError) as error:
            sentence = _("The workbook cannot be made in the folder for temporary files: {reason}")
            raise Unusable(sentence.format(reason=error)) from error
        yield made


def _temporary_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="investlead-", ignore_cleanup_errors=True)


def _make(path: Path, book: ReportBook, fonts: SheetFonts, limits: SheetLimits) -> None:
    workbook = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    try:
        _fill(workbook, book, fonts, limits)
        workbook.close()
    finally:
        for sheet in workbook.worksheets():
            sheet.row_data_fh.close()


def _fill(workbook: Any, book: ReportBook, fonts: SheetFonts, limits: SheetLimits) -> None:
    properties: dict[str, Any] = {"title": book.name, "author": book.made_by}
    if book.made_at:
        properties["created"] = book.made_at.replace(tzinfo=None)
    workbook.set_properties(properties)
    names, styles = SheetNames(), SheetStyles(workbook, fonts)
    appendices = Appendices(
        evidence_sheet=names.take("依据"), full_text_sheet=names.take("全文"), limits=limits
    )
    about = names.take("说明")

    def draw(table: ReportTable, reserved: str = "") -> Iterator[tuple[str, str]]:
        for place, part in enumerate(_parts(table, limits.rows)):
            name = reserved if reserved and place == 0 else names.take(part.sheet)
            TableSheet(workbook.add_worksheet(name), name, part, styles, appendices).draw()
            yield f"“{name}”行数", str(len(part.rows))

    counts = [count for table in book.tables for count in draw(table)]
    if appendices.evidence:
        counts += draw(_evidence_table(appendices), appendices.evidence_sheet)
    if appendices.full_texts:
        counts += draw(_full_text_table(appendices.full_texts), appendices.full_text_sheet)
    about_table = _about_table(book, counts, appendices)
    TableSheet(workbook.add_worksheet(about), about, about_table, styles, appendices).draw()


def _parts(table: ReportTable, sheet_rows: int) -> Iterator[ReportTable]:
    """The table in parts that fit a sheet; only the last one is noted under and signed."""
    room = sheet_rows - header_rows(table) - len(table.notes) - 1
    if len(table.rows) <= room:
        yield table
        return
    for start in range(0, len(table.rows), room):
        part = replace(table, rows=table.rows[start : start + room])
        is_last = start + room >= len(table.rows)
        yield part if is_last else replace(part, notes=(), signature="")


def _evidence_table(appendices: Appendices) -> ReportTable:
    def values(number: int, header: str, found: EvidenceRow) -> Row:
        return Row(
            values=(
                number,
                found.record,
                header,
                found.value,
                found.quote,
                found.source,
                found.published,
                found.url,
                found.sha256,
            )
        )

    rows = tuple(values(number, *key) for key, number in appendices.evidence.items())
    return ReportTable(
        sheet=appendices.evidence_sheet,
        title="数据依据",
        summary="前面各表中有依据的单元格可以点击，跳到本表相应的一行。",
        columns=_EVIDENCE_COLUMNS,
        rows=rows,
    )


def _full_text_table(texts: list[FullText]) -> ReportTable:
    rows = tuple(
        Row(values=(text.number, text.place, piece)) for text in texts for piece in _shown_pieces(text.text)
    )
    return ReportTable(sheet="全文", title="超长文字全文", columns=_FULL_TEXT_COLUMNS, rows=rows)


def _shown_pieces(text: str) -> Iterator[str]:
    """The text in pieces that a row shows whole, cut at line ends where there are any."""
    held: list[str] = []
    size = 0
    for line in text.split("\n"):
        for piece in pieces(line, SHOWN_PIECE):
            added = len(piece) + SHOWN_LINE
            if held and size + added > SHOWN_PIECE + SHOWN_LINE:
                yield "\n".join(held)
                held, size = [], 0
            held.append(piece)
            size += added
    yield "\n".join(held)


def _about_table(book: ReportBook, counts: list[tuple[str, str]], appendices: Appendices) -> ReportTable:
    lines = [*book.asked]
    if book.made_by:
        lines.append(("制表人", book.made_by))
    if book.made_at:
        lines.append(("制表时间", f"{book.made_at:%Y-%m-%d %H:%M}"))
    lines += counts
    if appendices.full_texts:
        count, sheet = len(appendices.full_texts), appendices.full_text_sheet
        lines.append(("超长文字", f"{count}处文字过长，单元格显示不全，全文见“{sheet}”表。"))
    if appendices.unlinked:
        lines.append(("依据", f"链接数已达上限，另有{appendices.unlinked}个单元格的依据请在“依据”表中查找。"))
    lines.append(("制表软件", "InvestLead 招商线索"))
    return ReportTable(
        sheet="说明",
        title="制表说明",
        columns=_ABOUT_COLUMNS,
        rows=tuple(Row(values=line) for line in lines),
        landscape=False,
    )
