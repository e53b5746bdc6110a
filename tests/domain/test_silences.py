"""The estimate of how often rules of silence would have spoken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.projects import Project
from crm.domain.silences import ESTIMATED_DAYS, Past, spoken
from crm.domain.stage_rules import Clock, Silence, StageRule, StageRules
from crm.domain.stages import Stage
from crm.domain.workdays import WorkCalendar

ON = date(2026, 5, 18)
EVERY_DAY = WorkCalendar()


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def rules(days: int, **values: object) -> StageRules:
    stages = tuple(StageRule(stage=stage, stall_days=days) for stage in Stage)
    return replace(StageRules(stages=stages), **values)


def test_each_gap_that_is_long_enough_speaks_once() -> None:
    past = Past(stages=((ago(100), Stage.LEAD),), contacts=(ago(28), ago(12)))
    assert spoken([past], rules(10), EVERY_DAY, ON) == 2
    assert spoken([past], rules(15), EVERY_DAY, ON) == 1
    assert spoken([past], rules(20), EVERY_DAY, ON) == 0


def test_what_had_fallen_silent_before_is_not_told_again() -> None:
    past = Past(stages=((ago(200), Stage.LEAD),))
    assert spoken([past], rules(10), EVERY_DAY, ON) == 0


def test_a_stage_with_a_shorter_limit_speaks_when_it_is_entered() -> None:
    past = Past(stages=((ago(90), Stage.LEAD), (ago(5), Stage.NEGOTIATION)), contacts=(ago(40),))
    limits = (StageRule(stage=Stage.NEGOTIATION, stall_days=7),)
    assert spoken([past], StageRules(stages=limits, clock=Clock.CONTACT), EVERY_DAY, ON) == 1
    assert spoken([past], StageRules(stages=limits, clock=Clock.LATER), EVERY_DAY, ON) == 0


@pytest.mark.parametrize(("days", "count"), [(0, 0), (14, 1)])
def test_a_limit_of_nothing_never_speaks(days: int, count: int) -> None:
    past = Past(stages=((ago(20), Stage.LEAD),))
    assert spoken([past], rules(days), EVERY_DAY, ON) == count


def by_looking_every_day(past: Past, set_rules: StageRules) -> int:
    """The same, found by asking the rule of silence on every day."""
    count, was = 0, False
    for back in range(ESTIMATED_DAYS, -1, -1):
        day = ago(back)
        entered = [stage for on, stage in past.stages if on <= day]
        talks = [on for on in past.contacts if on <= day]
        since = max((on for on, _stage in past.stages if on <= day), default=None)
        project = Project(
            name="储能",
            stage=entered[-1] if entered else Stage.LEAD,
            stage_since=since,
            last_contact_on=max(talks, default=None),
        )
        now = bool(entered) and Silence(rules=set_rules, calendar=EVERY_DAY, on=day).days(project) > 0
        if back < ESTIMATED_DAYS and now and (not was or day in {*past.contacts}):
            count += 1
        was = now
    return count


@given(
    st.lists(st.integers(0, 60), max_size=5),
    st.integers(30, 90),
    st.integers(1, 40),
    st.booleans(),
)
def test_the_estimate_agrees_with_looking_every_day(
    contacts: list[int], entered: int, limit: int, workdays: bool
) -> None:
    past = Past(stages=((ago(entered), Stage.LEAD),), contacts=tuple(map(ago, contacts)))
    chosen = rules(limit, uses_workdays=workdays)
    assert spoken([past], chosen, EVERY_DAY, ON) == by_looking_every_day(past, chosen)
