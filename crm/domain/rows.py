"""Rows of lists, and what lists are asked for; made by queries, shown by screens and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from crm.domain.articles import ArticleState, Doubt
from crm.domain.conditions import Tree
from crm.domain.directory import Grade, NodeState, Scheme, Segment, ZoneRelation
from crm.domain.follow_ups import ContactWay
from crm.domain.money import Money
from crm.domain.projects import FairCompetitionState
from crm.domain.records import Ref
from crm.domain.stages import Stage
from crm.domain.tasks import TaskRow
from crm.domain.verification import Verification
from crm.domain.visit_rows import VisitRow

BY_HAND = "board_place"  # the key of the order that officers make by hand


@dataclass(frozen=True, kw_only=True)
class Sort:
    """By which column a list stands; ties go by id, so that two looks agree."""

    key: str
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class ProjectFilter:
    """Which projects; every part that is set narrows the list further."""

    text: str = ""
    stages: tuple[Stage, ...] = ()
    owner_id: int | None = None
    office_id: int | None = None
    zone_id: int | None = None
    industry_id: int | None = None  # nodes below it count too
    enterprise_id: int | None = None
    least_total: Decimal | None = None  # CNY; projects without a figure stay in
    overdue_on: date | None = None  # next follow-up before that day
    due_on: date | None = None  # next follow-up on that day
    due_until: date | None = None  # next follow-up behind `due_on`, up to that day
    silent_on: date | None = None  # stalled as of that day
    review_until: date | None = None  # on hold, to be looked at again up to that day
    late_start_on: date | None = None  # signed or announced, and not started in time as of that day
    verification: Verification | None = None
    without_plan: bool = False  # no next follow-up
    is_incomplete: bool = False  # a fact is missing for the next stage
    signed_from: date | None = None
    signed_to: date | None = None
    promised_from: date | None = None  # the last entry is a visit since then, with a next step not done
    is_open: bool | None = None  # neither lost nor terminated
    tree: Tree = Tree()


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project in a list."""

    id: int
    version: int
    code: str
    name: str
    enterprise_id: int | None
    enterprise: str  # short name where there is one
    stage: Stage
    stage_since: date | None
    is_on_hold: bool
    total_investment: Money | None
    phase1_investment: Money | None
    land_mu: Decimal | None
    zone_id: int | None
    zone: str
    node: str  # chain › node
    owner_id: int | None
    owner: str
    office: str
    last_contact_on: date | None
    next_follow_up_on: date | None
    next_step: str
    latest_progress: str
    stalled_days: int
    stall_level: int
    next_stage: Stage | None  # that the office uses
    missing: tuple[str, ...]  # keys of fields and papers missing for the next stage
    claim_count: int
    contract_amount: Money | None
    fair_competition: FairCompetitionState
    attachment_count: int
    review_on: date | None = None  # of one on hold
    verification: Verification


@dataclass(frozen=True, kw_only=True)
class ProjectTotals:
    """The line under a list of projects; money is CNY alone."""

    count: int
    total: Decimal
    without_amount: int  # no total investment, or one in another currency
    phase1: Decimal
    land_mu: Decimal
    overdue: int
    stalled: int


@dataclass(frozen=True, kw_only=True)
class EnterpriseFilter:
    """Which enterprises."""

    text: str = ""
    owner_id: int | None = None
    industry_id: int | None = None
    grade: Grade | None = None
    label: str = ""
    region: str = ""
    tracked_only: bool = False


@dataclass(frozen=True, kw_only=True)
class EnterpriseRow:
    """An enterprise in a list."""

    id: int
    version: int
    name: str
    short_name: str
    region: str
    labels: tuple[str, ...]
    grade: Grade | None
    owner: str
    nodes: str
    project_count: int
    article_count: int
    first_contact: str
    last_contact_on: date | None
    next_follow_up_on: date | None
    is_tracked: bool


@dataclass(frozen=True, kw_only=True)
class ZoneRow:
    """A zone in a list."""

    id: int
    version: int
    name: str
    short_name: str
    kind: str
    level: str
    region: str
    relation: ZoneRelation
    leading: str  # industries joined by 、
    special: str
    emerging: str
    project_count: int
    article_count: int
    is_tracked: bool


