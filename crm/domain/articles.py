"""Articles, their texts, and what they mention."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from crm.domain.directory import Tier
from crm.domain.records import Record, indexed, record_kind, refers


class ArticleState(StrEnum):
    """How far an officer has come with an article."""

    INBOX = "inbox"
    LATER = "later"
    REVIEWED = "reviewed"
    IRRELEVANT = "irrelevant"


class MentionState(StrEnum):
    """What the officer decided about a suggestion; suggested ones name known records and wait."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@record_kind
@dataclass(frozen=True, kw_only=True)
class Article(Record):
    """A captured article; the original bytes are kept under `original` (sha256)."""

    title: str
    source: str = ""
    author: str = ""
    published_on: date | None = indexed(None)
    url: str = indexed("")
    publishing_zone: str = ""
    original: str = ""
    original_name: str = ""
    media_type: str = ""
    text_hash: str = indexed("")
    reprint_of_id: int | None = refers("article")
    kind: str = ""  # announcement, batch, visit …
    state: ArticleState = indexed(ArticleState.INBOX)
    reason: str = ""  # why it is irrelevant
    flags: tuple[str, ...] = ()
    enterprise_hits: int = 0
    zone_hits: int = 0
    industry_hits: int = 0
    project_hits: int = 0
    via: str = ""  # the watched source or the browser that brought it; empty: an officer did
    labels: tuple[str, ...] = ()  # put on by rules


@record_kind
@dataclass(frozen=True, kw_only=True)
class ArticleText(Record):
    """One revision of an article's text; offsets of mentions and claims count in `body`."""

    article_id: int = refers("article", required=True)
    revision: int = 1
    body: str
    furniture: str = "[]"  # JSON: [[kind, text], …]


@record_kind
@dataclass(frozen=True, kw_only=True)
class Mention(Record):
    """An article names a record; a rejected one remembers that it does not.

    `target_id` is None where a suggestion to create something was rejected.
    """

    article_id: int = refers("article", required=True)
    article_text_id: int | None = refers("article_text")
    target_kind: str = indexed("")
    target_id: int | None = field(default=None, metadata={"indexed": True})
    text: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    role: str = ""
    rule: str = ""
    state: MentionState = MentionState.CONFIRMED


@record_kind
@dataclass(frozen=True, kw_only=True)
class ZoneIndustry(Record):
    """A zone calls an industry its leading, special or emerging one, with quote and date."""

    zone_id: int = refers("zone", required=True)
    tier: Tier = Tier.LEADING
    name: str = ""
    industry_id: int | None = refers("industry")
    article_id: int | None = refers("article")
    quote: str = ""
    told_on: date | None = None
