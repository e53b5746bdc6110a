"""Commands about sources: list, add, poll, remove."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crm.app import Crm
from crm.commands.asking import Commands, opened, takes_json
from crm.commands.showing import show
from crm.domain.codec import to_plain
from crm.domain.errors import NotFound, ValidationError
from crm.domain.settings import Settings
from crm.domain.sources import Source, SourceKind, SourceRow
from crm.i18n import _

KINDS = {"folder": SourceKind.FOLDER, "feed": SourceKind.FEED, "list": SourceKind.LIST_PAGE}


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A source as the table shows it."""

    id: int
    kind: str
    name: str
    place: str
    is_paused: bool
    found_week: int
    taken_week: int
    last_ok: str
    due: str
    error: str


def register(commands: Commands) -> None:
    """Adds the group `sources`."""
    group = commands.group("sources", _("folders, feeds and list pages that are looked through"))
    listing = group.add("list", _list, _("list sources and how they do"))
    takes_json(listing)
    add = group.add("add", _add, _("look through a folder, feed or list page from now on"))
    add.add_argument("kind", choices=list(KINDS))
    add.add_argument("place", metavar="PATH|URL")
    add.add_argument("--name", default="")
    add.add_argument("--every", type=int, default=60, metavar="MINUTES")
    add.add_argument("--subfolders", action="store_true", help=_("look into the folders inside, too"))
    add.add_argument("--headline", default="", metavar="TEXT", help=_("one headline of the list page"))
    takes_json(add)
    poll = group.add("poll", _poll, _("look through what is due, or through these"))
    poll.add_argument("ids", nargs="*", type=int, metavar="ID")
    takes_json(poll)
    remove = group.add("remove", _remove, _("remove sources; their articles stay"))
    remove.add_argument("ids", nargs="+", type=int, metavar="ID")


def _list(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        rows = crm.sources.items()
    if asked.json:
        for row in rows:
            print(json.dumps(to_plain(row), ensure_ascii=False))
        return 0
    columns = ("id", "kind", "name", "is_paused", "found_week", "taken_week", "last_ok", "due", "error")
    show([_line(row) for row in rows], False, columns)
    return 0


def _line(row: SourceRow) -> _Line:
    health, source = row.health, row.source
    return _Line(
        id=source.key,
        kind=str(source.kind),
        name=source.name,
        place=source.place,
        is_paused=source.is_paused,
        found_week=health.found_week,
        taken_week=health.taken_week,
        last_ok=_when(health.succeeded_at),
        due=_when(health.due_at),
        error=health.error,
    )


def _when(at: datetime | None) -> str:
    return at.astimezone().strftime("%m-%d %H:%M") if at else ""


def _add(asked: argparse.Namespace, settings: Settings) -> int:
    kind = KINDS[asked.kind]
    with opened(settings) as crm:
        place = str(Path(asked.place).resolve()) if kind is SourceKind.FOLDER else asked.place
        name, recipe = asked.name, ""
        if kind is SourceKind.FEED:
            name = name or crm.sources.feed(place).title
        elif kind is SourceKind.LIST_PAGE:
            title, recipe = _learned(crm, place, asked.headline)
            name = name or title
        source = Source(
            kind=kind,
            name=name or Path(place).name,
            place=place,
            interval_min=asked.every,
            with_subfolders=asked.subfolders,
            recipe=recipe,
        )
        saved = crm.sources.save(source)
    show([saved], asked.json, ("id", "kind", "name", "place", "interval_min"))
    return 0


def _learned(crm: Crm, address: str, headline: str) -> tuple[str, str]:
    """The title of a list page and the recipe that the headline stands for."""
    today = date.today()
    if not headline:
        raise ValidationError.of("headline", _("Name one headline of the page with --headline."))
    page = crm.sources.page(address, today)
    chosen = next((link for link in page.links if headline in (link.text, link.address)), None)
    chosen = chosen or next((link for link in page.links if headline in link.text), None)
    if chosen is None:
        raise NotFound(_("No link of the page says “{text}”.").format(text=headline))
    learned = crm.sources.learn(page, chosen.place, today)
    return page.title, json.dumps(to_plain(learned.recipe), ensure_ascii=False)


def _poll(asked: argparse.Namespace, settings: Settings) -> int:
    today = date.today()
    with opened(settings) as crm:
        if asked.ids:
            results = [crm.sources.poll(source_id, today) for source_id in asked.ids]
        else:
            results = crm.sources.poll_due(today)
    show(results, asked.json, ("source_id", "name", "found", "taken", "error"))
    for result in results:
        if result.error:
            print(f"{result.name}: {result.error}", file=sys.stderr)
    return 1 if any(result.error for result in results) else 0


def _remove(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        for source_id in asked.ids:
            crm.sources.remove(source_id)
    return 0
