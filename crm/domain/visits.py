"""Trips and receptions: stops, the people on both sides, and the return report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from crm.domain.follow_ups import ContactWay
from crm.domain.money import Money
from crm.domain.records import Record, indexed, points, record_kind, refers

# Within how many days of the return a trip is reported: Nantong's rule, DOMAIN 1.2.
REPORT_WITHIN = timedelta(days=15)


class VisitKind(StrEnum):
    """Who travels: we do, or they come to us."""

    TRIP = "trip"  # 外出招商
    RECEPTION = "reception"  # 客商来访


class VisitState(StrEnum):
    """How far a visit has come."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """Whose side a person is on."""

    OURS = "ours"
    THEIRS = "theirs"


@record_kind
@dataclass(frozen=True, kw_only=True)
class Visit(Record):
    """A trip or a reception; who took part and where it led are records of their own."""

    kind: VisitKind = indexed(VisitKind.TRIP)
    state: VisitState = indexed(VisitState.PLANNED)
    title: str = ""
    purpose: str = ""
    destination: str = ""  # of a trip
    begins_on: date = field(metadata={"indexed": True})
    ends_on: date = field(metadata={"indexed": True})
    office_id: int | None = refers("office")
    officer_id: int | None = refers("officer")  # who is responsible for it
    enterprise_id: int | None = refers("enterprise")  # that came
    guests: str = ""  # what they call themselves, where no record says it
    guest_count: int | None = None
    intended_investment: Money | None = None  # what the guests mean to put in
    outcome: str = ""  # what was talked about on the whole
    cancel_reason: str = ""
    report: str = ""
    reported_on: date | None = None
    article_id: int | None = refers("article", is_loose=True)  # it was made from
    note: str = ""

    @property
    def days(self) -> int:
        """How many days it takes, both ends included."""
        return (self.ends_on - self.begins_on).days + 1

    @property
    def report_due_on(self) -> date | None:
        """The last day for the return report; None where none is asked for, or it is written."""
        is_asked = self.kind is VisitKind.TRIP and self.state is not VisitState.CANCELLED
        return self.ends_on + REPORT_WITHIN if is_asked and self.reported_on is None else None

    def lacks_report(self, on: date) -> bool:
        """Whether they are back and have not reported yet."""
        return self.report_due_on is not None and self.ends_on < on

    @property
    def way(self) -> ContactWay:
        """How the follow-ups of its stops were made."""
        return ContactWay.VISIT if self.kind is VisitKind.TRIP else ContactWay.RECEPTION


@record_kind
@dataclass(frozen=True, kw_only=True)
class VisitStop(Record):
    """One place of a visit: a firm, a zone, or any place by its name."""

    visit_id: int = refers("visit", required=True)
    position: int = 0
    happens_on: date | None = None
    time: str = ""  # 上午, 14:30
    target_kind: str = indexed("")  # enterprise or zone, where there is a record
    target_id: int | None = points("target_kind", is_loose=True, default=None)
    place: str = ""  # the name, also of a record
    note: str = ""
    follow_up_id: int | None = refers("follow_up", is_loose=True)  # that reported it


@record_kind
@dataclass(frozen=True, kw_only=True)
class VisitStopProject(Record):
    """A stop is about a project."""

    visit_stop_id: int = refers("visit_stop", required=True)
    project_id: int = refers("project", required=True)


@record_kind
@dataclass(frozen=True, kw_only=True)
class VisitPerson(Record):
    """Somebody who took part, with the post held on that day; at one stop, or at all of them."""

    visit_id: int = refers("visit", required=True)
    visit_stop_id: int | None = refers("visit_stop")
    side: Side = Side.OURS
    position: int = 0
    officer_id: int | None = refers("officer")
    contact_id: int | None = refers("contact", is_loose=True)
    name: str
    title: str = ""
    body: str = ""  # office, firm or zone
    is_leader: bool = False
