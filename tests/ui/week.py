"""A working week: ten invented articles, the paper that proves a signing, and what came of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from crm.app import Crm
from crm.domain.rows import ProjectFilter
from tests.ui.office import TODAY

LATER = TODAY + timedelta(days=2)

ARTICLES = (
    """澜屿海缆拟在如东建设动态缆基地

发布日期：2026-05-18 来源：海晟日报

5月17日，江苏澜屿海缆有限公司动态缆制造项目投资意向书签约仪式在如东经济开发区举行。项目计划总投资12.5亿元，用地150亩。

澜屿海缆总经理许明远表示，项目一期投资5亿元，达产后预计年产值20亿元。
""",
    """星渚氢能储氢瓶项目落户洋口港

发布日期：2026-05-18 来源：港城观察

5月16日，无锡星渚氢能装备有限公司储氢瓶制造项目签约仪式在洋口港经济开发区举行。项目总投资8亿元，用地90亩，\
计划2027年6月投产。
""",
    """我市出台支持海洋工程装备产业若干措施

发布日期：2026-05-18 来源：海晟日报

市政府办公室近日印发若干措施，从设备补助、码头使用和人才住房三个方面支持海洋工程装备企业，自2026年6月1日起施行。
""",
    """县领导赴苏南拜访装备企业

发布日期：2026-05-18 来源：海晟发布

5月13日，县委常委带队赴无锡，拜访无锡星渚氢能装备有限公司，就储氢瓶项目的港口条件和用电方案座谈交流。
""",
    """岚泊智能参加海洋装备展

发布日期：2026-05-18 来源：港城观察

5月12日，南通岚泊智能科技有限公司携无人船参加海洋装备展，与多家科研院所交流了应用场景。
""",
    """春季运动会在体育中心闭幕

发布日期：2026-05-18 来源：海晟日报

为期三天的春季运动会昨天下午闭幕，来自各镇的四百名选手参加了二十个项目的比赛。
""",
    """海上风电运维船队添新成员

发布日期：2026-05-18 来源：海事新闻

一艘新的运维母船日前完成试航，将为近海风电场提供住宿和备件服务，船上可住六十名技术人员。
""",
    """洋口港区航道疏浚完成

发布日期：2026-05-18 来源：港城观察

洋口港区航道疏浚工程日前通过验收，十万吨级船舶可以全天候进出，港区条件进一步改善。
""",
    """氢能产业座谈会召开

发布日期：2026-05-18 来源：海晟发布

5月8日，氢能产业座谈会召开，来自企业和高校的三十名代表就电解槽、储氢和港口应用交流意见。
""",
    """五一假期游客量创新高

发布日期：2026-05-18 来源：海晟日报

五一假期全县接待游客四十二万人次，同比增长一成，温泉度假区和海滨公园最受欢迎。
""",
)

IRRELEVANT = ("运动会", "游客")  # words of the titles of what an officer puts away

DEAR_WORDS = "澜屿海缆投资协议（签字页）"


def paper_in(folder: Path) -> Path:
    """The signed agreement, as a file."""
    file = folder / "投资协议.txt"
    file.write_text(DEAR_WORDS, "utf-8")
    return file


def named(crm: Crm, text: str) -> Any:
    """The one project of that name."""
    found = crm.projects.find(ProjectFilter(text=text))
    assert len(found) == 1
    return crm.projects.get(found[0])


def logged(crm: Crm, text: str) -> int:
    """How many follow-ups a project has."""
    page = crm.projects.page(named(crm, text).key, TODAY)
    return sum(1 for entry in page.timeline if entry.ref is not None and entry.ref.kind == "follow_up")
