"""What an officer should know this morning, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm.app import Crm
from crm.domain.follow_ups import FollowUp
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
    assert [row.project.name for row in found.overdue] == ["昨天"]
    assert [row.project.name for row in found.due] == ["今天"]
    assert [row.project.name for row in found.soon] == ["明天", "七天后"]
    assert [row.days_overdue for row in (*found.overdue, *found.due, *found.soon)] == [1, 0, -1, -7]


def test_mine_my_units_and_everybodys(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "我的", next_follow_up_on=TODAY)
    add_project(
        crm, "别人的", next_follow_up_on=TODAY, owner_id=office.colleague.id,
        office_id=office.colleague.office_id,
    )  # fmt: skip

    def names(officer_id: int | None = None, office_id: int | None = None) -> set[str]:
        return {row.project.name for row in crm.follow_ups.today(TODAY, officer_id, office_id).due}

    assert names(office.me.id) == {"我的"}
    assert names(None, office.colleague.office_id) == {"别人的"}
    assert names() == {"我的", "别人的"}


def test_a_project_that_has_ended_asks_for_nothing(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "流失", days_ago(90), next_follow_up_on=days_ago(3))
    crm.projects.move(
        project.key, project.version, Move(stage=Stage.LOST, on=TODAY, today=TODAY, reason="选址外地")
    )
    found = crm.follow_ups.today(TODAY)
    assert (found.overdue, found.silent) == ((), ())
    assert sum(entry.count for entry in found.funnel) == 0


def test_a_row_tells_the_last_contact(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=TODAY, next_step="送协议")
    for on, text in ((days_ago(2), "后谈的"), (days_ago(9), "先谈的")):
        crm.follow_ups.log(FollowUp(happened_on=on, text=text), [about(project)])
    [row] = crm.follow_ups.today(TODAY).due
    assert row.what == "送协议"
    assert row.last is not None
    assert row.last.text == "后谈的"


def test_what_was_done_today_leaves_the_list_and_is_shown_as_done(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=days_ago(2))
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="已催", next_on=later(2)), [about(project)])
    found = crm.follow_ups.today(TODAY, office.me.id)
    assert found.overdue == ()
    assert [row.text for row in found.done] == ["已催"]
    assert [row.project.name for row in found.soon] == ["一期"]
    assert crm.follow_ups.today(TODAY, office.colleague.id).done == ()


def test_the_funnel_counts_money_silence_and_what_has_no_amount(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "甲", days_ago(60), total_investment=yi("2.5"))
    add_project(crm, "乙", TODAY)
    add_project(crm, "丙", TODAY, total_investment=yi("1", "USD"))
    lead = next(entry for entry in crm.follow_ups.today(TODAY).funnel if entry.stage is Stage.LEAD)
    assert (lead.count, lead.stalled, lead.without_amount) == (3, 1, 2)
    assert lead.total == yi("2.5").value
    assert [row.name for row in crm.follow_ups.today(TODAY).silent] == ["甲"]


def test_a_project_put_off_is_due_on_that_day(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", next_follow_up_on=days_ago(2), next_step="催函")
    crm.projects.plan([project.key], later(3))
    found = crm.follow_ups.today(TODAY)
    assert (len(found.overdue), [row.what for row in found.soon]) == (0, ["催函"])
    crm.history.undo()
    assert len(crm.follow_ups.today(TODAY).overdue) == 1
    stored = crm.projects.get(project.key)
    assert stored == replace(stored, next_follow_up_on=days_ago(2))
