"""The list of follow-ups by mouse and keyboard, and lists of the screen as workbooks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester

from crm.app import Crm
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import Project
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi
from tests.ui.conftest import ScriptedPrompts
from tests.ui.waiting import settle
from ui.screens.enterprises import spec as enterprises_spec
from ui.screens.projects import spec as projects_spec
from ui.screens.today import spec
from ui.screens.today.follow_ups import FollowUpListing
from ui.shared.record_model import RecordModel

SOON = TODAY + timedelta(days=3)


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    made = add_project(
        crm, "储能电池", enterprise_id=office.firm.id, owner_id=office.me.id, total_investment=yi("12.5")
    )
    firm = Ref(kind="enterprise", id=office.firm.key)
    phone = FollowUp(happened_on=TODAY, way=ContactWay.PHONE, text="谈容量", next_on=SOON, next_step="看地")
    crm.follow_ups.log(phone, [about(made)])
    visit = FollowUp(happened_on=days_ago(3), text="看车间", officer_id=office.colleague.id)
    crm.follow_ups.log(visit, [firm], anyway="一同走访")
    crm.follow_ups.log(FollowUp(happened_on=days_ago(60), text="=加微信"), [firm])
    return made


@pytest.fixture
def shown(open_window, crm: Crm, project: Project):
    made = open_window(spec(crm))
    made.window.current_screen.show_view("follow_ups")
    settle()
    return made


@pytest.fixture
def listing(shown) -> FollowUpListing:
    found = shown.window.current_screen.follow_ups
    assert found is not None
    return found


def column(listing: FollowUpListing, key: str) -> list[str]:
    model: RecordModel = listing.model
    place = next(n for n, one in enumerate(model.columns) if one.key == key)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def sheet(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_the_list_shows_a_month_and_counts_each_officer(listing: FollowUpListing) -> None:
    assert column(listing, "text") == ["谈容量", "看车间"]
    assert column(listing, "subject") == ["曜衡储能 储能电池", "曜衡储能"]
    assert listing.counts.text() == "2 follow-ups　　沈砚秋 1　顾明川 1"
    QAbstractItemModelTester(listing.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert isinstance(listing.model, QAbstractItemModel)


def test_the_list_is_narrowed_and_shown_whole_again(listing: FollowUpListing, office: SampleOffice) -> None:
    listing.choose("who", f"officer:{office.colleague.key}")
    settle()
    assert column(listing, "text") == ["看车间"]
    listing.choose("who", f"office:{office.unit.key}")
    settle()
    assert column(listing, "text") == ["谈容量"]
    listing.choose("who", "all")
    listing.choose("next", "with")
    settle()
    assert column(listing, "text") == ["谈容量"]
    listing.choose("stage", "signed")
    settle()
    assert listing.pane.shows_empty_state
    listing.show_everything()
    settle()
    assert column(listing, "text") == ["谈容量", "看车间", "=加微信"]


def test_a_next_step_is_changed_in_its_cell(shown, listing: FollowUpListing, crm: Crm, project) -> None:
    place = next(n for n, one in enumerate(listing.model.columns) if one.key == "next_step")
    listing.model.setData(listing.model.index(0, place), "带图纸")
    settle()
    assert crm.projects.get(project.key).next_step == "带图纸"
    assert column(listing, "next_step")[0] == "带图纸"
    shown.desk.undo()
    assert crm.projects.get(project.key).next_step == "看地"


def test_enter_opens_what_a_row_is_about(shown, listing: FollowUpListing, project: Project) -> None:
    listing.table.show_id(listing.model.record_ids[0])
    listing.table.activated_id.emit(listing.model.record_ids[0])
    assert shown.opened == [("project", project.key)]
    assert shown.window.current_screen.current_record() == about(project)


def test_what_is_on_the_screen_is_written_with_names_and_real_dates(
    listing: FollowUpListing, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "list.xlsx"
    listing.table.choose_columns(["happened_on", "subject", "text", "next_on", "officer"])
    listing.show_everything()
    settle()
    listing.export()
    settle()
    rows = sheet(prompts.target)
    head = next(n for n, row in enumerate(rows) if "About" in row)
    assert [cell for cell in rows[head] if cell] == ["Day", "About", "What was said", "Next date", "Officer"]
    first, *_rest, last = rows[head + 1 : head + 4]
    assert first[:3] == (datetime(2026, 5, 18), "曜衡储能 储能电池", "谈容量")
    assert first[3] == datetime(2026, 5, 21)
    assert last[2] == "=加微信"
    about_sheet = [row for one in openpyxl.load_workbook(prompts.target).worksheets[1:] for row in one.values]
    assert any("Any time" in map(str, row) for row in about_sheet)


@pytest.mark.parametrize(("make", "word"), [(projects_spec, "储能电池"), (enterprises_spec, "曜衡储能")])
def test_projects_and_enterprises_are_written_as_they_are_shown(
    open_window, crm: Crm, project: Project, prompts: ScriptedPrompts, tmp_path: Path, make: Any, word: str
) -> None:
    prompts.target = tmp_path / "list"
    made = open_window(make(crm))
    settle()
    made.window.current_screen.listing.export()
    settle()
    rows = sheet(tmp_path / "list.xlsx")
    assert any(word in str(cell) for row in rows for cell in row if cell)
    if make is projects_spec:
        assert any(cell == 12.5 for row in rows for cell in row)


def test_nothing_is_written_if_no_file_is_chosen(
    listing: FollowUpListing, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    listing.export()
    settle()
    assert list(tmp_path.glob("*.xlsx")) == []
