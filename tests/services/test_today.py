"""What an officer should know this morning, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm.app import Crm
from crm.domain.articles import Article, Mention
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import StageEntry
from crm.domain.rows import TodayGroup
from crm.domain.stages import Stage
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_every_plan_stands_in_exactly_one_group(crm: Crm, office: SampleOffice) -> None:
    for name, on in (
        ("昨天", days_ago(1)), ("今天", TODAY), ("明天", later(1)),
        ("七天后", later(7)), ("八天后", later(8)),
    ):  # fmt: skip
        add_project(crm, name, next_follow_up_on=on)
    add_project(crm, "无计划")
    found = crm.follow_ups.today(TODAY)
    assert [row.project.name for row in found.groups[TodayGroup.OVERDUE]] == ["昨天"]
    assert [row.project.name for row in found.groups[TodayGroup.DUE]] == ["今天"]
    assert [row.project.name for row in found.groups[TodayGroup.SOON]] == ["明天", "七天后"]
    assert [
        row.days_overdue
        for row in (
            *found.groups[TodayGroup.OVERDUE],
            *found.groups[TodayGroup.DUE],
            *found.groups[TodayGroup.SOON],
        )
    ] == [1, 0, -1, -7]


def test_mine_my_units_and_everybodys(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "我的", next_follow_up_on=TODAY)
    add_project(
        crm, "别人的", next_follow_up_on=TODAY, owner_id=office.colleague.id,
        office_id=office.colleague.office_id,
    )  # fmt: skip

    def names(officer_id: int | None = None, office_id: int | None = None) -> set[str]:
        return {
            row.project.name
            for row in crm.follow_ups.today(TODAY, officer_id, office_id).groups[TodayGroup.DUE]
        }

    assert names(office.me.id) == {"我的"}
    assert names(None, office.colleague.office_id) == {"别人的"}
    assert names() == {"我的", "别人的"}


def test_a_project_that_has_ended_asks_for_nothing(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "流失", days_ago(90), next_follow_up_on=days_ago(3))
    crm.projects.move(
        project.key, project.version, Move(stage=Stage.LOST, on=TODAY, today=TODAY, reason="选址外地")
    )
    found = crm.follow_ups.today(TODAY)
    assert (found.groups[TodayGroup.OVERDUE], found.groups[TodayGroup.SILENT]) == ((), ())
    assert sum(entry.count for entry in found.funnel) == 0


def test_a_row_tells_the_last_contact(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=TODAY, next_step="送协议")
    for on, text in ((days_ago(2), "后谈的"), (days_ago(9), "先谈的")):
        crm.follow_ups.log(FollowUp(happened_on=on, text=text), [about(project)])
    [row] = crm.follow_ups.today(TODAY).groups[TodayGroup.DUE]
    assert row.what == "送协议"
    assert row.last is not None
    assert row.last.text == "后谈的"


def test_what_was_done_today_leaves_the_list_and_is_shown_as_done(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=days_ago(2))
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="已催", next_on=later(2)), [about(project)])
    found = crm.follow_ups.today(TODAY, office.me.id)
    assert found.groups[TodayGroup.OVERDUE] == ()
    assert [row.text for row in found.done] == ["已催"]
    assert [row.project.name for row in found.groups[TodayGroup.SOON]] == ["一期"]
    assert crm.follow_ups.today(TODAY, office.colleague.id).done == ()


def test_the_funnel_counts_money_silence_and_what_has_no_amount(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "甲", days_ago(60), total_investment=yi("2.5"))
    add_project(crm, "乙", TODAY)
    add_project(crm, "丙", TODAY, total_investment=yi("1", "USD"))
    lead = next(entry for entry in crm.follow_ups.today(TODAY).funnel if entry.stage is Stage.LEAD)
    assert (lead.count, lead.stalled, lead.without_amount) == (3, 1, 2)
    assert lead.total == yi("2.5").value
    assert [row.project.name for row in crm.follow_ups.today(TODAY).groups[TodayGroup.SILENT]] == ["甲"]


def test_a_project_put_off_is_due_on_that_day(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=days_ago(2), next_step="催函")
    crm.projects.plan([project.key], later(3))
    found = crm.follow_ups.today(TODAY)
    assert (len(found.groups[TodayGroup.OVERDUE]), [row.what for row in found.groups[TodayGroup.SOON]]) == (
        0,
        ["催函"],
    )
    crm.history.undo()
    assert len(crm.follow_ups.today(TODAY).groups[TodayGroup.OVERDUE]) == 1
    stored = crm.projects.get(project.key)
    assert stored == replace(stored, next_follow_up_on=days_ago(2))


def group(crm: Crm, key: TodayGroup, on: date = TODAY) -> list[str]:
    return [row.project.name for row in crm.follow_ups.today(on).groups[key]]


def test_what_was_promised_at_the_last_visit_waits_until_it_is_done(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", days_ago(40))
    visit = crm.follow_ups.log(
        FollowUp(happened_on=days_ago(5), way=ContactWay.VISIT, text="看地", next_step="送红线图"),
        [about(project)],
    )
    [row] = crm.follow_ups.today(TODAY).groups[TodayGroup.PROMISES]
    assert (row.what, row.since, row.last and row.last.id) == ("送红线图", days_ago(5), visit.id)
    crm.follow_ups.complete(visit.key, TODAY)
    assert group(crm, TodayGroup.PROMISES) == []
    crm.history.undo()
    assert group(crm, TodayGroup.PROMISES) == ["一期"]
    crm.follow_ups.log(FollowUp(happened_on=days_ago(2), text="已送"), [about(project)])
    assert group(crm, TodayGroup.PROMISES) == []


def test_a_promise_with_a_date_is_a_plan_and_a_call_promises_nothing(crm: Crm, office: SampleOffice) -> None:
    dated, called = add_project(crm, "有日期"), add_project(crm, "电话")
    crm.follow_ups.log(
        FollowUp(happened_on=TODAY, way=ContactWay.VISIT, text="谈", next_step="回函", next_on=later(2)),
        [about(dated)],
    )
    crm.follow_ups.log(
        FollowUp(happened_on=TODAY, way=ContactWay.PHONE, text="谈", next_step="回函"), [about(called)]
    )
    assert group(crm, TodayGroup.PROMISES) == []
    assert group(crm, TodayGroup.SOON) == ["有日期"]


def test_signed_projects_that_have_not_started_in_time_are_listed(crm: Crm, office: SampleOffice) -> None:
    for name, signed, stage in (
        ("按期", 100, Stage.SIGNED), ("逾期未动", 182, Stage.SIGNED), ("已拿地", 300, Stage.LAND_SECURED),
        ("已开工", 300, Stage.STARTED), ("搁置", 300, Stage.SIGNED),
    ):  # fmt: skip
        project = add_project(crm, name, days_ago(400))
        with crm.store.write("Stage") as writer:
            entry = StageEntry(project_id=project.key, stage=Stage.SIGNED, entered_on=days_ago(signed))
            writer.save(entry)
            writer.save(replace(project, stage=stage, is_on_hold=name == "搁置"))
    found = crm.follow_ups.today(TODAY).groups[TodayGroup.UNSTARTED]
    assert {(row.project.name, row.since) for row in found} == {
        ("逾期未动", days_ago(182)), ("已拿地", days_ago(300)),
    }  # fmt: skip
    assert "按期" in group(crm, TodayGroup.UNSTARTED, later(90))


def test_a_project_on_hold_comes_back_on_its_review_day(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "搁置")
    crm.projects.hold(project.key, project.version, later(3))
    assert group(crm, TodayGroup.REVIEWS) == []
    [row] = crm.follow_ups.today(later(3)).groups[TodayGroup.REVIEWS]
    assert row.since == later(3)


def test_every_number_is_that_of_its_list(crm: Crm, office: SampleOffice) -> None:
    for number in range(60):
        add_project(crm, f"项目{number}", days_ago(80), next_follow_up_on=days_ago(number % 3 - 1))
    found = crm.follow_ups.today(TODAY)
    for key in TodayGroup:
        rows = crm.follow_ups.today_group(key, TODAY)
        assert found.tallies[key].count == len(rows)
        assert found.groups[key] == rows[: len(found.groups[key])]
    assert found.tallies[TodayGroup.SILENT].count == 60 > len(found.groups[TodayGroup.SILENT])


def test_articles_are_counted_that_name_my_enterprises(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_enterprise(replace(office.firm, owner_id=office.me.id))
    with crm.store.write("Add") as writer:
        article = writer.save(Article(title="曜衡储能签约如东"))
        mention = Mention(article_id=article.key, target_kind="enterprise", target_id=office.firm.key)
        writer.save(mention)
    assert crm.follow_ups.today(TODAY, office.me.id).inbox_about_mine == 1
    assert crm.follow_ups.today(TODAY, office.colleague.id).inbox_about_mine == 0
