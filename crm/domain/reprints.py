"""Reprint groups: copies of one article, where they were published, and how two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A stretch of one of two texts, or of both, and where it lies in the first and in the second."""

    change: Change
    text: str
    start: int
    other_start: int


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One place where a copy was published; `source_id` is None for the one the copy tells itself."""

    source: str
    published_on: date | None
    url: str
    source_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One text of a reprint group; `id` is the article's."""

    id: int
    title: str
    is_lead: bool
    length: int  # characters of the text
    likeness: float  # to the lead copy's text, 0 to 1
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True, kw_only=True)
class ReprintGroup:
    """An article with all its copies, the lead copy first, then by date."""

    lead_id: int
    title: str
    first_published_on: date | None  # the earliest of all
    copies: tuple[Copy, ...]

    @property
    def outlet_count(self) -> int:
        """In how many places it was published."""
        return sum(len(copy.outlets) for copy in self.copies)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How one copy's text differs from another's."""

    article_id: int
    other_id: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Catalogued:
    """What indexing older articles did."""

    texts: int
    joined: int  # articles that turned out to be copies
