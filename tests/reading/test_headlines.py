"""Recipes learned from one headline, on invented list pages of several layouts."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import Unreadable
from crm.domain.sources import Learned, PageLink
from crm.reading.headlines import headlines, learn, links_of

TODAY = date(2026, 5, 18)
URL = "https://kfq.haisheng.example/xwzx/index.html"
NAMES = (
    "曜衡储能电芯项目签约",
    "澄屿海缆二期开工",
    "凌川氢能制氢站投产",
    "恒汐轴承扩产项目备案",
    "翎屿复材叶片线竣工",
)
MENU = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li>'
    '<li><a href="/tzhj/">投资环境</a></li><li><a href="/zcfg/">政策法规文件</a></li></ul></div>'
)
SIDE = (
    '<div class="side"><h3>推荐阅读</h3><ul class="list"><li><a href="/tj/202601/t20260103_77.html">'
    '海晟县营商环境十条</a></li><li><a href="/tj/202601/t20260104_78.html">海晟县人才十条</a></li></ul></div>'
)
PAGER = '<div class="pages"><a href="index_2.html">2</a><a href="index_2.html">下一页</a></div>'
FOOT = '<div class="foot"><a href="https://gov.example/">海晟县人民政府网站</a></div>'


def page(inside: str) -> str:
    body = f"{MENU}<div class='main'>{inside}</div>{SIDE}{PAGER}{FOOT}"
    return f"<html><head><title>要闻</title></head><body>{body}</body></html>"


def address(number: int) -> str:
    return f"./yqyw/20260{number + 1}/t20260{number + 1}1{number}_12{number}4.html"


def in_list() -> str:
    rows = "".join(
        f'<li class="{"first" if not place else ""}"><span>2026-0{place + 1}-1{place}</span>'
        f'<a href="{address(place)}" title="{name}">{name[:6]}…</a></li>'
        for place, name in enumerate(NAMES)
    )
    return f'<ul class="list">{rows}</ul>'


def in_two_lists() -> str:
    rows = [
        f'<li><a href="{address(place)}">{name}</a><em>[0{place + 1}-1{place}]</em></li>'
        for place, name in enumerate(NAMES)
    ]
    return f'<ul class="list">{"".join(rows[:3])}</ul><hr><ul class="list">{"".join(rows[3:])}</ul>'


def in_table() -> str:
    rows = "".join(
        f'<tr class="row{place}"><td><img src="dot.gif"></td><td><a href="/xwzx/lm/">[要闻]</a></td>'
        f'<td><a href="{address(place)}" target="_blank">{name}</a></td>'
        f"<td>2026/0{place + 1}/1{place}</td></tr>"
        for place, name in enumerate(NAMES)
    )
    return f"<table><tbody>{rows}</tbody></table>"


def in_cards() -> str:
    return "".join(
        f'<div class="card card-{place}"><a href="{address(place)}"><img src="{place}.jpg"></a>'
        f'<div class="words"><h4><a href="{address(place)}"><i class="icon"></i><span>{name}</span></a></h4>'
        f'<p class="time"><b>1{place}</b> 2026-0{place + 1}</p></div></div>'
        for place, name in enumerate(NAMES)
    )


def bare_links() -> str:
    return (
        "<div>"
        + "<br>".join(f'· <a href="{address(place)}">{name}</a>' for place, name in enumerate(NAMES))
        + "</div>"
    )


LAYOUTS = [in_list, in_two_lists, in_table, in_cards, bare_links]


def link_named(source: str, name: str) -> PageLink:
    return next(link for link in links_of(source, URL, TODAY) if link.text == name)


def learned(source: str, name: str) -> Learned:
    return learn(source, URL, link_named(source, name).place, TODAY)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES[:4])
def test_one_headline_stands_for_all_of_its_list_and_nothing_else(layout, name: str) -> None:
    source = page(layout())
    found = learned(source, name).headlines
    assert [link.text for link in found] == list(NAMES)
    assert found[0].address == "https://kfq.haisheng.example/xwzx/yqyw/202601/t20260110_1204.html"


@pytest.mark.parametrize("layout", [in_list, in_two_lists, in_table, in_cards])
def test_dates_beside_headlines_are_taken_along(layout) -> None:
    found = learned(page(layout()), NAMES[1]).headlines
    assert [link.day for link in found] == [date(2026, place + 1, 10 + place) for place in range(5)]


def test_a_short_date_never_lies_ahead() -> None:
    source = page(f'<ul><li><a href="{address(1)}">{NAMES[0]}</a> 12-30</li></ul>')
    assert link_named(source, NAMES[0]).day == date(2025, 12, 30)


def test_the_recipe_finds_tomorrows_headlines() -> None:
    recipe = learned(page(in_list()), NAMES[2]).recipe
    tomorrow = in_list().replace("t20260110_1204", "t20260519_2001").replace("曜衡储能", "砺桥传动")
    found = headlines(page(tomorrow), URL, recipe, TODAY)
    assert found[0].text == "砺桥传动电芯项目签约"
    assert len(found) == 5


def test_a_page_with_another_layout_gives_nothing() -> None:
    recipe = learned(page(in_list()), NAMES[0]).recipe
    assert headlines(page(in_table()), URL, recipe, TODAY) == []


def test_lists_are_told_apart_by_where_they_stand() -> None:
    source = page(in_list())
    groups = {
        link.group for link in links_of(source, URL, TODAY) if link.text in (NAMES[0], "海晟县人才十条")
    }
    assert len(groups) == 2
    assert [link.text for link in learned(source, "海晟县人才十条").headlines] == [
        "海晟县营商环境十条",
        "海晟县人才十条",
    ]


def test_a_lone_headline_is_its_own_recipe() -> None:
    source = page(f'<p><a href="{address(0)}">{NAMES[0]}</a></p>')
    assert [link.text for link in learned(source, NAMES[0]).headlines] == [NAMES[0]]


def test_addresses_that_differ_in_words_are_one_shape() -> None:
    rows = "".join(
        f'<li><a href="/news/{slug}">{name}</a></li>' for slug, name in zip("abc", NAMES, strict=False)
    )
    found = learned(page(f"<ul>{rows}</ul>"), NAMES[1])
    assert found.recipe.address == "kfq.haisheng.example/news/*"
    assert len(found.headlines) == 3


def test_only_web_addresses_are_links() -> None:
    hostile = "".join(
        f'<li><a href="{target}">点这里看全文</a></li>'
        for target in (
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@b.example",
            "data:,x",
            "http://[::1",
            "",
        )
    )
    source = f"<html><body><ul>{hostile}</ul></body></html>"
    assert [link.address for link in links_of(source, "file:///home/page.html", TODAY)] == []


def test_a_link_that_is_gone_cannot_be_learned_from() -> None:
    with pytest.raises(Unreadable):
        learn(page(in_list()), URL, 999, TODAY)


@given(st.text(max_size=400), st.integers(0, 5))
def test_no_page_raises_anything_but_our_own_error(text: str, place: int) -> None:
    source = f"<ul><li><a href='{escape(text)}'>{text}</a></li></ul>{text}"
    try:
        learn(source, URL, place, TODAY)
    except Unreadable:
        return
