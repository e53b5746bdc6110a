"""The calendar of projects: what lies on which day, and moving it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.domain.calendar import DayKind, Span, days_of, stepped
from crm.domain.errors import Conflict, ValidationError
from crm.domain.rows import ProjectFilter
from tests.crm import TODAY, add_project, days_ago

LATER = TODAY + timedelta(days=3)


def test_a_month_is_shown_in_whole_weeks():
    days = days_of(Span.MONTH, date(2026, 5, 18))
    assert (days[0], days[-1], len(days)) == (date(2026, 4, 27), date(2026, 5, 31), 35)
    assert days_of(Span.WEEK, date(2026, 5, 20))[0] == date(2026, 5, 18)


@pytest.mark.parametrize(
    ("day", "direction", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_the_next_month_has_the_same_day_or_its_last(day, direction, then):
    assert stepped(Span.MONTH, day, direction) == then


def test_plans_reviews_and_stages_lie_on_their_days(crm, office):
    project = add_project(
        crm, "电芯", days_ago(2), firm="曜衡储能", next_follow_up_on=LATER, next_step="发方案",
        planned_signing_on=LATER + timedelta(days=30),
    )  # fmt: skip
    crm.projects.hold(project.key, project.version, TODAY + timedelta(days=1))
    found = crm.projects.days(ProjectFilter(), days_ago(5), LATER)
    assert [(entry.day, entry.kind, entry.note) for entry in found] == [
        (days_ago(2), DayKind.STAGE, ""),
        (TODAY + timedelta(days=1), DayKind.REVIEW, ""),
        (LATER, DayKind.FOLLOW_UP, "发方案"),
    ]
    assert {entry.enterprise for entry in found} == {"曜衡储能"}


def test_the_calendar_fits_the_filter(crm, office):
    add_project(crm, "电芯", next_follow_up_on=LATER)
    add_project(crm, "隔膜", next_follow_up_on=LATER, zone_id=office.zone.id)
    found = crm.projects.days(ProjectFilter(zone_id=office.zone.id), LATER, LATER)
    assert [entry.name for entry in found] == ["隔膜"]


def test_a_plan_is_moved_and_the_move_undone(crm, office):
    project = add_project(crm, "电芯", next_follow_up_on=LATER, next_step="发方案")
    [entry] = crm.projects.days(ProjectFilter(), LATER, LATER)
    moved = crm.projects.reschedule(entry, TODAY)
    assert (moved.next_follow_up_on, moved.next_step) == (TODAY, "发方案")
    with pytest.raises(Conflict):
        crm.projects.reschedule(entry, LATER)
    crm.history.undo()
    assert crm.projects.get(project.key).next_follow_up_on == LATER


def test_what_has_happened_is_not_moved(crm, office):
    add_project(crm, "电芯")
    [entry] = crm.projects.days(ProjectFilter(), TODAY, TODAY)
    with pytest.raises(ValidationError):
        crm.projects.reschedule(entry, LATER)
