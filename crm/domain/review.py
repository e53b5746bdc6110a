"""What reading an article suggests to the officer, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.articles import Article, ArticleSource, ArticleText, Mention
from crm.domain.money import Money
from crm.domain.reading import AnnouncedProject, Furniture, Reading
from crm.domain.records import Ref
from crm.domain.suggestion_rules import LedgerRow, RepeatedRejection


class SuggestionKind(StrEnum):
    """What confirming a suggestion would do."""

    NEW_PROJECT = "new_project"
    UPDATE_PROJECT = (
        "update_project"  # an announcement about a project that exists: its figures become claims
    )
    LINK = "link"  # the article names a known record
    NEW_ENTERPRISE = "new_enterprise"
    NEW_ZONE = "new_zone"
    NEW_CONTACT = "new_contact"
    CHANGE_POST = "change_post"  # somebody else holds a post from now on
    ZONE_PROFILE = "zone_profile"


class Certainty(StrEnum):
    """How far a suggestion can be trusted, in words."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "open"  # the officer must choose among candidates


class Group(StrEnum):
    """Where a suggestion stands in the tray."""

    SUGGESTED = "suggested"
    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A record that a suggestion may mean."""

    ref: Ref
    name: str
    detail: str = ""
    names: tuple[str, ...] = ()  # other names it goes by


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure told about a project: becomes a claim, and its field if that is empty."""

    field_name: str
    amount: Money | None = None
    number: str = ""  # decimal as text, for fields that are no money
    text: str = ""
    basis: str = ""
    qualifier: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One row of the tray; the officer may change target, role and tick before confirming."""

    key: str  # the same for the same finding in the same text, whenever it is read
    kind: SuggestionKind
    name: str
    reason: str
    certainty: Certainty
    target_kind: str  # of the mention that remembers the decision
    target: Ref | None = None
    found: str = ""  # the name as the reading has it; `name` may be changed
    candidates: tuple[Candidate, ...] = ()
    role: str = ""
    roles: tuple[str, ...] = ()  # what the role may be changed to
    rule: str = ""  # what found it, an N_() text
    forms: tuple[str, ...] = ()  # every form of the name in the text
    hint: str = ""  # why it is not ticked by itself
    decided: str = ""  # who confirmed or rejected it, when, and what had found it
    text: str = ""  # as it stands in the article
    start: int | None = None
    end: int | None = None
    quote: str = ""
    is_ticked: bool = False
    is_rejected: bool = False
    group: Group = Group.SUGGESTED
    project: AnnouncedProject | None = None
    figures: tuple[Figure, ...] = ()
    title: str = ""  # of a person
    body_name: str = ""  # whom a person belongs to
    items: tuple[str, ...] = ()  # industries of a zone profile


@dataclass(frozen=True, kw_only=True)
class ReviewSheet:
    """An article opened for review."""

    article: Article
    text: ArticleText
    furniture: tuple[Furniture, ...]
    reading: Reading
    suggestions: tuple[Suggestion, ...]
    mentions: tuple[Mention, ...]
    outlet_grade: str  # reliability of the source, A to F; empty if the article names none
    reprints: tuple[Article, ...]  # the other copies of its group, the lead copy first
    sources: tuple[ArticleSource, ...] = ()  # further places where a copy was published


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a confirmation wrote."""

    created: tuple[tuple[str, int], ...] = ()  # kind and how many
    linked: int = 0
    claims: int = 0
    quotes: int = 0
    rejected: int = 0
    project_ids: tuple[int, ...] = ()
    repeated: tuple[RepeatedRejection, ...] = ()  # rejected before in other articles
    demoted: tuple[LedgerRow, ...] = ()  # only hint from now on: they were wrong too often


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What an article is evidence for: project and field, project and stage, zone and its industries."""

    figures: tuple[tuple[str, str], ...] = ()  # project, field
    stages: tuple[tuple[str, str], ...] = ()  # project, stage
    zones: tuple[str, ...] = ()
    links: int = 0


@dataclass(frozen=True, kw_only=True)
class Clip:
    """What was copied on a page or typed: plain, as HTML where there is any, and from which address."""

    text: str
    html: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What became of one file, text or address."""

    name: str
    # added, duplicate, source (the same text from elsewhere), reprint (nearly the same), failed,
    # dropped by a rule, waiting (the job was stopped)
    outcome: str
    article_id: int | None = None
    title: str = ""
    reason: str = ""  # why it failed, or of what it is a duplicate
    flags: tuple[str, ...] = ()
    path: str = ""  # of a file that waits


@dataclass(frozen=True, kw_only=True)
class CapturedHit:
    """A known record named in a captured text."""

    kind: str
    name: str
    text: str
    start: int
    end: int
    role: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Captured:
    """What the child process made of one file."""

    title: str | None
    published: date | None
    source: str | None
    author: str | None
    publishing_zone: str | None
    body: str
    furniture: tuple[Furniture, ...]
    flags: tuple[str, ...]
    media_type: str
    kind: str
    enterprise_count: int
    zone_count: int
    industry_count: int
    project_count: int
    hits: tuple[CapturedHit, ...]
    text_hash: str  # the same for the same text
    bands: tuple[int, ...]  # of its signature, for finding texts that are nearly the same
