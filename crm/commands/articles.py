"""Commands about articles: read, add, list, show, review."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from crm.commands.asking import Commands, opened, takes_json, takes_yes
from crm.commands.showing import show
from crm.domain.articles import ArticleState, Doubt
from crm.domain.codec import to_plain
from crm.domain.errors import Unreadable, ValidationError
from crm.domain.name_search import NameRow
from crm.domain.reading import reading_as_json
from crm.domain.rows import ArticleFilter
from crm.domain.settings import Settings
from crm.i18n import _
from crm.services.readings import Readings
from crm.services.steps.materials import load


def register(commands: Commands) -> None:
    """Adds `read` and the group `articles`."""
    read = commands.add("read", _read, _("read articles without storing them"))
    read.add_argument("files", nargs="+", metavar="FILE|-")
    takes_json(read)
    group = commands.group("articles", _("articles of the inbox and the archive"))
    add = group.add("add", _add, _("store articles into the inbox"))
    add.add_argument("sources", nargs="+", metavar="PATH|URL|-")
    takes_json(add)
    listing = group.add("list", _list, _("list articles"))
    listing.add_argument("--state", choices=[str(state) for state in ArticleState])
    listing.add_argument("--text", default="", metavar="WORDS")
    listing.add_argument(
        "--doubt", choices=["any", *map(str, Doubt)], help=_("only captures with this doubt")
    )
    takes_json(listing)
    shown = group.add("show", _one, _("show an article with what was read in it"))
    shown.add_argument("id", type=int)
    takes_json(shown)
    review = group.add("review", _review, _("confirm what is ticked in an article's tray"))
    review.add_argument("id", type=int)
    review.add_argument("--tick", action="append", default=[], metavar="KEY", help=_("tick this row too"))
    review.add_argument("--untick", action="append", default=[], metavar="KEY", help=_("leave this row out"))
    review.add_argument("--irrelevant", metavar="REASON", help=_("put the article away instead"))
    takes_yes(review)
    takes_json(review)
    names = group.add("names", _names, _("look for a list of names in all articles"))
    names.add_argument("file", metavar="FILE|-", help=_("text with one name a line"))
    names.add_argument("--out", type=Path, metavar="FILE.xlsx", help=_("write what is found as a workbook"))
    takes_json(names)


def _read(asked: argparse.Namespace, settings: Settings) -> int:
    failed = False
    with Readings() as readings:
        if asked.db:
            with opened(settings) as crm:
                readings.use(crm.articles.names().book)
        for name in asked.files:
            try:
                content = sys.stdin.buffer.read() if name == "-" else load(Path(name)).content
                reading = readings.read(Path(name).name, content, date.today())
            except Unreadable as error:
                print(f"{name}: {error}", file=sys.stderr)
                failed = True
                continue
            answer = reading_as_json(reading, name)
            print(json.dumps(answer, ensure_ascii=False) if asked.json else _told(answer))
    return 1 if failed else 0


def _told(answer: Mapping[str, Any]) -> str:
    lines = [f"{answer['file']}: {answer['title'] or ''}"]
    for key in ("projects", "enterprises", "zones", "regions", "industries", "people", "amounts"):
        names = [
            str(entry.get("name") or entry.get("text") or entry.get("enterprise")) for entry in answer[key]
        ]
        if names:
            lines.append(f"  {key}: " + "、".join(dict.fromkeys(names)))
    return "\n".join(lines)


def _add(asked: argparse.Namespace, settings: Settings) -> int:
    today = date.today()
    with opened(settings) as crm:
        outcomes = []
        for source in asked.sources:
            if source == "-":
                outcomes.append(crm.articles.add_text(sys.stdin.read(), today))
            elif source.startswith(("http://", "https://")):
                outcomes.append(crm.articles.add_url(source, today))
            else:
                outcomes += crm.articles.add_files([Path(source)], today)
    show(outcomes, asked.json, ("outcome", "article_id", "title", "name", "reason"))
    return 1 if any(outcome.outcome == "failed" for outcome in outcomes) else 0


def _list(asked: argparse.Namespace, settings: Settings) -> int:
    wanted = ArticleFilter(
        text=asked.text,
        state=ArticleState(asked.state) if asked.state else None,
        doubt=Doubt(asked.doubt) if asked.doubt and asked.doubt != "any" else None,
        is_doubtful=asked.doubt == "any",
        today=date.today(),
    )
    with opened(settings) as crm:
        rows = crm.articles.items(crm.articles.find(wanted))
    show(rows, asked.json, ("id", "published_on", "state", "source", "title"))
    return 0


def _one(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        sheet = crm.articles.open(asked.id)
    if asked.json:
        plain = {"article": to_plain(sheet.article), "suggestions": to_plain(sheet.suggestions)}
        print(json.dumps(plain | {"body": sheet.text.body}, ensure_ascii=False))
        return 0
    print(f"{sheet.article.title}\n{sheet.article.source}  {sheet.article.published_on or ''}\n")
    print(sheet.text.body)
    print()
    show(sheet.suggestions, False, ("group", "is_ticked", "kind", "name", "role", "reason", "key"))
    return 0


def _review(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        if asked.irrelevant is not None:
            crm.articles.set_state([asked.id], ArticleState.IRRELEVANT, asked.irrelevant)
            return 0
        rows = [
            replace(row, is_ticked=(row.is_ticked or row.key in asked.tick) and row.key not in asked.untick)
            for row in crm.articles.open(asked.id).suggestions
        ]
        unknown = {*asked.tick, *asked.untick} - {row.key for row in rows}
        if unknown:
            raise ValidationError.of(
                "key", _("There is no row {keys}.").format(keys=", ".join(sorted(unknown)))
            )
        summary = crm.articles.confirm(asked.id, rows, date.today(), is_sure=asked.yes)
    show([summary], asked.json, ("created", "linked", "claims", "quotes", "rejected"))
    return 0


def _names(asked: argparse.Namespace, settings: Settings) -> int:
    content = sys.stdin.buffer.read() if asked.file == "-" else load(Path(asked.file)).content
    with opened(settings) as crm:
        found = crm.name_search.search(crm.name_search.ask(crm.name_search.text_of(content)))
        if asked.out:
            crm.name_search.export(found, asked.out)
    for name in found.passed_over:
        print(_("Too short to look for: {name}").format(name=name), file=sys.stderr)
    if asked.json:
        show(found.rows, True, ())
    else:
        show(
            [_NameLine.of(row) for row in found.rows], False, ("name", "articles", "first", "last", "newest")
        )
    return 0


@dataclass(frozen=True, kw_only=True)
class _NameLine:
    """A name in the table that people read."""

    name: str
    articles: int
    first: date | None
    last: date | None
    newest: str

    @classmethod
    def of(cls, row: NameRow) -> _NameLine:
        newest = row.hits[0].snippet if row.hits else ""
        return cls(
            name=row.asked.text,
            articles=row.article_count,
            first=row.first_on,
            last=row.last_on,
            newest=newest,
        )
