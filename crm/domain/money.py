"""Money: a value in an ISO currency, as officers type it and as screens and reports show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crm.domain.errors import Fault, ValidationError
from crm.i18n import _

WAN = Decimal(10**4)
YI = Decimal(10**8)
YUAN = "CNY"
MOST_YUAN = 1000  # for one unit of any currency
_CENT = Decimal("0.01")
DOUBT_ABOVE = 100 * YI  # 100 亿元: figures above are mostly 万 typed as 亿

_CODE = re.compile("[A-Z]{3}")
_ENTRY = re.compile(
    r"(?P<sign>US\$|HK\$|[$¥€£]|[A-Z]{3})?\s*(?P<number>\d{1,15}(?:\.\d{1,8})?)\s*"
    r"(?P<scale>万亿|[百千]?万|亿)?\s*(?P<word>[^\s\d]{1,5})?"
)
_SCALES = {"万": WAN, "百万": 100 * WAN, "千万": 1000 * WAN, "亿": YI, "万亿": WAN * YI}
_WORDS = {
    "元": "CNY", "人民币": "CNY", "元人民币": "CNY", "¥": "CNY", "美元": "USD", "美金": "USD",
    "$": "USD", "US$": "USD",
    "欧元": "EUR", "€": "EUR", "英镑": "GBP", "£": "GBP", "港元": "HKD", "港币": "HKD", "HK$": "HKD",
    "日元": "JPY", "韩元": "KRW", "新台币": "TWD", "新元": "SGD",
}  # fmt: skip
CURRENCY_NAMES = {
    "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元", "KRW": "韩元",
    "TWD": "新台币", "SGD": "新元",
}  # fmt: skip
_NEARLY = Decimal("0.9999995")  # of a unit; two decimals of the smaller one already show it whole
_WIDE = str.maketrans("０１２３４５６７８９．，＄￥（）", "0123456789.,$¥()")


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """An exact sum: `value` in whole units of `currency` (ISO 4217), never negative."""

    value: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not self.value.is_finite() or self.value < 0 or not _CODE.fullmatch(self.currency):
            raise ValueError(f"no sum of money: {self.value} {self.currency}")

    def in_units(self, unit: Decimal) -> Decimal:
        """The figure a column in `unit` (WAN or YI) shows, to two decimals."""
        return (self.value / unit).quantize(Decimal("0.01"), ROUND_HALF_UP)


def parse_money(entry: str, *, currency: str = "CNY", unit: Decimal = Decimal(1)) -> Money:
    """The sum an officer typed: 12.5亿, 3000万美元, 1,200万.

    A number without 万 or 亿 is taken in `unit`, without a currency word in `currency`.
    Raises ValidationError if it is no sum.
    """
    found = _ENTRY.fullmatch(_tidy(entry))
    if found is None:
        raise _unreadable(entry)
    word = found["word"] or found["sign"]
    code = currency if word is None else _WORDS.get(word, word)
    if code not in CURRENCY_NAMES and code != currency:
        raise _unreadable(entry)
    told_unit = found["scale"] or ("元" if found["word"] else None)
    factor = unit if told_unit is None else _SCALES.get(told_unit, Decimal(1))
    return Money(value=Decimal(found["number"]) * factor, currency=code)


def _tidy(entry: str) -> str:
    """`entry` without thousands separators and with plain digits."""
    plain = entry.strip().translate(_WIDE)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)


def _unreadable(entry: str) -> ValidationError:
    sentence = _("“{entry}” is not an amount. Write it like 12.5亿, 3000万美元 or 1,200万.")
    return ValidationError([Fault(field="amount", message=sentence.format(entry=entry.strip()[:40]))])


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A rate entered in settings: one unit of `currency` in yuan, and where it is from."""

    currency: str
    yuan: Decimal
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The rates of an office; money in any other currency is never converted."""

    rates: tuple[Rate, ...] = ()

    def in_yuan(self, money: Money) -> Money | None:
        """The sum in yuan, to the cent; None without a rate."""
        if money.currency == YUAN:
            return money
        rate = next((rate for rate in self.rates if rate.currency == money.currency), None)
        if rate is None:
            return None
        return Money(value=(money.value * rate.yuan).quantize(_CENT, ROUND_HALF_UP))


def check_rates(rates: Rates) -> Iterator[Fault]:
    """A rate is above 0 and below any that a currency ever had; a fault's field is the currency."""
    for rate in rates.rates:
        if not 0 < rate.yuan < MOST_YUAN:
            yield Fault(field=rate.currency, message=_("Give the yuan for one unit, such as 7.1."))


def show(money: Money, language: str = "en") -> str:
    """The sum for people: 12.5亿元, 3000万美元 in Chinese, CNY 350m, CNY 1.25bn in English."""
    return _show_chinese(money) if language.startswith("zh") else _show_english(money)


def _show_chinese(money: Money) -> str:
    name = CURRENCY_NAMES.get(money.currency, money.currency)
    # Foreign sums are compared in 万: 15000万美元, not 1.5亿美元.
    if money.currency == "CNY" and money.value >= _NEARLY * YI:
        return f"{_short(money.value / YI)}亿{name}"
    if money.value >= WAN:
        return f"{_short(money.value / WAN)}万{name}"
    return f"{_short(money.value)}{name}"


def _show_english(money: Money) -> str:
    for size, letter in ((Decimal(10**9), "bn"), (Decimal(10**6), "m")):
        if money.value >= _NEARLY * size:
            return f"{money.currency} {_short(money.value / size)}{letter}"
    return f"{money.currency} {_short(money.value):,}"


def _short(value: Decimal) -> Decimal:
    """`value` to two decimals, without zeros at the end and without an exponent."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
