"""Records that are there twice: found by rule, decided about, merged where it is certain."""

from __future__ import annotations

from typing import Any

import pytest

from crm.app import Crm
from crm.domain.directory import Contact, Enterprise
from crm.domain.duplicates import RULES_OF, TwinRule
from crm.domain.errors import Unexplained
from crm.domain.merges import MergeRequest
from crm.domain.records import Ref
from crm.services.steps.contacts import keyed
from tests.crm import SampleOffice, add_project


def firm(crm: Crm, name: str, **values: Any) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=name, **values))


def found(crm: Crm, kind: str = "enterprise") -> dict[TwinRule, list[tuple[str, str]]]:
    seen: set[tuple[int, int]] = set()
    told = {}
    for rule in RULES_OF[kind]:
        pairs = crm.duplicates.pairs(kind, rule, seen)
        seen |= {pair.ids for pair in pairs}
        if pairs:
            told[rule] = [pair.names for pair in pairs]
    return told


def test_pairs_stand_under_the_surest_rule_alone(crm: Crm, office: SampleOffice) -> None:
    name = office.firm.name
    same = firm(crm, "曜衡储能科技（上海）股份有限公司")
    region = firm(crm, "无锡砺桥传动有限公司"), firm(crm, "江苏砺桥传动集团")
    heard = firm(crm, "沐岚海缆股份有限公司"), firm(crm, "沐蓝海缆股份有限公司")
    like = firm(crm, "霁川碱性电解槽设备"), firm(crm, "霁川碱性电解池设备")
    assert found(crm) == {
        TwinRule.NAME: [(name, same.name)],
        TwinRule.CORE: [(region[0].name, region[1].name)],
        TwinRule.SOUND: [(heard[0].name, heard[1].name)],
        TwinRule.LIKE: [(like[0].name, like[1].name)],
    }


def test_people_of_one_number_and_projects_of_one_firm_are_found(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_contact(Contact(name="周总", enterprise_id=office.firm.key, phone="138 0000 0001"))
    add_project(crm, "储能电芯项目", enterprise_id=office.firm.key)
    other = firm(crm, "沐岚海缆")
    add_project(crm, "储能电芯", enterprise_id=other.key)
    assert found(crm, "contact") == {TwinRule.PHONE: [("周岚", "周总")]}
    assert found(crm, "project") == {}


def test_a_subsidiary_is_no_duplicate_of_its_parent(crm: Crm, office: SampleOffice) -> None:
    firm(crm, "曜衡储能科技（南通）有限公司", parent_id=office.firm.key)
    assert found(crm) == {}


def test_a_decision_is_remembered_listed_and_taken_back(crm: Crm, office: SampleOffice) -> None:
    other = firm(crm, "曜衡储能科技（南通）有限公司")
    ids = (office.firm.key, other.key)
    with pytest.raises(Unexplained):
        crm.duplicates.keep_apart("enterprise", ids, " ")
    crm.duplicates.keep_apart("enterprise", ids, "不同法人")
    assert found(crm) == {}
    [decision] = crm.duplicates.decisions("enterprise")
    assert (decision.names, decision.reason, decision.who) == (
        (office.firm.name, other.name),
        "不同法人",
        "沈砚秋",
    )
    crm.duplicates.take_back(decision)
    assert found(crm) == {TwinRule.CORE: [(office.firm.name, other.name)]}


def test_projects_that_are_two_are_decided_too(crm: Crm, office: SampleOffice) -> None:
    one = add_project(crm, "储能电芯项目", enterprise_id=office.firm.key)
    add_project(crm, "储能电芯", enterprise_id=office.firm.key)  # said to be another one when it was made
    [decision] = crm.duplicates.decisions("project")
    assert one.name in decision.names
    crm.duplicates.take_back(decision)
    assert TwinRule.NAME in found(crm, "project")


def test_certain_ones_are_merged_in_one_step_onto_the_one_with_most_links(
    crm: Crm, office: SampleOffice
) -> None:
    old = firm(crm, "砺桥传动有限公司")
    kept = firm(crm, "砺桥传动股份有限公司")
    crm.directory.save_contact(Contact(name="陆工", enterprise_id=kept.key))
    again = firm(crm, "曜衡储能科技（上海）股份有限公司")
    plans = crm.duplicates.certain()
    assert [plan.names[0] for plan in plans] == [office.firm.name, kept.name]
    assert crm.directory.enterprise(old.key).key == old.key

    done = crm.duplicates.merge_certain([plan.request for plan in plans])

    assert [one.skipped for one in done] == ["", ""]
    assert crm.directory.enterprise(old.key).key == kept.key
    assert crm.directory.enterprise(again.key).key == office.firm.key
    assert crm.duplicates.certain() == []
    crm.history.undo()
    assert crm.directory.enterprise(old.key).key == old.key
    assert crm.directory.enterprise(again.key).key == again.key


def test_hard_cases_are_left_out_with_the_reason(crm: Crm, office: SampleOffice) -> None:
    codes = ("91310117MA1J3YHC8T", "91320623MA1X0AAB6G")
    names = ("砺桥传动有限公司", "砺桥传动股份有限公司")
    with crm.store.write("Add") as writer:
        coded = zip(names, codes, strict=True)
        one, other = (writer.save(keyed(Enterprise(name=name, credit_code=code))) for name, code in coded)
    [plan] = crm.duplicates.certain()
    assert "different credit codes" in plan.skipped
    done = crm.duplicates.merge_certain([plan.request])
    assert "different credit codes" in done[0].skipped
    assert crm.directory.enterprise(other.key).key == other.key
    assert crm.directory.aliases(Ref(kind="enterprise", id=one.key)) == ()


def test_what_was_decided_is_not_merged_by_the_lot(crm: Crm, office: SampleOffice) -> None:
    other = firm(crm, "曜衡储能科技（上海）股份有限公司")
    crm.duplicates.keep_apart("enterprise", (office.firm.key, other.key), "不同法人")
    assert crm.duplicates.certain() == []


def test_a_group_that_somebody_merged_meanwhile_is_passed_over(crm: Crm, office: SampleOffice) -> None:
    other = firm(crm, "曜衡储能科技（上海）股份有限公司")
    [plan] = crm.duplicates.certain()
    ids = (office.firm.key, other.key)
    crm.merges.run(MergeRequest(kind="enterprise", ids=ids, survivor_id=ids[0]))
    [done] = crm.duplicates.merge_certain([plan.request])
    assert "merged by somebody" in done.skipped
