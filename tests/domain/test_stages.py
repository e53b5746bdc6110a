"""Stages, their gates and when a project stalls."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.domain.gates import GATES, missing_for
from crm.domain.money import Money
from crm.domain.projects import FairCompetitionState, Project
from crm.domain.stages import (
    ENDS,
    STAGE_NAMES,
    WAY,
    Stage,
    end_for,
    is_backward,
    next_stage,
    position,
    skipped,
)
from crm.domain.stalling import stall_level, stalled_days

DAY = date(2026, 3, 2)


def test_every_stage_has_a_name_and_its_place() -> None:
    assert set(STAGE_NAMES) == set(Stage)
    assert WAY[0] is Stage.LEAD
    assert WAY[-1] is Stage.AT_CAPACITY
    assert [position(stage) for stage in WAY] == list(range(11))
    assert {position(stage) for stage in ENDS} == {11}


@pytest.mark.parametrize(
    ("stage", "after"),
    [
        (Stage.LEAD, Stage.INTENTION),
        (Stage.PENDING_SIGNING, Stage.SIGNED),
        (Stage.IN_PRODUCTION, Stage.AT_CAPACITY),
        (Stage.AT_CAPACITY, None),
        (Stage.LOST, None),
        (Stage.TERMINATED, None),
    ],
)
def test_next_stage(stage: Stage, after: Stage | None) -> None:
    assert next_stage(stage) is after


@pytest.mark.parametrize(
    ("stage", "end"),
    [
        (Stage.LEAD, Stage.LOST),
        (Stage.PENDING_SIGNING, Stage.LOST),
        (Stage.SIGNED, Stage.TERMINATED),
        (Stage.AT_CAPACITY, Stage.TERMINATED),
    ],
)
def test_end_depends_on_signing(stage: Stage, end: Stage) -> None:
    assert end_for(stage) is end


@pytest.mark.parametrize(
    ("current", "target", "left_out", "goes_back"),
    [
        (Stage.LEAD, Stage.INTENTION, (), False),
        (Stage.LEAD, Stage.PENDING_SIGNING, (Stage.INTENTION, Stage.NEGOTIATION), False),
        (Stage.SIGNED, Stage.SIGNED, (), False),
        (Stage.SIGNED, Stage.NEGOTIATION, (), True),
        (Stage.NEGOTIATION, Stage.LOST, (), False),
        (Stage.LOST, Stage.NEGOTIATION, (), True),
        (Stage.LOST, Stage.TERMINATED, (), False),
    ],
)
def test_moves(current: Stage, target: Stage, left_out: tuple[Stage, ...], goes_back: bool) -> None:
    assert skipped(current, target) == left_out
    assert is_backward(current, target) == goes_back


def test_lead_needs_nothing_and_ends_need_nothing() -> None:
    bare = Project(name="电驱桥")

    assert missing_for(bare, Stage.LEAD) == ()
    assert missing_for(bare, Stage.LOST) == missing_for(bare, Stage.TERMINATED) == ()


def test_each_stage_adds_its_fields() -> None:
    bare = Project(name="电驱桥")

    assert missing_for(bare, Stage.INTENTION) == ("enterprise_id", "owner_id")
    assert missing_for(bare, Stage.NEGOTIATION)[2:] == (
        "build_content",
        "total_investment",
        "zone_id",
        "office_id",
    )
    assert missing_for(bare, Stage.AT_CAPACITY) == tuple(gate.field_name for gate in GATES)


def test_filled_fields_are_not_missing() -> None:
    project = Project(
        name="电驱桥",
        enterprise_id=1,
        owner_id=1,
        build_content="年产5万套",
        total_investment=Money(value=Decimal(0)),
        zone_id=1,
        office_id=1,
        planned_signing_on=DAY,
        fair_competition=FairCompetitionState.NOT_REVIEWED,
    )

    assert missing_for(project, Stage.PENDING_SIGNING) == ("fair_competition",)


@pytest.mark.parametrize(
    ("stage", "silent", "days", "level"),
    [
        (Stage.LEAD, 44, 0, 0),
        (Stage.LEAD, 45, 45, 1),
        (Stage.LEAD, 90, 90, 2),
        (Stage.INTENTION, 45, 45, 1),
        (Stage.NEGOTIATION, 29, 0, 0),
        (Stage.NEGOTIATION, 30, 30, 1),
        (Stage.NEGOTIATION, 59, 59, 1),
        (Stage.NEGOTIATION, 60, 60, 2),
        (Stage.SIGNED, 19, 0, 0),
        (Stage.SIGNED, 20, 20, 1),
        (Stage.REGISTERED, 999, 0, 0),
        (Stage.LOST, 999, 0, 0),
        (Stage.LEAD, -3, 0, 0),
    ],
)
def test_silence_beyond_the_limit_is_a_stall(stage: Stage, silent: int, days: int, level: int) -> None:
    project = Project(name="电驱桥", stage=stage, stage_since=DAY - timedelta(days=silent))

    assert stalled_days(project, DAY) == days
    assert stall_level(project, DAY) == level


def test_the_later_of_contact_and_stage_change_counts() -> None:
    old, recent = DAY - timedelta(days=100), DAY - timedelta(days=5)

    for since, contact in ((old, recent), (recent, old)):
        project = Project(name="电驱桥", stage=Stage.NEGOTIATION, stage_since=since, last_contact_on=contact)
        assert stalled_days(project, DAY) == 0


@pytest.mark.parametrize(
    ("review_on", "days"), [(None, 0), (DAY, 0), (DAY + timedelta(days=1), 0), (DAY - timedelta(days=1), 50)]
)
def test_on_hold_rests_until_its_review(review_on: date | None, days: int) -> None:
    since = DAY - timedelta(days=50)
    project = Project(name="电驱桥", stage_since=since, is_on_hold=True, review_on=review_on)

    assert stalled_days(project, DAY) == days


def test_nothing_known_is_no_stall() -> None:
    assert stalled_days(Project(name="电驱桥"), DAY) == 0
    assert stalled_days(Project(name="电驱桥", first_reported_on=DAY - timedelta(days=45)), DAY) == 45
