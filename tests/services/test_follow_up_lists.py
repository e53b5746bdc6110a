"""The list of follow-ups, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.app import Crm
from crm.domain.errors import Conflict, ValidationError
from crm.domain.follow_up_lists import FollowUpFilter, OfficerCount
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.rows import Sort
from crm.domain.stages import Stage
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago

SOON = TODAY + timedelta(days=3)


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    return add_project(crm, "储能电池", enterprise_id=office.firm.id)


@pytest.fixture
def logged(crm: Crm, office: SampleOffice, project: Project) -> list[FollowUp]:
    """Of the project by me, of its firm by a colleague, of a person long ago."""
    person = Ref(kind="contact", id=office.contact.key)
    firm = Ref(kind="enterprise", id=office.firm.key)
    phone = FollowUp(happened_on=TODAY, way=ContactWay.PHONE, text="谈容量", next_on=SOON, next_step="看地")
    visit = FollowUp(
        happened_on=days_ago(3), way=ContactWay.VISIT, text="看车间", officer_id=office.colleague.id
    )
    old = FollowUp(happened_on=days_ago(40), way=ContactWay.WECHAT, text="加微信")
    given = ((phone, about(project)), (visit, firm), (old, person))
    return [crm.follow_ups.log(one, [ref], anyway="一同走访") for one, ref in given]


def texts(crm: Crm, **wanted: object) -> list[str]:
    found = crm.follow_ups.find(FollowUpFilter(**wanted))  # type: ignore[arg-type]
    return [row.entry.text for row in crm.follow_ups.rows(found)]


def test_rows_tell_the_project_its_stage_its_firm_and_the_unit(
    crm: Crm, office: SampleOffice, project: Project, logged: list[FollowUp]
) -> None:
    first, second, _third = crm.follow_ups.rows(crm.follow_ups.find(FollowUpFilter()))
    assert (first.project, first.stage, first.enterprise) == ("储能电池", Stage.LEAD, "曜衡储能")
    assert (first.entry.officer, first.office, first.project_id) == ("沈砚秋", "长三角组", project.id)
    assert (second.project, second.enterprise, second.office) == ("", "曜衡储能", "驻上海")


def test_every_part_of_the_filter_narrows_the_list(
    crm: Crm, office: SampleOffice, logged: list[FollowUp]
) -> None:
    assert texts(crm) == ["谈容量", "看车间", "加微信"]
    assert texts(crm, officer_id=office.me.id) == ["谈容量", "加微信"]
    assert texts(crm, office_id=office.colleague.office_id) == ["看车间"]
    assert texts(crm, way=ContactWay.WECHAT) == ["加微信"]
    assert texts(crm, first=days_ago(5), last=days_ago(1)) == ["看车间"]
    assert texts(crm, stage=Stage.LEAD) == ["谈容量"]
    assert texts(crm, stage=Stage.SIGNED) == []
    assert texts(crm, has_next=True) == ["谈容量"]
    assert texts(crm, has_next=False) == ["看车间", "加微信"]
    assert texts(crm, text="车间") == ["看车间"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort(key="happened_on"), "加微信"),
        (Sort(key="next_on"), "谈容量"),
        (Sort(key="next_on", descending=True), "谈容量"),
    ],
)
def test_the_list_is_sorted_and_what_is_empty_stands_last(
    crm: Crm, office: SampleOffice, logged: list[FollowUp], sort: Sort, first: str
) -> None:
    found = crm.follow_ups.rows(crm.follow_ups.find(FollowUpFilter(), sort))
    assert found[0].entry.text == first


def test_each_officer_is_counted(crm: Crm, office: SampleOffice, logged: list[FollowUp]) -> None:
    counted = crm.follow_ups.counts(FollowUpFilter())
    assert counted == [OfficerCount(officer="沈砚秋", count=2), OfficerCount(officer="顾明川", count=1)]
    assert crm.follow_ups.counts(FollowUpFilter(has_next=True)) == [OfficerCount(officer="沈砚秋", count=1)]


def test_a_next_step_changed_in_the_list_changes_the_plan_that_says_the_same(
    crm: Crm, office: SampleOffice, project: Project, logged: list[FollowUp]
) -> None:
    first, changed = logged[0], crm.follow_ups.change_next
    saved = changed(first.key, first.version, next_on=SOON, next_step=" 带  图纸 ")
    planned = crm.projects.get(project.key)
    assert (planned.next_follow_up_on, planned.next_step) == (SOON, "带 图纸")
    crm.projects.plan([project.key], TODAY, "别的")
    changed(first.key, saved.version, next_on=None, next_step="")
    assert crm.projects.get(project.key).next_step == "别的"
    with pytest.raises(Conflict):
        changed(first.key, first.version, next_on=None, next_step="晚了")
    with pytest.raises(ValidationError):
        changed(first.key, saved.version + 1, next_on=days_ago(9), next_step="")
