"""Tasks that stages bring with them, and what is offered after a contact, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm.app import Crm
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import Project
from crm.domain.stage_plans import NextStep, NextSteps, StageTasks, StageText, TaskTemplate, parse_templates
from crm.domain.stages import Stage
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, become_admin


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", enterprise_id=office.firm.id, owner_id=office.colleague.id)


def test_tasks_are_written_a_line_each_with_days_and_steps() -> None:
    text = "- 先行\n\n核查 开工 +30天\n- 营业执照\n· 用地手续\n拍照"
    assert parse_templates(text) == (
        TaskTemplate(title="先行"),
        TaskTemplate(title="核查 开工", after_days=30, steps=("营业执照", "用地手续")),
        TaskTemplate(title="拍照"),
    )


def test_a_move_makes_the_tasks_of_its_stage_in_one_step(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    become_admin(crm)
    text = StageText(stage=Stage.INTENTION, text="约来访 +5\n- 发邀请")
    crm.settings.save_stage_tasks(StageTasks(texts=(text,)), 0)
    move = Move(stage=Stage.INTENTION, on=TODAY, today=TODAY, makes_tasks=True)
    crm.projects.move(project.key, project.version, move)
    [row] = crm.tasks.about(about(project), TODAY)
    assert (row.title, row.due_on, row.steps) == ("约来访", TODAY + timedelta(days=5), ("发邀请",))
    assert row.assignee_id == office.colleague.id
    crm.history.undo()
    assert crm.tasks.about(about(project), TODAY) == []
    back = crm.projects.get(project.key)
    assert back.stage is Stage.LEAD
    crm.projects.move(back.key, back.version, replace(move, makes_tasks=False))
    assert crm.tasks.about(about(project), TODAY) == []


@pytest.mark.parametrize("text", ["——", "核查 +900", "核查\n- 一\n- 一"])
def test_tasks_that_cannot_be_are_refused(crm: Crm, office: SampleOffice, text: str) -> None:
    become_admin(crm)
    with pytest.raises(ValidationError):
        crm.settings.save_stage_tasks(StageTasks(texts=(StageText(stage=Stage.SIGNED, text=text),)), 0)


def test_what_usually_follows_is_offered_by_way_and_stage(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    become_admin(crm)
    mine = (NextStep(stage=Stage.LEAD, days=10, step="寄资料"), NextStep(way=ContactWay.PHONE, days=3))
    kept = crm.settings.save_next_steps(NextSteps(steps=mine), 0)
    logged = crm.follow_ups.log(
        FollowUp(happened_on=TODAY, way=ContactWay.PHONE, text="谈用地"), [about(project)]
    )
    assert crm.follow_ups.suggested_next(logged.key) == mine
    assert crm.follow_ups.usual_next(ContactWay.PHONE, [about(project)]) == mine
    assert crm.follow_ups.usual_next(ContactWay.VISIT, []) == ()
    crm.follow_ups.plan_next(logged.key, TODAY + timedelta(days=10), "寄资料")
    planned = crm.projects.get(project.key)
    assert (planned.next_follow_up_on, planned.next_step) == (TODAY + timedelta(days=10), "寄资料")
    assert crm.settings.next_steps() == kept
    with pytest.raises(ValidationError):
        crm.settings.save_next_steps(NextSteps(steps=(NextStep(days=3),)), kept.version)
