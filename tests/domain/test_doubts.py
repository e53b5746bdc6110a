"""Figures that can be meant but hardly are, and money converted at entered rates alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from crm.domain.doubts import doubts, refuse_doubts
from crm.domain.errors import Doubtful
from crm.domain.money import Money, Rate, Rates, check_rates, parse_money
from crm.domain.projects import Project

NONE = Rates()
DOLLARS = Rates(rates=(Rate(currency="USD", yuan=Decimal("7.1")),))


def with_total(entry: str) -> Project:
    return Project(name="海缆", total_investment=parse_money(entry) if entry else None)


@pytest.mark.parametrize(
    ("before", "after", "rates", "count"),
    [
        ("", "100亿", NONE, 0),
        ("", "100.01亿", NONE, 1),
        ("100.01亿", "100.01亿", NONE, 0),  # nothing changed
        ("12.5亿", "12.5万", NONE, 1),
        ("12.5万", "12.5亿", NONE, 1),
        ("10亿", "12万", NONE, 1),  # a slip together with a true change
        ("1亿", "99亿", NONE, 0),
        ("5000万", "12亿", NONE, 0),
        ("0元", "12亿", NONE, 0),
        ("12.5亿", "", NONE, 0),
        ("3000万美元", "2亿", NONE, 0),  # another currency is no slip of units
        ("", "20亿美元", NONE, 0),
        ("", "20亿美元", DOLLARS, 1),
    ],
)
def test_what_is_asked_about(before: str, after: str, rates: Rates, count: int) -> None:
    assert len(list(doubts(with_total(before), with_total(after), rates))) == count


def test_the_questions_name_both_figures() -> None:
    with pytest.raises(Doubtful) as error:
        refuse_doubts(with_total("12.5亿"), with_total("12.5万"), NONE, is_sure=False)
    [question] = error.value.questions
    assert "CNY 1.25bn becomes CNY 125,000" in question
    refuse_doubts(with_total("12.5亿"), with_total("12.5万"), NONE, is_sure=True)


def test_every_figure_is_looked_at() -> None:
    before = with_total("12.5亿")
    after = replace(before, filed_amount=parse_money("300亿"), funds_in_place=parse_money("500亿"))
    assert len(list(doubts(before, after, NONE))) == 2


def test_money_is_converted_at_an_entered_rate_alone() -> None:
    dollars = Money(value=Decimal("30000000.55"), currency="USD")
    assert NONE.in_yuan(dollars) is None
    assert DOLLARS.in_yuan(dollars) == Money(value=Decimal("213000003.91"))
    assert DOLLARS.in_yuan(Money(value=Decimal(5))) == Money(value=Decimal(5))


@pytest.mark.parametrize("yuan", ["0", "-1", "1000"])
def test_a_rate_that_cannot_be_is_refused(yuan: str) -> None:
    rates = Rates(rates=(Rate(currency="USD", yuan=Decimal(yuan)),))
    assert [fault.field for fault in check_rates(rates)] == ["USD"]
