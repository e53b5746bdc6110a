"""Whole articles of the kinds that announce: a ceremony, a company's notice, a bulletin."""

# ruff: noqa: E501 (a sentence stays on one line)

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import AnnouncedProject, Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read

YI = 10**8


def announced(body: str, title: str | None = None) -> tuple[AnnouncedProject, ...]:
    page = Page(title=title, published=date(2023, 5, 10), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped()).projects


def named(body: str, title: str | None = None) -> list[tuple[str | None, str, int | None]]:
    return [
        (project.enterprise, str(project.action), project.value)
        for project in announced(body, title)
        if project.aggregate is None
    ]


CEREMONY = """5月9日上午，海门区举行2023年二季度重大项目集中开工仪式，区委书记王立新宣布开工。
据悉，此次集中开工项目共10个，计划总投资126亿元，涉及高端装备、新材料、新能源等领域。
其中，砺澜传动精密减速器项目，总投资30亿元；海砺激光切割机项目，总投资20亿元；远桥能源储能电池项目由远桥能源科技有限公司投资建设，总投资15亿元，占地100亩，项目建成投运后可实现产值40亿元。
此外，澜砺光电面板项目、炬原光电显示屏项目、沐砺生物试剂项目、腾桥物流分拨中心项目、砺山机械挖掘机项目、卢砺电子连接器项目、桓砺轴承扩产项目也集中开工。
王立新表示，全区上下要抢抓工期，力争项目早日竣工投产。
今年以来，海门区深入推进项目建设，累计引进亿元以上项目300个。"""

NOTICE = """砺澜科技股份有限公司公告称，公司于5月8日与海门经济开发区管理委员会签署《项目投资协议书》，拟在海门经济开发区投资建设精密减速器生产基地项目。
项目计划总投资12亿元，占地约150亩，分两期建设。
公司表示，本次投资有利于完善公司产业布局，项目建成后年产减速器20万台。"""

BULLETIN = """一季度，海门区新签约项目45个，总投资210亿元；新开工项目18个，总投资96亿元。
一、在建项目。砺澜集团精密减速器项目主体封顶，海砺激光切割机项目正在进行设备安装。
二、投产项目。远桥能源储能电池项目3月投产，总投资15亿元。
三、洽谈项目。芮衡集团光电面板项目正在洽谈。"""


def test_a_ceremony_announces_its_batch_and_each_project_under_it() -> None:
    batch = next(project for project in announced(CEREMONY) if project.aggregate)

    assert (batch.aggregate, str(batch.action), batch.value) == (10, "开工", 126 * YI)
    assert batch.date == "2023-05-09"
    assert len(named(CEREMONY)) == 10
    assert {action for _, action, _ in named(CEREMONY)} == {"开工"}
    assert named(CEREMONY)[:3] == [
        ("砺澜传动", "开工", 30 * YI),
        ("海砺", "开工", 20 * YI),
        ("远桥能源科技有限公司", "开工", 15 * YI),
    ]


def test_a_company_s_notice_announces_one_project_of_its_own() -> None:
    assert named(NOTICE) == [("砺澜科技股份有限公司", "签约", 12 * YI)]


def test_a_bulletin_tells_each_project_at_its_stage() -> None:
    assert named(BULLETIN) == [
        ("砺澜集团", "在建", None),
        ("海砺", "在建", None),
        ("远桥能源", "投产", 15 * YI),
        ("芮衡集团", "意向", None),
    ]


def test_a_bulletin_tells_its_batches_apart() -> None:
    batches = [project for project in announced(BULLETIN) if project.aggregate]

    assert [(batch.aggregate, str(batch.action), batch.value) for batch in batches] == [
        (45, "签约", 210 * YI),
        (18, "开工", 96 * YI),
    ]


def test_counted_items_are_projects_of_the_party_told_before_them() -> None:
    told = named(
        "砺澜集团与海门区签署一系列合作项目：一是年产3万台电机项目。项目总投资10亿元。二是储能电池生产项目，总投资5亿元。"
    )

    assert ("砺澜集团", "签约", 10 * YI) in told
    assert ("砺澜集团", "签约", 5 * YI) in told


def test_firms_counted_as_a_list_share_the_ceremony() -> None:
    told = named("5月8日，海门区举行集中签约仪式。其中，新能源类企业是砺澜传动、远桥能源、澜砺光电3家企业。")

    assert told == [("砺澜传动", "签约", None), ("远桥能源", "签约", None), ("澜砺光电", "签约", None)]


def test_the_name_of_one_firm_s_project_goes_on_over_a_joint() -> None:
    (project,) = announced("江苏砺澜油田技术有限公司管材修复、防腐涂层生产线项目5月8日开工。")

    assert (project.enterprise, project.name) == (
        "江苏砺澜油田技术有限公司",
        "管材修复、防腐涂层生产线项目",
    )


@pytest.mark.parametrize(
    ("item", "firm"),
    [
        ("砺博达减速器生产基地项目", "砺博达"),
        ("威砺汽车空气悬架项目", "威砺"),
        ("江苏润泽年产2000吨树脂项目", "江苏润泽"),
        ("分享通信集团云计算数据中心项目", "分享通信集团"),
    ],
)
def test_an_item_begins_with_its_firm(item: str, firm: str) -> None:
    told = named(f"5月8日，海砺激光切割机项目、{item}、远桥能源储能电池项目集中签约。")

    assert firm in [enterprise for enterprise, _, _ in told]


def test_sums_of_all_projects_told_apart_belong_to_the_batch() -> None:
    batch = next(p for p in announced("12个项目集中开工。此次开工项目总投资81亿元。") if p.aggregate)

    assert batch.value == 81 * YI


def test_a_headline_s_sum_belongs_to_the_batch_of_the_same_number() -> None:
    batch = next(
        project
        for project in announced("5月8日，21个项目集中开工。", "海门21个项目集中开工 总投资31亿元")
        if project.aggregate
    )

    assert batch.value == 31 * YI


@pytest.mark.parametrize(
    "text",
    [
        "园区内，砺澜集团有限公司、远桥科技有限公司等知名企业纷纷落户，产业链不断完善。",
        "海门开发区相继引进砺澜科技、远桥能源、澜风新材等企业，形成了新能源产业集群。",
        "砺澜科技有限公司专业从事减速器生产，2015年落户海门开发区，2017年建成投产。",
        "全区紧盯项目落地，加快推进签约项目建设。",
        "中国建设银行海门支行、江苏澜风商会与海门区签约。",
        "考察团一行察看了砺澜科技、远桥能源等企业，就投资合作进行洽谈。",
        "项目主要建设厂房及相关配套工程，引进冷饮等10多条生产线。",
        "5月8日成功摘牌项目用地。",
        "八岭路建设工程、党群服务中心建设工程5月8日开工。",
    ],
)
def test_background_guests_and_works_are_no_announcements(text: str) -> None:
    assert announced(text) == ()
