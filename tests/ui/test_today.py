"""Today by mouse and by keyboard: rows done from where they stand, the quick line, counters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.stages import Stage
from tests.crm import TODAY, SampleOffice, add_project, days_ago, yi
from tests.ui.typed import commit, compose
from tests.ui.waiting import settle
from ui.screens.today import TodayScreen, spec

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def late(crm: Crm, office: SampleOffice) -> Project:
    return add_project(
        crm, "储能电池", days_ago(40), enterprise_id=office.firm.id, total_investment=yi("12.5"),
        next_follow_up_on=days_ago(6), next_step="催投委会结论",
    )  # fmt: skip


@pytest.fixture
def opened(open_window, crm: Crm, late: Project):
    add_project(crm, "今天的", next_follow_up_on=TODAY)
    made = open_window(spec(crm))
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    return made


@pytest.fixture
def today(opened) -> TodayScreen:
    return opened.window.current_screen


def part_of(today: TodayScreen, name: str) -> QPoint:
    box = today.due.visualRect(today.due.currentIndex())
    return today.due.boxes(box)[name].center()


def test_rows_stand_in_groups_with_what_is_to_do(today: TodayScreen) -> None:
    texts = today.due.texts()
    assert texts[0] == "Overdue 1"
    assert "曜衡储能" in texts[1]
    assert "催投委会结论" in texts[1]
    assert "6 days overdue" in texts[1]
    assert texts[2] == "Due today 1"


@pytest.mark.parametrize("part", ["check", "log"])
def test_a_click_logs_with_the_project_filled_in(
    opened, today: TodayScreen, late: Project, part: str
) -> None:
    today.due.choose(late.key)
    QTest.mouseClick(today.due.viewport(), LEFT, pos=part_of(today, part))
    assert [ref.id for ref in opened.dialog.subjects.refs()] == [late.key]


def test_space_logs_and_enter_opens(opened, today: TodayScreen, late: Project) -> None:
    today.due.setFocus()
    today.due.choose(late.key)
    QTest.keyClick(today.due, Key.Key_Return)
    assert opened.opened == [("project", late.key)]
    QTest.keyClick(today.due, Key.Key_Space)
    dialog = opened.dialog
    dialog.what.entry("text").setPlainText("已催")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert "Done today 1" in today.due.texts()
    assert not any(text.startswith("Overdue") for text in today.due.texts())


def test_a_row_is_put_off_by_keys_and_undo_brings_it_back(opened, today: TodayScreen, crm: Crm, late) -> None:
    today.due.setFocus()
    today.due.choose(late.key)
    QTest.keyClick(today.due, Key.Key_S)
    QTest.keyClick(today.menu, Key.Key_Return)
    assert crm.projects.get(late.key).next_follow_up_on == TODAY + timedelta(days=1)
    assert crm.projects.get(late.key).next_step == "催投委会结论"
    opened.desk.undo()
    assert crm.projects.get(late.key).next_follow_up_on == days_ago(6)


def test_the_snooze_icon_offers_three_days(today: TodayScreen, late: Project) -> None:
    today.due.choose(late.key)
    QTest.mouseClick(today.due.viewport(), LEFT, pos=part_of(today, "snooze"))
    assert [action.text() for action in today.menu.actions()] == [
        "Tomorrow  5-19", "+3 days  5-21", "Next Monday  5-25", "Another day…", "", "Not again for this",
    ]  # fmt: skip
    today.menu.close()


def test_counters_tell_and_narrow_the_list(today: TodayScreen) -> None:
    cells = [
        cell.accessibleName() for cell in today.counters.findChildren(object) if hasattr(cell, "clicked")
    ]
    assert cells[0] == "Overdue 1 longest 6 days"
    today.choose_counter("due")
    assert today.due.texts()[0] == "Due today 1"
    assert len(today.due.texts()) == 2
    assert not today.chip.isHidden()
    today.choose_counter("due")
    assert len(today.due.texts()) == 4


def test_a_line_is_logged_by_ctrl_enter(today: TodayScreen, crm: Crm, office: SampleOffice, late) -> None:
    today.line.setFocus()
    commit(today.line.line, "@周岚 #储能电池 电话 对方确认看地 >明天 !回复容量")
    QTest.keyClick(today.line.line, Key.Key_Return, Control)
    project = crm.projects.get(late.key)
    assert (project.next_follow_up_on, project.next_step) == (TODAY + timedelta(days=1), "回复容量")
    assert today.line.line.text() == ""


def test_undo_right_after_a_line_undoes_the_entry_not_the_typing(
    opened, today: TodayScreen, crm: Crm, late: Project
) -> None:
    today.line.line.setFocus()
    commit(today.line.line, "#储能电池 电话 对方确认看地 >明天")
    QTest.keyClick(today.line.line, Key.Key_Return)
    assert crm.projects.get(late.key).next_follow_up_on == TODAY + timedelta(days=1)
    QTest.keyClick(today.line.line, Key.Key_Z, Control)
    assert today.line.line.text() == ""
    assert crm.projects.get(late.key).next_follow_up_on == late.next_follow_up_on


def test_a_line_without_a_date_asks_for_one(today: TodayScreen, crm: Crm, late: Project) -> None:
    commit(today.line.line, "#储能电池 电话 未接")
    today.line.submit()
    assert not today.line.next.isHidden()
    today.line.dates.button("3").click()
    assert crm.projects.get(late.key).next_follow_up_on == TODAY + timedelta(days=3)
    assert today.line.next.isHidden()


def test_a_line_about_nobody_stays_and_says_so(today: TodayScreen) -> None:
    commit(today.line.line, "@无此人 电话")
    today.line.submit()
    assert "无此人" in today.line.fault.text()
    assert today.line.line.text() == "@无此人 电话"


def test_names_are_offered_and_taken_by_keys(today: TodayScreen, qtbot) -> None:
    line = today.line.line
    line.setFocus()
    commit(line, "@周")
    line.textEdited.emit(line.text())
    qtbot.waitUntil(lambda: today.line.completion.is_open)
    QTest.keyClick(line, Key.Key_Return)
    assert line.text() == "@周岚 "
    assert not today.line.completion.is_open


def test_esc_leaves_plain_text_and_composing_is_left_alone(today: TodayScreen, qtbot) -> None:
    line = today.line.line
    line.setFocus()
    commit(line, "#储能")
    line.textEdited.emit(line.text())
    qtbot.waitUntil(lambda: today.line.completion.is_open)
    QTest.keyClick(line, Key.Key_Escape)
    assert line.text() == "#储能"
    assert not today.line.completion.is_open
    compose(line, "dian")
    QTest.keyClick(line, Key.Key_Return, Control)
    assert line.text() == "#储能"


def test_a_draft_survives_the_window(opened, today: TodayScreen, crm: Crm, open_window) -> None:
    today.line.line.setText("#储能电池 说到一半")
    opened.window.close()
    again = open_window(spec(crm)).window.current_screen
    assert again.line.line.text() == "#储能电池 说到一半"


def test_mine_and_everybodys(today: TodayScreen, crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "别人的", next_follow_up_on=TODAY, owner_id=office.colleague.id)
    settle()
    assert not any("别人的" in text for text in today.due.texts())
    today.whose.button("all").click()
    assert any("别人的" in text for text in today.due.texts())


def test_what_stands_beside_the_list_has_room(open_window, crm: Crm, late: Project) -> None:
    for stage in list(Stage)[:8]:
        project = add_project(crm, f"{stage}", days_ago(90))
        with crm.store.write("Move") as writer:
            writer.save(replace(writer.get(Project, project.key), stage=stage))
    shown = open_window(spec(crm))
    settle()
    side = shown.window.current_screen.side
    for panel in (side.funnel_panel, side.silent_panel, side.article_panel):
        assert panel.height() >= panel.sizeHint().height()


def test_silent_projects_open_from_the_side(opened, today: TodayScreen, crm: Crm) -> None:
    silent = add_project(crm, "久未联系", days_ago(80))
    settle()
    row = next(row for row in today.side.silent.rows if "久未联系" in row.accessibleName())
    row.setFocus()
    QTest.keyClick(row, Key.Key_Return)
    assert opened.opened == [("project", silent.key)]
    today.choose_counter("silent")
    assert today.due.texts()[0].startswith("Silent")


def test_a_new_office_is_told_what_to_do(open_window, crm: Crm, office: SampleOffice) -> None:
    made = open_window(spec(crm))
    screen = made.window.current_screen
    assert screen._nothing is not None
    screen._nothing.buttons[0].click()
    assert made.dialog.windowTitle() == "New project"


def test_the_side_gives_way_in_a_narrow_window(opened, today: TodayScreen) -> None:
    assert today.side.isVisible()
    opened.window.resize(1000, 640)
    QApplication.processEvents()
    assert not today.side.isVisible()


def test_the_shortcut_goes_to_the_line(opened, today: TodayScreen) -> None:
    opened.window.activateWindow()
    today.due.setFocus()
    opened.desk.actions.run("line")
    assert QApplication.focusWidget() is today.line.line


def test_a_picked_name_survives_renaming_and_the_draft(
    opened, today: TodayScreen, crm: Crm, office: SampleOffice, qtbot, open_window
) -> None:
    line = today.line.line
    line.setFocus()
    commit(line, "@zhou")
    line.textEdited.emit(line.text())
    qtbot.waitUntil(lambda: today.line.completion.is_open)
    QTest.keyClick(line, Key.Key_Tab)
    commit(line, "电话 谈用地")
    line.home(False)
    commit(line, "昨天，")
    crm.directory.save_contact(replace(crm.directory.contact(office.contact.key), name="周澜"))
    opened.window.close()
    again = open_window(spec(crm)).window.current_screen
    assert again.line.line.text() == "昨天，@周岚 电话 谈用地"
    again.line.submit()
    ref = Ref(kind="contact", id=office.contact.key)
    assert crm.follow_ups.get(crm.follow_ups.of_record(ref)[0]).with_whom == "周澜"


def test_a_name_that_is_edited_is_plain_text_again(today: TodayScreen, qtbot) -> None:
    line = today.line.line
    line.setFocus()
    commit(line, "@周")
    line.textEdited.emit(line.text())
    qtbot.waitUntil(lambda: today.line.completion.is_open)
    QTest.keyClick(line, Key.Key_Return)
    assert len(today.line.picked.all()) == 1
    line.setCursorPosition(2)
    QTest.keyClick(line, Key.Key_Delete)
    assert today.line.picked.all() == ()


def test_chips_stand_at_once(today: TodayScreen) -> None:
    QTest.keyClicks(today.line.line, "#1 phone x >+3d")
    assert today.line.chips.accessibleName() == "1，Phone，next 5-21"


def test_a_name_nobody_knows_is_made_from_the_line(
    opened, today: TodayScreen, crm: Crm, office: SampleOffice, qtbot
) -> None:
    line = today.line.line
    line.setFocus()
    commit(line, "@澄屿 电话 谈用地")
    QTest.keyClick(line, Key.Key_Return)
    assert "澄屿" in today.line.fault.text()
    qtbot.waitUntil(lambda: today.line.completion.is_open)
    assert today.line.completion.popup.list.current() is None
    QTest.keyClick(line, Key.Key_Down)
    QTest.keyClick(line, Key.Key_Down)
    QTest.keyClick(line, Key.Key_Return)
    dialog = opened.dialog
    assert dialog.form.entry("name").text() == "澄屿"
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert line.text() == "@澄屿 电话 谈用地"
    QTest.keyClick(line, Key.Key_Return)
    [firm] = crm.follow_ups.offered_names("澄屿", ["enterprise"])
    assert len(crm.follow_ups.of_record(firm.ref)) == 1


def test_another_day_is_typed_after_logging(today: TodayScreen, crm: Crm, late: Project) -> None:
    commit(today.line.line, "#储能电池 电话 未接")
    today.line.submit()
    today.line.dates.button("own").click()
    QTest.keyClicks(today.line.own, "6-01")
    QTest.keyClick(today.line.own, Key.Key_Return)
    assert crm.projects.get(late.key).next_follow_up_on == TODAY + timedelta(days=14)
    assert today.line.next.isHidden()


def test_a_plan_is_done_by_a_key_and_by_the_mouse(
    opened, today: TodayScreen, crm: Crm, late: Project
) -> None:
    today.due.setFocus()
    today.due.choose(late.key)
    QTest.keyClick(today.due, Key.Key_D)
    assert crm.projects.get(late.key).next_follow_up_on is None
    opened.desk.undo()
    settle()
    today.due.choose(late.key)
    QTest.mouseClick(today.due.viewport(), LEFT, pos=part_of(today, "done"))
    assert crm.projects.get(late.key).next_follow_up_on is None


def test_a_row_is_planned_by_a_key(opened, today: TodayScreen, crm: Crm, late: Project) -> None:
    today.due.setFocus()
    today.due.choose(late.key)
    QTest.keyClick(today.due, Key.Key_P)
    opened.dialog.dates.button("7").click()
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert crm.projects.get(late.key).next_follow_up_on == TODAY + timedelta(days=7)


def test_a_promise_is_done_or_given_a_day_from_where_it_stands(
    opened, today: TodayScreen, crm: Crm, office: SampleOffice
) -> None:
    project = add_project(crm, "红线图的")
    entry = FollowUp(happened_on=days_ago(3), way=ContactWay.VISIT, text="看地", next_step="送红线图")
    visit = crm.follow_ups.log(entry, [Ref(kind="project", id=project.key)])
    settle()
    assert "promised 5-15" in next(text for text in today.due.texts() if "送红线图" in text)
    today.due.choose(project.key)
    QTest.keyClick(today.due, Key.Key_S)
    QTest.keyClick(today.menu, Key.Key_Return)
    assert crm.projects.get(project.key).next_follow_up_on == TODAY + timedelta(days=1)
    assert crm.projects.get(project.key).next_step == "送红线图"
    opened.desk.undo()
    settle()
    today.due.choose(project.key)
    QTest.keyClick(today.due, Key.Key_D)
    assert crm.follow_ups.get(visit.key).done_on == TODAY


def test_a_long_group_is_shown_whole_by_its_counter(today: TodayScreen, crm: Crm) -> None:
    for number in range(60):
        add_project(crm, f"项目{number}", next_follow_up_on=days_ago(2))
    today.refresh()
    texts = today.due.texts()
    assert texts[0] == "Overdue 61"
    assert texts[21] == "Show all: 61"
    today.due.setCurrentIndex(today.due.model().index(21, 0))
    QTest.keyClick(today.due, Key.Key_Return)
    assert len(today.due.texts()) == 62
    today.choose_counter("overdue")
    today.choose_counter("overdue")
    assert len(today.due.texts()) == 62


def test_the_menu_of_a_row_offers_what_the_keys_do(today: TodayScreen, late: Project) -> None:
    today.due.choose(late.key)
    today.due.menu_asked.emit(QPoint(10, 10))
    assert [action.text() for action in today.menu.actions()] == [
        "Open the chosen project", "Log about the chosen project", "Plan the chosen project",
        "Put off the chosen project", "The chosen row is done",
    ]  # fmt: skip
    today.menu.close()
