"""A new project: the enterprise is told apart from those that are known."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea

from crm.domain.follow_ups import FollowUp
from crm.domain.rows import EnterpriseFilter, ProjectFilter
from tests.crm import TODAY, about, add_project, yi
from tests.ui.mouse import Mouse
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.dialogs.new_project import NewProjectDialog
from ui.screens.projects import spec
from ui.shared.choice_list import Choice
from ui.shared.plain_text import ElidedLabel

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(open_window, crm, office):
    return open_window(spec(crm))


@pytest.fixture
def dialog(opened, qtbot) -> NewProjectDialog:
    listing = opened.window.current_screen.listing
    qtbot.waitUntil(listing.pane.empty_state.buttons[-1].hasFocus)  # without projects there is no table
    QTest.keyClick(listing.pane.empty_state.buttons[-1], Key.Key_N)
    return opened.dialog


def links(dialog: NewProjectDialog) -> dict[str, QPushButton]:
    return {
        button.text(): button for button in dialog._known.findChildren(QPushButton) if not button.isHidden()
    }


def test_a_project_of_a_new_firm_is_made_by_keyboard_alone(dialog, crm, opened, qtbot):
    picker = dialog.enterprise
    qtbot.waitUntil(picker.hasFocus)
    commit(picker, "霁川氢能科技有限公司")
    QTest.keyClick(picker, Key.Key_Tab)
    dialog.form.entry("name").setText("碱性电解槽")
    dialog.form.entry("total_investment").setText("8")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    [key] = crm.projects.find(ProjectFilter())
    page = crm.projects.page(key, TODAY)
    assert page.enterprise is not None
    assert (page.enterprise.name, page.project.total_investment) == ("霁川氢能科技有限公司", yi("8"))
    assert opened.window.current_screen.page.record_id == key


def test_a_known_firm_is_shown_with_who_talked_to_it_first(dialog, crm, office):
    known = add_project(crm, "储能一期", enterprise_id=office.firm.id)
    crm.follow_ups.log(FollowUp(happened_on=date(2026, 3, 2), text="首次拜访"), [about(known)])
    dialog.enterprise.setText("曜衡储能")
    dialog._look()
    told = [label.text() for label in dialog._known.findChildren(ElidedLabel)]
    assert any("was first talked to by 沈砚秋 (长三角组) on 3/2" in text for text in told)
    assert set(links(dialog)) == {"Take it", "Open this one (&1)"}
    links(dialog)["Take it"].click()
    assert dialog.enterprise.value().key == office.firm.id
    dialog.form.entry("name").setText("储能二期")
    dialog.act()
    assert "储能一期" in dialog.form.fault("enterprise_id")
    assert dialog.is_another.isVisible()
    dialog.is_another.click()
    dialog.act()
    assert len(crm.projects.find(ProjectFilter(enterprise_id=office.firm.id))) == 2
    assert len(crm.directory.find_enterprises(EnterpriseFilter())) == 1


def test_the_project_that_is_there_already_can_be_opened(dialog, crm, office, opened):
    known = add_project(crm, "储能一期", enterprise_id=office.firm.id)
    dialog.enterprise.setText("曜衡储能")
    dialog._look()
    links(dialog)["Open this one (&1)"].click()
    assert opened.window.current_screen.page.record_id == known.key
    assert len(crm.projects.find(ProjectFilter())) == 1


@pytest.mark.parametrize("link", ["Take it", "Open this one (&1)"])
def test_what_is_offered_for_a_typed_name_takes_a_click(dialog, crm, office, opened, qtbot, link):
    known = add_project(crm, "储能一期", enterprise_id=office.firm.id)
    qtbot.waitUntil(dialog.enterprise.hasFocus)
    commit(dialog.enterprise, "曜衡储能")
    qtbot.waitUntil(lambda: link in links(dialog))
    opens = link != "Take it"
    Mouse().click(links(dialog)[link])
    if opens:
        assert opened.window.current_screen.page.record_id == known.key
    else:
        assert dialog.enterprise.value().key == office.firm.id


def test_the_dialog_grows_with_what_is_there_already(dialog, crm, office):
    add_project(crm, "储能一期", enterprise_id=office.firm.id)
    Mouse().pick(dialog.enterprise, "曜衡储能")
    settle()
    assert "Open this one (&1)" in links(dialog)
    assert dialog.findChild(QScrollArea).verticalScrollBar().maximum() == 0


def test_one_character_looks_for_nobody(dialog, crm, office):
    dialog.enterprise.setText("曜")
    dialog._look()
    assert dialog._known.isHidden()


def test_a_name_is_needed_and_escape_adds_nothing(dialog, crm):
    dialog.act()
    assert dialog.form.fault("name") == "Please fill in."
    QTest.keyClick(dialog, Key.Key_Escape)
    assert crm.projects.find(ProjectFilter()) == []


def test_the_owner_is_whoever_sits_at_the_keyboard(dialog, office):
    assert dialog.form.entry("owner_id").text() == office.me.name


def test_a_later_phase_is_made_from_the_dialog(dialog, crm, office, qtbot):
    first = add_project(crm, "储能电芯", enterprise_id=office.firm.id)
    dialog.enterprise.set_value(Choice(key=office.firm.id, name=office.firm.name, kind="enterprise"))
    dialog._look()
    qtbot.waitUntil(lambda: not dialog.is_another.isHidden())
    assert dialog.phase.isHidden()
    dialog.is_another.setChecked(True)
    dialog.phase.setCurrentIndex(dialog.phase.findData(first.key))
    dialog.form.entry("name").setText("储能电芯二期")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    [relative] = crm.projects.page(first.key, TODAY).relatives
    assert (relative.project.name, relative.is_later) == ("储能电芯二期", False)