@dataclass(frozen=True, kw_only=True)
class IndustryRow:
    """A node of the tree, parents before children."""

    id: int
    version: int
    name: str
    scheme: Scheme
    code: str
    parent_id: int | None
    depth: int
    segment: Segment | None
    state: NodeState | None
    chief: str
    enterprise_count: int
    project_count: int
    article_count: int


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """A contact with the body it belongs to."""

    id: int
    version: int
    name: str
    title: str
    body: str
    phone: str
    wechat: str
    last_contact_on: date | None
    is_main: bool
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ArticleFilter:
    """Which articles."""

    text: str = ""
    state: ArticleState | None = None
    has_reprints: bool = False
    about_open_projects: bool = False  # names the enterprise of a project in hand
    about_owner_id: int | None = None  # narrows that to enterprises and projects of an officer
    about_office_id: int | None = None  # narrows that to projects of a unit
    target: Ref | None = None  # confirmed mentions of that record
    source: str = ""
    published_from: date | None = None
    published_to: date | None = None
    doubt: Doubt | None = None
    is_doubtful: bool = False  # any doubt at all
    today: date | None = None  # without it no date lies in the future


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """An article in a list."""

    id: int
    version: int
    title: str
    source: str
    published_on: date | None
    state: ArticleState
    kind: str
    flags: tuple[str, ...]
    enterprise_hits: int
    zone_hits: int
    industry_hits: int
    project_hits: int
    reprint_count: int  # other places where it was published, as it is or nearly so
    first_published_on: date | None = None  # the earliest of all


@dataclass(frozen=True, kw_only=True)
class ArticleTally:
    """How many articles there are, copies not counted."""

    inbox: int
    all: int
    reprinted: int  # articles published in several places
    done_today: int  # looked at since midnight


@dataclass(frozen=True, kw_only=True)
class FollowUpRow:
    """A follow-up in a list or timeline."""

    id: int
    version: int
    happened_on: date
    way: ContactWay
    officer_id: int | None
    officer: str
    with_whom: str
    text: str
    result: str
    next_step: str
    next_on: date | None
    done_on: date | None
    subjects: tuple[tuple[Ref, str], ...]  # record and its name


@dataclass(frozen=True, kw_only=True)
class NameRow:
    """A name offered while somebody types; `detail` tells it from its namesakes."""

    ref: Ref
    name: str
    detail: str
    last_contact_on: date | None


class TodayGroup(StrEnum):
    """The groups of projects on the Today screen."""

    OVERDUE = "overdue"
    DUE = "due"
    PROMISES = "promises"  # made at the last visit, without a date
    UNSTARTED = "unstarted"  # announced, but not started in time
    REVIEWS = "reviews"  # on hold, to be looked at again
    SOON = "soon"  # the coming seven days
    SILENT = "silent"
    SIGNED = "signed"  # in the last seven days


class DueKind(StrEnum):
    """Why something is due."""

    PLAN = "plan"
    PROMISE = "promise"
    START = "start"
    REVIEW = "review"
    SILENT = "silent"
    SIGNED = "signed"
    REPORT = "report"  # of a visit
    TASK = "task"  # of a reminder


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """A project on the Today screen: what is to do, and what was last said."""

    project: ProjectRow
    what: str  # the next step as written
    last: FollowUpRow | None
    days_overdue: int  # negative before the day
    kind: DueKind = DueKind.PLAN
    since: date | None = None  # promised, signed, or to be reviewed on


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many projects, and what they come to in CNY."""

    count: int = 0
    total: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class StageCount:
    """A bar of the funnel; money is CNY alone, other currencies are counted as unfilled."""

    stage: Stage
    count: int
    total: Decimal
    stalled: int
    without_amount: int


@dataclass(frozen=True, kw_only=True)
class Today:
    """What an officer should know this morning; of long groups the first rows."""

    groups: Mapping[TodayGroup, tuple[DueRow, ...]]
    tallies: Mapping[TodayGroup, Tally]  # of whole groups
    longest_overdue: int  # days
    done: tuple[FollowUpRow, ...]  # logged today
    inbox_count: int
    inbox_about_mine: int
    funnel: tuple[StageCount, ...]
    articles: tuple[ArticleRow, ...]  # in the inbox, about projects in hand
    unreported: tuple[VisitRow, ...] = ()  # trips without a return report, the longest due first
    tasks: tuple[TaskRow, ...] = ()
    task_count: int = 0


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A record that may be the one about to be made, and why."""

    ref: Ref
    name: str
    reason: str
    score: float  # 0..1
    first_contact: str = ""  # who of us talked to it first, and when
    projects: tuple[str, ...] = ()
