"""Merging in the window: from the list, from a page, and parting again."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, add_project
from tests.ui.conftest import OpenOn, OpenWindow
from ui.screens import enterprises, projects, zones
from ui.shared.choice_list import Choice


@pytest.fixture
def other(crm: Crm, office: SampleOffice) -> Enterprise:
    made = crm.directory.save_enterprise(
        Enterprise(name="上海曜衡储能系统公司", region="上海市", labels=("瞪羚",))
    )
    crm.directory.save_contact(Contact(name="陆工", enterprise_id=made.key))
    return made


def choose(shown: OpenWindow, *ids: int) -> Any:
    listing = shown.window.current_screen.listing
    model, selection = listing.table.model(), listing.table.selectionModel()
    listing.table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag
    for row, record_id in enumerate(listing.model.record_ids):
        if record_id in ids:
            selection.select(model.index(row, 0), flags.Select | flags.Rows)
    return listing


def test_selected_enterprises_are_merged_by_mouse(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    shown = open_window(enterprises.spec(crm))
    listing = choose(shown, office.firm.key, other.key)
    qtbot.mouseClick(listing.merge, Qt.MouseButton.LeftButton)
    dialog = shown.dialog

    qtbot.mouseClick(dialog.choices["region", other.key], Qt.MouseButton.LeftButton)
    assert dialog.choices["region", other.key].button.isChecked()
    assert not dialog.choices["region", office.firm.key].button.isChecked()
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)

    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.region, firm.labels) == ("上海市", ("瞪羚",))
    qtbot.waitUntil(lambda: listing.model.record_ids == [firm.key])


def test_selected_enterprises_are_merged_by_keys(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    shown = open_window(enterprises.spec(crm))
    choose(shown, office.firm.key, other.key)
    shown.desk.actions.run("enterprises.merge")
    dialog = shown.dialog

    here = dialog.focusWidget()
    assert here.accessibleName().endswith(office.firm.name)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is here)
    is_first = dialog.plan.request.ids[0] == office.firm.key
    qtbot.keyClick(here, Qt.Key.Key_Right if is_first else Qt.Key.Key_Left)
    assert dialog.plan.request.survivor_id == other.key
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert crm.directory.enterprise(office.firm.key).key == other.key


def test_one_enterprise_cannot_be_merged(
    open_window: OpenOn, crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    shown = open_window(enterprises.spec(crm))
    listing = choose(shown, other.key)

    assert "two to 6" in shown.desk.actions.reason("enterprises.merge")
    assert listing.merge.isHidden()


def test_labels_that_are_ticked_off_are_not_added(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    shown = open_window(enterprises.spec(crm))
    choose(shown, office.firm.key, other.key)
    shown.desk.actions.run("enterprises.merge")
    dialog = shown.dialog
    dialog.choices["labels", other.key].button.click()

    dialog.act()

    assert crm.directory.enterprise(office.firm.key).labels == ()


def test_what_stands_against_it_is_said_and_the_button_is_off(
    open_window: OpenOn, crm: Crm, office: SampleOffice
) -> None:
    child = crm.directory.save_enterprise(Enterprise(name="曜衡电芯", parent_id=office.firm.key))
    shown = open_window(enterprises.spec(crm))
    choose(shown, office.firm.key, child.key)
    shown.desk.actions.run("enterprises.merge")

    assert len(shown.dialog.plan.blockers) == 1
    assert not shown.dialog.primary.isEnabled()


def test_page_of_a_merged_enterprise_shows_the_one_that_stayed(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    shown = open_window(enterprises.spec(crm))
    screen: Any = shown.window.current_screen
    screen.open_one(other.key)

    crm.merges.run(crm.merges.offer("enterprise", [office.firm.key, other.key]))

    qtbot.waitUntil(lambda: screen.page.record_id == office.firm.key)
    assert screen.page.page.enterprise.name == office.firm.name


def test_merged_enterprise_is_split_from_its_page(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    crm.merges.run(crm.merges.offer("enterprise", [office.firm.key, other.key]))
    shown = open_window(enterprises.spec(crm))
    screen: Any = shown.window.current_screen
    screen.open_one(office.firm.key)
    shown.desk.actions.run("enterprise.split")
    dialog = shown.dialog
    assert [box.isChecked() for box in dialog.boxes.values()] == [True]

    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)

    again = crm.directory.enterprise_page(other.key, TODAY)
    assert [contact.name for contact in again.contacts] == ["陆工"]


def test_projects_are_merged_from_the_table(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice
) -> None:
    one, two = add_project(crm, "储能电芯项目"), add_project(crm, "曜衡电芯基地")
    shown = open_window(projects.spec(crm))
    listing = choose(shown, one.key, two.key)
    qtbot.mouseClick(listing.bulk.buttons["merge"], Qt.MouseButton.LeftButton)

    qtbot.mouseClick(shown.dialog.primary, Qt.MouseButton.LeftButton)

    assert crm.directory.aliases(Ref(kind="project", id=one.key)) == ("曜衡电芯基地",)
    assert crm.projects.get(two.key).key == one.key
    assert crm.merges.of_record(Ref(kind="project", id=one.key))[0].old_names == ("曜衡电芯基地",)


def test_zone_is_merged_with_another_from_its_page(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice
) -> None:
    twin = crm.directory.save_zone(Zone(name="洋口港开发区", level="省级"))
    add_project(crm, "储能电芯项目", zone_id=office.zone.key)
    shown = open_window(zones.spec(crm))
    screen: Any = shown.window.current_screen
    screen.show_record("zone", twin.key)
    shown.desk.actions.run("zone.merge")
    asked = shown.dialog
    asked.form.entry("other").set_value(Choice(key=office.zone.key, name=office.zone.name, kind="zone"))
    qtbot.mouseClick(asked.primary, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown.dialog.primary, Qt.MouseButton.LeftButton)

    assert crm.directory.zone(twin.key).key == office.zone.key
    qtbot.waitUntil(lambda: screen.page.record_id == office.zone.key)


def test_contacts_are_merged_and_split_from_their_form(
    qtbot: Any, open_window: OpenOn, crm: Crm, office: SampleOffice
) -> None:
    twin = crm.directory.save_contact(Contact(name="周总", enterprise_id=office.firm.key, wechat="zhou"))
    shown = open_window(enterprises.spec(crm))
    screen: Any = shown.window.current_screen
    screen.open_one(office.firm.key)
    screen.page.side.contact_opened.emit(office.contact.key)
    qtbot.mouseClick(shown.dialog.merging, Qt.MouseButton.LeftButton)
    asked = shown.dialog
    asked.form.entry("other").set_value(Choice(key=twin.key, name=twin.name, kind="contact"))
    qtbot.mouseClick(asked.primary, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown.dialog.primary, Qt.MouseButton.LeftButton)

    kept = crm.directory.contact(twin.key)
    assert (kept.key, kept.wechat) == (office.contact.key, "zhou")
    qtbot.waitUntil(lambda: [contact.name for contact in screen.page.page.contacts] == ["周岚"])
