"""Reads what officers type into fields: dates such as 5-18, numbers and amounts such as 12.5亿."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from crm.domain.errors import Fault, ValidationError
from crm.domain.money import Money, parse_money
from crm.i18n import _

_DAYS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2, "昨天": -1, "yesterday": -1}
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_LATER = re.compile(r"\+(\d{1,3})(?:d|天)?")
_AMOUNT = re.compile(r"([-+]?[\d,，]*\.?\d+)\s*(万亿|亿|千万|百万|万|bn|m|k)?\s*元?", re.IGNORECASE)
_FACTORS = {
    "万亿": Decimal(10**12), "亿": Decimal(10**8), "千万": Decimal(10**7), "百万": Decimal(10**6),
    "万": Decimal(10**4), "bn": Decimal(10**9), "m": Decimal(10**6), "k": Decimal(10**3),
}  # fmt: skip


def read_date(text: str, today: date) -> date | None:
    """The day that is meant, None for nothing; `5-18` is in the year of `today`.

    Raises ValidationError.
    """
    typed = text.strip().lower()
    if not typed:
        return None
    if typed in _DAYS:
        return today + timedelta(days=_DAYS[typed])
    later = _LATER.fullmatch(typed)
    if later:
        return today + timedelta(days=int(later[1]))
    numbers = _numbers(typed, today)
    try:
        if numbers:
            return date(*numbers)
    except ValueError:
        pass
    raise _fault(_("“{text}” is not a date; write it like 5-18 or 2026-05-18.").format(text=text.strip()))


def _numbers(typed: str, today: date) -> tuple[int, int, int] | None:
    full = _FULL.fullmatch(typed) or _COMPACT.fullmatch(typed)
    if full:
        return int(full[1]), int(full[2]), int(full[3])
    short = _SHORT.fullmatch(typed)
    return (today.year, int(short[1]), int(short[2])) if short else None


def show_date(value: date | None, today: date) -> str:
    """5-18 inside the year of `today`, 2026-05-18 otherwise, nothing for None."""
    if value is None:
        return ""
    return f"{value.month}-{value.day:02d}" if value.year == today.year else value.isoformat()


def read_decimal(text: str) -> Decimal | None:
    """The number, None for nothing. Raises ValidationError."""
    typed = text.strip().replace(",", "").replace("，", "")
    if not typed:
        return None
    try:
        value = Decimal(typed)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise _fault(_("“{text}” is not a number.").format(text=text.strip()))
    return value


def read_whole(text: str) -> int | None:
    """The whole number, None for nothing. Raises ValidationError."""
    value = read_decimal(text)
    if value is not None and value != value.to_integral_value():
        raise _fault(_("“{text}” is not a whole number.").format(text=text.strip()))
    return None if value is None else int(value)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """The unit a money field is read in, and from where on an entry is taken for a slip of units."""

    label: str = "亿元"
    factor: Decimal = Decimal(10**8)  # in the currency's own unit
    suspicious_from: Decimal = Decimal(1000)  # in this unit; 1000 亿元 was mostly meant as 万元


YI = Unit()
WAN = Unit(label="万元", factor=Decimal(10**4), suspicious_from=Decimal(10**7))


def read_amount(text: str, unit: Unit = YI) -> Decimal | None:
    """Money in the currency's own unit, None for nothing; a bare number is in `unit`, `3000万` says its own.

    Raises ValidationError, also for a bare number that can hardly be meant in this unit.
    """
    typed = text.strip()
    if not typed:
        return None
    found = _AMOUNT.fullmatch(typed)
    if not found:
        raise _fault(_("“{text}” is not an amount; write it like 12.5 or 3000万.").format(text=typed))
    number = read_decimal(found[1]) or Decimal(0)
    scale = (found[2] or "").lower()
    if not scale and abs(number) >= unit.suspicious_from:
        raise _fault(
            _("{number} {unit} is very much. If it is meant, write the unit too, like {number}亿.").format(
                number=found[1], unit=unit.label
            )
        )
    return number * (_FACTORS[scale] if scale else unit.factor)


def read_money(text: str, unit: Unit = YI, currency: str = "CNY") -> Money | None:
    """A sum, None for nothing: a bare number in `unit` of `currency`, or 3000万美元 with its own.

    Raises ValidationError as `read_amount` does.
    """
    try:
        amount = read_amount(text, unit)
    except ValidationError:
        if not text.strip() or _AMOUNT.fullmatch(text.strip()):
            raise
        return parse_money(text, currency=currency, unit=unit.factor)
    if amount is not None and amount < 0:
        raise _fault(_("An amount is never negative."))
    return None if amount is None else Money(value=amount, currency=currency)


def show_amount(value: Decimal | None, unit: Unit = YI) -> str:
    """The amount in `unit` with two decimals, more only where rounding would change it."""
    if value is None:
        return ""
    scaled = value / unit.factor
    rounded = scaled.quantize(Decimal("0.01"))
    return f"{rounded if rounded == scaled else scaled.normalize():f}"


def _fault(message: str) -> ValidationError:
    return ValidationError([Fault(field="", message=message)])
