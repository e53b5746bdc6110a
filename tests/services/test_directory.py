"""The directory through the front door, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.articles import Article, Mention
from crm.domain.checks import is_credit_code
from crm.domain.directory import (
    Contact,
    Enterprise,
    Grade,
    Industry,
    NodeState,
    Scheme,
    Segment,
    Zone,
    ZoneRelation,
)
from crm.domain.errors import Conflict, NotFound, ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Project
from crm.domain.records import Ref, new_uid
from crm.domain.rows import EnterpriseFilter, Sort
from crm.services.directory import FIRST_PROJECTS
from crm.services.steps.timelines import MOST_ARTICLES
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago

CODE = "91310117MA1J3YHC8T"


def firm(crm: Crm, name: str, **values: object) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=name, **values))  # type: ignore[arg-type]


def names(crm: Crm, wanted: EnterpriseFilter, sort: Sort | None = None) -> list[str]:
    ids = crm.directory.find_enterprises(wanted, sort) if sort else crm.directory.find_enterprises(wanted)
    return [row.name for row in crm.directory.enterprise_rows(ids)]


def valid_code() -> str:
    """A code of this firm with the check digit that belongs to it."""
    body = CODE[:17]
    return next(body + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(body + last))


def test_every_filter_narrows_the_list(crm: Crm, office: SampleOffice) -> None:
    mine = firm(crm, "霁川氢能科技有限公司", owner_id=office.me.id, grade=Grade.A, labels=("专精特新",))
    firm(crm, "恒汐轴承股份有限公司", labels=("专精特新小巨人",), region="浙江省宁波市", is_tracked=False)
    crm.directory.set_nodes(mine.key, [office.node.key])
    assert names(crm, EnterpriseFilter(owner_id=office.me.id)) == [mine.name]
    assert names(crm, EnterpriseFilter(grade=Grade.A)) == [mine.name]
    assert names(crm, EnterpriseFilter(label="专精特新")) == [mine.name]
    assert names(crm, EnterpriseFilter(region="宁波")) == ["恒汐轴承股份有限公司"]
    assert names(crm, EnterpriseFilter(text="恒汐")) == ["恒汐轴承股份有限公司"]
    assert "恒汐轴承股份有限公司" not in names(crm, EnterpriseFilter(tracked_only=True))
    assert office.node.parent_id is not None
    assert names(crm, EnterpriseFilter(industry_id=office.node.parent_id)) == [mine.name]


def test_a_percent_sign_in_a_filter_is_itself(crm: Crm, office: SampleOffice) -> None:
    assert names(crm, EnterpriseFilter(region="%")) == []
    assert names(crm, EnterpriseFilter(label="%")) == []


def test_enterprises_without_a_date_stand_last_in_both_directions(crm: Crm, office: SampleOffice) -> None:
    early = firm(crm, "早", last_contact_on=days_ago(9))
    late = firm(crm, "晚", last_contact_on=days_ago(1))
    for descending, expected in ((False, [early.name, late.name]), (True, [late.name, early.name])):
        found = names(crm, EnterpriseFilter(), Sort(key="last_contact_on", descending=descending))
        assert found == [*expected, office.firm.name]


def test_a_row_tells_what_hangs_on_the_firm(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    crm.directory.set_nodes(office.firm.key, [office.node.key])
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="谈用地"), [about(project)])
    [row] = crm.directory.enterprise_rows([office.firm.key])
    assert (row.project_count, row.nodes) == (1, "新型储能 › 电芯")
    assert row.first_contact == f"长三角组 沈砚秋 {TODAY.isoformat()}"
    assert row.last_contact_on == TODAY


def test_rows_keep_their_order_and_leave_out_what_has_gone(crm: Crm, office: SampleOffice) -> None:
    other = firm(crm, "乙公司")
    rows = crm.directory.enterprise_rows([other.key, 999, office.firm.key])
    assert [row.id for row in rows] == [other.key, office.firm.key]


def test_the_page_tells_contacts_made_about_projects_and_people(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    person = Ref(kind="contact", id=office.contact.key)
    crm.follow_ups.log(FollowUp(happened_on=days_ago(2), text="电话问进度"), [about(project)])
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="面谈"), [about(project), person])
    page = crm.directory.enterprise_page(office.firm.key, TODAY)
    talks = [entry.text for entry in page.timeline if entry.kind == "follow_up"]
    assert talks == ["面谈", "电话问进度"]
    assert [row.name for row in page.contacts] == ["周岚"]
    assert [row.name for row in page.projects] == ["一期"]


def test_a_page_shows_parent_and_subsidiaries(crm: Crm, office: SampleOffice) -> None:
    child = firm(crm, "曜衡储能（南通）有限公司", parent_id=office.firm.id)
    parent = crm.directory.enterprise_page(child.key, TODAY).parent
    assert parent is not None
    assert parent.id == office.firm.id
    below = crm.directory.enterprise_page(office.firm.key, TODAY).subsidiaries
    assert [found.id for found in below] == [child.id]


def test_a_firm_cannot_be_its_own_parent(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(ValidationError) as error:
        crm.directory.save_enterprise(replace(office.firm, parent_id=office.firm.id))
    assert [fault.field for fault in error.value.faults] == ["parent_id"]


def test_a_credit_code_is_checked_and_given_once(crm: Crm, office: SampleOffice) -> None:
    code = valid_code()
    wrong = code[:17] + ("0" if code[17] != "0" else "1")
    with pytest.raises(ValidationError):
        crm.directory.save_enterprise(replace(office.firm, credit_code=wrong))
    crm.directory.save_enterprise(replace(office.firm, credit_code=code))
    with pytest.raises(ValidationError, match=office.firm.name) as error:
        firm(crm, "另一家有限公司", credit_code=code)
    assert error.value.faults[0].field == "credit_code"
    assert [twin.ref.id for twin in crm.directory.near(NameQuestion(credit_code=code))] == [office.firm.id]


@pytest.mark.parametrize("name", ["曜衡储能科技(上海)股份有限公司", "曜衡储能科技（上海）", "曜衡储能科技"])
def test_a_firm_under_nearly_the_same_name_is_a_twin(crm: Crm, office: SampleOffice, name: str) -> None:
    add_project(crm, "一期", enterprise_id=office.firm.id)
    [twin] = crm.directory.near(NameQuestion(text=name))
    assert twin.ref == Ref(kind="enterprise", id=office.firm.key)
    assert twin.projects == ("一期",)


def test_an_unrelated_name_has_no_twin(crm: Crm, office: SampleOffice) -> None:
    assert crm.directory.near(NameQuestion(text="沐岚海缆股份有限公司")) == []


def test_other_names_are_exactly_those_given_and_find_the_firm(crm: Crm, office: SampleOffice) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    crm.directory.set_aliases(ref, ["Yaoheng ESS", " 曜衡 ", "曜衡", ""])
    assert set(crm.directory.aliases(ref)) == {"Yaoheng ESS", "曜衡"}
    assert [twin.ref.id for twin in crm.directory.near(NameQuestion(text="Yaoheng ESS"))] == [office.firm.id]
    crm.directory.set_aliases(ref, ["曜衡"])
    assert crm.directory.aliases(ref) == ("曜衡",)
    crm.history.undo()
    assert set(crm.directory.aliases(ref)) == {"Yaoheng ESS", "曜衡"}


def test_nodes_are_exactly_those_given(crm: Crm, office: SampleOffice) -> None:
    other = crm.directory.save_industry(Industry(name="系统集成", parent_id=office.node.parent_id))
    crm.directory.set_nodes(office.firm.key, [office.node.key])
    crm.directory.set_nodes(office.firm.key, [other.key])
    page = crm.directory.enterprise_page(office.firm.key, TODAY)
    assert [node.name for node in page.nodes] == ["系统集成"]
    assert crm.directory.find_enterprises(EnterpriseFilter(industry_id=office.node.key)) == []
    assert crm.directory.find_enterprises(EnterpriseFilter(industry_id=other.key)) == [office.firm.key]


def test_who_saves_over_a_newer_version_is_told(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_enterprise(replace(office.firm, business="电芯"))
    with pytest.raises(Conflict) as error:
        crm.directory.save_enterprise(replace(office.firm, business="模组"))
    assert isinstance(error.value.theirs, Enterprise)
    assert error.value.theirs.business == "电芯"


def test_contacts_stand_main_first_and_then_by_the_last_talk(crm: Crm, office: SampleOffice) -> None:
    for name, last in (("丁以宁", days_ago(3)), ("傅慎之", days_ago(9)), ("程望舒", None)):
        person = Contact(name=name, enterprise_id=office.firm.id, last_contact_on=last, until=days_ago(1))
        crm.directory.save_contact(person)
    ids = crm.directory.find_contacts(enterprise_id=office.firm.key)
    rows = crm.directory.contact_rows(ids, TODAY)
    assert [row.name for row in rows] == ["周岚", "丁以宁", "傅慎之", "程望舒"]
    assert [row.is_current for row in rows] == [True, False, False, False]
    assert rows[0].body == "曜衡储能"


def test_a_contact_needs_a_body_and_a_post_that_ends_after_it_begins(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(ValidationError):
        crm.directory.save_contact(Contact(name="无名"))
    with pytest.raises(ValidationError) as error:
        crm.directory.save_contact(
            Contact(name="周岚", enterprise_id=office.firm.id, since=TODAY, until=days_ago(1))
        )
    assert error.value.faults[0].field == "until"


def test_zones_stand_ours_first(crm: Crm, office: SampleOffice) -> None:
    rival = crm.directory.save_zone(Zone(name="阜宁高新区", relation=ZoneRelation.COMPETITOR))
    model = crm.directory.save_zone(Zone(name="大丰经济开发区", relation=ZoneRelation.BENCHMARK))
    assert crm.directory.find_zones() == [office.zone.key, model.key, rival.key]
    assert crm.directory.find_zones("大丰") == [model.key]
    assert crm.directory.find_zones(relation=ZoneRelation.COMPETITOR) == [rival.key]


def test_the_page_of_a_zone_has_its_projects(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "一期", zone_id=office.zone.id)
    ref = Ref(kind="zone", id=office.zone.key)
    crm.directory.set_aliases(ref, ["如东开发区"])
    page = crm.directory.zone_page(office.zone.key, TODAY)
    assert ([row.name for row in page.projects], page.aliases) == (["一期"], ("如东开发区",))


def test_a_tree_has_parents_before_children_in_their_order(crm: Crm, office: SampleOffice) -> None:
    chain_id = office.node.parent_id
    first = Industry(
        name="正极材料", parent_id=chain_id, position=-1, segment=Segment.UPSTREAM, state=NodeState.MISSING
    )
    crm.directory.save_industry(first)
    crm.directory.set_nodes(office.firm.key, [office.node.key])
    rows = crm.directory.industry_rows()
    assert [(row.name, row.depth) for row in rows] == [("新型储能", 0), ("正极材料", 1), ("电芯", 1)]
    assert [row.enterprise_count for row in rows] == [0, 0, 1]
    assert crm.directory.industry_rows(Scheme.GB4754) == []


def test_what_is_referred_to_is_not_deleted_and_undo_brings_the_rest_back(
    crm: Crm, office: SampleOffice
) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    with pytest.raises(Conflict):
        crm.directory.delete(ref)
    crm.directory.delete(Ref(kind="contact", id=office.contact.key))
    crm.directory.set_nodes(office.firm.key, [office.node.key])
    crm.directory.delete(ref)
    with pytest.raises(NotFound):
        crm.directory.enterprise(office.firm.key)
    crm.history.undo()
    assert crm.directory.enterprise_page(office.firm.key, TODAY).row.nodes == "新型储能 › 电芯"


def test_what_was_talked_about_a_firm_alone_keeps_it(crm: Crm, office: SampleOffice) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="凌川氢能科技有限公司"))
    ref, other = Ref(kind="enterprise", id=firm.key), Ref(kind="enterprise", id=office.firm.key)
    alone = crm.follow_ups.log(FollowUp(happened_on=TODAY, text="想看地"), [ref])
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="一起参观"), [ref, other])
    with pytest.raises(Conflict, match="1 follow-up is about this record alone"):
        crm.directory.delete(ref)
    crm.follow_ups.delete(alone.key)
    crm.directory.delete(ref)
    assert "一起参观" in [
        entry.text for entry in crm.directory.enterprise_page(office.firm.key, TODAY).timeline
    ]


def test_search_finds_by_initials_and_by_words(crm: Crm, office: SampleOffice) -> None:
    assert [hit.id for hit in crm.directory.search("yhcn", ["enterprise"])] == [office.firm.id]
    assert [hit.id for hit in crm.directory.search("周岚", ["contact"])] == [office.contact.id]
    assert crm.directory.search("无此企业", ["enterprise"]) == []


def test_names_that_a_colleague_adds_meanwhile_stay(crm: Crm, office: SampleOffice) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    crm.directory.set_aliases(ref, ["曜衡", "旧名"])
    crm.directory.set_aliases(ref, ["曜衡", "旧名", "同事加的"])
    crm.directory.set_aliases(ref, ["曜衡", "我加的"], known=["曜衡", "旧名"])
    assert set(crm.directory.aliases(ref)) == {"曜衡", "同事加的", "我加的"}


def test_names_that_a_colleague_takes_away_meanwhile_do_not_come_back(crm: Crm, office: SampleOffice) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    crm.directory.set_aliases(ref, ["旧名"])
    crm.directory.set_aliases(ref, [])
    crm.directory.set_aliases(ref, ["旧名", "我加的"], known=["旧名"])
    assert crm.directory.aliases(ref) == ("我加的",)


def test_nodes_that_a_colleague_adds_meanwhile_stay(crm: Crm, office: SampleOffice) -> None:
    other, mine = (crm.directory.save_industry(Industry(name=name)) for name in ("电解槽", "海缆"))
    crm.directory.set_nodes(office.firm.key, [office.node.key, other.key])
    crm.directory.set_nodes(office.firm.key, [mine.key], known=[office.node.key])
    nodes = crm.directory.enterprise_page(office.firm.key, TODAY).nodes
    assert {node.name for node in nodes} == {"电解槽", "海缆"}


def test_the_page_of_a_large_zone_shows_the_first_projects_and_counts_all(
    crm: Crm, office: SampleOffice
) -> None:
    with crm.store.write("Add many") as writer:
        for number in range(FIRST_PROJECTS + 5):
            writer.save(Project(name=f"{number}号项目", zone_id=office.zone.id))
    page = crm.directory.zone_page(office.zone.key, TODAY)
    assert (len(page.projects), page.project_count) == (FIRST_PROJECTS, FIRST_PROJECTS + 5)


def test_the_page_of_a_zone_tells_the_newest_articles_and_counts_all(crm: Crm, office: SampleOffice) -> None:
    with crm.store.write("Add many") as writer:
        for number in range(MOST_ARTICLES + 3):
            on = TODAY - timedelta(days=number)
            article = writer.save(Article(title=f"第{number}篇", published_on=on))
            mention = Mention(article_id=article.key, target_kind="zone", target_id=office.zone.id)
            writer.save(mention)
            writer.save(replace(mention, uid=new_uid(), text="开发区"))
    page = crm.directory.zone_page(office.zone.key, TODAY)
    assert (page.articles[0][0].title, page.articles[-1][0].title) == ("第0篇", f"第{MOST_ARTICLES - 1}篇")
    assert (len(page.articles), page.article_count) == (MOST_ARTICLES, MOST_ARTICLES + 3)
