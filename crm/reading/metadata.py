"""What a page declares unseen: dates, source and author in its head and address."""

from __future__ import annotations

import re
from datetime import date

from crm.reading.header import Header, read_author, read_date, read_source
from crm.reading.markup import Markup

_DATES = (
    "pubdate", "publishdate", "publishtime", "publish_time", "article:published_time",
    "datepublished", "bytedance:published_time", "weibo: article:create_at",
    "weibo:article:create_at", "og:release_date", "og:published_time", "publication_date",
    "dc.date.issued", "dc.date", "firstpublishedtime", "releasedate", "apub:time",
)  # fmt: skip
_SOURCES = ("contentsource", "source", "mediaid", "og:article:author", "article:author", "publishsource")
_AUTHORS = ("author", "article:author", "og:article:author", "dc.creator")
_IN_ADDRESS = re.compile(
    r"(?:^|[/_t\-=])((?:19|20)\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?=[/_\-.t]|$)"
)


def read_metadata(markup: Markup, url: str | None) -> Header:
    """What head, scripts and address of a page say, the surest first; the text says it better."""
    return Header(
        published=_declared_date(markup) or _date_in_address(url or _address(markup)),
        source=_first(markup, _SOURCES),
        author=next((found for name in _AUTHORS if (found := read_author(markup.meta.get(name, "")))), None),
        publishing_zone=None,
    )


def _declared_date(markup: Markup) -> date | None:
    values = [markup.meta.get(name, "") for name in _DATES] + [
        markup.scripted_date or "",
        markup.marked_date or "",
    ]
    return next((found for value in values if (found := read_date(value))), None)


def _first(markup: Markup, names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := read_source(markup.meta.get(name, "")))), None)


def _address(markup: Markup) -> str:
    return markup.meta.get("og:url") or markup.meta.get("url") or ""


def _date_in_address(url: str) -> date | None:
    found = _IN_ADDRESS.search(url)
    return read_date("-".join(found.groups())) if found else None
