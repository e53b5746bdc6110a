"""Money as typed, kept and shown."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import ValidationError
from crm.domain.money import WAN, YI, Money, parse_money, show

ENTRIES = {
    "12.5亿": ("1250000000", "CNY"),
    "12.5亿元": ("1250000000", "CNY"),
    "3000万美元": ("30000000", "USD"),
    "1,200万": ("12000000", "CNY"),
    " １２．５ 亿 元 ": ("1250000000", "CNY"),
    "１，２００万": ("12000000", "CNY"),
    "5千万": ("50000000", "CNY"),
    "1.2万亿": ("1200000000000", "CNY"),
    "US$500万": ("5000000", "USD"),
    "$1,234,567.89": ("1234567.89", "USD"),
    "EUR 80万": ("800000", "EUR"),
    "800": ("800", "CNY"),
    "3亿港元": ("300000000", "HKD"),
    "2亿元人民币": ("200000000", "CNY"),
}


@pytest.mark.parametrize(("entry", "wanted"), ENTRIES.items())
def test_entries_are_read_exactly(entry: str, wanted: tuple[str, str]) -> None:
    assert parse_money(entry) == Money(value=Decimal(wanted[0]), currency=wanted[1])


def test_a_bare_number_is_taken_in_the_unit_of_the_field() -> None:
    assert parse_money("1200", unit=WAN).value == 12_000_000
    assert parse_money("1200元", unit=WAN).value == 1200
    assert parse_money("12亿", unit=WAN).value == 12 * YI


def test_a_bare_number_is_taken_in_the_currency_of_the_field() -> None:
    assert parse_money("300万", currency="USD").currency == "USD"
    assert parse_money("300万元", currency="USD").currency == "CNY"


@pytest.mark.parametrize(
    "entry", ["", "很多", "12.5.1亿", "-3亿", "3亿台", "12,34亿", "亿", "1" * 40, "3亿 XYZW"]
)
def test_what_is_no_sum_is_refused_with_a_sentence(entry: str) -> None:
    with pytest.raises(ValidationError, match="is not an amount"):
        parse_money(entry)


SHOWN = [
    ("12.5亿", "12.5亿元", "CNY 1.25bn"),
    ("35000万", "3.5亿元", "CNY 350m"),
    ("3000万美元", "3000万美元", "USD 30m"),
    ("15000万美元", "15000万美元", "USD 150m"),
    ("800", "800元", "CNY 800"),
    ("12000", "1.2万元", "CNY 12,000"),
    ("1.2345亿", "1.23亿元", "CNY 123.45m"),
    ("100亿", "100亿元", "CNY 10bn"),
    ("9999.996万", "1亿元", "CNY 100m"),
]


@pytest.mark.parametrize(("entry", "chinese", "english"), SHOWN)
def test_sums_are_shown_as_each_language_writes_them(entry: str, chinese: str, english: str) -> None:
    money = parse_money(entry)
    assert show(money, "zh_CN") == chinese
    assert show(money, "en") == english


def test_columns_show_two_decimals() -> None:
    assert parse_money("1.235亿").in_units(YI) == Decimal("1.24")


@pytest.mark.parametrize(("value", "currency"), [("-1", "CNY"), ("NaN", "CNY"), ("1", "yuan")])
def test_what_cannot_be_money_cannot_be_made(value: str, currency: str) -> None:
    with pytest.raises(ValueError, match="no sum of money"):
        Money(value=Decimal(value), currency=currency)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=99_999_999))
def test_whole_wan_survive_showing_and_reading(wan: int) -> None:
    money = Money(value=wan * WAN, currency="USD")
    assert parse_money(show(money, "zh_CN")) == money


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_entry_is_read_or_refused(entry: str) -> None:
    try:
        money = parse_money(entry)
    except ValidationError:
        return
    assert money.value >= 0
