"""How often rules of silence would have spoken: an estimate from the days on which something happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from crm.domain.stage_rules import Clock, StageRules
from crm.domain.stages import Stage
from crm.domain.workdays import WorkCalendar

ESTIMATED_DAYS = 30  # that an estimate looks back
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class SilenceEstimate:
    """What rules would have said in the last days, and what they say now."""

    spoken: int  # times that a project fell silent
    silent: int  # projects that are silent now
    days: int = ESTIMATED_DAYS


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is known of one project: the stages it entered, and the days somebody talked about it."""

    stages: tuple[tuple[date, Stage], ...]
    contacts: tuple[date, ...] = ()
    known: tuple[date, ...] = field(default=())  # other days that count where nothing else is known

    def events(self, clock: Clock) -> list[date]:
        """The days on which the clock began anew."""
        entered = [day for day, _stage in self.stages]
        days = {
            Clock.LATER: [*self.contacts, *entered],
            Clock.STAGE: entered,
            Clock.CONTACT: list(self.contacts),
        }[clock]
        return sorted(set(days or self.known))


def spoken(pasts: Iterable[Past], rules: StageRules, calendar: WorkCalendar, on: date) -> int:
    """How often projects would have fallen silent in the `ESTIMATED_DAYS` up to and with `on`."""
    first = on - timedelta(days=ESTIMATED_DAYS - 1)
    return sum(_falls(past, rules, calendar, first, on) for past in pasts)


def _falls(past: Past, rules: StageRules, calendar: WorkCalendar, first: date, last: date) -> int:
    events = [day for day in past.events(rules.clock) if day <= last]
    gaps = pairwise([*events, last + _DAY])
    return sum(
        _falls_between(past.stages, since, until - _DAY, first, rules, calendar)
        for since, until in gaps
        if until > first
    )


def _falls_between(
    stages: Sequence[tuple[date, Stage]],
    since: date,
    until: date,
    first: date,
    rules: StageRules,
    calendar: WorkCalendar,
) -> bool:
    """Whether silence since a day reached its limit between `first` and `until`, not before."""

    def is_silent(day: date, stage: Stage | None) -> bool:
        limit = rules.of(stage).stall_days if stage is not None else 0
        length = calendar.count(since, day) if rules.uses_workdays else (day - since).days
        return bool(limit) and length >= limit

    before = first - _DAY
    if before >= since and is_silent(before, _stage_on(stages, before)):
        return False
    turns = [day - _DAY for day, _stage in stages if max(first, since) < day <= until]
    return any(is_silent(day, _stage_on(stages, day)) for day in (*turns, until))


def _stage_on(stages: Sequence[tuple[date, Stage]], day: date) -> Stage | None:
    entered = [stage for entered_on, stage in stages if entered_on <= day]
    return entered[-1] if entered else None
