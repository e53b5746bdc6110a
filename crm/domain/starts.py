"""Signed or announced, and not started in time (供而未建; FEATURES idea 4)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm.domain.errors import Fault
from crm.domain.projects import Project
from crm.domain.stage_rules import is_resting
from crm.domain.stages import WAY, Stage, position
from crm.i18n import _

BEFORE_START = WAY[: position(Stage.STARTED)]
SIGNED_ON = WAY[position(Stage.SIGNED) : position(Stage.STARTED)]  # who stands here has signed
MOST_MONTHS = 60


@dataclass(frozen=True, kw_only=True)
class StartRule:
    """How many months after signing a project has to start where no other time was agreed."""

    months: int = 6


def check_start_rule(rule: StartRule) -> Iterator[Fault]:
    """A number of months that an agreement may give."""
    if not 1 <= rule.months <= MOST_MONTHS:
        yield Fault(field="months", message=_("Give months from 1 to 60."))


def start_due(project: Project, signed_on: date | None, rule: StartRule) -> date | None:
    """The last day for the start: the end of the time that was told, else so many months after signing."""
    if project.planned_start_until is not None:
        return project.planned_start_until
    return add_months(signed_on, rule.months) if signed_on is not None else None


def is_late(project: Project, signed_on: date | None, rule: StartRule, on: date) -> bool:
    """Whether the start is overdue on a day; not before the interval that was told has ended."""
    if project.stage not in BEFORE_START or is_resting(project, on):
        return False
    due = start_due(project, signed_on, rule)
    return due is not None and due < on


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def last_signing(on: date, rule: StartRule) -> date:
    """The latest day of signing whose start is overdue on `on`: later days never are."""
    day = on
    while add_months(day, rule.months) >= on:
        day -= timedelta(days=1)
    return day
