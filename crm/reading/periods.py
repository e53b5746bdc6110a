"""Intervals of the calendar that articles name: months and their thirds, quarters, feasts, plans."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """Days from `first` to `last`, both included, and the date as told (2022, 2022-06, 2022-06-11)."""

    first: date
    last: date
    iso: str | None


# Month and day of first and last; the lunar feasts wander, so they get the whole span they wander in.
_FEASTS = {
    "元旦": ((1, 1), (1, 3)),
    "春节": ((1, 21), (2, 20)),
    "清明": ((4, 4), (4, 6)),
    "五一": ((5, 1), (5, 5)),
    "端午": ((5, 25), (6, 25)),
    "七一": ((7, 1), (7, 1)),
    "八一": ((8, 1), (8, 1)),
    "中秋": ((9, 8), (10, 8)),
    "国庆": ((10, 1), (10, 7)),
    "双节": ((9, 8), (10, 8)),
}
_FIRST_PLAN = 1953  # 一五
_PLAN_YEARS = 5
_PLAN_GAP = 3  # 1963-1965 belonged to no plan
_AFTER_FEAST = timedelta(days=30)


def day(when: date) -> Period:
    """One day."""
    return Period(first=when, last=when, iso=when.isoformat())


def month(year: int, number: int, part: str | None = None) -> Period:
    """A month, or its third: 初 上旬 中旬 下旬 底 末."""
    end = monthrange(year, number)[1]
    first, last = {"初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20)}.get(part or "", (1, end))
    if part in ("下旬", "底", "末"):
        first = 21
    return Period(
        first=date(year, number, first), last=date(year, number, last), iso=f"{year:04d}-{number:02d}"
    )


def months(year: int, first: int, last: int) -> Period:
    """Whole months of one year."""
    return Period(first=month(year, first).first, last=month(year, last).last, iso=f"{year:04d}")


def year_part(year: int, part: str) -> Period:
    """A stretch of a year: 一季度, 前三季度, 上半年, 年初, 年中, 年底; else the whole year."""
    if "季" in part:
        count = "首一二三四".find(part.replace("第", "").lstrip("前")[0])
        count = {"两": 2, "1": 1, "2": 2, "3": 3, "4": 4}.get(
            part.replace("第", "").lstrip("前")[0], max(1, count)
        )
        return months(year, 1 if "前" in part else 3 * count - 2, 3 * count)
    spans = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 2), "初": (1, 2), "年中": (6, 7)}
    late = part[-1] in "底末"
    first, last = (12, 12) if late else spans.get(part, (1, 12))
    return months(year, first, last)


def feast(year: int, name: str, side: str) -> Period:
    """A holiday of `year`, or the weeks before or after it."""
    (first_month, first_day), (last_month, last_day) = _FEASTS[name]
    first, last = date(year, first_month, first_day), date(year, last_month, last_day)
    if side in ("前", "之前"):
        return Period(first=date(year, 1, 1), last=first - timedelta(days=1), iso=f"{year:04d}")
    if side in ("后", "之后", "过后"):
        return Period(first=first, last=last + _AFTER_FEAST, iso=f"{year:04d}")
    return Period(first=first, last=last, iso=f"{year:04d}")


def plan(number: int, when: str) -> Period:
    """A five-year plan, 十四五 being the fourteenth, or its last year (末)."""
    first = _FIRST_PLAN + _PLAN_YEARS * (number - 1) + (_PLAN_GAP if number > 2 else 0)
    last = first + _PLAN_YEARS - 1
    if when == "末":
        first = last
    elif when in ("初", "开局"):
        last = first
    return Period(first=date(first, 1, 1), last=date(last, 12, 31), iso=None)


def shift(when: date, count: int, unit: str) -> date:
    """`when` moved by `count` days, weeks, months or years (天 周 个月 年)."""
    if unit in ("天", "周"):
        return when + timedelta(days=count * (7 if unit == "周" else 1))
    number = when.month - 1 + count * (12 if unit == "年" else 1)
    year, index = when.year + number // 12, number % 12 + 1
    return date(year, index, min(when.day, monthrange(year, index)[1]))
