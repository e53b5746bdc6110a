"""A second officer at the door of a group is told of the first one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm.app import Crm
from crm.domain.approaches import Approached, ApproachRule
from crm.domain.directory import Enterprise
from crm.domain.follow_ups import FollowUp
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, about, add_project, become_admin, days_ago


def log(crm: Crm, ref: Ref, on: date = TODAY, **values: Any) -> FollowUp:
    return crm.follow_ups.log(FollowUp(happened_on=on, text="来电"), [ref], **values)


def of(firm: Enterprise) -> Ref:
    return Ref(kind="enterprise", id=firm.key)


@pytest.fixture
def visited(crm: Crm, office: SampleOffice) -> Enterprise:
    """The firm that a colleague of another office talked to on the second of March."""
    crm.office.sign_in(office.colleague.key)
    log(crm, of(office.firm), date(2026, 3, 2))
    crm.office.sign_in(office.me.key)
    return office.firm


def test_the_same_firm_is_told(crm: Crm, visited: Enterprise) -> None:
    with pytest.raises(Approached) as told:
        log(crm, of(visited))
    assert str(told.value) == f"顾明川 (驻上海) talked to {visited.name} on 3/2."
    assert crm.follow_ups.between(TODAY, TODAY) == []


def test_the_parent_is_told(crm: Crm, visited: Enterprise) -> None:
    child = crm.directory.save_enterprise(Enterprise(name="澄屿电芯", parent_id=visited.key))
    with pytest.raises(Approached, match="the parent"):
        log(crm, of(child))


def test_a_subsidiary_is_told(crm: Crm, visited: Enterprise) -> None:
    parent = crm.directory.save_enterprise(Enterprise(name="澄屿集团"))
    firm = crm.directory.enterprise(visited.key)
    crm.directory.save_enterprise(replace(firm, parent_id=parent.key))
    with pytest.raises(Approached, match="a subsidiary"):
        log(crm, of(parent))


def test_an_unrelated_firm_is_silent(crm: Crm, visited: Enterprise) -> None:
    other = crm.directory.save_enterprise(Enterprise(name="沐岚海缆股份有限公司"))
    assert log(crm, of(other)).id


def test_projects_and_people_lead_to_their_firm(crm: Crm, office: SampleOffice, visited: Enterprise) -> None:
    project = add_project(crm, "一期", enterprise_id=visited.key)
    for ref in (about(project), Ref(kind="contact", id=office.contact.key)):
        with pytest.raises(Approached):
            log(crm, ref)


def test_a_reason_lets_it_through_and_stands_in_the_log(crm: Crm, visited: Enterprise) -> None:
    assert log(crm, of(visited), anyway="联合走访").id
    step = crm.history.next_undo()
    assert step is not None
    assert step.label.values["reason"] == "联合走访"


def test_who_has_been_there_is_not_asked_again(crm: Crm, visited: Enterprise) -> None:
    log(crm, of(visited), days_ago(1), anyway="联合走访")
    assert log(crm, of(visited)).id


def test_what_is_long_past_is_not_told(crm: Crm, visited: Enterprise) -> None:
    assert log(crm, of(visited), date(2026, 6, 1)).id


def test_the_office_sets_the_days(crm: Crm, visited: Enterprise) -> None:
    become_admin(crm)
    crm.settings.save_approach_rule(ApproachRule(days=0), 0)
    assert log(crm, of(visited)).id


def test_the_quick_line_is_told_too(crm: Crm, visited: Enterprise) -> None:
    with pytest.raises(Approached):
        crm.follow_ups.log_line("电话 问用地", TODAY, [of(visited)])
    assert crm.follow_ups.log_line("电话 问用地", TODAY, [of(visited)], anyway="另有项目").id
