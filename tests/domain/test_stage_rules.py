"""The rules of stages: names and use, gates, and when a project is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.domain.evidence import EvidenceKind, Held
from crm.domain.money import Money
from crm.domain.projects import FairCompetitionState, Project
from crm.domain.stage_rules import (
    Clock,
    Compare,
    Condition,
    Gate,
    Silence,
    StageRule,
    StageRules,
    check_stage_rules,
    evidence_of,
)
from crm.domain.stages import Stage
from crm.domain.workdays import RestYear, WorkCalendar

DAY = date(2026, 3, 2)
USUAL = StageRules()


def with_rules(**changed: StageRule) -> StageRules:
    stages = tuple(changed.get(str(rule.stage), rule) for rule in USUAL.stages)
    return replace(USUAL, stages=stages)


HIDDEN = with_rules(
    pending_signing=StageRule(stage=Stage.PENDING_SIGNING, is_hidden=True),
    completed=StageRule(stage=Stage.COMPLETED, is_hidden=True, name="完工"),
    at_capacity=StageRule(stage=Stage.AT_CAPACITY, is_hidden=True),
)


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
    assert USUAL.next_stage(stage) is after


def test_hidden_stages_are_passed_over_and_renamed_ones_called_so() -> None:
    assert HIDDEN.next_stage(Stage.NEGOTIATION) is Stage.SIGNED
    assert HIDDEN.next_stage(Stage.PENDING_SIGNING) is Stage.SIGNED
    assert HIDDEN.next_stage(Stage.IN_PRODUCTION) is None
    assert HIDDEN.skipped(Stage.NEGOTIATION, Stage.SIGNED) == ()
    assert HIDDEN.skipped(Stage.NEGOTIATION, Stage.REGISTERED) == (Stage.SIGNED,)
    assert Stage.COMPLETED not in HIDDEN.shown
    assert HIDDEN.name(Stage.COMPLETED) == "完工"
    assert HIDDEN.name(Stage.SIGNED) == "Signed"


@pytest.mark.parametrize(
    ("current", "target", "left_out"),
    [
        (Stage.LEAD, Stage.INTENTION, ()),
        (Stage.LEAD, Stage.PENDING_SIGNING, (Stage.INTENTION, Stage.NEGOTIATION)),
        (Stage.SIGNED, Stage.SIGNED, ()),
        (Stage.SIGNED, Stage.NEGOTIATION, ()),
        (Stage.NEGOTIATION, Stage.LOST, ()),
        (Stage.LOST, Stage.NEGOTIATION, ()),
    ],
)
def test_skipped_stages(current: Stage, target: Stage, left_out: tuple[Stage, ...]) -> None:
    assert USUAL.skipped(current, target) == left_out


def test_lead_needs_nothing_and_ends_need_nothing() -> None:
    bare = Project(name="电驱桥")

    assert USUAL.missing_for(bare, Stage.LEAD) == ()
    assert USUAL.missing_for(bare, Stage.LOST) == USUAL.missing_for(bare, Stage.TERMINATED) == ()


def test_each_stage_adds_its_fields() -> None:
    bare = Project(name="电驱桥")

    assert USUAL.missing_for(bare, Stage.INTENTION) == ("enterprise_id", "owner_id")
    assert USUAL.missing_for(bare, Stage.NEGOTIATION)[2:] == (
        "build_content",
        "total_investment",
        "zone_id",
        "office_id",
    )
    assert USUAL.missing_for(bare, Stage.AT_CAPACITY) == tuple(
        gate.key for gate in USUAL.gates if gate.only_if is None
    )


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

    assert USUAL.missing_for(project, Stage.PENDING_SIGNING) == (
        "fair_competition",
        "evidence.letter_of_intent",
    )


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

    assert Silence(on=DAY).days(project) == days
    assert Silence(on=DAY).level(project) == level


def test_the_later_of_contact_and_stage_change_counts() -> None:
    old, recent = DAY - timedelta(days=100), DAY - timedelta(days=5)

    for since, contact in ((old, recent), (recent, old)):
        project = Project(name="电驱桥", stage=Stage.NEGOTIATION, stage_since=since, last_contact_on=contact)
        assert Silence(on=DAY).days(project) == 0


@pytest.mark.parametrize(
    ("review_on", "days"), [(None, 0), (DAY, 0), (DAY + timedelta(days=1), 0), (DAY - timedelta(days=1), 50)]
)
def test_on_hold_rests_until_its_review(review_on: date | None, days: int) -> None:
    since = DAY - timedelta(days=50)
    project = Project(name="电驱桥", stage_since=since, is_on_hold=True, review_on=review_on)

    assert Silence(on=DAY).days(project) == days


def test_nothing_known_is_no_stall() -> None:
    assert Silence(on=DAY).days(Project(name="电驱桥")) == 0
    assert Silence(on=DAY).days(Project(name="电驱桥", first_reported_on=DAY - timedelta(days=45))) == 45


def test_a_gate_asks_only_where_its_condition_holds() -> None:
    land = Gate(
        stage=Stage.SIGNED,
        field_name="land_situation",
        only_if=Condition(field_name="land_mu", test=Compare.ABOVE, value="0"),
    )
    rules = StageRules(gates=(land,))
    assert rules.missing_for(Project(name="电驱桥"), Stage.SIGNED) == ()
    assert rules.missing_for(Project(name="电驱桥", land_mu=Decimal(0)), Stage.SIGNED) == ()
    assert rules.missing_for(Project(name="电驱桥", land_mu=Decimal(3)), Stage.SIGNED) == ("land_situation",)
    assert rules.missing_for(Project(name="电驱桥", land_mu=Decimal(3)), Stage.NEGOTIATION) == ()


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition(field_name="sector"), True),
        (Condition(field_name="sector", test=Compare.IS, value="工业"), True),
        (Condition(field_name="sector", test=Compare.IS, value="农业"), False),
        (Condition(field_name="foreign_capital"), False),
        (Condition(field_name="total_investment", test=Compare.ABOVE, value="100000000"), True),
        (Condition(field_name="total_investment", test=Compare.ABOVE, value="900000000"), False),
        (Condition(field_name="fixed_investment", test=Compare.ABOVE, value="1"), False),  # in dollars
        (Condition(field_name="land_mu", test=Compare.ABOVE, value="nonsense"), True),
    ],
)
def test_conditions(condition: Condition, holds: bool) -> None:
    project = Project(
        name="电驱桥",
        sector="工业",
        land_mu=Decimal(3),
        total_investment=Money(value=Decimal(8) * 10**8),
        fixed_investment=Money(value=Decimal(10), currency="USD"),
    )
    assert condition.holds(project) is holds


@pytest.mark.parametrize(("clock", "days"), [(Clock.LATER, 40), (Clock.STAGE, 60), (Clock.CONTACT, 40)])
def test_the_clock_says_from_when_silence_counts(clock: Clock, days: int) -> None:
    rules = replace(USUAL, clock=clock)
    project = Project(
        name="电驱桥",
        stage=Stage.NEGOTIATION,
        stage_since=DAY - timedelta(days=60),
        last_contact_on=DAY - timedelta(days=40),
        first_reported_on=DAY - timedelta(days=90),
    )
    assert Silence(rules=rules, on=DAY).days(project) == days


def test_a_project_nobody_has_talked_to_is_silent_since_it_was_reported() -> None:
    rules = replace(USUAL, clock=Clock.CONTACT)
    project = Project(name="电驱桥", stage_since=DAY, first_reported_on=DAY - timedelta(days=50))
    assert Silence(rules=rules, on=DAY).days(project) == 50


def test_working_days_leave_weekends_and_rest_days_out() -> None:
    rules = replace(with_rules(lead=StageRule(stage=Stage.LEAD, stall_days=5)), uses_workdays=True)
    year = RestYear(year=2026, rest=(date(2026, 2, 24),), work=(date(2026, 2, 28),))
    project = Project(name="电驱桥", stage_since=date(2026, 2, 20))  # a Friday; DAY is a Monday
    assert Silence(rules=rules, on=DAY).days(project) == 6
    assert Silence(rules=rules, on=DAY, calendar=WorkCalendar((year,))).days(project) == 6
    later = replace(project, stage_since=date(2026, 2, 23))
    assert Silence(rules=rules, on=DAY).days(later) == 5
    assert Silence(rules=rules, on=DAY, calendar=WorkCalendar((replace(year, work=()),))).days(later) == 0


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (with_rules(lead=StageRule(stage=Stage.LEAD, stall_days=366)), "lead"),
        (with_rules(signed=StageRule(stage=Stage.SIGNED, is_hidden=True)), "signed"),
        (with_rules(signed=StageRule(stage=Stage.SIGNED, name="字" * 13)), "signed"),
        (with_rules(registered=StageRule(stage=Stage.REGISTERED, name="Signed")), "registered"),
        (replace(USUAL, gates=(Gate(stage=Stage.LOST, field_name="zone_id"),)), "gates"),
        (replace(USUAL, gates=(Gate(stage=Stage.SIGNED, field_name="stage"),)), "gates"),
        (replace(USUAL, gates=(USUAL.gates[0], USUAL.gates[0])), "gates"),
    ],
)
def test_rules_that_cannot_work_are_refused(rules: StageRules, field: str) -> None:
    assert {fault.field for fault in check_stage_rules(rules)} == {field}


def test_the_usual_rules_can_work() -> None:
    assert list(check_stage_rules(USUAL)) == []
    assert list(check_stage_rules(HIDDEN)) == []


def test_papers_count_and_quotes_where_they_are_allowed() -> None:
    letter, licence = EvidenceKind.LETTER_OF_INTENT, EvidenceKind.BUSINESS_LICENCE
    rules = StageRules(
        gates=(
            Gate(stage=Stage.SIGNED, evidence=letter, takes_quotes=True),
            Gate(stage=Stage.SIGNED, evidence=licence),
        )
    )
    project = Project(name="电驱桥")
    assert rules.missing_for(project, Stage.SIGNED) == (
        "evidence.letter_of_intent",
        "evidence.business_licence",
    )
    told = Held(quotes=frozenset({letter, licence}))
    assert rules.missing_for(project, Stage.SIGNED, told) == ("evidence.business_licence",)
    assert rules.missing_for(project, Stage.SIGNED, replace(told, files=frozenset({licence}))) == ()
    assert [evidence_of(gate.key) for gate in rules.gates] == [letter, licence]
    assert evidence_of("land_mu") is None
