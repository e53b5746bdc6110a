"""Looking through a source: what it shows now, and how to get at each thing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape
from pathlib import Path

from crm.data.fetch import NOTHING_KNOWN, Fetched, Validators
from crm.data.politeness import PoliteFetcher
from crm.domain.codec import from_plain
from crm.domain.errors import Unreadable, Unusable
from crm.domain.review import Captured
from crm.domain.sources import Feed, FeedEntry, ListPage, PageLink, Recipe, Source, SourceKind
from crm.i18n import _
from crm.services.steps import watching
from crm.services.steps.materials import Material, load
from crm.services.steps.reading_child import ReadingChild

MOST_FILES = 20_000  # of one watched folder
ENDINGS = frozenset(
    (".html", ".htm", ".mht", ".mhtml", ".pdf", ".docx", ".rtf", ".txt", ".md", ".eml")
)  # others in a watched folder are somebody's own


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that a source shows. `mark` changes when a file does; `url` is known before it is fetched."""

    key: str
    title: str
    load: Callable[[], Material]
    url: str = ""
    day: date | None = None
    mark: str = ""

    def filled(self, captured: Captured) -> Captured:
        """What was captured, with the title and date that the source told where the page does not."""
        flags = tuple(flag for flag in captured.flags if flag != "no_date" or self.day is None)
        return replace(
            captured,
            title=captured.title or self.title or None,
            published=captured.published or self.day,
            flags=flags if captured.published is None else captured.flags,
        )


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look at a source showed."""

    found: tuple[Found, ...] = ()
    is_unchanged: bool = False  # the server says so
    validators: Validators = NOTHING_KNOWN


class Lookout:
    """Looks through sources of every kind."""

    def __init__(self, child: ReadingChild, fetcher: PoliteFetcher) -> None:
        self._child, self._fetcher = child, fetcher

    def look(self, source: Source, known: Validators, today: date) -> Look:
        """What the source shows; Unreadable or Unusable with the reason if it cannot be looked at."""
        if source.kind is SourceKind.FOLDER:
            return Look(found=tuple(files_of(source)))
        page = self._fetcher.get(source.place, known)
        if page.is_unchanged:
            return Look(is_unchanged=True, validators=page.validators)
        if source.kind is SourceKind.FEED:
            found = tuple(map(self._entry, self.feed_in(page).entries))
        else:
            found = tuple(map(self._headline, self._headlines(source, page, today)))
        return Look(found=found, validators=page.validators)

    def feed(self, address: str) -> Feed:
        """The feed at an address."""
        return self.feed_in(self._fetcher.get(address))

    def feed_in(self, page: Fetched) -> Feed:
        """The feed in what was fetched."""
        return from_plain(Feed, self._child.call(watching.FEED, page.content, page.url))

    def page(self, address: str, today: date) -> ListPage:
        """A page with its links, for choosing a headline."""
        page = self._fetcher.get(address)
        told = self._child.call(watching.PAGE_LINKS, page.content, page.url, today.isoformat())
        links = tuple(from_plain(PageLink, link) for link in told["links"])
        if not links:
            raise Unreadable(_("There are no links on this page; it may be made by a script."))
        return ListPage(url=page.url, content=page.content, title=told["title"], links=links)

    def _headlines(self, source: Source, page: Fetched, today: date) -> list[PageLink]:
        recipe = json.loads(source.recipe)
        told = self._child.call(watching.HEADLINES, page.content, page.url, recipe, today.isoformat())
        return [from_plain(PageLink, link) for link in told]

    def _fetch(self, address: str) -> Material:
        page = self._fetcher.get(address)
        return Material(name=page.name, content=page.content, url=page.url)

    def _headline(self, link: PageLink) -> Found:
        return Found(
            key=_key(link.address),
            title=link.text,
            url=link.address,
            day=link.day,
            load=lambda: self._fetch(link.address),
        )

    def _entry(self, entry: FeedEntry) -> Found:
        """The page of an entry; the entry's own text where the page is not to be had."""

        def load() -> Material:
            own = Material(name=entry.title[:80], content=_as_page(entry), url=entry.address)
            if not entry.address:
                return own
            try:
                return self._fetch(entry.address)
            except Unreadable:
                if not entry.content.strip():
                    raise
                return own

        return Found(key=entry.key, title=entry.title, url=entry.address, day=entry.day, load=load)


def recipe_of(source: Source) -> Recipe | None:
    """The recipe of a list page, if it has one that can be read."""
    try:
        return from_plain(Recipe, json.loads(source.recipe)) if source.recipe else None
    except (ValueError, TypeError, KeyError):
        return None


def _key(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()


def _as_page(entry: FeedEntry) -> bytes:
    title = escape(entry.title)
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f"<html><head>{head}</head><body><h1>{title}</h1>{entry.content}</body></html>".encode(
        "utf-8", "replace"
    )


# Folders


def files_of(source: Source) -> Iterator[Found]:
    """The files of a watched folder that could be articles; nothing in it is ever moved or changed."""
    folder = Path(source.place)
    try:
        paths = sorted(_walk(folder) if source.with_subfolders else _flat(folder))
    except OSError as error:
        sentence = _("The folder {path} cannot be read: {reason}")
        raise Unusable(sentence.format(path=folder, reason=error.strerror or error)) from error
    for path in paths[:MOST_FILES]:
        try:
            told = path.stat()
        except OSError:
            continue  # gone since, or not ours to read
        yield Found(
            key=path.relative_to(folder).as_posix(),
            title=path.stem,
            mark=f"{told.st_size}:{told.st_mtime_ns}",
            load=partial(load, path),
        )


def _flat(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.is_file() and _is_wanted(entry.name):
            yield Path(entry.path)


def _walk(folder: Path) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        if Path(error.filename or "") == folder:
            raise error

    for root, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in names if _is_wanted(name))


def _is_wanted(name: str) -> bool:
    return not name.startswith((".", "~$")) and Path(name).suffix.lower() in ENDINGS
