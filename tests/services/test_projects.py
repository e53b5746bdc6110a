"""Projects through the front door, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.app import Crm
from crm.domain.directory import Industry
from crm.domain.errors import Conflict, NotFound, ValidationError
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.money import Money
from crm.domain.projects import Claim, FairCompetitionState, Obstacle, Project
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter, Sort
from crm.domain.stages import WAY, Stage
from crm.services.projects import NewProject
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi


def move(crm: Crm, project: Project, stage: Stage, on: date = TODAY, **values: object) -> Project:
    now = crm.projects.get(project.key)
    return crm.projects.move(now.key, now.version, Move(stage=stage, on=on, today=TODAY, **values))  # type: ignore[arg-type]


def faults(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return {fault.field for fault in error.value.faults}


# Making


def test_a_project_gets_its_number_owner_unit_enterprise_and_first_stage(
    crm: Crm, office: SampleOffice
) -> None:
    first = add_project(crm, "电芯一期", firm="霁川氢能科技有限公司")
    second = add_project(crm, "电芯二期")
    assert (first.code, second.code) == ("20260518001", "20260518002")
    assert (first.owner_id, first.office_id) == (office.me.id, office.unit.id)
    page = crm.projects.page(first.key, TODAY)
    assert page.enterprise is not None
    assert page.enterprise.name == "霁川氢能科技有限公司"
    assert [(entry.stage, entry.entered_on) for entry in page.stages] == [(Stage.LEAD, TODAY)]


def test_an_enterprise_known_by_its_short_name_is_not_made_twice(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "储能", firm="曜衡储能")
    assert project.enterprise_id == office.firm.id


def test_a_project_without_a_name_is_refused_at_its_field(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(ValidationError) as error:
        add_project(crm, " ")
    assert faults(error) == {"name"}
    assert crm.projects.find(ProjectFilter()) == []


def test_a_second_project_of_a_firm_must_be_meant(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "一期", enterprise_id=office.firm.id)
    new = NewProject(project=Project(name="二期", enterprise_id=office.firm.id), on=TODAY)
    with pytest.raises(ValidationError) as error:
        crm.projects.add(new)
    assert faults(error) == {"enterprise_id"}
    assert "一期" in str(error.value)
    assert crm.projects.add(replace(new, may_have_twins=True)).name == "二期"


def test_a_project_that_has_ended_is_no_twin(crm: Crm, office: SampleOffice) -> None:
    lost = add_project(crm, "一期", enterprise_id=office.firm.id)
    move(crm, lost, Stage.LOST, reason="资金不到位")
    new = NewProject(project=Project(name="二期", enterprise_id=office.firm.id), on=TODAY)
    assert crm.projects.add(new).enterprise_id == office.firm.id


# Changing


def test_two_officers_do_not_overwrite_each_other(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    crm.projects.change(project.key, project.version, next_step="寄材料")
    with pytest.raises(Conflict) as error:
        crm.projects.change(project.key, project.version, name="别名")
    theirs = error.value.theirs
    assert isinstance(theirs, Project)
    assert crm.projects.change(project.key, theirs.version, name="别名").next_step == "寄材料"


def test_the_stage_is_not_changed_in_passing(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    with pytest.raises(ValidationError) as error:
        crm.projects.change(project.key, project.version, stage=Stage.SIGNED)
    assert faults(error) == {"stage"}


def test_phase_one_above_the_total_is_refused(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", total_investment=yi("8"))
    with pytest.raises(ValidationError) as error:
        crm.projects.change(project.key, project.version, phase1_investment=yi("9"))
    assert faults(error) == {"phase1_investment"}


def test_several_projects_are_planned_and_handed_over_at_once(crm: Crm, office: SampleOffice) -> None:
    projects = [add_project(crm, name, next_step="旧") for name in ("甲", "乙")]
    ids = [project.key for project in projects]
    crm.projects.plan(ids, TODAY + timedelta(days=3))
    crm.projects.assign(ids, office.colleague.key)
    for key in ids:
        project = crm.projects.get(key)
        assert project.next_follow_up_on == TODAY + timedelta(days=3)
        assert project.next_step == "旧"
        assert project.owner_id == office.colleague.id
    crm.history.undo()
    assert {crm.projects.get(key).owner_id for key in ids} == {office.me.id}
    with pytest.raises(ValidationError):
        crm.projects.plan(ids, date(2300, 1, 1))


# Stages


def test_each_missing_fact_is_named_and_filled_on_the_way(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", firm="霁川氢能")
    move(crm, project, Stage.INTENTION)
    with pytest.raises(ValidationError) as error:
        move(crm, project, Stage.NEGOTIATION)
    assert faults(error) == {"build_content", "total_investment", "zone_id"}
    values = {"build_content": "厂房", "total_investment": yi("5"), "zone_id": office.zone.id}
    moved = move(crm, project, Stage.NEGOTIATION, values=values)
    assert (moved.stage, moved.total_investment) == (Stage.NEGOTIATION, yi("5"))
    assert moved.stage_since == TODAY


def test_a_move_fills_facts_and_nothing_else(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", firm="霁川氢能")
    moved = move(crm, project, Stage.INTENTION, values={"uid": "x", "code": "1", "id": 99, "remark": "好"})
    assert (moved.uid, moved.code, moved.id) == (project.uid, project.code, project.id)
    assert moved.remark == "好"


def test_figures_filled_on_the_way_are_checked(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", firm="霁川氢能", total_investment=yi("5"))
    with pytest.raises(ValidationError) as error:
        move(crm, project, Stage.INTENTION, values={"phase1_investment": yi("6")})
    assert faults(error) == {"phase1_investment"}


@pytest.mark.parametrize(
    ("on", "is_fine"), [(TODAY, True), (days_ago(10), True), (days_ago(11), False), (days_ago(-1), False)]
)
def test_a_stage_is_entered_between_the_last_one_and_today(
    crm: Crm, office: SampleOffice, on: date, is_fine: bool
) -> None:
    project = add_project(crm, "一期", days_ago(10), firm="霁川氢能")
    if is_fine:
        move(crm, project, Stage.INTENTION, on)
        assert crm.projects.page(project.key, TODAY).stages[-1].is_backdated == (on < TODAY)
        return
    with pytest.raises(ValidationError) as error:
        move(crm, project, Stage.INTENTION, on)
    assert faults(error) == {"on"}


def test_skipping_and_going_back_need_a_reason(crm: Crm, office: SampleOffice) -> None:
    ready = {"build_content": "厂房", "total_investment": yi("5"), "zone_id": office.zone.id}
    project = add_project(crm, "一期", days_ago(30), firm="霁川氢能")
    with pytest.raises(ValidationError) as error:
        move(crm, project, Stage.NEGOTIATION, values=ready)
    assert faults(error) == {"reason"}
    move(crm, project, Stage.NEGOTIATION, values=ready, reason="上门即谈")
    with pytest.raises(ValidationError) as error:
        move(crm, project, Stage.LEAD)
    assert faults(error) == {"reason"}


def test_going_back_leaves_the_stage_in_the_history_but_not_reached(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", days_ago(30), firm="霁川氢能")
    move(crm, project, Stage.INTENTION, days_ago(20))
    back = move(crm, project, Stage.LEAD, days_ago(5), reason="对方暂停")
    page = crm.projects.page(project.key, TODAY)
    assert back.stage_since == days_ago(5)
    assert [(entry.stage, entry.entered_on, entry.is_return) for entry in page.stages] == [
        (Stage.LEAD, days_ago(30), False),
        (Stage.LEAD, days_ago(5), True),
    ]
    assert [entry.stage for entry in page.timeline if entry.kind == "stage"] == [
        Stage.LEAD,
        Stage.INTENTION,
        Stage.LEAD,
    ]


def test_going_back_cannot_lie_before_what_stays(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", days_ago(30), firm="霁川氢能")
    move(crm, project, Stage.INTENTION, days_ago(20))
    ready = {"build_content": "厂房", "total_investment": yi("5"), "zone_id": office.zone.id}
    move(crm, project, Stage.NEGOTIATION, days_ago(10), values=ready)
    with pytest.raises(ValidationError) as error:
        move(crm, project, Stage.INTENTION, days_ago(31), reason="退回")
    assert faults(error) == {"on"}


def test_a_lost_project_rests_and_can_be_taken_up_again(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", days_ago(30), next_follow_up_on=TODAY, next_step="催")
    lost = move(crm, project, Stage.LOST, reason="落户其他地区", went_to="合肥市")
    assert (lost.next_follow_up_on, lost.next_step) == (None, "")
    assert (lost.loss_reason, lost.went_to) == ("落户其他地区", "合肥市")
    again = move(crm, project, Stage.LEAD, reason="回头再谈")
    assert (again.loss_reason, again.went_to) == ("", "")
    assert crm.history.undo() is not None
    assert crm.projects.get(project.key).stage is Stage.LOST


def test_a_project_on_hold_does_not_stall_until_its_day(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", days_ago(90))
    assert crm.projects.items([project.key], TODAY)[0].stall_level == 2
    held = crm.projects.hold(project.key, project.version, TODAY + timedelta(days=9))
    assert crm.projects.items([project.key], TODAY)[0].stalled_days == 0
    assert crm.projects.items([project.key], TODAY + timedelta(days=10))[0].stalled_days == 100
    up = crm.projects.hold(held.key, held.version, None)
    assert (up.is_on_hold, up.review_on) == (False, None)


# Figures


def test_an_adopted_figure_becomes_the_project_s_and_the_others_stay(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", total_investment=yi("10"))
    with crm.store.write("test") as writer:
        old = writer.save(
            Claim(
                project_id=project.key,
                field_name="total_investment",
                amount=yi("10"),
                is_adopted=True,
            )
        )
        new = writer.save(Claim(project_id=project.key, field_name="total_investment", amount=yi("12")))
        words = writer.save(Claim(project_id=project.key, field_name="total_investment", text="数十亿"))
        other = writer.save(Claim(project_id=project.key, field_name="jobs", number=Decimal(300)))
    assert crm.projects.adopt(new.key).total_investment == yi("12")
    page = crm.projects.page(project.key, TODAY)
    assert {claim.key: claim.is_adopted for claim in page.claims if claim.field_name != "jobs"} == {
        old.key: False,
        new.key: True,
        words.key: False,
    }
    assert page.row.claim_count == 3
    for nothing in (words, other):
        with pytest.raises(ValidationError):
            crm.projects.adopt(nothing.key)
    assert crm.projects.get(project.key).total_investment == yi("12")


# Lists


def test_filters_narrow_the_list(crm: Crm, office: SampleOffice) -> None:
    chain = crm.directory.industry(office.node.parent_id or 0)
    other = crm.directory.save_industry(Industry(name="海工装备"))
    mine = add_project(crm, "储能电芯", industry_id=office.node.id, zone_id=office.zone.id, firm="曜衡储能")
    theirs = add_project(
        crm, "导管架", owner_id=office.colleague.id, industry_id=other.id, total_investment=yi("0.5")
    )
    dollars = add_project(crm, "外资", total_investment=Money(value=Decimal(1000), currency="USD"))

    def found(**parts: object) -> set[str]:
        ids = crm.projects.find(ProjectFilter(**parts))  # type: ignore[arg-type]
        return {row.name for row in crm.projects.items(ids, TODAY)}

    assert found(owner_id=office.colleague.id) == {theirs.name}
    assert found(zone_id=office.zone.id) == {mine.name}
    assert found(industry_id=chain.id) == {mine.name}
    assert found(text="曜衡") == {mine.name}
    assert found(text="没有的") == set()
    assert found(least_total=yi("1").value) == {mine.name, dollars.name}
    assert found(stages=(Stage.SIGNED,)) == set()
    assert found(without_plan=True) == {mine.name, theirs.name, dollars.name}


def test_days_of_the_next_follow_up_tell_overdue_due_and_soon(crm: Crm, office: SampleOffice) -> None:
    for name, shift in (("过期", -1), ("今天", 0), ("后天", 2), ("下月", 30)):
        add_project(crm, name, next_follow_up_on=TODAY + timedelta(days=shift))
    week = TODAY + timedelta(days=7)

    def found(**parts: object) -> list[str]:
        ids = crm.projects.find(ProjectFilter(**parts))  # type: ignore[arg-type]
        return [row.name for row in crm.projects.items(ids, TODAY)]

    assert found(overdue_on=TODAY) == ["过期"]
    assert found(due_on=TODAY) == ["今天"]
    assert found(due_on=TODAY, due_until=week) == ["后天"]
    assert found() == ["过期", "今天", "后天", "下月"]


@pytest.mark.parametrize(
    "key",
    ["enterprise", "stage", "total_investment", "land_mu", "zone", "owner", "last_contact_on", "no_column"],
)
def test_every_order_is_the_same_read_backwards_but_for_the_unknown(
    crm: Crm, office: SampleOffice, key: str
) -> None:
    add_project(crm, "甲", firm="曜衡储能", total_investment=yi("3"), land_mu=Decimal("12.5"))
    add_project(crm, "乙", firm="安屿机电", stage=Stage.SIGNED, total_investment=yi("1"), land_mu=Decimal(9))
    add_project(crm, "丙", zone_id=office.zone.id, owner_id=office.colleague.id, last_contact_on=TODAY)
    up = crm.projects.find(ProjectFilter(), Sort(key=key))
    down = crm.projects.find(ProjectFilter(), Sort(key=key, descending=True))
    assert sorted(up) == sorted(down)
    if key in ("total_investment", "land_mu"):
        assert up[-1] == down[-1]  # unknown figures stand last either way
        assert up[:2] == down[:2][::-1]
    if key == "enterprise":
        rows = [row.enterprise for row in crm.projects.items(up, TODAY)]
        assert rows[:2] == sorted(rows[:2])


def test_the_line_under_the_table_counts_yuan_alone(crm: Crm, office: SampleOffice) -> None:
    add_project(
        crm, "甲", total_investment=yi("3"), phase1_investment=yi("1.25"), land_mu=Decimal("12.5"),
        next_follow_up_on=days_ago(1),
    )  # fmt: skip
    add_project(crm, "乙", days_ago(90), total_investment=yi("0.01"), land_mu=Decimal("7.5"))
    add_project(crm, "丙", total_investment=yi("2", "USD"))
    totals = crm.projects.totals(ProjectFilter(), TODAY)
    assert (totals.count, totals.without_amount) == (3, 1)
    assert totals.total == yi("3.01").value
    assert totals.phase1 == yi("1.25").value
    assert totals.land_mu == Decimal(20)
    assert (totals.overdue, totals.stalled) == (1, 1)
    nothing = crm.projects.totals(ProjectFilter(text="没有"), TODAY)
    assert (nothing.count, nothing.total, nothing.land_mu) == (0, Decimal(0), Decimal(0))


def test_the_funnel_leaves_the_ends_out(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "甲", total_investment=yi("3"))
    add_project(crm, "乙")
    move(crm, add_project(crm, "丙"), Stage.LOST, reason="资金不到位")
    bars = crm.projects.funnel(ProjectFilter(), TODAY)
    assert [bar.stage for bar in bars] == list(WAY)
    assert (bars[0].count, bars[0].total, bars[0].without_amount) == (2, yi("3").value, 1)


def test_the_project_that_has_come_furthest_leads_its_node(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "甲", industry_id=office.node.id)
    further = add_project(crm, "乙", firm="曜衡储能", industry_id=office.node.id)
    add_project(crm, "丙")
    move(crm, further, Stage.INTENTION)
    leads = crm.projects.leads(ProjectFilter(is_open=True), TODAY)
    assert {node: row.name for node, row in leads.items()} == {office.node.key: "乙"}


def test_filters_are_counted_together(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "甲")
    move(crm, add_project(crm, "乙"), Stage.LOST, reason="资金不到位")
    wanted = (ProjectFilter(), ProjectFilter(is_open=True), ProjectFilter(text="乙"))
    assert crm.projects.counts(wanted) == [2, 1, 1]


def test_signings_of_a_week_are_found_by_the_day_they_happened(crm: Crm, office: SampleOffice) -> None:
    project = add_project(
        crm, "甲", days_ago(60), firm="曜衡储能", build_content="厂房", total_investment=yi("5"),
        zone_id=office.zone.id, planned_signing_on=TODAY, fair_competition=FairCompetitionState.PASSED,
        agreement_kind="正式协议", industry_id=office.node.id,
    )  # fmt: skip
    move(crm, project, Stage.SIGNED, days_ago(6), reason="一步到位")
    week = ProjectFilter(signed_from=days_ago(7), signed_to=TODAY)
    assert crm.projects.find(week) == [project.key]
    assert crm.projects.find(replace(week, signed_from=days_ago(5))) == []


# Page, obstacles, deleting


def test_the_page_tells_edits_in_words_and_follow_ups_once(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    changed = crm.projects.change(
        project.key, project.version, total_investment=yi("12.5"), owner_id=office.colleague.id
    )
    crm.follow_ups.log(
        FollowUp(happened_on=TODAY, way=ContactWay.PHONE, text="谈用地", next_on=TODAY + timedelta(days=3)),
        [about(changed)],
    )
    page = crm.projects.page(project.key, TODAY)
    kinds = [entry.kind for entry in page.timeline]
    assert kinds.count("follow_up") == 1
    assert kinds.count("fields") == 1
    [edit] = [entry for entry in page.timeline if entry.kind == "fields"]
    told = {change.field: (change.before, change.after) for change in edit.changes}
    assert told == {"total_investment": ("", "CNY 1.25bn"), "owner_id": ("沈砚秋", "顾明川")}
    assert [row.name for row in page.contacts] == ["周岚"]
    assert (page.owner and page.owner.name, page.row.node) == ("顾明川", "")


def test_an_undone_edit_leaves_the_timeline(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    crm.projects.change(project.key, project.version, remark="错了")
    crm.history.undo()
    assert "fields" not in [entry.kind for entry in crm.projects.page(project.key, TODAY).timeline]


def test_obstacles_are_noted_and_closed(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    with pytest.raises(ValidationError) as error:
        crm.projects.save_obstacle(Obstacle(project_id=project.key, text=" "))
    assert faults(error) == {"text"}
    noted = crm.projects.save_obstacle(Obstacle(project_id=project.key, text="变电站余量不足"))
    assert crm.projects.close_obstacle(noted.key, TODAY).closed_on == TODAY


def test_a_deleted_project_comes_back_whole(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    crm.projects.save_obstacle(Obstacle(project_id=project.key, text="变电站余量不足"))
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="谈用地"), [about(project)])
    before = crm.projects.page(project.key, TODAY)
    crm.projects.delete(project.key)
    with pytest.raises(NotFound):
        crm.projects.get(project.key)
    # What was said stays with the firm.
    assert len(crm.follow_ups.of_record(Ref(kind="enterprise", id=office.firm.key))) == 1
    crm.history.undo()
    after = crm.projects.page(project.key, TODAY)
    assert [entry.text for entry in after.obstacles] == [entry.text for entry in before.obstacles]
    assert [e.kind for e in after.timeline].count("follow_up") == 1
    assert crm.follow_ups.of_record(Ref(kind="enterprise", id=office.firm.key)) == []


def test_follow_ups_of_a_project_without_a_firm_go_with_it(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期")
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="谈用地"), [about(project)])
    crm.projects.delete(project.key)
    assert crm.follow_ups.between(TODAY, TODAY) == []
