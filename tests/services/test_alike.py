"""Records that may be one: asked for while a name is typed, and what was decided about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm.app import Crm
from crm.domain.alike import NameQuestion, Twin, Unlike
from crm.domain.directory import Contact, Enterprise, Zone
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.merges import MergeRequest
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.services.projects import NewProject
from tests.crm import TODAY, SampleOffice, about, add_project


def firm(crm: Crm, name: str, **values: Any) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=name, **values))


def near(crm: Crm, text: str, **values: Any) -> list[Twin]:
    return crm.directory.near(NameQuestion(text=text, **values))


def names(twins: list[Twin]) -> list[str]:
    return [twin.name for twin in twins]


def test_two_characters_are_enough(crm: Crm, office: SampleOffice) -> None:
    assert near(crm, "曜") == []
    assert names(near(crm, "曜衡")) == [office.firm.name]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("曜衡储能科技(上海)股份有限公司", "legal form"),
        ("曜衡储能科技集团", "region"),
        ("上海市曜衡储能科技有限责任公司", "region"),
        ("上海松江区曜衡储能科技", "region"),
        ("ＹＨ储能", "Known under"),
        ("耀恒储能科技", "Sounds"),
        ("yaoheng", "pinyin"),
        ("YHCN", "pinyin"),
        ("曜沐储能科技", "similar"),
        ("珩曜衡储能科技", "similar"),
        ("曜衡储", "Begins with"),
        ("曜衡储能科技新材料研究院", "This name begins"),
    ],
)
def test_a_firm_is_found_however_its_name_is_written(
    crm: Crm, office: SampleOffice, typed: str, reason: str
) -> None:
    firm(crm, "沐岚海缆股份有限公司")
    crm.directory.set_aliases(Ref(kind="enterprise", id=office.firm.key), ["YH储能"])
    [twin] = near(crm, typed)
    assert twin.ref.id == office.firm.key
    assert reason in twin.reason


def test_a_name_that_is_taken_away_finds_nothing_any_more(crm: Crm, office: SampleOffice) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    crm.directory.set_aliases(ref, ["岚桥动力"])
    assert names(near(crm, "岚桥动力")) == [office.firm.name]
    crm.directory.set_aliases(ref, [])
    assert near(crm, "岚桥动力") == []
    crm.history.undo()
    assert names(near(crm, "岚桥动力")) == [office.firm.name]


def test_parent_and_subsidiaries_of_what_is_typed_are_told(crm: Crm, office: SampleOffice) -> None:
    child = firm(crm, "澄屿电芯有限公司", parent_id=office.firm.key)
    assert names(near(crm, "曜衡储能科技")) == [office.firm.name, child.name]
    assert [twin.reason for twin in near(crm, "澄屿电芯")][1] == "Parent of 澄屿电芯有限公司"


def test_who_talked_to_a_firm_first_is_told_in_a_sentence(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    crm.follow_ups.log(FollowUp(happened_on=date(2026, 3, 2), text="首次拜访"), [about(project)])
    [twin] = near(crm, "曜衡储能")
    assert twin.projects == ("一期",)
    assert twin.first_contact is not None
    told = twin.first_contact.sentence(TODAY)
    assert told == f"{office.firm.name} was first talked to by 沈砚秋 (长三角组) on 3/2"
    assert twin.first_contact.sentence(date(2027, 1, 1)).endswith("2026/3/2")


def test_people_are_found_by_their_number(crm: Crm, office: SampleOffice) -> None:
    [twin] = near(crm, "周总", kind="contact", phone="+86 138-0000-0001")
    assert twin.ref.id == office.contact.key
    assert twin.needs_reason
    assert twin.detail == "曜衡储能 投资总监"


def test_namesakes_elsewhere_need_no_reason(crm: Crm, office: SampleOffice) -> None:
    there = near(crm, "周岚", kind="contact", body_id=office.firm.key)
    elsewhere = near(crm, "周岚", kind="contact", body_id=firm(crm, "沐岚海缆").key)
    assert [there[0].needs_reason, elsewhere[0].needs_reason] == [True, False]


def test_zones_and_projects_are_found_too(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "储能电芯项目", enterprise_id=office.firm.key)
    assert names(near(crm, "江苏省如东经济开发区", kind="zone")) == [office.zone.name]
    assert names(near(crm, "储能电芯工程", kind="project")) == ["储能电芯项目"]


def test_what_was_decided_is_not_asked_again(crm: Crm, office: SampleOffice) -> None:
    asked = near(crm, "曜衡储能科技（南通）有限公司")
    ids = tuple(twin.ref.id for twin in asked)
    made = crm.directory.save_enterprise(
        Enterprise(name="曜衡储能科技（南通）有限公司"), Unlike(ids=ids, reason="子公司")
    )
    assert near(crm, made.name, own_id=made.key) == []
    assert near(crm, office.firm.name, own_id=office.firm.key) == []


def test_records_that_are_not_the_same_are_not_merged(crm: Crm, office: SampleOffice) -> None:
    made = crm.directory.save_enterprise(
        Enterprise(name="曜衡储能（南通）"), Unlike(ids=(office.firm.key,), reason="子公司")
    )
    request = MergeRequest(kind="enterprise", ids=(made.key, office.firm.key), survivor_id=office.firm.key)
    with pytest.raises(ValidationError, match="decided not to be the same"):
        crm.merges.run(request)


def test_a_third_record_does_not_take_the_decision_along(crm: Crm, office: SampleOffice) -> None:
    made = crm.directory.save_enterprise(
        Enterprise(name="曜衡储能（南通）"), Unlike(ids=(office.firm.key,), reason="子公司")
    )
    third = firm(crm, "曜衡储能科技公司")
    crm.merges.run(MergeRequest(kind="enterprise", ids=(third.key, office.firm.key), survivor_id=third.key))
    assert [twin.ref.id for twin in near(crm, made.name, own_id=made.key)] == []


def test_a_project_with_a_new_firm_remembers_which_it_is_not(crm: Crm, office: SampleOffice) -> None:
    new = NewProject(project=Project(name="一期"), enterprise_name="曜衡储能科技南通公司", on=TODAY)
    made = crm.projects.add(replace(new, unlike=Unlike(ids=(office.firm.key,), reason="子公司")))
    assert near(crm, "曜衡储能科技南通公司", own_id=made.enterprise_id) == []


def test_a_merged_zone_answers_under_both_names(crm: Crm, office: SampleOffice) -> None:
    other = crm.directory.save_zone(Zone(name="洋口港产业园"))
    ids = (office.zone.key, other.key)
    crm.merges.run(MergeRequest(kind="zone", ids=ids, survivor_id=office.zone.key))
    assert [twin.ref.id for twin in near(crm, "洋口港产业园", kind="zone")] == [office.zone.key]


def test_a_contact_without_a_number_shares_none(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_contact(Contact(name="陆工", enterprise_id=office.firm.key))
    assert near(crm, "陆总", kind="contact", phone="") == []
