"""Putting off to a day of one's own, what is not told any more, quiet hours, and rules of silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.projects import Project
from crm.domain.settings import Settings
from tests.crm import TODAY, SampleOffice, add_project, become_admin, days_ago
from tests.ui.waiting import settle
from ui.dialogs.edit_stage_rules import EditStageRulesDialog
from ui.dialogs.plan_projects import PlanDialog
from ui.dialogs.put_off import PutOffDialog
from ui.dialogs.silenced_reminders import SilencedRemindersDialog
from ui.reminding import ReminderKeeper
from ui.screens.settings.reminding import RemindingPanel
from ui.screens.today import TodayScreen, spec
from ui.shared.preferences import Preferences

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
MORNING = datetime(2026, 5, 18, 9, tzinfo=UTC)


@pytest.fixture
def late(crm: Crm, office: SampleOffice) -> Project:
    return add_project(
        crm, "储能电池", days_ago(40), owner_id=office.me.id, next_follow_up_on=days_ago(6), next_step="催函"
    )


@pytest.fixture
def shown(open_window, crm: Crm, late: Project):
    return open_window(spec(crm))


@pytest.fixture
def today(shown) -> TodayScreen:
    return shown.window.current_screen


@pytest.fixture
def preferences() -> Preferences:
    return Preferences(Settings(language="en"))


def test_a_row_is_put_off_to_a_day_of_one_s_own(shown, today: TodayScreen, crm: Crm, late: Project) -> None:
    today.due.ask_snooze()
    next(action for action in today.menu.actions() if action.text() == "Another day…").trigger()
    dialog = shown.dialog
    assert isinstance(dialog, PutOffDialog)
    dialog.form.entry("on").setText("2026-05-10")
    dialog.act()
    assert dialog.isVisible()
    dialog.form.entry("on").setText("2026-06-02")
    QTest.keyClick(dialog, Key.Key_Return, Control)
    assert crm.projects.get(late.key).next_follow_up_on == date(2026, 6, 2)


def test_a_row_is_not_told_any_more_until_it_is_taken_back(
    shown, today: TodayScreen, crm: Crm, late: Project
) -> None:
    today.due.ask_snooze()
    next(action for action in today.menu.actions() if action.text() == "Not again for this").trigger()
    assert crm.reminders.waiting(MORNING, TODAY) == []
    SilencedRemindersDialog(shown.desk, crm, shown.window).open()
    dialog = shown.dialog
    assert not dialog.nothing.isVisible()
    dialog.again.click()
    assert [one.what for one in crm.reminders.waiting(MORNING, TODAY)] == ["催函"]
    assert dialog.nothing.isVisible()
    dialog.reject()


def test_a_reminder_is_put_off_to_an_hour_of_one_s_own(shown, crm: Crm, preferences: Preferences) -> None:
    keeper = ReminderKeeper(crm, preferences, shown.window, now=lambda: MORNING)
    keeper.watch(shown.window)
    settle()
    [waiting] = keeper.waiting
    keeper.ask_until(waiting)
    dialog = shown.dialog
    dialog.form.entry("on").setText("2026-05-18")
    dialog.form.entry("at").setCurrentIndex(15)
    QTest.keyClick(dialog, Key.Key_Return, Control)
    settle()
    assert keeper.waiting == []
    assert crm.reminders.waiting(MORNING + timedelta(hours=6), TODAY) == [waiting]
    keeper.stop()


@pytest.mark.parametrize(("quiet_from", "rings"), [(9, False), (10, True)])
def test_nothing_rings_in_the_quiet_hours_that_were_set(
    shown, crm: Crm, preferences: Preferences, quiet_from: int, rings: bool
) -> None:
    panel = RemindingPanel(shown.desk, crm, preferences)
    for box, hour in ((panel.begins, quiet_from), (panel.ends, 12)):
        box.setCurrentIndex(hour)
        box.activated.emit(hour)
    keeper = ReminderKeeper(crm, preferences, shown.window, now=lambda: MORNING)
    keeper.watch(shown.window)
    settle()
    assert bool(crm.reminders.ring(MORNING, TODAY)) is not rings
    keeper.stop()


def test_rules_of_silence_say_what_they_would_have_done(shown, crm: Crm) -> None:
    become_admin(crm)
    dialog = EditStageRulesDialog(shown.desk, crm, crm.settings.stage_rules(), shown.window)
    dialog.open()
    assert "30 days by these rules: 0. Silent now: 0." in dialog.estimate.text()
    dialog.presets.button("weekly").click()
    settle()
    assert "rules: 1. Silent now: 1." in dialog.estimate.text()
    dialog.rows[next(iter(dialog.rows))].days.setText("soon")
    settle()
    assert dialog.estimate.text() == ""
    dialog.reject()


def test_a_cadence_is_set_with_the_plan(shown, crm: Crm, late: Project) -> None:
    dialog = PlanDialog(shown.desk, crm, [late.key], shown.window, project=crm.projects.get(late.key))
    dialog.open()
    dialog.form.entry("cadence_days").setText("14")
    dialog.form.entry("keeps_cadence").click()
    QTest.keyClick(dialog, Key.Key_Return, Control)
    kept = crm.projects.get(late.key)
    assert (kept.cadence_days, kept.keeps_cadence, kept.next_step) == (14, True, "催函")
    assert QApplication.activeModalWidget() is None
