"""What an article is about, and what firms and zones do in it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import Page, Reading
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read


def reading(body: str, title: str | None = None, zone: str | None = None) -> Reading:
    page = Page(title=title, published=date(2023, 5, 10), source=None, publishing_zone=zone, body=body)
    return read(page, Lexicon.shipped())


TOUR = (
    "三天时间里，县党政代表团先后考察了苏南20多个参观点，学习借鉴先进经验。砺桥传动、远桥医药……一个个龙头企业的落户，"
    "有力促进了当地转型。“这次参观的几家企业都属于新兴产业前沿。”周梁在考察中说。"
)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("砺澜传动减速器项目签约。", "签约"),
        ("砺澜传动减速器项目落户海门。", "落户"),
        ("砺澜传动减速器项目开工。", "开工"),
        ("砺澜传动减速器项目投产。", "投产"),
        ("砺澜传动扩产项目开工。", "扩产"),
        ("砺澜传动与海门港新区签署框架协议，拟投资8亿元建设减速器项目。", "在谈"),
        ("灿澜光电生产模组，主要客户是砺澜传动。", "供应链"),
        ("书记一行拜访砺澜传动等企业。", "考察对象"),
        ("会上，学校与砺澜传动深化合作。", "合作方"),
        ("正与砺澜传动洽谈对接。", "在谈"),
        ("公司的竞争对手是砺澜传动。", "竞争方"),
        ("砺澜传动成立于2001年。", "背景"),
    ],
)
def test_a_firm_s_role_is_told_by_its_sentence(text: str, role: str) -> None:
    roles = {span.text: str(span.role) for span in reading(text).enterprises}

    assert roles["砺澜传动"] == role


def test_on_a_study_tour_every_firm_is_what_is_visited() -> None:
    found = reading(TOUR)

    assert str(found.kind) == "visit"
    assert {span.text: str(span.role) for span in found.enterprises} == {
        "砺桥传动": "考察对象",
        "远桥医药": "考察对象",
    }
    assert found.projects == ()


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("砺桥传动签约", "砺桥传动减速器项目签约。", "announcement"),
        ("集中开工", "23个项目集中开工，总投资57.6亿元。", "batch"),
        ("县代表团赴苏南考察", "代表团考察了开发区，参观了展厅。", "visit"),
        ("关于促进外资的若干措施", "为了促进外资，制定以下措施。", "policy"),
        ("两地签署战略合作协议", "双方签署战略合作协议。", "cooperation"),
        ("公告", "远桥能源储能电池项目终止，双方解除协议。", "termination"),
        ("天气", "今天天气很好。", "other"),
    ],
)
def test_articles_are_told_apart_by_what_they_report(title: str, body: str, kind: str) -> None:
    assert str(reading(body, title).kind) == kind


def test_a_zone_where_something_lands_hosts_it_and_the_publisher_only_publishes() -> None:
    zones = {
        span.text: str(span.role)
        for span in reading("砺桥传动签约落户昆山高新区。苏州工业园区发展很快。", zone="苏州工业园区").zones
    }

    assert zones == {"昆山高新区": "承接", "苏州工业园区": "发布"}


def test_a_zone_seen_on_a_tour_is_what_is_visited() -> None:
    body = "代表团考察了昆山高新区，参观了展厅，学习借鉴经验，调研了企业。"

    (zone,) = reading(body, "代表团赴昆山考察").zones

    assert str(zone.role) == "考察对象"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("砺澜传动与海晟高新区签订投资协议，总投资5亿元。", "承接"),
        ("该企业与海晟高新区的风电装备企业长期合作。", "背景"),
    ],
)
def test_a_zone_beside_and_hosts_only_what_is_signed_with_it(text: str, role: str) -> None:
    assert [str(zone.role) for zone in reading(text).zones] == [role]
