"""Set phrases of Chinese documents: dates, periods, the lines around a table."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from crm.domain.money import Rate
from crm.domain.report_facts import Period, ReportRequest

SIGNATURE = (
    "单位负责人（签字）：　　　　　　审核人：　　　　　　填报人：　　　　　　填报日期：　　　　年　　月　　日"
)
SPACE = "　　　"


def chinese_day(day: date) -> str:
    """2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date, seen_from: date) -> str:
    """11月22日, with the year only where it is another one."""
    return f"{day.month}月{day.day}日" if day.year == seen_from.year else chinese_day(day)


def chinese_period(period: Period) -> str:
    """2026年11月16日至11月22日."""
    return f"{chinese_day(period.start)}至{short_day(period.end, period.start)}"


def week_name(period: Period) -> str:
    """2026年第47周（11月16日—11月22日); only the days where the period is no calendar week."""
    days = f"{period.start.month}月{period.start.day}日—{period.end.month}月{period.end.day}日"
    if period.start.weekday() == 0 and period.end - period.start == timedelta(days=6):
        year, week, _weekday = period.start.isocalendar()
        return f"{year}年第{week}周（{days}）"
    return f"{period.start.year}年{days}"


def fill_in_line(request: ReportRequest) -> str:
    """填报单位（盖章）, 填报人, 联系电话, 填报时间; unknown ones are left to be written by hand."""
    made_on = chinese_day(request.made_at.date()) if request.made_at else "　　年　　月　　日"
    parts = (
        f"填报单位（盖章）：{request.unit or SPACE}",
        f"填报人：{request.filled_by or SPACE}",
        f"联系电话：{request.phone or SPACE}",
        f"填报时间：{made_on}",
    )
    return "　　".join(parts)


def rate_text(rate: Rate) -> str:
    """1 USD = 7.1 元（来源）."""
    source = f"（{rate.source}）" if rate.source else ""
    return f"1 {rate.currency} = {rate.yuan.normalize():f} 元{source}"


def two_decimals(value: Decimal) -> str:
    """A figure for running text, rounded as people round."""
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def numbered(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Notes as they stand under a table: 备注：1. … 2. …."""
    if len(notes) == 1:
        return (f"备注：{notes[0]}",)
    return tuple(
        f"{'备注：' if place == 1 else '　　　'}{place}. {note}" for place, note in enumerate(notes, 1)
    )
