"""What happened to a record, in one list, and the page of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from crm.domain.articles import Mention
from crm.domain.directory import Alias, Enterprise, Industry, Zone
from crm.domain.evidence import Held
from crm.domain.follow_ups import Attachment
from crm.domain.money import Rates
from crm.domain.office import Office, Officer
from crm.domain.project_names import ProjectLink
from crm.domain.projects import Claim, Obstacle, Project, StageEntry
from crm.domain.records import Ref
from crm.domain.rows import ArticleRow, ContactRow, EnterpriseRow, FollowUpRow, ProjectRow
from crm.domain.stage_plans import StageTasks
from crm.domain.stage_rules import StageRules
from crm.domain.stages import Stage
from crm.domain.tasks import TaskRow
from crm.domain.transfers import Transfer


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field before and after, as shown."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened.

    `kind` is follow_up, visit, article, stage, transfer, task, fields, created or attachment;
    `day` is when it happened, `entered_at` when it was written down.
    """

    kind: str
    day: date
    entered_at: datetime | None
    who: str
    title: str
    text: str = ""
    ref: Ref | None = None
    follow_up: FollowUpRow | None = None
    task: TaskRow | None = None
    changes: tuple[FieldChange, ...] = ()
    step: str | None = None  # the undo step it was written in
    stage: Stage | None = None
    reprint_count: int = 0  # of an article: other places where it was published
    entry: StageEntry | None = None  # of a change of stage
    days: int | None = None  # spent in the stage before


@dataclass(frozen=True, kw_only=True)
class TransferTold:
    """A transfer with the names of both offices."""

    transfer: Transfer
    from_office: str
    to_office: str


@dataclass(frozen=True, kw_only=True)
class Relative:
    """Another project and what was decided about the two."""

    link: ProjectLink
    project: Project
    is_later: bool  # the project of the page is the later phase, the other one the earlier


@dataclass(frozen=True, kw_only=True)
class ClaimSource:
    """Where a figure was told, and how far both can be trusted: B3 is outlet B, figure 3."""

    outlet: str  # the article's title where it names none
    mark: str
    reprint_count: int = 0  # other places where the article was published


@dataclass(frozen=True, kw_only=True)
class ProjectPage:
    """Everything the page of a project shows."""

    project: Project
    row: ProjectRow
    rules: StageRules
    rates: Rates
    end_reasons: tuple[str, ...]
    verifier: str  # who has verified it
    names: tuple[Alias, ...]
    relatives: tuple[Relative, ...]
    twins: tuple[Project, ...]  # may be the same; nobody has decided
    transfers: tuple[TransferTold, ...]  # declined ones included, oldest first
    held: Held
    quotes: tuple[Mention, ...]  # confirmed sentences of articles about it
    enterprise: Enterprise | None
    zone: Zone | None
    industry: Industry | None
    owner: Officer | None
    office: Office | None
    first_contact: str
    stages: tuple[StageEntry, ...]  # those that stand, oldest first
    claims: tuple[Claim, ...]
    contacts: tuple[ContactRow, ...]
    obstacles: tuple[Obstacle, ...]
    attachments: tuple[Attachment, ...]
    timeline: tuple[TimelineEntry, ...]
    claim_sources: Mapping[int, ClaimSource] = field(default_factory=dict)  # by id of the claim
    stage_tasks: StageTasks = StageTasks()  # that stages bring with them


@dataclass(frozen=True, kw_only=True)
class EnterprisePage:
    """Everything the page of an enterprise shows."""

    enterprise: Enterprise
    row: EnterpriseRow
    aliases: tuple[str, ...]
    parent: Enterprise | None
    subsidiaries: tuple[Enterprise, ...]
    nodes: tuple[Industry, ...]
    contacts: tuple[ContactRow, ...]
    projects: tuple[ProjectRow, ...]
    articles: tuple[tuple[ArticleRow, str], ...]  # with the role it has there
    attachments: tuple[Attachment, ...]
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, kw_only=True)
class ZonePage:
    """Everything the page of a zone shows."""

    zone: Zone
    aliases: tuple[str, ...]
    industries: tuple[tuple[str, str, str, date | None], ...]  # tier, name, quote, told on
    projects: tuple[ProjectRow, ...]
    articles: tuple[tuple[ArticleRow, str], ...]
    timeline: tuple[TimelineEntry, ...]
