"""RSS and Atom feeds, from bytes alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from crm.domain.errors import Unreadable
from crm.domain.sources import Feed, FeedEntry
from crm.domain.text import clean_text
from crm.i18n import _

MOST_ENTRIES = 300  # of one feed, as it has them: the newest first
MOST_CONTENT = 200_000  # characters of one entry
MOST_TITLE = 300


def read_feed(content: bytes, url: str) -> Feed:
    """The feed in `content`, which lay at `url`; to be called through a Worker.

    Raises Unreadable if it is no feed.
    """
    import feedparser  # loaded where it is needed

    # A stream, never text and never plain bytes: those are tried as the name of a file first.
    read = feedparser.parse(BytesIO(content), response_headers={"content-location": url}, sanitize_html=False)
    if not read.get("version") and not read.entries:
        raise Unreadable(_("This is no feed: there are no entries in it."))
    entries = tuple(
        made for made in (_entry(entry) for entry in read.entries[:MOST_ENTRIES]) if made is not None
    )
    return Feed(title=_line(read.feed.get("title", "")), entries=entries)


def _entry(entry: Mapping[str, Any]) -> FeedEntry | None:
    title, address = _line(entry.get("title", "")), str(entry.get("link", "")).strip()
    if urlsplit(address).scheme not in ("http", "https"):
        address = ""  # file: and its like are nothing to fetch
    content = _content(entry)
    if not address and not content:
        return None
    key = str(entry.get("id") or address or title + content)
    return FeedEntry(
        key=hashlib.sha256(key.encode("utf-8", "replace")).hexdigest(),
        title=title,
        address=address,
        day=_day(entry),
        content=content,
    )


def _content(entry: Mapping[str, Any]) -> str:
    """The entry's own text, the longest form it has."""
    forms = [str(part.get("value", "")) for part in entry.get("content", [])]
    forms.append(str(entry.get("summary", "")))
    return max(forms, key=len)[:MOST_CONTENT]


def _day(entry: Mapping[str, Any]) -> date | None:
    for name in ("published_parsed", "updated_parsed"):
        told = entry.get(name)
        if told:
            try:
                return date(*told[:3])
            except ValueError:
                continue
    return None


def _line(text: object) -> str:
    """A title as text: markup in it is shown as it stands."""
    return " ".join(clean_text(unescape(str(text))).split())[:MOST_TITLE]
