"""Tasks of stages and usual next steps, set by keyboard and offered where they are wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.app import Crm
from crm.domain.follow_ups import ContactWay
from crm.domain.projects import Project
from crm.domain.stage_plans import NextStep
from crm.domain.stages import Stage
from tests.crm import TODAY, SampleOffice, about, add_project, become_admin
from tests.ui.typed import commit
from tests.ui.waiting import settle
from ui.dialogs.edit_stage_tasks import EditNextStepsDialog, EditStageTasksDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.move_project import MoveProjectDialog
from ui.screens.today import TodayScreen, spec
from ui.shared.widgets.chips import Chip

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", enterprise_id=office.firm.id, owner_id=office.me.id)


@pytest.fixture
def shown(open_window, crm: Crm, project: Project):
    become_admin(crm)
    return open_window(spec(crm))


def test_tasks_of_several_stages_are_written_and_one_that_cannot_be_is_shown(shown, crm: Crm) -> None:
    dialog = EditStageTasksDialog(shown.desk, crm, crm.settings.stage_tasks(), shown.window)
    dialog.open()
    dialog.stage.setCurrentIndex(1)
    dialog.form.entry("text").setPlainText("约来访 +900")
    dialog.stage.setCurrentIndex(2)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert dialog.isVisible()
    assert dialog.stage.currentData() == Stage.INTENTION
    dialog.form.entry("text").setPlainText("约来访 +9")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    kept = crm.settings.stage_tasks().value
    assert [(one.title, one.after_days) for one in kept.of(Stage.INTENTION)] == [("约来访", 9)]
    assert kept.of(Stage.SIGNED)


def test_the_move_offers_the_tasks_of_the_stage(shown, crm: Crm, project: Project) -> None:
    dialog = EditStageTasksDialog(shown.desk, crm, crm.settings.stage_tasks(), shown.window)
    dialog.stage.setCurrentIndex(1)
    dialog.form.entry("text").setPlainText("约来访")
    dialog.act()
    page = crm.projects.page(project.key, TODAY)
    move = MoveProjectDialog(shown.desk, crm, page, Stage.INTENTION, shown.window)
    move.open()
    assert move.tasks.text() == "Make its tasks: 约来访"
    assert move.tasks.isChecked()
    QTest.keyClick(move, Key.Key_Return, Control)
    assert [row.title for row in crm.tasks.about(about(project), TODAY)] == ["约来访"]


def test_next_steps_are_written_as_lines(shown, crm: Crm) -> None:
    dialog = EditNextStepsDialog(shown.desk, crm, crm.settings.next_steps(), shown.window)
    dialog.open()
    dialog.form.entry("steps").setPlainText("微信 +5 送方案\n不知 +3")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert dialog.isVisible()
    dialog.form.entry("steps").setPlainText("微信 +5 送方案\nLead + 9 days")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert crm.settings.next_steps().value.steps == (
        NextStep(way=ContactWay.WECHAT, days=5, step="送方案"),
        NextStep(stage=Stage.LEAD, days=9),
    )


def test_what_usually_follows_stands_first_behind_a_logged_line(shown, crm: Crm, project: Project) -> None:
    today: TodayScreen = shown.window.current_screen
    commit(today.line.line, "#储能电池 考察 看车间")
    today.line.submit()
    settle()
    today.line.dates.button(NextStep(way=ContactWay.SITE_VISIT, days=7, step="送方案")).click()
    planned = crm.projects.get(project.key)
    assert (planned.next_follow_up_on, planned.next_step) == (TODAY + timedelta(days=7), "送方案")


def test_the_long_form_offers_what_usually_follows_before_it_is_saved(
    shown, crm: Crm, project: Project
) -> None:
    dialog = LogFollowUpDialog(shown.desk, crm, [about(project)], shown.window)
    dialog.open()
    settle()
    dialog.what.entry("text").setPlainText("看车间")
    dialog.ways.button(ContactWay.SITE_VISIT).click()
    settle()
    dialog.dates.button(NextStep(way=ContactWay.SITE_VISIT, days=7, step="送方案")).click()
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    planned = crm.projects.get(project.key)
    assert (planned.next_follow_up_on, planned.next_step) == (TODAY + timedelta(days=7), "送方案")


def test_a_day_that_usually_follows_is_offered_once(shown, crm: Crm, project: Project) -> None:
    dialog = LogFollowUpDialog(shown.desk, crm, [about(project)], shown.window)
    dialog.open()
    settle()
    labels = [chip.text() for chip in dialog.dates.findChildren(Chip) if chip.isVisible()]
    assert labels == ["+3 days", "+7 days", "Next Monday", "None"]


def test_tab_leads_over_the_offered_days_to_the_day_itself(shown, crm: Crm, project: Project) -> None:
    dialog = LogFollowUpDialog(shown.desk, crm, [about(project)], shown.window)
    dialog.open()
    dialog.ways.button(ContactWay.SITE_VISIT).click()
    settle()
    dialog.what.entry("result").setFocus()
    QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
    assert dialog.focusWidget().text() == "+7 days 送方案"
    QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
    assert dialog.next.entry("next_on").hasFocus()
