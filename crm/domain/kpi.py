"""Indicators as the field computes them (DOMAIN 2.6): shares are exact, 0.25 is 25 %."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MONTHS = 12

STANDINGS = (
    (Decimal("1"), "已超额"),
    (Decimal("0.8"), "进展良好"),
    (Decimal("0.6"), "正常推进"),
)
BEHIND = "需关注"


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """`part` of `whole`; None where there is nothing to divide by."""
    return Decimal(part) / Decimal(whole) if whole else None


def completion_rate(actual: Decimal | int, target: Decimal | int) -> Decimal | None:
    """目标完成率: done over target."""
    return share(actual, target)


def time_progress(months_passed: int) -> Decimal:
    """序时进度: months passed over twelve."""
    if not 0 <= months_passed <= MONTHS:
        raise ValueError(f"months passed in a year: {months_passed}")
    return Decimal(months_passed) / MONTHS


def pace_gap(completion: Decimal | None, months_passed: int) -> Decimal | None:
    """超（欠）序时进度: completion minus time progress, a difference in points; negative is behind."""
    return None if completion is None else completion - time_progress(months_passed)


def standing(completion: Decimal | None) -> str:
    """The word a league table puts beside a completion rate; empty without one."""
    if completion is None:
        return ""
    return next((word for limit, word in STANDINGS if completion >= limit), BEHIND)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The projects signed at one event or in one year, and how many of them got how far.

    Published rates divide by exactly these, never by all projects ever.
    """

    signed: int
    started: int = 0
    completed: int = 0
    in_production: int = 0

    def __post_init__(self) -> None:
        if max(self.started, self.completed, self.in_production) > self.signed:
            raise ValueError("more projects went on than were signed: not one cohort")

    @property
    def start_rate(self) -> Decimal | None:
        """开工率."""
        return share(self.started, self.signed)

    @property
    def completed_rate(self) -> Decimal | None:
        """建成率."""
        return share(self.completed, self.signed)

    @property
    def production_rate(self) -> Decimal | None:
        """投产率."""
        return share(self.in_production, self.signed)


def signing_rate(signed: int, negotiating: int) -> Decimal | None:
    """签约率: signed over all of the cohort that ever negotiated."""
    return share(signed, signed + negotiating)


def funds_rate(in_place: Decimal, contracted: Decimal) -> Decimal | None:
    """资金到位率: money arrived over money signed for."""
    return share(in_place, contracted)


def investment_rate(done: Decimal, planned: Decimal) -> Decimal | None:
    """投资完成率: over the total, or over the year's plan if `planned` is that."""
    return share(done, planned)


def registration_conversion(converted: int, registered: int) -> Decimal | None:
    """注册转化率: registered projects that went on, over all registered."""
    return share(converted, registered)


def fixed_asset_conversion(fixed_assets: Decimal, in_place: Decimal) -> Decimal | None:
    """固投转化率: arrived industrial money that became fixed assets."""
    return share(fixed_assets, in_place)


def chain_fit(leading: int, attracted: int) -> Decimal | None:
    """产业契合度: new projects of the leading industries over all new projects."""
    return share(leading, attracted)


def year_on_year(now: Decimal | int, year_before: Decimal | int) -> Decimal | None:
    """同比: growth against the same period of the year before."""
    return share(Decimal(now) - Decimal(year_before), year_before)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """One indicator of a unit: its completion and its weight."""

    completion: Decimal | None
    weight: Decimal


def unit_score(indicators: Iterable[Scored], cap: Decimal = Decimal("1")) -> Decimal:
    """Weighted completions, none counted above `cap`; an indicator without a target scores nothing."""
    scores = (min(item.completion, cap) * item.weight for item in indicators if item.completion is not None)
    return sum(scores, Decimal(0))


def stationed_days_score(days: int, absences: int = 0) -> int:
    """Points for days at the post, as 德清 counts them: 20 days are 10 points, absence found costs 10."""
    if days >= 20:
        points = 10
    elif days >= 15:
        points = 9
    elif days >= 10:
        points = 8
    else:
        points = max(0, 8 - (10 - days))
    return points - 10 * absences


def share_of_best(own: Decimal | int, best: Decimal | int, points: Decimal | int) -> Decimal:
    """Points for an officer against the best of the group; nobody has points where the best has nothing."""
    reached = share(own, best)
    return Decimal(0) if reached is None else reached * points
