"""The stage of a project: its own verb against the event that governs it."""

# ruff: noqa: E501 (a sentence stays on one line)

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import AnnouncedProject, Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read


def announced(body: str, title: str | None = None) -> tuple[AnnouncedProject, ...]:
    page = Page(title=title, published=date(2023, 5, 10), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped()).projects


def stages(body: str, title: str | None = None) -> dict[str, str]:
    named = [project for project in announced(body, title) if project.aggregate is None]
    return {project.enterprise or project.name or "": str(project.action) for project in named}


# sentence -> stage of the one project in it
STAGES = [
    ("5月8日，砺澜传动减速器项目集中签约。", "签约"),
    ("砺澜传动减速器项目签约落户海门。", "签约"),
    ("砺澜传动减速器项目落户海门。", "落户"),
    ("签约现场，砺澜传动减速器项目成功落地。", "签约"),
    ("砺澜传动减速器项目奠基。", "开工"),
    ("砺澜传动减速器项目破土动工。", "开工"),
    ("砺澜传动减速器项目将于5月20日开工。", "开工"),
    ("砺澜传动减速器项目将于明年开工。", "计划"),
    ("砺澜传动减速器项目正在进行土建施工。", "在建"),
    ("砺澜传动减速器项目正在进行厂房装修。", "在建"),
    ("砺澜传动减速器项目主体封顶。", "在建"),
    ("走进砺澜传动减速器项目建设现场，塔吊林立，工人们正在忙碌。", "在建"),
    ("砺澜传动减速器项目桩基完成80%，预计明年3月投产。", "在建"),
    ("砺澜传动减速器项目正在内部装修，月底投用。", "在建"),
    ("砺澜传动减速器项目进入设备调试阶段。", "在建"),
    ("砺澜传动光伏电站项目已并网发电。", "投产"),
    ("砺澜传动并网发电项目开工。", "开工"),
    ("砺澜传动减速器项目竣工。", "竣工"),
    ("砺澜传动减速器项目已建成两条生产线。", "竣工"),
    ("砺澜传动减速器项目投产。", "投产"),
    ("砺澜传动减速器项目已向省发改委申报。", "计划"),
    ("砺澜传动减速器项目正在进一步洽谈。", "意向"),
    ("砺澜传动与海门签署战略合作框架协议，拟投资8亿元建设减速器项目。", "意向"),
    ("砺澜传动减速器项目开工，将开拓新能源业务，建成智能工厂。", "开工"),
    ("砺澜传动减速器项目签约，旨在建成全国最大的减速器基地。", "签约"),
    ("砺澜传动减速器项目签约，项目建成投运后可实现产值5亿元。", "签约"),
    ("砺澜传动减速器项目终止，双方解除协议。", "终止"),
]


@pytest.mark.parametrize(("text", "stage"), STAGES)
def test_the_verb_of_a_project_tells_its_stage(text: str, stage: str) -> None:
    assert [*stages(text).values()] == [stage]


CEREMONY = "5月8日，海门区举行重大项目集中签约仪式，12个项目集中签约，总投资60亿元。"


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ("其中，砺澜传动减速器项目总投资10亿元，占地80亩。", "签约"),
        ("此次签约的砺澜传动减速器项目总投资10亿元，计划年底开工。", "签约"),
        ("其中，砺澜传动减速器项目总投资10亿元，已于3月开工。", "开工"),
        ("其中，总投资10亿元的砺澜传动减速器项目落户海门港。", "签约"),
    ],
)
def test_projects_under_a_ceremony_share_its_act_unless_their_verb_outdoes_it(told: str, stage: str) -> None:
    assert stages(CEREMONY + told) == {"砺澜传动": stage}


def test_parts_of_a_sentence_share_what_stands_before_its_first_project() -> None:
    told = stages(
        "截至4月底，30个签约项目中，砺澜传动减速器、海砺激光切割机、澜风光电面板等12个项目已开工建设；"
        "远桥能源储能电池、炬原光电显示屏、沐砺生物试剂等10个项目正在办理前期手续。"
    )

    assert told["砺澜传动"] == "开工"
    assert told["远桥能源"] == "签约"


def test_two_lists_of_a_sentence_keep_the_verbs_before_them() -> None:
    told = stages(
        "去年该区引进了砺澜传动减速器、海砺激光切割机等一批重大项目，推进了远桥能源储能电池、炬原光电显示屏等重大产业项目建设。"
    )

    assert (told["砺澜传动"], told["远桥能源"]) == ("落户", "在建")


def test_a_paragraph_of_background_is_not_governed_by_the_ceremony() -> None:
    told = stages(
        CEREMONY
        + "\n今年以来，海门区加快建设步伐。远桥能源储能电池项目将于8月建成投产，澜风光电面板项目将于年底投产。"
    )

    assert set(told.values()) == {"计划"}


def test_a_project_s_own_step_does_not_end_the_event_of_the_list() -> None:
    told = announced(
        "砺澜集团与海门区签署一系列投资合作项目。此次会谈涉及3个合作项目：一是减速器生产项目。\n"
        "该项目总投资10亿元，今年开工。二是年产3万台电机项目，总投资5亿元。三是储能电池生产项目，总投资2亿元。"
    )

    counted = [project for project in told if project.value in (5 * 10**8, 2 * 10**8)]
    assert {str(project.action) for project in counted} == {"签约"}
    assert {project.enterprise for project in counted} == {"砺澜集团"}


def test_what_is_told_of_others_does_not_change_a_project_s_stage() -> None:
    told = stages(
        "砺澜科技有限公司总投资10亿元的减速器项目昨日签约。全区上下要加快建设速度，力争早日投产，把每一个项目都建成精品工程。"
    )

    assert told == {"砺澜科技有限公司": "签约"}


def test_phases_at_stages_of_their_own_are_told_apart() -> None:
    told = announced("砺澜传动减速器项目一期已竣工投产，投资8亿元的二期即将开始建设。")

    assert [(str(project.action), project.value) for project in told] == [("投产", None), ("计划", 8 * 10**8)]


def test_what_the_first_sentence_says_is_to_come_has_not_started() -> None:
    title = "海州5个新能源项目集体开工"
    planned = "海州昨日宣布，年内将集体开工5个新能源项目，分别由砺澜电力、远恒电力投资。"
    (batch,) = announced(planned, title)
    assert str(batch.action) == "计划"
    (batch,) = announced("5月8日，海州5个新能源项目集体开工，总投资20亿元。", title)
    assert str(batch.action) == "开工"


@pytest.mark.parametrize(
    "text",
    ["该项目开工建设必将拉动当地就业。", "砺澜传动减速器项目投产将带动3000人就业。"],
)
def test_what_works_will_bring_is_no_news_of_them(text: str) -> None:
    assert not announced(text)
