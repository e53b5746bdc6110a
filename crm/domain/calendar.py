"""The calendar of projects: what lies on which day, and which days a calendar shows."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm.domain.stages import Stage

WEEK = 7


class DayKind(StrEnum):
    """What happens to a project on a day."""

    FOLLOW_UP = "follow_up"  # planned
    SIGNING = "signing"  # planned
    REVIEW = "review"  # on hold, looked at again
    TASK = "task"  # due
    STAGE = "stage"  # it entered a stage: history, which is not moved


# The field of a project that each kind of day is kept in; a stage is entered by a move alone.
DAY_FIELDS = {
    DayKind.FOLLOW_UP: "next_follow_up_on",
    DayKind.SIGNING: "planned_signing_on",
    DayKind.REVIEW: "review_on",
}


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """One thing on one day."""

    day: date
    kind: DayKind
    project_id: int
    version: int
    name: str
    enterprise: str
    stage: Stage  # that the project is in, or that it entered
    note: str = ""  # what is to be done
    task_id: int | None = None  # of a task; `version` is its own

    @property
    def can_move(self) -> bool:
        """Whether another day can be chosen for it."""
        return self.kind in DAY_FIELDS or self.kind is DayKind.TASK


class Span(StrEnum):
    """How much a calendar shows."""

    MONTH = "month"
    WEEK = "week"


def days_of(span: Span, day: date) -> list[date]:
    """The days shown around `day`, whole weeks from Monday on."""
    first, last = day, day
    if span is Span.MONTH:
        first = day.replace(day=1)
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    start = first - timedelta(days=first.weekday())
    end = last + timedelta(days=WEEK - 1 - last.weekday())
    return [start + timedelta(days=count) for count in range((end - start).days + 1)]


def stepped(span: Span, day: date, direction: int) -> date:
    """The same day one month or week later or earlier; the last of the month where there is none."""
    if span is Span.WEEK:
        return day + timedelta(days=WEEK * direction)
    year, month = divmod(day.year * 12 + day.month - 1 + direction, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
