"""When a start is planned for, as told: 9月, 三季度, 2026年底 become intervals of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm.domain.errors import ValidationError
from crm.domain.projects import Project
from crm.i18n import _
from crm.reading import dates

_BEFORE, _BEHIND = "计划", "开工"  # so that a bare month is one to come


def with_planned_start(project: Project, before: Project | None, today: date) -> Project:
    """The project with the interval of its planned start, if what was told has changed.

    Raises ValidationError: field "planned_start" if no time is told there.
    """
    if before is not None and before.planned_start == project.planned_start:
        return project
    first, last = interval(project.planned_start, today)
    return replace(project, planned_start_on=first, planned_start_until=last)


def interval(text: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a time as told; None for nothing, and where it is open to one side."""
    told = text.strip()
    if not told:
        return None, None
    for span in dates.find(f"{_BEFORE}{told}{_BEHIND}", today):
        if span.last is not None:
            return span.first, span.last
    sentence = _("“{text}” tells no time; write it like 9月, 三季度 or 2026年底.")
    raise ValidationError.of("planned_start", sentence.format(text=told[:20]))
