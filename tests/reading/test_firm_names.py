"""Firms' names that are hard to cut: registered ones with known words, foreign forms, items of lists."""

from __future__ import annotations

import pytest

from crm.reading import enterprises
from crm.reading.lexicon import Lexicon


def found(text: str) -> set[str]:
    """The forms found in `text`."""
    return {span.text for span in enterprises.find(text, Lexicon.shipped().hits(text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("该公司计划与格力电器（芜湖）有限公司成立一家合资公司。", "格力电器（芜湖）有限公司"),
        ("正泰电气绿洲（嘉兴）有限公司由正泰集团投资15亿元设立。", "正泰电气绿洲（嘉兴）有限公司"),
        ("昨日，海信汽车股份公司副总经理李建国说。", "海信汽车股份公司"),
    ],
)
def test_a_known_name_does_not_stand_for_the_registered_one_it_begins(text: str, name: str) -> None:
    assert name in found(text)


def test_a_registered_name_of_place_and_trade_is_one() -> None:
    assert "马鞍山钢铁股份有限公司" in found("日前，马鞍山钢铁股份有限公司今天宣布增资。")


def test_a_japanese_legal_form_ends_a_name() -> None:
    assert "砺井制作株式会社" in found("砺井制作株式会社计划投资3亿元建厂。")


def test_the_own_word_of_a_registered_name_is_told_again_without_its_products() -> None:
    text = "日前，砺士达液晶显示器有限公司投产。目前，砺士达有员工2000人。"

    assert {"砺士达液晶显示器有限公司", "砺士达"} <= found(text)


def test_a_firm_of_many_articles_needs_no_introduction() -> None:
    assert {"伊莱克斯", "先导智能", "霍尼韦尔"} <= found("为伊莱克斯、先导智能和霍尼韦尔等企业配套。")
