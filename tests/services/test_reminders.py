"""Reminders: told once, put off, silenced; on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from crm.app import Crm
from crm.domain.reminders import QuietHours, snooze_times
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago

NOW = datetime(2026, 5, 18, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(found: list) -> list[str]:  # type: ignore[type-arg]
    return [one.name for one in found]


def test_what_is_due_is_told_once_whoever_asks(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "逾期", next_follow_up_on=days_ago(2))
    add_project(crm, "今天", next_follow_up_on=TODAY)
    add_project(crm, "明天", next_follow_up_on=TODAY + timedelta(days=1))
    add_project(crm, "别人的", next_follow_up_on=TODAY, owner_id=office.colleague.id)
    assert names(crm.reminders.ring(NOW, TODAY)) == ["逾期", "今天"]
    assert crm.reminders.ring(NOW + HOUR, TODAY) == []
    assert names(crm.reminders.waiting(NOW, TODAY)) == ["逾期", "今天"]
    crm.office.sign_in(office.colleague.key)
    assert names(crm.reminders.ring(NOW, TODAY)) == ["别人的"]


def test_a_reminder_put_off_comes_back_and_rings_again(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "今天", next_follow_up_on=TODAY)
    [one] = crm.reminders.ring(NOW, TODAY)
    crm.reminders.snooze(one, NOW + HOUR)
    assert crm.reminders.waiting(NOW + HOUR / 2, TODAY) == []
    assert crm.reminders.ring(NOW + HOUR / 2, TODAY) == []
    assert names(crm.reminders.waiting(NOW + HOUR, TODAY)) == ["今天"]
    assert names(crm.reminders.ring(NOW + HOUR, TODAY)) == ["今天"]
    assert crm.reminders.ring(NOW + 2 * HOUR, TODAY) == []


def test_not_again_for_this_ends_with_a_new_plan(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "今天", next_follow_up_on=days_ago(1))
    [one] = crm.reminders.ring(NOW, TODAY)
    crm.reminders.silence(one)
    assert crm.reminders.waiting(NOW, TODAY) == []
    crm.projects.plan([project.key], TODAY)
    assert names(crm.reminders.ring(NOW, TODAY)) == ["今天"]


def test_reminders_are_no_steps_to_undo(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "今天", next_follow_up_on=TODAY)
    before = crm.history.next_undo()
    [one] = crm.reminders.ring(NOW, TODAY)
    crm.reminders.snooze(one, NOW + HOUR)
    assert crm.history.next_undo() == before


@pytest.mark.parametrize(
    ("hour", "is_quiet"), [(7, True), (8, False), (12, False), (19, False), (20, True), (23, True), (0, True)]
)
def test_the_night_is_quiet(hour: int, is_quiet: bool) -> None:
    assert QuietHours().hold(NOW.replace(hour=hour)) is is_quiet


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = QuietHours(begins=time(12), ends=time(13))
    assert noon.hold(NOW.replace(hour=12, minute=30))
    assert not noon.hold(NOW.replace(hour=13))


def test_days_are_put_off_to_the_morning() -> None:
    times = snooze_times(NOW.replace(hour=15))
    assert times["hour"] == NOW.replace(hour=16)
    assert times["tomorrow"] == NOW.replace(day=19, hour=8)
    assert times["monday"] == NOW.replace(day=25, hour=8)


def test_what_is_silenced_is_listed_and_taken_back(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能电池", owner_id=office.me.id, next_follow_up_on=TODAY)
    [one] = crm.reminders.ring(NOW, TODAY)
    assert crm.reminders.silenced(TODAY) == []
    crm.reminders.silence(one)
    assert [kept.ref for kept in crm.reminders.silenced(TODAY)] == [about(project)]
    assert crm.reminders.waiting(NOW, TODAY) == []
    crm.reminders.remind_again(one)
    assert crm.reminders.silenced(TODAY) == []
    assert crm.reminders.waiting(NOW, TODAY) == [one]
    assert crm.reminders.ring(NOW, TODAY) == []
