"""Tasks by mouse and keyboard: given from anywhere, done and put off where they stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from crm.app import Crm
from crm.domain.calendar import DayKind
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter
from crm.domain.tasks import Priority, Task, TaskFilter
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import at_work, fill, opened, settings_in
from tests.ui.typed import commit, compose
from tests.ui.waiting import settle
from ui.dialogs.edit_task import EditTaskDialog, open_task
from ui.screens.projects import spec as projects_spec
from ui.screens.today import TodayScreen, spec

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", enterprise_id=office.firm.id, owner_id=office.me.id)


@pytest.fixture
def task(crm: Crm, office: SampleOffice, project: Project) -> Task:
    made = Task(title="寄方案", assignee_id=office.me.id, steps=("盖章", "送达"))
    return crm.tasks.save(made, [about(project)], TODAY, days_ago(2).isoformat())


@pytest.fixture
def shown(open_window, crm: Crm, task: Task):
    made = open_window(spec(crm))
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    return made


@pytest.fixture
def today(shown) -> TodayScreen:
    return shown.window.current_screen


def open_titles(crm: Crm) -> list[str]:
    return [row.title for row in crm.tasks.items(crm.tasks.find(TaskFilter(), TODAY))]


def test_tasks_stand_in_a_group_of_their_own(today: TodayScreen) -> None:
    assert today.due.texts() == ["Tasks 1", "曜衡储能 储能电池 寄方案 Task  ☑ 0/2  沈砚秋 2 days overdue"]


def test_a_click_on_the_box_does_a_task_and_undo_brings_it_back(shown, today: TodayScreen, crm: Crm) -> None:
    box = today.due.boxes(today.due.visualRect(today.due.currentIndex()))["check"]
    QTest.mouseClick(today.due.viewport(), LEFT, pos=box.center())
    assert open_titles(crm) == []
    shown.desk.undo()
    assert open_titles(crm) == ["寄方案"]


def test_a_task_is_put_off_by_keys(today: TodayScreen, crm: Crm, task: Task) -> None:
    today.due.setFocus()
    QTest.keyClick(today.due, Key.Key_S)
    QTest.keyClick(today.menu, Key.Key_Return)
    assert crm.tasks.get(task.key).due_on == TODAY + timedelta(days=1)


def test_space_logs_about_what_the_task_is_about(shown, today: TodayScreen, project: Project) -> None:
    today.due.setFocus()
    QTest.keyClick(today.due, Key.Key_Space)
    assert shown.dialog.subjects.refs() == (about(project),)


def test_enter_opens_a_task_and_its_boxes_are_ticked(shown, today: TodayScreen, crm: Crm, task: Task) -> None:
    today.due.setFocus()
    QTest.keyClick(today.due, Key.Key_Return)
    dialog = shown.dialog
    assert isinstance(dialog, EditTaskDialog)
    box = dialog.checklist.box("送达")
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    commit(dialog.checklist.line, "存档")
    QTest.keyClick(dialog.checklist.line, Key.Key_Return)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    kept = crm.tasks.get(task.key)
    assert (kept.steps, kept.done_steps) == (("盖章", "送达", "存档"), ("送达",))
    assert kept.due_on == days_ago(2)


def test_enter_adds_no_step_while_composing(shown, crm: Crm, task: Task) -> None:
    open_task(shown.desk, crm, shown.window, task.key)
    line = shown.dialog.checklist.line
    line.setFocus()
    compose(line, "cundang")
    QTest.keyClick(line, Key.Key_Return)
    assert shown.dialog.checklist.steps() == ("盖章", "送达")


def test_a_time_that_cannot_be_read_is_shown_at_its_field(shown, crm: Crm, task: Task) -> None:
    open_task(shown.desk, crm, shown.window, task.key)
    dialog = shown.dialog
    dialog.form.entry("due").setText("不知何时")
    dialog.act()
    assert dialog.isVisible()
    assert crm.tasks.get(task.key).due_on == days_ago(2)


@pytest.mark.parametrize("deed", ["done_button", "delete_button"])
def test_a_task_is_done_or_deleted_from_its_dialog(shown, crm: Crm, task: Task, deed: str) -> None:
    open_task(shown.desk, crm, shown.window, task.key)
    getattr(shown.dialog, deed).click()
    assert open_titles(crm) == []
    shown.desk.undo()
    assert open_titles(crm) == ["寄方案"]


def test_the_quick_line_makes_a_task_with_composed_words(today: TodayScreen, crm: Crm, project) -> None:
    today.line.setFocus()
    compose(today.line.line, "huifu")
    QTest.keyClick(today.line.line, Key.Key_Return)
    assert open_titles(crm) == ["寄方案"]
    commit(today.line.line, "#储能电池 电话 谈容量 ！！回复容量")
    QTest.keyClick(today.line.line, Key.Key_Return)
    [row] = [one for one in crm.tasks.about(about(project), TODAY) if one.title == "回复容量"]
    assert row.priority is Priority.HIGH
    today.line.dates.button("3").click()
    assert crm.tasks.get(row.id).due_on == TODAY + timedelta(days=3)


# Beside a record


@pytest.fixture
def page(open_window, crm: Crm, task: Task, project: Project):
    made = open_window(projects_spec(crm))
    made.window.open_record("project", project.key)
    return made


def test_the_page_of_a_project_has_its_tasks(page, crm: Crm, task: Task) -> None:
    section = page.window.current_screen.page.tasks
    [box] = section.findChildren(QCheckBox)
    assert box.accessibleName() == "寄方案 is done"
    box.click()
    assert open_titles(crm) == []
    settle()
    entries = page.window.current_screen.page.history.timeline.texts()
    assert any("did the task: 寄方案" in text for text in entries)


def test_a_task_is_added_from_the_page(page, crm: Crm, project: Project) -> None:
    page.window.current_screen.page.tasks.ask()
    dialog = page.dialog
    assert dialog.subjects.refs() == (about(project),)
    commit(dialog.form.entry("title"), "约看地")
    dialog.dates.button("7").click()
    QTest.keyClick(dialog, Key.Key_Return, Control)
    [row] = [one for one in crm.tasks.about(about(project), TODAY) if one.title == "约看地"]
    assert (row.due_on, row.assignee) == (TODAY + timedelta(days=7), "沈砚秋")


def test_a_task_is_made_from_what_was_said(page, crm: Crm, project: Project) -> None:
    crm.follow_ups.log_line("#储能电池 电话 本周给方案", TODAY)
    settle()
    history = page.window.current_screen.page.history
    [entry] = [one for one in history.timeline.entries() if one.kind == "follow_up"]
    history.timeline.menu_asked.emit(entry, QPoint())
    next(one for one in history.menu.actions() if one.text() == "New task from this").trigger()
    dialog = page.dialog
    commit(dialog.form.entry("title"), "给方案")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    [row] = [one for one in crm.tasks.about(about(project), TODAY) if one.title == "给方案"]
    assert row.quote == "本周给方案"


def test_a_task_lies_on_its_day_in_the_calendar_and_is_moved_there(
    crm: Crm, office: SampleOffice, task: Task, project: Project
) -> None:
    [entry] = [
        one for one in crm.projects.days(ProjectFilter(), days_ago(9), TODAY) if one.kind is DayKind.TASK
    ]
    assert (entry.day, entry.note, entry.project_id) == (days_ago(2), "寄方案", project.key)
    crm.projects.reschedule(entry, TODAY)
    assert crm.tasks.get(task.key).due_on == TODAY
    crm.history.undo()
    assert crm.tasks.get(task.key).due_on == days_ago(2)


def test_a_key_asks_for_a_task_about_what_is_shown(qtbot, tmp_path, prompts: ScriptedPrompts) -> None:
    settings = settings_in(tmp_path)
    with opened(settings) as crm:
        project = fill(crm)
        with at_work(crm, settings, prompts) as session:
            session.window.open_record("project", project.key)
            session.window.actions_registry.run("task")
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, EditTaskDialog)
            assert dialog.subjects.refs() == (Ref(kind="project", id=project.key),)
            dialog.reject()
