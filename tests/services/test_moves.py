"""Several projects moved to another stage together, through the gates of a single move."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.app import Crm
from crm.domain.errors import Doubtful
from crm.domain.money import Money
from crm.domain.projects import Project
from crm.domain.stages import Stage
from crm.services.steps.moves import MoveOutcome, ProjectMove
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, add_project, days_ago, yi


@pytest.fixture
def pair(crm: Crm, office: SampleOffice) -> list[Project]:
    """In the intention stage; the first has all that talks ask for, the second neither figure nor text."""
    known = {"build_content": "厂房", "total_investment": yi("5")}
    same = {"enterprise_id": office.firm.id, "stage": Stage.INTENTION, "zone_id": office.zone.id}
    return [
        add_project(crm, "储能", days_ago(30), **same, **known),  # type: ignore[arg-type]
        add_project(crm, "隔膜", days_ago(30), **same),  # type: ignore[arg-type]
    ]


def asked(project: Project, stage: Stage = Stage.NEGOTIATION, **parts: object) -> ProjectMove:
    move = Move(**{"stage": stage, "on": TODAY, "today": TODAY, **parts})  # type: ignore[arg-type]
    return ProjectMove(project_id=project.key, version=project.version, move=move)


def stages(crm: Crm, pair: list[Project]) -> list[Stage]:
    return [crm.projects.get(project.key).stage for project in pair]


def fields(outcome: MoveOutcome) -> list[str]:
    return [fault.field for fault in outcome.faults]


def test_what_each_project_lacks_is_told_before_anything_is_written(crm: Crm, pair: list[Project]) -> None:
    ids = [project.key for project in pair]
    page = crm.projects.moves_page(ids, Stage.NEGOTIATION)
    assert [row.lacking for row in page.rows] == [(), ("build_content", "total_investment")]
    later = crm.projects.moves_page(ids, Stage.PENDING_SIGNING)
    assert [row.skipped for row in later.rows] == [(Stage.NEGOTIATION,)] * 2
    assert [row.goes_back for row in crm.projects.moves_page(ids, Stage.LEAD).rows] == [True, True]
    there = crm.projects.moves_page(ids, Stage.INTENTION)
    assert (there.rows, there.there) == ((), 2)


def test_where_one_is_refused_none_is_moved(crm: Crm, pair: list[Project]) -> None:
    outcomes = crm.projects.move_many([asked(project) for project in pair])
    assert [fields(outcome) for outcome in outcomes] == [[], ["build_content", "total_investment"]]
    assert [outcome.is_moved for outcome in outcomes] == [False, False]
    assert stages(crm, pair) == [Stage.INTENTION, Stage.INTENTION]


def test_those_that_can_are_moved_when_the_officer_agrees(crm: Crm, pair: list[Project]) -> None:
    outcomes = crm.projects.move_many([asked(project) for project in pair], those_that_can=True)
    assert [outcome.is_moved for outcome in outcomes] == [True, False]
    assert stages(crm, pair) == [Stage.NEGOTIATION, Stage.INTENTION]


def test_several_moves_are_one_step_for_undo(crm: Crm, pair: list[Project]) -> None:
    filled = {"build_content": "涂布线", "total_investment": yi("2")}
    crm.projects.move_many([asked(pair[0]), asked(pair[1], values=filled)])
    assert stages(crm, pair) == [Stage.NEGOTIATION, Stage.NEGOTIATION]
    assert crm.projects.get(pair[1].key).total_investment == yi("2")
    crm.history.undo()
    assert stages(crm, pair) == [Stage.INTENTION, Stage.INTENTION]
    assert crm.projects.get(pair[1].key).total_investment is None


def test_going_back_and_days_that_cannot_be_are_refused_project_by_project(
    crm: Crm, pair: list[Project]
) -> None:
    back = crm.projects.move_many([asked(project, Stage.LEAD) for project in pair])
    assert [fields(outcome) for outcome in back] == [["reason"], ["reason"]]
    early = crm.projects.move_many([asked(pair[0], on=TODAY + timedelta(days=1))])
    assert fields(early[0]) == ["on"]
    told = crm.projects.move_many([asked(project, Stage.LEAD, reason="对方换人") for project in pair])
    assert all(outcome.is_moved for outcome in told)


def test_a_project_that_somebody_changed_or_deleted_holds_up_the_others(
    crm: Crm, pair: list[Project]
) -> None:
    crm.projects.change(pair[0].key, pair[0].version, remark="改过")
    crm.projects.delete(pair[1].key)
    outcomes = crm.projects.move_many([asked(project) for project in pair])
    assert [bool(outcome.faults) for outcome in outcomes] == [True, True]
    assert outcomes[0].version == crm.projects.get(pair[0].key).version
    assert crm.projects.get(pair[0].key).stage is Stage.INTENTION


def test_figures_that_can_hardly_be_meant_are_asked_about_together(crm: Crm, pair: list[Project]) -> None:
    huge = {"build_content": "厂房", "total_investment": Money(value=Decimal(10**13))}
    moves = [asked(project, values=huge) for project in pair]
    with pytest.raises(Doubtful) as raised:
        crm.projects.move_many(moves)
    assert [question[:2] for question in raised.value.questions] == ["储能", "隔膜"]
    assert stages(crm, pair) == [Stage.INTENTION, Stage.INTENTION]


def test_an_end_is_the_one_that_fits_each_project(
    crm: Crm, office: SampleOffice, pair: list[Project]
) -> None:
    signed = add_project(crm, "铜箔", days_ago(9), enterprise_id=office.firm.id, stage=Stage.SIGNED)
    page = crm.projects.moves_page([pair[0].key, signed.key], Stage.LOST)
    assert [row.target for row in page.rows] == [Stage.LOST, Stage.TERMINATED]
