"""Looking for a whole list of names in all articles: what is asked, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.domain.records import Ref


@dataclass(frozen=True, kw_only=True)
class AskedName:
    """One name of the list: the enterprises it means, and every form that is looked for.

    A name that means no enterprise of the directory is looked for as it is written.
    """

    text: str
    enterprises: tuple[Ref, ...] = ()
    enterprise: str = ""  # what they are called, joined by 、
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskedNames:
    """What a pasted column asks for."""

    names: tuple[AskedName, ...]
    passed_over: tuple[str, ...] = ()  # too short to look for


@dataclass(frozen=True, kw_only=True, slots=True)
class NameHit:
    """An article that holds a name: the first place, and how often."""

    article_id: int
    lead_id: int  # the copy that stands for its reprint group
    title: str
    source: str
    published_on: date | None
    form: str  # as it stands in the article
    start: int | None  # in the text; None where only the title holds it
    end: int | None
    count: int
    snippet: str


@dataclass(frozen=True, kw_only=True)
class NameRow:
    """What was found of one name."""

    asked: AskedName
    article_count: int  # copies of one article are one
    first_on: date | None
    last_on: date | None
    hits: tuple[NameHit, ...]  # the newest first; fewer than `article_count` where there are very many


@dataclass(frozen=True, kw_only=True)
class NamesFound:
    """What a list of names was answered with, in the order of the list."""

    rows: tuple[NameRow, ...]
    searched: int  # articles looked through
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WatchListRow:
    """A saved list of names."""

    id: int
    version: int
    name: str
    name_count: int
    enterprise_count: int
