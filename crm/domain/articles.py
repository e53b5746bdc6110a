"""Articles, their texts, and what they mention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from crm.domain.directory import Tier
from crm.domain.records import Record, indexed, points, record_kind, refers


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

    once: ClassVar = ("text_hash",)

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
    reprint_of_id: int | None = refers("article")  # the lead copy of its reprint group
    is_lead_by_hand: bool = False  # an officer chose it as the lead copy
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


class Doubt(StrEnum):
    """Why a captured article may not be what was published."""

    NO_DATE = "no_date"
    NO_SOURCE = "no_source"
    SHORT = "short"
    CUT_OFF = "cut_off"
    LIST_PAGE = "list_page"
    FUTURE = "future"
    DAMAGED = "damaged"
    LOGIN = "login"
    MISSING = "missing"


def doubts(flags: Iterable[str], source: str, published_on: date | None, today: date) -> tuple[Doubt, ...]:
    """The doubts about an article whose capture left `flags`, with its source and date as they now are."""
    stands = {
        Doubt.NO_DATE: published_on is None,
        Doubt.NO_SOURCE: not source,
        Doubt.FUTURE: published_on is not None and published_on > today,
    }
    kept = set(flags)
    return tuple(doubt for doubt in Doubt if stands.get(doubt, doubt in kept))


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
class ArticleSource(Record):
    """One more place where the very same text was published; the first is told by the article itself."""

    article_id: int = refers("article", required=True)
    title: str = ""
    source: str = ""
    author: str = ""
    published_on: date | None = None
    url: str = ""
    publishing_zone: str = ""
    original: str = ""
    original_name: str = ""
    media_type: str = ""


@record_kind
@dataclass(frozen=True, kw_only=True)
class ReprintRefusal(Record):
    """Two texts that an officer decided are not the same news, by their hashes, the lesser first.

    By hash and not by article: the decision also holds for a text that is deleted and taken in again.
    """

    text_hash: str = indexed("")
    other_hash: str = indexed("")


@record_kind
@dataclass(frozen=True, kw_only=True)
class WatchList(Record):
    """A named list of enterprises and other names to look for in articles."""

    name: str


@record_kind
@dataclass(frozen=True, kw_only=True)
class WatchListEntry(Record):
    """One name of a watch list: an enterprise of the directory, or a loose name without `target_id`."""

    watch_list_id: int = refers("watch_list", required=True)
    position: int = 0
    text: str = ""  # as it was pasted
    target_kind: str = ""
    target_id: int | None = points("target_kind", is_indexed=False, default=None)


@record_kind
@dataclass(frozen=True, kw_only=True)
class Mention(Record):
    """An article names a record; a rejected one remembers that it does not.

    `target_id` is None where a suggestion to create something was rejected.
    """

    article_id: int = refers("article", required=True)
    article_text_id: int | None = refers("article_text")
    target_kind: str = indexed("")
    target_id: int | None = points("target_kind", default=None)
    text: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    role: str = ""
    rule: str = ""
    state: MentionState = MentionState.CONFIRMED
    proves: str = ""  # of a project: the EvidenceKind that the quote stands for


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
