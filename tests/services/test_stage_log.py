"""The stage log: what it counts, what is written down afterwards, and what rests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.app import Crm
from crm.domain.errors import ValidationError
from crm.domain.office_rules import EndReasons
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter, TodayGroup
from crm.domain.stages import Stage
from crm.services.steps.stages import Move, PassedStage
from tests.crm import TODAY, SampleOffice, add_project, become_admin, days_ago, yi


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    """In talks, with all that a signing asks for but papers."""
    return add_project(
        crm,
        "储能",
        days_ago(100),
        enterprise_id=office.firm.id,
        build_content="厂房",
        total_investment=yi("5"),
        zone_id=office.zone.id,
        land_mu=Decimal(60),
    )


def move(crm: Crm, project: Project, stage: Stage, on: date, **parts: object) -> Project:
    now = crm.projects.get(project.key)
    asked = Move(stage=stage, on=on, today=TODAY, may_skip_gates=True, **parts)  # type: ignore[arg-type]
    return crm.projects.move(now.key, now.version, asked)


def passed(stage: Stage, on: date, reason: str = "当时漏记") -> PassedStage:
    return PassedStage(stage=stage, on=on, today=TODAY, reason=reason)


def days_of(crm: Crm, project: Project) -> list[tuple[str, date]]:
    return [(str(entry.stage), entry.entered_on) for entry in crm.projects.page(project.key, TODAY).stages]


def test_a_signing_counts_once_however_often_the_project_comes_back(crm: Crm, project: Project) -> None:
    move(crm, project, Stage.SIGNED, days_ago(60), reason="当场签约")
    move(crm, project, Stage.TERMINATED, days_ago(40), reason="资金不到位")
    move(crm, project, Stage.SIGNED, days_ago(3), reason="资金落实")
    recent = ProjectFilter(signed_from=days_ago(7), signed_to=TODAY)
    then = ProjectFilter(signed_from=days_ago(70), signed_to=days_ago(50))
    assert crm.projects.find(recent) == []
    assert crm.projects.find(then) == [project.key]
    assert crm.projects.get(project.key).stage_since == days_ago(3)
    entries = {entry.stage: entry for entry in crm.projects.page(project.key, TODAY).stages}
    assert Stage.TERMINATED not in entries


def test_going_back_takes_later_stages_out_of_the_count(crm: Crm, project: Project) -> None:
    move(crm, project, Stage.SIGNED, days_ago(60), reason="当场签约")
    move(crm, project, Stage.INTENTION, days_ago(50), reason="协议作废")
    everything = ProjectFilter(signed_from=days_ago(99), signed_to=TODAY)
    assert crm.projects.find(everything) == []
    move(crm, project, Stage.SIGNED, days_ago(10), reason="重新签约")
    assert crm.projects.find(everything) == [project.key]
    assert crm.projects.find(ProjectFilter(signed_from=days_ago(20), signed_to=TODAY)) == [project.key]


def test_each_entry_tells_the_days_before_what_was_skipped_and_the_land(crm: Crm, project: Project) -> None:
    move(crm, project, Stage.INTENTION, days_ago(80))
    move(crm, project, Stage.SIGNED, days_ago(60), reason="当场签约")
    told = [entry for entry in crm.projects.page(project.key, TODAY).timeline if entry.kind == "stage"]
    assert [(entry.stage, entry.days) for entry in told] == [
        (Stage.SIGNED, 20),
        (Stage.INTENTION, 20),
        (Stage.LEAD, None),
    ]
    newest = told[0].entry
    assert newest is not None
    assert newest.skipped == ("negotiation", "pending_signing")
    assert newest.land_mu == 60
    assert newest.is_backdated


def test_a_passed_stage_is_written_down_between_its_neighbours(crm: Crm, project: Project) -> None:
    move(crm, project, Stage.SIGNED, days_ago(60), reason="当场签约")
    for on in (days_ago(101), days_ago(59)):
        with pytest.raises(ValidationError) as error:
            crm.projects.record_stage(project.key, passed(Stage.NEGOTIATION, on))
        assert {fault.field for fault in error.value.faults} == {"on"}
    entry = crm.projects.record_stage(project.key, passed(Stage.NEGOTIATION, days_ago(70)))
    assert (entry.from_stage, entry.is_backdated) == (Stage.LEAD, True)
    assert crm.projects.get(project.key).stage is Stage.SIGNED
    assert days_of(crm, project) == [
        ("lead", days_ago(100)),
        ("negotiation", days_ago(70)),
        ("signed", days_ago(60)),
    ]
    crm.history.undo()
    assert len(days_of(crm, project)) == 2


@pytest.mark.parametrize(
    ("stage", "reason", "field"),
    [
        (Stage.LEAD, "漏记", "stage"),  # written down already
        (Stage.SIGNED, "漏记", "stage"),
        (Stage.STARTED, "漏记", "stage"),  # not reached
        (Stage.LOST, "漏记", "stage"),
        (Stage.INTENTION, " ", "reason"),
    ],
)
def test_what_was_not_passed_or_is_there_already_is_refused(
    crm: Crm, project: Project, stage: Stage, reason: str, field: str
) -> None:
    move(crm, project, Stage.SIGNED, days_ago(60), reason="当场签约")
    with pytest.raises(ValidationError) as error:
        crm.projects.record_stage(project.key, passed(stage, days_ago(70), reason))
    assert field in {fault.field for fault in error.value.faults}


def test_a_resting_project_comes_back_to_today_on_its_day(crm: Crm, project: Project) -> None:
    held = crm.projects.hold(project.key, project.version, TODAY + timedelta(days=9), "等上市结果")
    assert (held.is_on_hold, held.hold_reason) == (True, "等上市结果")
    assert crm.follow_ups.today(TODAY).groups[TodayGroup.REVIEWS] == ()
    [row] = crm.follow_ups.today(TODAY + timedelta(days=9)).groups[TodayGroup.REVIEWS]
    assert row.project.id == project.key
    up = crm.projects.hold(held.key, held.version, None)
    assert (up.is_on_hold, up.review_on, up.hold_reason) == (False, None, "")
    assert crm.follow_ups.today(TODAY + timedelta(days=9)).groups[TodayGroup.REVIEWS] == ()


def test_a_move_ends_the_rest(crm: Crm, project: Project) -> None:
    held = crm.projects.hold(project.key, project.version, TODAY, "等上市结果")
    moved = move(crm, held, Stage.INTENTION, TODAY)
    assert (moved.is_on_hold, moved.hold_reason) == (False, "")


def test_why_projects_end_is_the_office_s_list(crm: Crm, project: Project) -> None:
    become_admin(crm)
    assert "资金不到位" in crm.projects.page(project.key, TODAY).end_reasons
    crm.settings.save_end_reasons(EndReasons(reasons=("选址落选",)), 0)
    assert crm.projects.page(project.key, TODAY).end_reasons == ("选址落选",)
    for reasons in ((), ("字" * 31,)):
        with pytest.raises(ValidationError):
            crm.settings.save_end_reasons(EndReasons(reasons=reasons), 1)
