"""The page of an enterprise: its labels, grades, group, signals and the days of its first contact."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from crm.app import Crm
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.directory import Contact, Enterprise, Grade, LabelGround, Ownership
from crm.domain.errors import Conflict, NotFound, ValidationError
from crm.domain.firms import Protection, SignalKind, Validity, signal_of, validity
from crm.domain.follow_ups import FollowUp
from crm.domain.money import Money
from crm.domain.records import Ref
from crm.domain.timeline import EnterprisePage
from tests.crm import TODAY, SampleOffice, add_project, become_admin, days_ago, yi


def page(crm: Crm, firm: Enterprise, *, with_group: bool = False) -> EnterprisePage:
    return crm.directory.enterprise_page(firm.key, TODAY, with_group=with_group)


def label(firm: Enterprise, **values: object) -> LabelGround:
    return LabelGround(enterprise_id=firm.key, name="专精特新小巨人", **values)  # type: ignore[arg-type]


def below(crm: Crm, parent: Enterprise, name: str, ownership: Ownership | None = None) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=name, parent_id=parent.id, ownership=ownership))


def told(crm: Crm, firm: Enterprise, title: str, quote: str, role: str = "背景") -> None:
    """An article in which an officer confirmed the enterprise."""
    with crm.store.write("Confirm") as writer:
        article = writer.save(Article(title=title, source="储能周刊", published_on=days_ago(8)))
        writer.save(
            Mention(
                article_id=article.key,
                target_kind="enterprise",
                target_id=firm.id,
                quote=quote,
                role=role,
                state=MentionState.CONFIRMED,
            )
        )


def test_business_facts_are_kept(crm: Crm, office: SampleOffice) -> None:
    told = {
        "legal_representative": "傅慎之",
        "founded_on": days_ago(3000),
        "revenue": yi("21.4"),
        "revenue_year": 2025,
        "revenue_source": "年报",
        "staff": 1380,
        "products": "电芯、储能系统集成",
    }
    firm = crm.directory.save_enterprise(replace(office.firm, **told))  # type: ignore[arg-type]
    assert {key: getattr(crm.directory.enterprise(firm.key), key) for key in told} == told


@pytest.mark.parametrize(
    ("field", "value"), [("staff", -1), ("revenue_year", 20), ("revenue", Money(value=Decimal(10) ** 16))]
)
def test_facts_that_cannot_be_are_refused(crm: Crm, office: SampleOffice, field: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        crm.directory.save_enterprise(replace(office.firm, **{field: value}))  # type: ignore[arg-type]
    assert [fault.field for fault in caught.value.faults] == [field]


def test_a_label_shows_on_the_enterprise_with_what_it_rests_on(crm: Crm, office: SampleOffice) -> None:
    ends = TODAY + timedelta(days=60)
    crm.directory.save_label(label(office.firm, batch="第五批", valid_until=ends, source="公示名单"))
    shown = page(crm, office.firm)
    assert shown.enterprise.labels == ("专精特新小巨人",)
    assert [(one.batch, one.valid_until) for one in shown.grounds] == [("第五批", ends)]


def test_a_label_renamed_or_removed_does_so_on_the_enterprise(crm: Crm, office: SampleOffice) -> None:
    made = crm.directory.save_label(label(office.firm))
    renamed = crm.directory.save_label(replace(made, name="单项冠军"))
    assert page(crm, office.firm).enterprise.labels == ("单项冠军",)
    crm.directory.remove_label(renamed.key)
    shown = page(crm, office.firm)
    assert (shown.enterprise.labels, shown.grounds) == ((), ())
    crm.history.undo()
    assert page(crm, office.firm).enterprise.labels == ("单项冠军",)


def test_what_a_label_rested_on_goes_with_the_label(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_label(label(office.firm))
    crm.directory.save_enterprise(replace(page(crm, office.firm).enterprise, labels=("高新技术企业",)))
    assert page(crm, office.firm).grounds == ()


def test_a_label_that_ends_before_it_begins_is_refused(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(ValidationError, match="before it begins"):
        crm.directory.save_label(label(office.firm, valid_from=TODAY, valid_until=days_ago(1)))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, Validity.OVER), (0, Validity.ENDING), (90, Validity.ENDING), (91, Validity.VALID)],
)
def test_a_label_is_marked_in_its_last_ninety_days(
    office: SampleOffice, days: int, expected: Validity
) -> None:
    assert validity(label(office.firm, valid_until=TODAY + timedelta(days=days)), TODAY) is expected


def test_the_log_tells_who_judged_an_enterprise_and_why(crm: Crm, office: SampleOffice) -> None:
    first = crm.directory.grade(office.firm.key, office.firm.version, Grade.B, "还在比选")
    crm.office.sign_in(office.colleague.key)
    crm.directory.grade(first.key, first.version, Grade.A, "总经理来看过地")
    grades = page(crm, office.firm).grades
    assert [(one.grade, one.reason, one.who) for one in grades] == [
        (Grade.A, "总经理来看过地", "顾明川"),
        (Grade.B, "还在比选", "沈砚秋"),
    ]


def test_a_grade_that_an_enterprise_began_with_is_told(crm: Crm, office: SampleOffice) -> None:
    made = crm.directory.save_enterprise(
        Enterprise(name="恒汐轴承股份有限公司", grade=Grade.C, grade_reason="展会上认识")
    )
    crm.directory.grade(made.key, made.version, Grade.B, "来看过地")
    told = [(one.grade, one.reason) for one in page(crm, made).grades]
    assert told == [(Grade.B, "来看过地"), (Grade.C, "展会上认识")]


def test_a_grade_taken_back_is_not_told(crm: Crm, office: SampleOffice) -> None:
    crm.directory.grade(office.firm.key, office.firm.version, Grade.B, "还在比选")
    crm.history.undo()
    assert page(crm, office.firm).grades == ()


def test_a_grade_needs_its_reason_and_the_version_that_was_seen(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(ValidationError):
        crm.directory.grade(office.firm.key, office.firm.version, Grade.A, " ")
    crm.directory.save_enterprise(replace(office.firm, staff=10))
    with pytest.raises(Conflict):
        crm.directory.grade(office.firm.key, office.firm.version, Grade.A, "签了意向书")


def test_a_group_is_no_ring(crm: Crm, office: SampleOffice) -> None:
    child = below(crm, office.firm, "曜衡系统集成有限公司")
    grandchild = below(crm, child, "曜衡运维有限公司")
    with pytest.raises(ValidationError) as caught:
        crm.directory.save_enterprise(replace(office.firm, parent_id=grandchild.id))
    assert [fault.field for fault in caught.value.faults] == ["parent_id"]


def test_the_group_rolls_up_without_mere_holdings(crm: Crm, office: SampleOffice) -> None:
    child = below(crm, office.firm, "曜衡系统集成有限公司", Ownership.WHOLLY)
    grandchild = below(crm, child, "曜衡运维有限公司", Ownership.CONTROLLED)
    holding = below(crm, office.firm, "沐岚海缆股份有限公司", Ownership.ASSOCIATE)
    for place, firm in enumerate((office.firm, grandchild, holding)):
        add_project(crm, f"第{place}个", enterprise_id=firm.id)
        crm.follow_ups.log(
            FollowUp(happened_on=TODAY, text=f"谈第{place}个"), [Ref(kind="enterprise", id=firm.key)]
        )
        told(crm, firm, f"第{place}篇", f"{firm.name}扩产")
    alone, group = page(crm, office.firm), page(crm, office.firm, with_group=True)
    assert (alone.group_count, len(alone.subsidiaries)) == (2, 2)
    assert [row.name for row in alone.projects] == ["第0个"]
    assert {row.name for row in group.projects} == {"第0个", "第1个"}
    talks = {entry.text for entry in group.timeline if entry.kind == "follow_up"}
    assert talks == {"谈第0个", "谈第1个"}
    assert [one.of for one in alone.articles] == [""]
    assert {one.of for one in group.articles} == {"", "曜衡运维有限公司"}


def test_the_first_contact_protects_for_the_days_of_the_office(crm: Crm, office: SampleOffice) -> None:
    firm = crm.directory.save_enterprise(replace(office.firm, first_contact_on=days_ago(74)))
    assert page(crm, firm).protected_until == TODAY + timedelta(days=16)
    become_admin(crm)
    crm.settings.save_protection(Protection(days=180), crm.settings.protection().version)
    assert page(crm, firm).protected_until == days_ago(74) + timedelta(days=180)
    crm.settings.save_protection(Protection(days=0), crm.settings.protection().version)
    assert page(crm, firm).protected_until is None


def test_protection_is_a_time_that_means_something(crm: Crm, office: SampleOffice) -> None:
    become_admin(crm)
    with pytest.raises(ValidationError):
        crm.settings.save_protection(Protection(days=-1), 0)


@pytest.mark.parametrize(
    ("role", "quote", "expected"),
    [
        ("扩产", "公司计划在江苏沿海建设基地。", SignalKind.EXPANSION),
        ("背景", "选址仍在苏中、苏北沿海比选。", SignalKind.SITE),
        ("背景", "拟向特定对象发行股票，用于扩产。", SignalKind.FINANCING),
        ("供应链", "为整机厂提供配套。", SignalKind.SUPPLY),
        ("合作方", "双方将在电网侧储能领域合作。", None),
        ("扩产", "", None),
    ],
)
def test_a_sentence_signals_one_thing_or_nothing(role: str, quote: str, expected: SignalKind | None) -> None:
    assert signal_of(role, quote) is expected


def test_signals_come_from_confirmed_articles_with_their_sentence(crm: Crm, office: SampleOffice) -> None:
    told(crm, office.firm, "筹建第三基地", "曜衡储能第三生产基地选址仍在比选。", "扩产")
    told(crm, office.firm, "年会召开", "曜衡储能出席年会。")
    shown = page(crm, office.firm)
    assert [(one.kind, one.quote, one.outlet) for one in shown.signals] == [
        (SignalKind.SITE, "曜衡储能第三生产基地选址仍在比选。", "储能周刊")
    ]


def test_twins_are_offered_but_not_relatives(crm: Crm, office: SampleOffice) -> None:
    twin = crm.directory.save_enterprise(Enterprise(name="曜衡储能科技(上海)股份有限公司"))
    assert [one.ref.id for one in page(crm, office.firm).twins] == [twin.id]
    crm.directory.save_enterprise(replace(twin, parent_id=office.firm.id, ownership=Ownership.BRANCH))
    assert page(crm, office.firm).twins == ()


def test_who_decides_is_told_and_who_left_stands_last(crm: Crm, office: SampleOffice) -> None:
    crm.directory.save_contact(
        Contact(name="程望舒", enterprise_id=office.firm.id, until=days_ago(90), is_main=True)
    )
    crm.directory.save_contact(replace(office.contact, is_decision_maker=True))
    shown = [(row.name, row.is_decision_maker, row.is_current) for row in page(crm, office.firm).contacts]
    assert shown == [("周岚", True, True), ("程望舒", False, False)]


def test_an_enterprise_is_found_by_any_of_its_names(crm: Crm, office: SampleOffice) -> None:
    crm.directory.set_aliases(Ref(kind="enterprise", id=office.firm.key), ["Yaoheng ESS"])
    for name in ("曜衡储能", "曜衡储能科技（上海）有限公司", "Yaoheng ESS"):
        assert crm.directory.find_enterprise(name).id == office.firm.id
    with pytest.raises(NotFound):
        crm.directory.find_enterprise("没有这一家")


def test_an_enterprise_with_labels_can_be_deleted(crm: Crm, office: SampleOffice) -> None:
    other = crm.directory.save_enterprise(Enterprise(name="恒汐轴承股份有限公司"))
    crm.directory.save_label(label(other))
    crm.directory.delete(Ref(kind="enterprise", id=other.key))
    with pytest.raises(NotFound):
        crm.directory.enterprise(other.key)
