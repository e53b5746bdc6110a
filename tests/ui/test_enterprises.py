"""Enterprises by mouse and by keyboard: table, twins, facts in place, people, names and nodes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.directory import Contact, Enterprise, Grade
from crm.domain.records import Ref
from crm.domain.rows import EnterpriseFilter
from tests.crm import TODAY, SampleOffice, add_project, yi
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.screens.enterprises import EnterprisesScreen, spec
from ui.shared.plain_text import ElidedLabel, PlainLabel

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def other(crm: Crm, office: SampleOffice) -> Enterprise:
    return crm.directory.save_enterprise(
        Enterprise(name="恒汐轴承股份有限公司", short_name="恒汐轴承", grade=Grade.A, labels=("上市公司",))
    )


@pytest.fixture
def opened(open_window, crm: Crm, other: Enterprise):
    made = open_window(spec(crm))
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    return made


@pytest.fixture
def screen(opened) -> EnterprisesScreen:
    return opened.window.current_screen


@pytest.fixture
def page(screen: EnterprisesScreen, office: SampleOffice):
    screen.open_one(office.firm.key)
    return screen.page


def shown(screen: EnterprisesScreen) -> list[str]:
    rows = screen._crm.directory.enterprise_rows(screen.listing.ids)
    return [row.short_name for row in rows]


def change(page, key: str, typed: str) -> None:
    row = page.facts.rows[key]
    QTest.keyClick(row, Key.Key_F2)
    widget = row._entry.widget
    widget.selectAll()
    commit(widget, typed)
    QTest.keyClick(widget, Key.Key_Return)


def test_filters_narrow_and_are_cleared(screen: EnterprisesScreen, office: SampleOffice, crm: Crm) -> None:
    listing = screen.listing
    assert set(shown(screen)) == {"曜衡储能", "恒汐轴承"}
    listing.search.set_text("恒汐")
    assert shown(screen) == ["恒汐轴承"]
    listing.clear_filter()
    commit(listing.label, "上市公司")
    QTest.keyClick(listing.label, Key.Key_Return)
    assert shown(screen) == ["恒汐轴承"]
    listing.clear_filter()
    listing.grade.setCurrentIndex(1)
    listing.grade.activated.emit(1)
    assert shown(screen) == ["恒汐轴承"]
    listing.clear_filter()
    crm.directory.save_enterprise(replace(office.firm, owner_id=office.me.id))
    listing.mine.click()
    assert shown(screen) == ["曜衡储能"]


def test_enter_opens_esc_goes_back_and_arrows_step(opened, screen: EnterprisesScreen) -> None:
    table = screen.listing.table
    table.setFocus()
    table.show_id(screen.listing.ids[0])
    QTest.keyClick(table, Key.Key_Return)
    assert screen.page.record_id == screen.listing.ids[0]
    opened.desk.actions.run("enterprise.next")
    assert screen.page.record_id == screen.listing.ids[1]
    opened.desk.actions.run("enterprise.back")
    assert table.isVisible()
    assert table.current_id() == screen.listing.ids[1]


def test_a_list_without_rows_says_what_to_do(screen: EnterprisesScreen) -> None:
    screen.listing.search.set_text("没有这一家")
    assert screen.listing.pane.shows_empty_state


def type_new(opened, qtbot, name):
    """A name typed into the form of a new enterprise, and the strip that it brings up."""
    opened.desk.actions.run("new")
    dialog = opened.dialog
    line = dialog.form.entry("name")
    commit(line, name)
    line.textEdited.emit(line.text())
    qtbot.waitUntil(lambda: not dialog.near.isHidden())
    return dialog


def test_a_new_enterprise_that_is_there_already_is_opened_by_its_number(
    opened, screen: EnterprisesScreen, qtbot, office, crm
) -> None:
    dialog = type_new(opened, qtbot, "曜衡储能科技(上海)股份有限公司")
    assert dialog.near.rows.texts() == [
        "曜衡储能科技（上海）有限公司 The same name but for its legal form  上海市松江区 Alt+1"
    ]
    QTest.keyClick(dialog.form.entry("name"), Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert screen.page.record_id == office.firm.id
    assert len(crm.directory.find_enterprises(EnterpriseFilter(text="曜衡"))) == 1


def test_a_click_opens_the_one_that_is_there_already(
    opened, screen: EnterprisesScreen, qtbot, office
) -> None:
    dialog = type_new(opened, qtbot, "曜衡储能")
    QTest.mouseClick(dialog.near.rows.rows[0], Qt.MouseButton.LeftButton)
    assert screen.page.record_id == office.firm.id


def test_adding_it_all_the_same_asks_for_a_reason_and_remembers_it(
    opened, screen: EnterprisesScreen, qtbot, office, crm
) -> None:
    dialog = type_new(opened, qtbot, "曜衡储能科技（南通）有限公司")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    asked = opened.dialog
    told = " ".join(label.text() for label in asked.findChildren(PlainLabel))
    assert "曜衡储能科技（上海）有限公司 is there already" in told
    asked.agree.click()
    assert asked.isVisible()
    QTest.mouseClick(asked.reasons.button("A subsidiary of it"), Qt.MouseButton.LeftButton)
    asked.agree.click()
    made = crm.directory.enterprise(screen.page.record_id)
    assert made.name == "曜衡储能科技（南通）有限公司"
    assert crm.directory.near(NameQuestion(text=made.name, own_id=made.key)) == []


def test_a_new_enterprise_is_added_by_keys_and_opened(opened, screen: EnterprisesScreen, crm: Crm) -> None:
    opened.desk.actions.run("new")
    dialog = opened.dialog
    commit(dialog.form.entry("name"), "沐岚海缆股份有限公司")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    firm = crm.directory.enterprise(screen.page.record_id)
    assert firm.name == "沐岚海缆股份有限公司"
    assert firm.owner_id == crm.office.actor.officer_id


def test_a_mistyped_credit_code_is_told_at_its_field(opened, screen: EnterprisesScreen) -> None:
    screen.create_new()
    dialog = opened.dialog
    commit(dialog.form.entry("name"), "沐岚海缆股份有限公司")
    line = dialog.form.entry("credit_code")
    commit(line, "91310117MA1J3YHC80")
    line.editingFinished.emit()
    assert "mistyped" in dialog.form.fault("credit_code")
    dialog.act()
    assert "mistyped" in dialog.form.fault("credit_code")
    assert dialog.isVisible()


def test_facts_are_changed_in_place_and_undone(opened, page, crm: Crm, office: SampleOffice) -> None:
    change(page, "business", "电芯与系统集成")
    assert crm.directory.enterprise(office.firm.key).business == "电芯与系统集成"
    change(page, "staff", "1380")
    assert crm.directory.enterprise(office.firm.key).staff == 1380
    opened.desk.undo()
    assert crm.directory.enterprise(office.firm.key).staff is None


def test_what_a_colleague_saved_meanwhile_stays(page, crm: Crm, office: SampleOffice, prompts) -> None:
    stale = page.page
    crm.directory.save_enterprise(replace(stale.enterprise, website="yaoheng.example"))
    page.page = stale
    prompts.choice = 0
    page._save({"business": "电芯"})
    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.business, firm.website) == ("电芯", "yaoheng.example")
    assert len(prompts.asked) == 1


def test_contacts_are_added_and_changed(opened, page, crm: Crm, office: SampleOffice) -> None:
    opened.desk.actions.run("enterprise.contact")
    dialog = opened.dialog
    commit(dialog.form.entry("name"), "丁以宁")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert [row.accessibleName().split()[0] for row in page.side.contacts.rows.rows] == ["周岚", "丁以宁"]
    page._edit_contact(office.contact.key)
    commit(opened.dialog.form.entry("title"), "（兼）")
    opened.dialog.act()
    assert crm.directory.contact(office.contact.key).title == "（兼）投资总监"


def test_other_names_and_nodes(opened, page, crm: Crm, office: SampleOffice) -> None:
    opened.desk.actions.run("enterprise.aliases")
    opened.dialog.form.entry("aliases").setPlainText("曜衡\nYaoheng ESS\n")
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    ref = Ref(kind="enterprise", id=office.firm.key)
    assert set(crm.directory.aliases(ref)) == {"曜衡", "Yaoheng ESS"}
    opened.desk.actions.run("enterprise.nodes")
    dialog = opened.dialog
    dialog.tree.setCurrentItem(dialog.items[office.node.key])
    QTest.keyClick(dialog.tree, Key.Key_Space)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert page.page.row.nodes == "新型储能 › 电芯"
    assert page.facts.rows["nodes"].text.text() == "新型储能 › 电芯"


def test_the_line_logs_about_the_enterprise(opened, page, crm: Crm, office: SampleOffice) -> None:
    opened.desk.actions.run("line")
    commit(page.history.line.line, "电话 问了进度")
    QTest.keyClick(page.history.line.line, Key.Key_Return)
    settle()
    assert [entry.text for entry in page.page.timeline if entry.kind == "follow_up"] == ["问了进度"]
    assert crm.directory.enterprise(office.firm.key).last_contact_on == TODAY
    assert not page.history.line.next.isHidden()  # it asks when the next contact is to be
    assert "问了进度" in page.overview.talks.rows.texts()[0]
    assert page.history.timeline.texts()


def test_projects_open_by_enter(opened, page, crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    settle()
    table = page.overview.projects.table
    table.show_id(project.key)
    table.setFocus()
    QTest.keyClick(table, Key.Key_Return)
    assert opened.opened == [("project", project.key)]


def test_files_are_kept(opened, page, prompts, tmp_path: Path) -> None:
    file = tmp_path / "介绍.pdf"
    file.write_bytes(b"%PDF-1.4")
    prompts.files = [file]
    opened.desk.actions.run("enterprise.files")
    settle()
    assert page.tabs.tabText(5) == "Attachments  1"
    page.files.open_copy(page.page.attachments[0].key)
    assert Path(prompts.opened[0]).read_bytes() == b"%PDF-1.4"


def test_what_is_referred_to_is_not_deleted_but_said(opened, page, crm: Crm, office: SampleOffice) -> None:
    opened.desk.actions.run("enterprise.delete")
    assert crm.directory.enterprise(office.firm.key)
    assert opened.window.toasts.toasts


def test_a_deleted_enterprise_leaves_the_page(opened, screen, crm: Crm, other: Enterprise) -> None:
    screen.open_one(other.key)
    opened.desk.actions.run("enterprise.delete")
    settle()
    assert screen.listing.isVisible()
    assert other.key not in screen.listing.ids


def test_a_contact_opens_its_enterprise(opened, screen, office: SampleOffice) -> None:
    opened.window.open_record("contact", office.contact.key)
    assert screen.page.record_id == office.firm.id


def test_the_right_column_becomes_a_tab(opened, page) -> None:
    assert not page.tabs.holds("side")
    opened.window.resize(1000, 640)
    QApplication.processEvents()
    assert page.tabs.holds("side")
    opened.window.resize(1440, 900)
    QApplication.processEvents()
    assert not page.tabs.holds("side")
    assert page.side.isVisible()


def test_a_draft_of_a_new_enterprise_is_kept_until_given_up(opened, screen, crm: Crm, drafts) -> None:
    screen.create_new()
    dialog = opened.dialog
    commit(dialog.form.entry("name"), "半个名字")
    dialog.form.keep_draft()
    again = EditEnterpriseDialog(opened.desk, crm, None, screen)
    assert again.form.entry("name").text() == "半个名字"
    dialog.reject()
    assert drafts.kept == {}


def test_who_left_is_said(page, crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_contact(
        Contact(name="程望舒", enterprise_id=office.firm.id, until=TODAY.replace(month=1))
    )
    settle()
    assert page.side.contacts.rows.texts()[-1] == "程望舒 to 1-18 left"


def test_a_grade_is_given_with_its_reason(opened, page, crm: Crm, office: SampleOffice) -> None:
    QTest.keyClick(page.facts.rows["grade"], Key.Key_F2)
    dialog = opened.dialog
    dialog.form.entry("grade").setCurrentIndex(1)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert "Say why" in dialog.form.fault("reason")
    dialog.form.entry("reason").setPlainText("总经理来看过地")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert crm.directory.enterprise(office.firm.key).grade is Grade.A
    assert page.facts.rows["grade"].note.text().startswith("总经理来看过地 沈砚秋")
    opened.desk.actions.run("enterprise.grade")
    told = [label.text() for label in opened.dialog.findChildren(QLabel)]
    assert any("总经理来看过地" in text for text in told)


def test_a_label_that_runs_out_soon_says_so(opened, page, crm: Crm, office: SampleOffice) -> None:
    opened.desk.actions.run("enterprise.label")
    dialog = opened.dialog
    commit(dialog.form.entry("name"), "专精特新小巨人")
    commit(dialog.form.entry("batch"), "第五批")
    commit(dialog.form.entry("valid_until"), "2026-07-31")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    row = page.facts.labels["专精特新小巨人"]
    assert row.text.text() == "第五批，to 2026-07"
    assert row.badges.accessibleName() == "runs out soon"
    assert "专精特新小巨人" in page.head.badges.accessibleName()
    QTest.keyClick(row, Key.Key_Return)
    assert opened.dialog.form.entry("batch").text() == "第五批"
    QTest.mouseClick(opened.dialog.remove, Qt.MouseButton.LeftButton)
    settle()
    assert page.facts.labels == {}


def test_the_head_counts_the_days_of_protection(page, crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_enterprise(
        replace(
            page.page.enterprise,
            first_contact_on=TODAY - timedelta(days=74),
            first_contact_office_id=office.unit.id,
        )
    )
    settle()
    words = [label.text() for label in page.head.findChildren(ElidedLabel)]
    assert "first contact 长三角组 2026-03-05，16 days of protection left" in words


def test_counters_lead_to_their_rows(page, crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "一期", enterprise_id=office.firm.id, total_investment=yi("12.5"))
    settle()
    page.counters.chosen.emit("projects")
    assert page.tabs.key == "projects"
    page.counters.chosen.emit("talks")
    assert (page.tabs.key, page.history.tabs.key) == ("talks", "follow_up")
    page.counters.chosen.emit("articles")
    assert page.tabs.key == "articles"
    page.counters.chosen.emit("people")
    assert page.side.contacts.rows.rows[0].hasFocus()


def test_subsidiaries_are_counted_in_on_request(opened, page, crm: Crm, office: SampleOffice) -> None:
    assert page.group.isHidden()
    child = crm.directory.save_enterprise(Enterprise(name="曜衡运维有限公司", parent_id=office.firm.id))
    add_project(crm, "运维基地", enterprise_id=child.id)
    settle()
    assert page.side.relatives.rows.texts() == ["曜衡运维有限公司 subsidiary"]
    assert not page.page.projects
    QTest.mouseClick(page.group, Qt.MouseButton.LeftButton)
    assert [row.name for row in page.page.projects] == ["运维基地"]


def test_a_possible_duplicate_is_compared(opened, page, crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_enterprise(Enterprise(name="曜衡储能科技(上海)股份有限公司"))
    settle()
    (compare,) = page.side.twins.findChildren(QPushButton)
    QTest.mouseClick(compare, Qt.MouseButton.LeftButton)
    assert type(opened.dialog).__name__ == "MergeRecordsDialog"


def test_an_enterprise_is_tracked_by_its_star(opened, page, crm: Crm, office: SampleOffice) -> None:
    QTest.mouseClick(page.head.track, Qt.MouseButton.LeftButton)
    settle()
    assert not crm.directory.enterprise(office.firm.key).is_tracked
