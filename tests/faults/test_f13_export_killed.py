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
PLACING_S = 0.004  # about what copying, flushing and renaming take
PATIENCE_S = 30.0
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


def killed_while_exporting(target: Path, wait_s: float, *, is_placing: bool) -> None:
    """Starts an exporting process and kills it `wait_s` after it began to export.

    With `is_placing`, the clock starts only once the new file is being put beside the old one.
    """
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.faults.test_f13_export_killed", str(target)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            if is_placing:
                wait_for_draft(target.parent, known=set(drafts_in(target.parent)))
            time.sleep(wait_s)
        finally:
            process.kill()


def wait_for_draft(folder: Path, known: set[str]) -> None:
    """Returns the moment a new draft lies beside the target."""
    deadline = time.monotonic() + PATIENCE_S
    while not set(drafts_in(folder)) - known:
        assert time.monotonic() < deadline, "no draft was seen: the export does not write beside its target"


def drafts_in(folder: Path) -> list[str]:
    """Names of half-written files."""
    return [name for name in os.listdir(folder) if name.endswith(".part")]


def test_a_killed_export_never_leaves_a_torn_workbook(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    export(target, 1)
    chance = random.Random(13)
    for kill in range(KILLS):
        is_placing = kill % 2 == 0
        longest_s = PLACING_S if is_placing else LONGEST_WAIT_S
        killed_while_exporting(target, chance.uniform(0, longest_s), is_placing=is_placing)
        assert len(versions_in(target)) == 1


if __name__ == "__main__":
    export_forever(Path(sys.argv[1]))
