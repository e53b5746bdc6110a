"""What lists and pages of visits show, and what an officer enters into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from crm.domain.files import NewFile
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.rows import FollowUpRow
from crm.domain.visits import Side, Visit, VisitKind, VisitPerson, VisitState, VisitStop


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


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who takes part, as entered."""

    side: Side = Side.OURS
    name: str
    title: str = ""
    body: str = ""
    officer_id: int | None = None
    contact_id: int | None = None
    is_leader: bool = False


@dataclass(frozen=True, kw_only=True)
class NewStop:
    """A stop with the people met there and the projects it is about, as entered.

    `adds` makes a record of that kind, enterprise or zone, under the name of the place if there is none.
    """

    stop: VisitStop
    people: tuple[Attendee, ...] = ()
    project_ids: tuple[int, ...] = ()
    adds: str = ""


@dataclass(frozen=True, kw_only=True)
class StopReport:
    """What came of a stop: becomes a follow-up."""

    text: str
    result: str = ""
    next_step: str = ""
    next_on: date | None = None
    happened_on: date
    files: tuple[NewFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StopTold:
    """A stop as the page of its visit shows it."""

    stop: VisitStop
    name: str
    region: str
    people: tuple[VisitPerson, ...]
    projects: tuple[tuple[Ref, str], ...]
    follow_up: FollowUpRow | None
    files: tuple[Attachment, ...]


@dataclass(frozen=True, kw_only=True)
class VisitPage:
    """Everything the page of a visit shows."""

    visit: Visit
    row: VisitRow
    article: str  # title of the article it was made from
    ours: tuple[VisitPerson, ...]
    theirs: tuple[VisitPerson, ...]  # who came; people met at one stop stand with it
    stops: tuple[StopTold, ...]
    files: tuple[Attachment, ...]  # of the visit itself

    @property
    def follow_ups(self) -> tuple[FollowUpRow, ...]:
        """What the stops led to, in their order."""
        return tuple(told.follow_up for told in self.stops if told.follow_up is not None)


@dataclass(frozen=True, kw_only=True)
class OfferedStop:
    """A place that an article names: perhaps a stop."""

    name: str
    kind: str  # enterprise or zone
    target: Ref | None  # None: no record has that name, or several have
    role: str
    quote: str
    is_visited: bool  # the article says that they went there


@dataclass(frozen=True, kw_only=True)
class OfferedPerson:
    """Somebody whom an article names with a post."""

    person: Attendee
    quote: str


@dataclass(frozen=True, kw_only=True)
class VisitOffer:
    """What an article tells of a visit; nothing of it is stored until an officer says so."""

    visit: Visit
    stops: tuple[OfferedStop, ...] = ()
    people: tuple[OfferedPerson, ...] = field(default=())
