"""Visits on the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.test_cli import Line, line

__all__ = ["line"]


def plan(line: Line) -> dict:
    line("enterprises", "add", "name=曜衡储能科技有限公司", "short_name=曜衡储能")
    return line.rows(
        *("visits", "add", "赴上海招商", "--from", "2026-05-12", "--to", "2026-05-14"),
        *(
            "--destination",
            "上海",
            "--ours",
            "沈砚秋，组长；顾明川",
            "--stop",
            "曜衡储能",
            "--stop",
            "临港展厅",
        ),
    )[0]


def test_a_trip_is_planned_listed_and_shown(line: Line) -> None:
    made = plan(line)
    assert [stop["stop"]["target_kind"] for stop in made["stops"]] == ["enterprise", ""]
    row = line.rows("visits", "list")[0]
    assert (row["title"], row["leader"], row["stops"]) == ("赴上海招商", "沈砚秋", "曜衡储能、临港展厅")
    shown = line("visits", "show", row["id"])
    assert "ours: 沈砚秋（组长）、顾明川" in shown
    assert "1  曜衡储能科技有限公司" in shown


def test_lists_are_narrowed_by_kind_and_by_missing_reports(line: Line) -> None:
    plan(line)
    line("visits", "add", "来访", "--kind", "reception", "--guests", "华东海工", "--from", "2026-05-12")
    assert len(line.rows("visits", "list")) == 2
    assert [row["title"] for row in line.rows("visits", "list", "--kind", "reception")] == ["来访"]
    assert [row["title"] for row in line.rows("visits", "list", "--unreported")] == ["赴上海招商"]


def test_a_visit_that_makes_no_sense_is_refused_with_its_field(line: Line) -> None:
    line("visits", "add", "来访", "--kind", "reception", code=1)
    assert "guests: Say who comes." in line.errors


def test_reports_of_trips_and_receptions_are_written(line: Line, tmp_path: Path) -> None:
    line("demo")
    for name, sheet in (("trips", "外出招商"), ("receptions", "客商来访")):
        line("report", "run", name, "--from", "2020-01-01", "--out", tmp_path / f"{name}.xlsx")
        assert openpyxl.load_workbook(tmp_path / f"{name}.xlsx").sheetnames[0] == sheet
