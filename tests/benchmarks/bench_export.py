"""Export of a ledger of 20,000 rows and 16 styled columns, against the bare writer and against openpyxl.

python -m tests.benchmarks.bench_export [ROWS]
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, Side

from crm import reports
from crm.domain.report_facts import ReportFacts
from crm.domain.tables import ColumnKind, ReportTable
from crm.reports import sheets
from tests.benchmarks.figures import sizes, tell
from tests.reports.sample_office import sample_facts, sample_request

ROWS, QUICK_ROWS = 20_000, 500
RUNS = 3
FONT = "仿宋_GB2312"
FORMATS = {ColumnKind.DECIMAL: "#,##0.00_ ", ColumnKind.INTEGER: "#,##0", ColumnKind.DATE: "yyyy-mm-dd"}


def large_facts(count: int) -> ReportFacts:
    """The sample office's projects over and over, each under a name of its own."""
    facts = sample_facts()
    projects = tuple(
        replace(facts.projects[number % len(facts.projects)], name=f"第{number}号项目", evidence=())
        for number in range(count)
    )
    return replace(facts, projects=projects)


def bare_xlsxwriter(table: ReportTable, path: Path) -> None:
    """The same cells through XlsxWriter alone: styled, in constant memory, nothing measured."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    looks = [workbook.add_format(_xlsxwriter_look(column.kind)) for column in table.columns]
    sheet = workbook.add_worksheet()
    for place, row in enumerate(table.rows):
        for column, value in enumerate(row.values):
            if isinstance(value, str):
                sheet.write_string(place, column, value, looks[column])
            elif value is None:
                sheet.write_blank(place, column, None, looks[column])
            elif isinstance(value, date):
                sheet.write_datetime(place, column, value, looks[column])
            else:
                sheet.write_number(place, column, value, looks[column])
    workbook.close()


def _xlsxwriter_look(kind: ColumnKind) -> dict[str, Any]:
    look = {"font_name": FONT, "font_size": 10.5, "border": 1, "text_wrap": True, "valign": "vcenter"}
    return look | ({"num_format": FORMATS[kind]} if kind in FORMATS else {})


def openpyxl_by_cell(table: ReportTable, path: Path) -> None:
    """The same cells through openpyxl, each styled as it is written."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    side = Side(style="thin")
    font, border = Font(name=FONT, size=10.5), Border(left=side, right=side, top=side, bottom=side)
    alignment = Alignment(wrap_text=True, vertical="center")
    for place, row in enumerate(table.rows, 1):
        for column, value in enumerate(row.values, 1):
            cell = sheet.cell(place, column, value)
            cell.font, cell.border, cell.alignment = font, border, alignment
            kind = table.columns[column - 1].kind
            if kind in FORMATS:
                cell.number_format = FORMATS[kind]
    workbook.save(path)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(count: int) -> None:
    """Prints medians of seconds, and of the ratios within each round, so that a busy machine slows all."""
    facts, request = large_facts(count), sample_request()
    book = reports.build("ledger", facts, request)
    table = book.tables[0]
    assert (len(table.columns), len(table.rows)) == (16, count + 1)
    rounds: list[tuple[float, float, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        for _round in range(RUNS):
            rounds.append(
                (
                    seconds(lambda: reports.build("ledger", facts, request)),
                    seconds(lambda: sheets.write(book, path)),
                    seconds(lambda: bare_xlsxwriter(table, path)),
                    seconds(lambda: openpyxl_by_cell(table, path)),
                )
            )
    build_s, ours_s, bare_s, peer_s = (statistics.median(times) for times in zip(*rounds, strict=True))
    to_bare = statistics.median(ours / bare for _build, ours, bare, _peer in rounds)
    to_peer = statistics.median(ours / peer for _build, ours, _bare, peer in rounds)
    print(f"ledger {count} rows x 16 columns: build {build_s:.2f} s")
    tell("write a ledger", f"{ours_s:.2f} s", f"bare XlsxWriter constant_memory, {bare_s:.2f} s", to_bare)
    tell("write a ledger", f"{ours_s:.2f} s", f"openpyxl styled by cell, {peer_s:.2f} s", to_peer)


if __name__ == "__main__":
    main(*sizes((ROWS,), (QUICK_ROWS,)))
