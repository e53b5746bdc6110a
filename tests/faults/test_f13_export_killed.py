"""F13: the program is killed while it exports; the workbook is the old or the new one, never a torn one.

INVESTLEAD_KILLS sets how many kills are tried.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import openpyxl

from crm.domain.tables import Column, ColumnKind, ReportBook, ReportTable, Row
from crm.reports import sheets

KILLS = int(os.environ.get("INVESTLEAD_KILLS", "20"))
ROWS = 200
LONGEST_WAIT_S = 0.25
HEADER_ROWS = 1


def export(target: Path, version: int) -> None:
    """A workbook that says its version in every row."""
    columns = (
        Column(key="version", header="版本", kind=ColumnKind.INTEGER),
        Column(key="text", header="内容", kind=ColumnKind.LONG_TEXT, width=30),
    )
    rows = tuple(Row(values=(version, f"第{place}行" * 20)) for place in range(ROWS))
    table = ReportTable(sheet="台账", title="", columns=columns, rows=rows)
    sheets.write(ReportBook(name="台账", tables=(table,)), target)


def export_forever(target: Path) -> None:
    """What the killed process does."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    version = int(time.time())
    while True:
        version += 1
        export(target, version)


def versions_in(target: Path) -> set[object]:
    """The versions found in a workbook that opens."""
    sheet = openpyxl.load_workbook(target)["台账"]
    values = [row[0] for row in sheet.iter_rows(min_row=HEADER_ROWS + 1, values_only=True)]
    assert len(values) == ROWS
    return set(values)


def killed_while_exporting(target: Path, wait_s: float) -> None:
    """Starts an exporting process and kills it `wait_s` after it began."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.faults.test_f13_export_killed", str(target)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(wait_s)
        process.kill()


def test_a_killed_export_never_leaves_a_torn_workbook(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    export(target, 1)
    chance = random.Random(13)
    for _kill in range(KILLS):
        killed_while_exporting(target, chance.uniform(0, LONGEST_WAIT_S))
        assert len(versions_in(target)) == 1
    torn = list(tmp_path.glob(".investlead-*.part"))
    assert torn, "no kill hit an export at work: the test proves nothing"


if __name__ == "__main__":
    export_forever(Path(sys.argv[1]))
