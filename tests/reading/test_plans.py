"""What firms announce that they will do, and what of it has come by the day of the article."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import Action, AnnouncedProject, Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read


def announced(body: str) -> tuple[AnnouncedProject, ...]:
    """The announcements of an article of 10 May 2023."""
    page = Page(title=None, published=date(2023, 5, 10), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped()).projects


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("砺桥重工（Liqiao Heavy）将斥资2亿元在海州设立厂房。", "砺桥重工"),
        (
            "砺桥太阳能有限公司本周宣布，投资2亿元在其位于海州的工厂建立一条新的气体生产线。",
            "砺桥太阳能有限公司",
        ),
        ("砺桥公司昨日宣布，将在海州投资2亿元建立营养品制造厂。", "砺桥公司"),
        ("砺桥集团5月7日宣布，为满足快速增长的需求，该公司将投资2亿元在海州建厂。", "砺桥集团"),
    ],
)
def test_a_firm_that_announces_an_investment_plans_it(text: str, firm: str) -> None:
    (project,) = announced(text)

    assert (project.enterprise, project.action, project.value) == (firm, Action.PLANNED, 2 * 10**8)


def test_a_day_that_has_come_makes_a_plan_a_fact() -> None:
    (opened,) = announced("砺桥集团将于5月8日正式开业。")
    (to_open,) = announced("砺桥集团扬州工厂将于6月8日正式投产，总投资5亿元。")

    assert (opened.action, to_open.action) == (Action.PRODUCING, Action.PLANNED)


def test_both_signers_invest_together() -> None:
    (project,) = announced(
        "砺桥集团和河北远桥集团在山西太原正式签署合作协议，共同投资在井陉建设大型煤炭超市项目，总投资20亿元。"
    )

    assert (project.enterprise, project.action) == ("砺桥集团、河北远桥集团", Action.SIGNED)


def test_who_came_before_announces_nothing() -> None:
    text = "管材基地是海州继砺桥传动、远桥管业之后又一重大新型管材项目，于5月8日开工。"

    assert not any(project.enterprise for project in announced(text))


def test_a_building_in_phases_is_still_to_come() -> None:
    (project,) = announced(
        "海州与北京砺安集团就照明产业化示范项目签署协议。该项目总投资8亿元，项目分三期3年一次性建成。"
    )

    assert project.action is Action.SIGNED


@pytest.mark.parametrize(
    "text",
    [
        "据介绍，砺桥传动的工厂设在远桥光电第8代面板项目附近，5月8日开工。",
        "记者从海州首批大型能源项目开工发布会上获悉。",
        "砺桥传动主要生产建筑机械、土方机械等工程类产品。",
    ],
)
def test_a_place_a_source_and_a_product_are_no_projects(text: str) -> None:
    assert not [project for project in announced(text) if project.name]
