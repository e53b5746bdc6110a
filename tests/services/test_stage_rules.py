"""The office's rules: kept for everybody, and the same in the database as in the program."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm.app import Crm
from crm.data.queries.evidence import held_by
from crm.data.writer import Writer
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.errors import Conflict, NotFound, Refused, ValidationError
from crm.domain.evidence import NOTHING_HELD, EvidenceKind
from crm.domain.follow_ups import FollowUp
from crm.domain.money import Money
from crm.domain.projects import FairCompetitionState, Project
from crm.domain.rows import ProjectFilter
from crm.domain.stage_rules import Clock, Compare, Condition, Gate, Silence, StageRule, StageRules, in_order
from crm.domain.stages import WAY, Stage
from crm.domain.workdays import RestYear
from crm.services.steps.files import Paper, keep_file
from tests.crm import TODAY, SampleOffice, about, add_project, become_admin, days_ago, yi

SEEDS = range(3)


def any_day(dice: random.Random) -> date | None:
    return dice.choice([None, days_ago(dice.randrange(-5, 130)), days_ago(dice.randrange(15, 50))])


def any_project(dice: random.Random, office: SampleOffice) -> Project:
    return Project(
        name=f"项目{dice.random()}",
        stage=dice.choice(list(Stage)),
        stage_since=any_day(dice),
        last_contact_on=any_day(dice),
        first_reported_on=any_day(dice),
        is_on_hold=dice.random() < 0.3,
        review_on=any_day(dice),
        enterprise_id=dice.choice([None, office.firm.id]),
        owner_id=dice.choice([None, office.me.id]),
        office_id=dice.choice([None, office.unit.id]),
        zone_id=dice.choice([None, office.zone.id]),
        industry_id=dice.choice([None, office.node.id]),
        build_content=dice.choice(["", "厂房"]),
        agreement_kind=dice.choice(["", "正式协议"]),
        land_situation=dice.choice(["", "新供地"]),
        sector=dice.choice(["", "工业"]),
        planned_signing_on=dice.choice([None, TODAY]),
        fair_competition=dice.choice(list(FairCompetitionState)),
        total_investment=dice.choice([None, yi("5"), yi("0"), Money(value=Decimal(9), currency="USD")]),
        land_mu=dice.choice([None, Decimal(0), Decimal("12.5")]),
    )


def give_evidence(writer: Writer, dice: random.Random, project: Project, article: Article) -> None:
    """Some papers, some sentences, some of them confirmed."""
    for kind in dice.sample(list(EvidenceKind), dice.randrange(4)):
        keep_file(writer, about(project), Paper(name=f"{kind}.txt", content=b"x", kind=kind))
        mention = Mention(
            article_id=article.key,
            target_kind="project",
            target_id=project.id,
            quote="开工",
            proves=str(dice.choice(list(EvidenceKind))),
            state=dice.choice(list(MentionState)),
        )
        writer.save(mention)


def any_rules(dice: random.Random) -> StageRules:
    usual = StageRules()
    stages = tuple(
        replace(rule, stall_days=dice.choice([0, 1, 20, 30, 45]), is_hidden=hidden)
        for rule in usual.stages
        for hidden in [dice.random() < 0.3 and rule.stage in WAY[1:4]]
    )
    conditions = [
        None,
        Condition(field_name="land_mu", test=Compare.ABOVE, value="0"),
        Condition(field_name="total_investment", test=Compare.ABOVE, value="100000000"),
        Condition(field_name="sector", test=Compare.IS, value="工业"),
        Condition(field_name="sector", test=Compare.IS),
        Condition(field_name="foreign_capital"),
    ]
    gates = tuple(
        replace(gate, only_if=dice.choice(conditions)) for gate in usual.gates if dice.random() < 0.3
    )
    return StageRules(
        stages=stages, gates=gates, clock=dice.choice(list(Clock)), uses_workdays=dice.random() < 0.5
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_database_and_the_program_agree_on_random_projects(
    crm: Crm, office: SampleOffice, seed: int
) -> None:
    dice = random.Random(seed)
    become_admin(crm)
    with crm.store.write("test") as writer:
        projects = [writer.save(any_project(dice, office)) for _number in range(120)]
        article = writer.save(Article(title="开工"))
        for project in projects:
            give_evidence(writer, dice, project, article)
        held = held_by(writer, [project.key for project in projects])
    seen = 0
    for _round in range(6):
        rules = any_rules(dice)
        crm.settings.save_stage_rules(rules, crm.settings.stage_rules().version)
        silence = Silence(rules=rules, calendar=crm.settings.calendar(), on=TODAY)
        silent = {project.key for project in projects if silence.days(project)}
        lacking = {
            project.key
            for project in projects
            if (following := rules.next_stage(project.stage))
            and rules.missing_for(project, following, held.get(project.key, NOTHING_HELD))
        }
        assert set(crm.projects.find(ProjectFilter(silent_on=TODAY))) == silent
        assert set(crm.projects.find(ProjectFilter(is_incomplete=True))) == lacking
        rows = crm.projects.items([project.key for project in projects], TODAY)
        assert {row.id for row in rows if row.stalled_days} == silent
        assert {row.id for row in rows if row.missing} == lacking
        assert crm.projects.totals(ProjectFilter(), TODAY).stalled == len(silent)
        seen += len(silent) + len(lacking)
    assert seen


def test_rules_are_kept_for_every_officer_and_can_be_undone(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    kept = crm.settings.stage_rules()
    assert (kept.value, kept.version) == (StageRules(), 0)
    stages = (StageRule(stage=Stage.LEAD, name="信息"), *kept.value.stages[1:])
    saved = crm.settings.save_stage_rules(replace(kept.value, stages=stages), kept.version)
    assert crm.settings.stage_rules() == saved
    assert saved.value.name(Stage.LEAD) == "信息"
    crm.history.undo()
    assert crm.settings.stage_rules().value == StageRules()


def test_two_who_change_the_rules_do_not_overwrite_each_other(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    opened = crm.settings.stage_rules()
    crm.settings.save_stage_rules(replace(opened.value, clock=Clock.STAGE), opened.version)
    with pytest.raises(Conflict):
        crm.settings.save_stage_rules(replace(opened.value, uses_workdays=True), opened.version)
    assert crm.settings.stage_rules().value.clock is Clock.STAGE


def test_rules_are_the_administrator_s(crm: Crm, office: SampleOffice) -> None:
    for work in (
        lambda: crm.settings.save_stage_rules(StageRules(), 0),
        lambda: crm.settings.save_rest_year(2027, [date(2027, 1, 1)], []),
        lambda: crm.settings.remove_rest_year(2027),
    ):
        with pytest.raises(Refused):
            work()


def test_rules_that_cannot_work_are_not_kept(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    gates = in_order((Gate(stage=Stage.LOST, field_name="zone_id"),))
    with pytest.raises(ValidationError):
        crm.settings.save_stage_rules(StageRules(gates=gates), 0)
    assert crm.settings.stage_rules().version == 0


def test_next_year_is_entered_when_it_is_announced(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    day = date(2027, 1, 4)
    assert crm.settings.calendar().is_workday(day)
    made = crm.settings.save_rest_year(2027, [date(2027, 1, 1), day], [date(2027, 1, 9)])
    assert crm.settings.entered_years() == (made,)
    assert not crm.settings.calendar().is_workday(day)
    assert crm.settings.calendar().is_workday(date(2027, 1, 9))
    again = crm.settings.save_rest_year(2027, [date(2027, 1, 1)], [])
    assert again == RestYear(year=2027, rest=(date(2027, 1, 1),))
    crm.settings.remove_rest_year(2027)
    assert not crm.settings.calendar().knows(2027)
    with pytest.raises(NotFound):
        crm.settings.remove_rest_year(2027)


def test_a_shipped_year_can_be_corrected(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    crm.settings.save_rest_year(2026, [date(2026, 5, 18)], [])
    assert not crm.settings.calendar().is_workday(date(2026, 5, 18))
    assert crm.settings.calendar().is_workday(date(2026, 10, 1))
    crm.settings.remove_rest_year(2026)
    assert not crm.settings.calendar().is_workday(date(2026, 10, 1))


def test_working_days_make_a_project_silent_later(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "电芯", TODAY - timedelta(days=50))
    assert crm.projects.items([project.key], TODAY)[0].stalled_days == 50
    become_admin(crm)
    kept = crm.settings.stage_rules()
    crm.settings.save_stage_rules(replace(kept.value, uses_workdays=True), kept.version)
    assert crm.projects.items([project.key], TODAY)[0].stalled_days == 0
    assert crm.projects.find(ProjectFilter(silent_on=TODAY)) == []


def test_rules_are_estimated_before_they_are_set(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    quiet = add_project(crm, "久未联系", days_ago(25))
    talked = add_project(crm, "常联系", days_ago(25))
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="电话"), [about(talked)])
    stages = tuple(StageRule(stage=stage, stall_days=20) for stage in Stage)
    found = crm.settings.estimate_silence(StageRules(stages=stages), TODAY)
    assert (found.spoken, found.silent, found.days) == (2, 1, 30)
    assert crm.settings.stage_rules().version == 0
    resting = crm.projects.hold(quiet.key, quiet.version, TODAY, "等")
    assert resting.is_on_hold
    assert crm.settings.estimate_silence(StageRules(stages=stages), TODAY).silent == 0


def test_who_falls_silent_is_told_once_unless_the_office_wants_no_reminders(
    crm: Crm, office: SampleOffice
) -> None:
    become_admin(crm)
    add_project(crm, "久未联系", days_ago(50), owner_id=office.me.id)
    morning = datetime(2026, 5, 18, 9, tzinfo=UTC)
    [rung] = crm.reminders.ring(morning, TODAY)
    assert (rung.what, rung.due_on) == ("silent for 50 days", days_ago(50))
    assert crm.reminders.ring(morning + timedelta(days=1), TODAY + timedelta(days=1)) == []
    kept = crm.settings.stage_rules()
    crm.settings.save_stage_rules(replace(kept.value, reminds=False), kept.version)
    assert crm.reminders.waiting(morning, TODAY) == []
