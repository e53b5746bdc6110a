"""The days that are offered for what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crm.domain.stage_plans import NextStep
from crm.i18n import _, _n

NONE = "none"
PLAIN = (3, 7)  # days that are always offered

DayKey = str | NextStep


def next_dates(usual: Sequence[NextStep] = ()) -> tuple[tuple[DayKey, str], ...]:
    """Keys and labels of the days offered, what the office usually does first, none last."""
    days: dict[DayKey, str] = {
        "3": _("+3 days"),
        "7": _("+7 days"),
        "monday": _("Next Monday"),
        NONE: _("None"),
    }
    first = {_key(step): _told(step) for step in usual}
    return tuple((first | days).items())


def day_of(key: DayKey, today: date) -> date | None:
    """The day behind a key of `next_dates`."""
    if isinstance(key, NextStep):
        return today + timedelta(days=key.days)
    if key == NONE:
        return None
    if key == "monday":
        return today + timedelta(days=7 - today.weekday())
    return today + timedelta(days=int(key))


def _key(step: NextStep) -> DayKey:
    return step if step.step or step.days not in PLAIN else str(step.days)


def _told(step: NextStep) -> str:
    """+7 days 送方案."""
    days = _n("+{count} day", "+{count} days", step.days)
    return " ".join(filter(None, [days, step.step]))
