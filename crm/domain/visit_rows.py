"""Rows of lists of visits, and what these lists are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.records import Ref
from crm.domain.visits import Visit, VisitKind, VisitState


class ReportState(StrEnum):
    """How the return report of a visit stands."""

    NONE = "none"  # none is asked for yet, or at all
    DUE = "due"  # they are back
    OVERDUE = "overdue"
    WRITTEN = "written"


def report_state(visit: Visit, on: date) -> ReportState:
    """How the return report of a visit stands on a day."""
    if visit.reported_on is not None:
        return ReportState.WRITTEN
    due = visit.report_due_on
    if due is None or not visit.lacks_report(on):
        return ReportState.NONE
    return ReportState.OVERDUE if on > due else ReportState.DUE


@dataclass(frozen=True, kw_only=True)
class VisitFilter:
    """Which visits; every part that is set narrows the list further."""

    text: str = ""
    kind: VisitKind | None = None
    states: tuple[VisitState, ...] = ()
    officer_id: int | None = None
    office_id: int | None = None
    first: date | None = None  # ends on that day or later
    last: date | None = None  # begins on that day or earlier
    unreported_on: date | None = None  # back before that day, and no report written
    target: Ref | None = None  # leads to that enterprise or zone, or is about that project


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A visit in a list."""

    id: int
    version: int
    kind: VisitKind
    state: VisitState
    title: str
    begins_on: date
    ends_on: date
    days: int
    place: str  # where a trip goes, who comes to a reception
    leader: str  # of ours
    officer: str
    office: str
    stop_count: int
    told_count: int  # stops with a follow-up
    stops: str  # joined by 、
    report_due_on: date | None
    report: ReportState
