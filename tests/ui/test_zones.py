"""Zones: ours first, the profile with its quotes, facts in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.app import Crm
from crm.domain.articles import ZoneIndustry
from crm.domain.directory import Tier, Zone, ZoneRelation
from tests.crm import TODAY, SampleOffice, add_project
from tests.ui.typed import commit
from ui.screens.zones import ZonesScreen, spec

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(open_window, crm: Crm, office: SampleOffice):
    crm.directory.save_zone(Zone(name="大丰经济开发区", relation=ZoneRelation.COMPETITOR))
    with crm.store.write("profile") as writer:
        writer.save(
            ZoneIndustry(
                zone_id=office.zone.key,
                tier=Tier.LEADING,
                name="海上风电",
                quote="做强海上风电",
                told_on=TODAY,
            )
        )
    made = open_window(spec(crm))
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    return made


@pytest.fixture
def screen(opened) -> ZonesScreen:
    return opened.window.current_screen


def test_ours_stand_first_and_the_list_narrows(screen: ZonesScreen, office: SampleOffice) -> None:
    assert screen.listing.model.record_ids[0] == office.zone.key
    screen.listing.search.set_text("大丰")
    assert len(screen.listing.model.record_ids) == 1
    screen.listing.search.clear()
    screen.listing.relation.setCurrentIndex(1)
    screen.listing.relation.activated.emit(1)
    assert screen.listing.model.record_ids == [office.zone.key]


def test_the_profile_tells_quote_and_date(screen: ZonesScreen, office: SampleOffice) -> None:
    table = screen.listing.table
    table.setFocus()
    table.show_id(office.zone.key)
    QTest.keyClick(table, Key.Key_Return)
    [chip] = screen.page.profile.chips
    assert chip.text() == "海上风电"
    assert "做强海上风电" in chip.toolTip()
    assert "5-18" in chip.toolTip()


def test_facts_are_changed_in_place(screen: ZonesScreen, crm: Crm, office: SampleOffice) -> None:
    screen.open_zone(office.zone.key)
    row = screen.page.rows["head"]
    QTest.keyClick(row, Key.Key_F2)
    commit(row._entry.widget, "陈若蘅")
    QTest.keyClick(row._entry.widget, Key.Key_Return)
    assert crm.directory.zone(office.zone.key).head == "陈若蘅"


def test_a_zone_is_added_by_keys(opened, screen: ZonesScreen, crm: Crm) -> None:
    opened.desk.actions.run("new")
    commit(opened.dialog.form.entry("name"), "洋口港经济开发区")
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert crm.directory.zone(screen.page.zone_id).name == "洋口港经济开发区"


def test_projects_aliases_and_the_line(opened, screen: ZonesScreen, crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", zone_id=office.zone.id)
    opened.window.open_record("zone", office.zone.key)
    page = screen.page
    QTest.keyClick(page.projects.rows.rows[0], Key.Key_Return)
    assert opened.opened == [("project", project.key)]
    opened.desk.actions.run("zone.aliases")
    opened.dialog.form.entry("aliases").setPlainText("如东开发区")
    opened.dialog.act()
    QTest.qWait(80)
    assert page.aliases.text.text() == "如东开发区"
    opened.desk.actions.run("zone.line")
    commit(page.history.line.line, "会议 对接用地")
    QTest.keyClick(page.history.line.line, Key.Key_Return)
    QTest.qWait(80)
    assert any(entry.text == "对接用地" for entry in page.page.timeline)
    opened.desk.actions.run("zone.back")
    assert screen.listing.isVisible()
