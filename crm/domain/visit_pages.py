"""What lists and pages of visits show, and what an officer enters into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crm.domain.files import NewFile
from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.rows import FollowUpRow
from crm.domain.visit_rows import VisitRow
from crm.domain.visits import Side, Visit, VisitPerson, VisitStop


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
