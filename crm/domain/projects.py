"""Projects: the ledger row, the figures told about it, its stages and what blocks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from crm.domain.money import Money
from crm.domain.records import Record, indexed, record_kind, refers
from crm.domain.stages import Stage
from crm.domain.verification import VerifiedBy


class FairCompetitionState(StrEnum):
    """公平竞争审查, required for every promise since 2024-08-01."""

    NOT_REVIEWED = "not_reviewed"
    IN_REVIEW = "in_review"
    PASSED = "passed"
    TO_CHANGE = "to_change"
    NOT_APPLICABLE = "not_applicable"


@record_kind
@dataclass(frozen=True, kw_only=True)
class Project(Record):
    """One row of the ledger; the five money figures are never one "amount"."""

    code: str = indexed("")  # YYYYMMDD and three digits
    name: str
    enterprise_id: int | None = refers("enterprise")
    stage: Stage = indexed(Stage.LEAD)
    stage_since: date | None = None
    is_on_hold: bool = False
    review_on: date | None = None  # when a project on hold is looked at again
    hold_reason: str = ""
    zone_id: int | None = refers("zone")
    site: str = ""
    industry_id: int | None = refers("industry")  # chain node
    gb4754_code: str = ""
    sei2018_code: str = ""
    sector: str = ""  # 农业, 工业, 服务业
    capital_nature: str = ""  # 内资, 外资
    source_region: str = ""
    build_content: str = ""
    local_partner: str = ""
    total_investment: Money | None = None
    phase1_investment: Money | None = None
    contract_amount: Money | None = None
    filed_amount: Money | None = None
    fixed_investment: Money | None = None
    foreign_capital: Money | None = None  # in USD
    land_mu: Decimal | None = None
    land_situation: str = ""
    expected_output: Money | None = None  # a year
    expected_tax: Money | None = None  # a year
    funds_in_place: Money | None = None
    agreement_kind: str = ""
    registered_name: str = ""
    registered_capital: Money | None = None
    legal_representative: str = ""
    owner_id: int | None = refers("officer")
    office_id: int | None = refers("office")
    lead_official: str = ""
    introducer: str = ""
    lead_source: str = ""
    first_reported_on: date | None = None
    last_contact_on: date | None = None
    next_follow_up_on: date | None = indexed(None)
    next_step: str = ""
    cadence_days: int | None = None  # how often it is followed up
    keeps_cadence: bool = False  # the days stay as they were planned, whenever somebody talks about it
    latest_progress: str = ""
    problem: str = ""
    fair_competition: FairCompetitionState = FairCompetitionState.NOT_REVIEWED
    fair_competition_note: str = ""
    planned_signing_on: date | None = None
    planned_start: str = ""  # as told: 9月, 三季度
    planned_start_on: date | None = None  # the days it means
    planned_start_until: date | None = None
    verified_how: VerifiedBy = VerifiedBy.NOBODY
    verified_by: int | None = refers("officer")
    verified_on: date | None = None
    review_opinion: str = ""
    loss_reason: str = ""
    went_to: str = ""
    remark: str = ""
    board_place: int | None = None  # among the cards of its stage, when they are ordered by hand


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """How often a project is followed up; none where `days` is None."""

    days: int | None = None
    is_kept: bool = False  # else each contact begins it anew


def cadence_day(project: Project, happened: date) -> date | None:
    """The next day of a project's cadence behind a contact; None if it has none."""
    if project.cadence_days is None:
        return None
    planned, step = project.next_follow_up_on, timedelta(days=project.cadence_days)
    if not project.keeps_cadence or planned is None:
        return happened + step
    missed = max(0, (happened - planned).days // project.cadence_days + 1)
    return planned + missed * step


@record_kind
@dataclass(frozen=True, kw_only=True)
class Claim(Record):
    """One outlet's figure for one field of a project, as told (说法)."""

    project_id: int = refers("project", required=True)
    field_name: str  # the Project field it speaks of
    amount: Money | None = None  # for money fields
    number: Decimal | None = None  # for others, in `unit`
    text: str = ""  # as written
    unit: str = ""
    basis: str = ""
    qualifier: str = ""
    told_on: date | None = None
    article_id: int | None = refers("article")
    article_text_id: int | None = refers("article_text")
    start: int | None = None
    end: int | None = None
    quote: str = ""
    is_adopted: bool = False
    credibility: int | None = None  # 1 to 6 as an officer sees it; None: as the other figures suggest


@record_kind
@dataclass(frozen=True, kw_only=True)
class StageEntry(Record):
    """A project entered a stage on a day; the true log that rates and ageing come from."""

    project_id: int = refers("project", required=True)
    stage: Stage
    from_stage: Stage | None = None
    entered_on: date = field(metadata={"indexed": True})
    evidence: str = ""
    reason: str = ""  # for going back, skipping, losing
    is_backdated: bool = False
    skipped: tuple[str, ...] = ()  # stages in use that were left out
    lacking: tuple[str, ...] = ()  # keys of what the stage asks for and was not there
    is_return: bool = False  # back in a stage whose first day still counts
    land_mu: Decimal | None = None  # as it was known then
    is_undone: bool = False  # the project went back: the entry is history, not progress
    article_id: int | None = refers("article")


@record_kind
@dataclass(frozen=True, kw_only=True)
class Obstacle(Record):
    """What blocks a project (问题清单)."""

    project_id: int = refers("project", required=True)
    text: str
    kind: str = ""  # 资金, 土地, 政策, 审批, 其他
    responsible: str = ""
    opened_on: date | None = None
    due_on: date | None = None
    closed_on: date | None = None


def with_days(entries: Iterable[StageEntry]) -> list[tuple[StageEntry, int | None]]:
    """Each entry by its day, with the days spent in the stage that was left; None for the first."""
    ordered = sorted(entries, key=lambda entry: (entry.entered_on, entry.id or 0))
    earlier: list[StageEntry | None] = [None, *ordered[:-1]] if ordered else []
    return [
        (entry, (entry.entered_on - before.entered_on).days if before is not None else None)
        for entry, before in zip(ordered, earlier, strict=True)
    ]
