"""What a report is made from: plain facts about projects and visits, and what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from crm.domain.money import Money, Rate
from crm.domain.stages import Stage
from crm.domain.tables import EvidenceRow, SheetFonts

DOCUMENT_STAGES: Mapping[Stage, str] = {
    Stage.LEAD: "线索",
    Stage.INTENTION: "意向",
    Stage.NEGOTIATION: "在谈",
    Stage.PENDING_SIGNING: "拟签约",
    Stage.SIGNED: "签约",
    Stage.REGISTERED: "注册",
    Stage.LAND_SECURED: "供地",
    Stage.STARTED: "开工",
    Stage.COMPLETED: "竣工",
    Stage.IN_PRODUCTION: "投产",
    Stage.AT_CAPACITY: "达产",
    Stage.LOST: "流失",
    Stage.TERMINATED: "终止",
}
"""What documents call the stages, whatever language the window speaks; an office may rename them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StageStep:
    """One entry of a project's stage log; the day is None where nobody recorded it."""

    stage: Stage
    on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUpFacts:
    """One contact that concerns a project."""

    on: date
    text: str
    kind: str = ""  # 电话 微信 拜访 来访 会议 考察
    next_step: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectFacts:
    """One project as the ledger prints it (DOMAIN 3.1); empty texts and None mean unknown."""

    name: str
    stage: Stage  # today's
    office: str = ""  # 报送单位
    code: str = ""
    build_content: str = ""
    investor: str = ""
    local_partner: str = ""
    source_region: str = ""
    capital_nature: str = ""  # 内资 外资
    enterprise_labels: tuple[str, ...] = ()
    sector: str = ""
    industry: str = ""  # GB/T 4754 code and name
    chain: str = ""
    zone: str = ""
    total_investment: Money | None = None
    phase1_investment: Money | None = None
    contract_investment: Money | None = None
    filed_investment: Money | None = None
    fixed_investment: Money | None = None
    foreign_capital: Money | None = None
    expected_output: Money | None = None
    expected_tax: Money | None = None
    funds_in_place: Money | None = None
    site: str = ""
    land_mu: Decimal | None = None
    land_situation: str = ""
    agreement_kind: str = ""
    registered_name: str = ""
    registered_capital: Money | None = None
    legal_representative: str = ""
    business_scope: str = ""
    negotiation_state: str = ""  # 跟踪洽谈中, 投资意向明确 …; the stage is printed where it is empty
    is_on_hold: bool = False
    first_reported_on: date | None = None
    steps: tuple[StageStep, ...] = ()  # the stage log, in the order the steps were taken
    follow_ups: tuple[FollowUpFacts, ...] = ()
    problem: str = ""
    next_step: str = ""
    first_contact: str = ""  # 首谈人/首谈单位
    owner: str = ""
    owner_office: str = ""
    lead_official: str = ""
    introducer: str = ""
    contact_name: str = ""
    contact_post: str = ""
    contact_phone: str = ""
    loss_reason: str = ""
    remark: str = ""
    evidence: tuple[EvidenceRow, ...] = ()  # `field` is the name of a field of this class

    def was_known(self, day: date) -> bool:
        """Whether anybody had heard of the project on `day`; yes where no day is recorded at all."""
        first = self.known_from()
        return first is None or first <= day

    def stage_as_of(self, day: date) -> Stage | None:
        """The stage on the evening of `day`; None if nothing says.

        A step without a day is taken to have followed the one before it at once.
        """
        reached: Stage | None = None
        is_reached = not any(step.on is not None for step in self.steps) or self._was_reported(day)
        for step in self.steps:
            if step.on is not None:
                is_reached = step.on <= day
            if is_reached:
                reached = step.stage
        if not self.steps and self.was_known(day):
            return self.stage
        return reached

    def entered(self, stage: Stage, until: date) -> date | None:
        """The first day the project reached `stage`, if that is known and not after `until`.

        The first, because a signing counts once however often it is celebrated (DOMAIN 2.2, rule 6).
        """
        days = [step.on for step in self.steps if step.stage == stage and step.on is not None]
        first = min(days, default=None)
        return first if first is not None and first <= until else None

    def known_from(self) -> date | None:
        """The day the project was first heard of."""
        days = [step.on for step in self.steps if step.on is not None]
        if self.first_reported_on is not None:
            days.append(self.first_reported_on)
        return min(days, default=None)

    def last_progress(self, until: date) -> date | None:
        """The later of the last contact and the last change of stage."""
        days = [entry.on for entry in self.follow_ups if entry.on <= until]
        days += [step.on for step in self.steps if step.on is not None and step.on <= until]
        return max(days, default=None)

    def _was_reported(self, day: date) -> bool:
        return self.first_reported_on is not None and self.first_reported_on <= day


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """One firm met on a trip (拜访) or received at home (来访)."""

    on: date
    enterprise: str
    kind: str = "拜访"
    office: str = ""
    region: str = ""
    met: str = ""  # persons and their posts
    profile: str = ""  # what the firm is
    talks: str = ""
    next_step: str = ""
    officers: str = ""  # who of ours was there


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """A firm called on during a trip, and who was met there."""

    enterprise: str
    names: str = ""
    posts: str = ""


@dataclass(frozen=True, kw_only=True)
class TripFacts:
    """A trip that took place (外出招商)."""

    starts: date
    ends: date
    office: str = ""
    leader: str = ""
    post: str = ""
    people: int = 1  # of ours
    destination: str = ""
    calls: tuple[CallFacts, ...] = ()

    @property
    def days(self) -> int:
        """How long it took, both days included."""
        return (self.ends - self.starts).days + 1


@dataclass(frozen=True, kw_only=True)
class ReceptionFacts:
    """Investors who came (客商来访)."""

    on: date
    guests: str
    office: str = ""
    leader: str = ""  # of the guests, with the post
    count: int | None = None
    purpose: str = ""  # and the projects that are meant
    intended: Money | None = None
    host: str = ""
    accompanied: str = ""
    sites: str = ""
    talks: str = ""
    next_steps: str = ""
    officer: str = ""
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """Everything a report may draw on, read in one transaction; offices in protocol order."""

    projects: tuple[ProjectFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    trips: tuple[TripFacts, ...] = ()
    receptions: tuple[ReceptionFacts, ...] = ()
    offices: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()
    stage_names: Mapping[Stage, str] = field(default_factory=lambda: DOCUMENT_STAGES)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a report draws on; nothing else need be read."""

    facts: frozenset[str] = frozenset(entry.name for entry in fields(ProjectFacts))
    entered: Stage | None = None  # only projects that reached it within the period
    ever: tuple[Stage, ...] = ()  # only projects that were in one of these, or of whose stages nothing tells
    told_since: date | None = None  # follow-ups from that day on; the last one in any case
    has_projects: bool = True
    has_visits: bool = True  # the firms met
    has_journeys: bool = True  # trips and receptions


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


class TotalPlace(StrEnum):
    """Where the 合计 row stands; both are usual."""

    FIRST = "first"
    LAST = "last"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """What was asked for; empty filters take everything."""

    period: Period
    unit: str = ""  # 填报单位, also the beginning of the file name
    offices: tuple[str, ...] = ()
    zone: str = ""
    chain: str = ""
    columns: tuple[str, ...] = ()  # keys asked for beyond the usual ones
    has_contacts: bool = False  # 联系人 职务 电话, kept out of what goes upward
    totals: TotalPlace = TotalPlace.FIRST
    stale_days: int = 30
    filled_by: str = ""  # 填报人
    phone: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    fonts: SheetFonts = field(default_factory=SheetFonts)
