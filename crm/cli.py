"""The command line: one sub-command per operation; without one, the window opens.

Exit codes: 0 done, 1 refused or failed (the sentence is on standard error), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

from crm.app import WORKER_ARGUMENT, Crm, load_settings, open_crm, serve_worker
from crm.domain.articles import ArticleState
from crm.domain.codec import from_plain, to_plain
from crm.domain.directory import Enterprise, Industry, Scheme, Zone
from crm.domain.errors import CrmError, Unreadable, ValidationError
from crm.domain.money import Money, parse_money
from crm.domain.projects import Project
from crm.domain.quick_line import parse_day
from crm.domain.reading import reading_as_json
from crm.domain.records import Record, Ref
from crm.domain.report_facts import Period, ReportRequest
from crm.domain.rows import ArticleFilter, EnterpriseFilter, ProjectFilter
from crm.domain.settings import Settings
from crm.domain.stages import STAGE_NAMES, Stage
from crm.i18n import _, language, use_language
from crm.services.articles import load
from crm.services.projects import NewProject
from crm.services.readings import Readings
from crm.services.reports import week_of, year_until
from crm.services.steps.stages import Move

Run = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what the process should exit with."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [WORKER_ARGUMENT]:  # a bundle starts itself as the child that reads foreign files
        serve_worker()
        return 0
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    loaded = load_settings()
    use_language(_wanted_language(given) or loaded.settings.language)
    if loaded.warning:
        print(loaded.warning, file=sys.stderr)
    asked = _parser().parse_args(given)
    settings = replace(loaded.settings, language=language(), location=asked.db or loaded.settings.location)
    if asked.officer:
        settings = replace(settings, officer=asked.officer)
    try:
        return int(asked.run(asked, settings))
    except ValidationError as error:
        for fault in error.faults:
            print(f"{fault.field}: {fault.message}" if fault.field else fault.message, file=sys.stderr)
        return 1
    except CrmError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `investlead … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _wanted_language(given: Sequence[str]) -> str | None:
    """--language, looked for before the help texts are made."""
    for place, word in enumerate(given):
        if word == "--language" and place + 1 < len(given):
            return given[place + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return None


# What can be asked


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="investlead", description=_("A CRM for investment promotion."))
    common = argparse.ArgumentParser(add_help=False)
    for target, missing in ((parser, None), (common, argparse.SUPPRESS)):
        target.add_argument("--db", metavar="PATH|URL", default=missing, help=_("database to work on"))
        target.add_argument(
            "--as", dest="officer", metavar="NAME", default=missing, help=_("officer who works")
        )
        target.add_argument(
            "--language", choices=["zh_CN", "en"], default=missing, help=_("language of texts")
        )
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"))

    def command(name: str, run: Run, about: str, *, of: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = of.add_parser(name, parents=[common], help=about, description=about)
        made.set_defaults(run=run)
        return made

    read = command("read", _read, _("read articles without storing them"))
    read.add_argument("files", nargs="+", metavar="FILE|-")
    _json(read)
    _article_commands(command, commands, common)
    for word, kind in (
        ("projects", Project),
        ("enterprises", Enterprise),
        ("zones", Zone),
        ("industries", Industry),
    ):
        _record_commands(word, kind, command, commands, common)
    follow_up = command(
        "follow-up", _follow_up, _("log a contact: “@who #project phone what was said >friday”")
    )
    follow_up.add_argument("line")
    _day(follow_up, "--on", _("the day it happened"))
    _json(follow_up)
    search = command("search", _search, _("search everything"))
    search.add_argument("question")
    search.add_argument("--kind", action="append", default=[], help=_("only records of this kind"))
    search.add_argument("--limit", type=int, default=50)
    _json(search)
    _report_commands(command, commands, common)
    db = _group(commands, common, "db", _("care of the database"))
    command("upgrade", _upgrade, _("bring the database up to this version"), of=db)
    command("check", _check, _("check the database for damage"))
    demo = command("demo", _demo, _("make the example office in a new database"))
    _day(demo, "--on", _("the day that counts as today in it"))
    return parser


def _group(commands: Any, common: argparse.ArgumentParser, name: str, about: str) -> Any:
    group = commands.add_parser(name, parents=[common], help=about, description=about)
    return group.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line instead of a table"))


def _day(parser: argparse.ArgumentParser, flag: str, about: str) -> None:
    parser.add_argument(flag, type=_parsed_day, metavar="DATE", help=about)


def _parsed_day(text: str) -> date:
    day = parse_day(text, date.today())
    if day is None:
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(_("{text} is no date").format(text=text)) from error
    return day


def _article_commands(command: Any, commands: Any, common: argparse.ArgumentParser) -> None:
    group = _group(commands, common, "articles", _("articles of the inbox and the archive"))
    add = command("add", _articles_add, _("store articles into the inbox"), of=group)
    add.add_argument("sources", nargs="+", metavar="PATH|URL|-")
    _json(add)
    listing = command("list", _articles_list, _("list articles"), of=group)
    listing.add_argument("--state", choices=[str(state) for state in ArticleState])
    listing.add_argument("--text", default="")
    _json(listing)
    show = command("show", _articles_show, _("show an article with what was read in it"), of=group)
    show.add_argument("id", type=int)
    _json(show)
    review = command("review", _articles_review, _("confirm what is ticked in an article's tray"), of=group)
    review.add_argument("id", type=int)
    review.add_argument("--tick", action="append", default=[], metavar="KEY", help=_("tick this row too"))
    review.add_argument("--untick", action="append", default=[], metavar="KEY", help=_("leave this row out"))
    review.add_argument("--irrelevant", metavar="REASON", help=_("put the article away instead"))
    _json(review)


def _record_commands(
    word: str, kind: type[Record], command: Any, commands: Any, common: argparse.ArgumentParser
) -> None:
    group = _group(commands, common, word, _("records of this kind"))
    listing = command("list", lambda a, s: _records_list(word, a, s), _("list them"), of=group)
    listing.add_argument("--text", default="")
    if kind is Project:
        listing.add_argument("--stage", action="append", default=[], choices=[str(stage) for stage in Stage])
    _json(listing)
    show = command("show", lambda a, s: _records_show(word, a, s), _("show one"), of=group)
    show.add_argument("id", type=int)
    _json(show)
    add = command("add", lambda a, s: _records_add(word, a, s), _("add one: FIELD=VALUE …"), of=group)
    change = command("set", lambda a, s: _records_set(word, a, s), _("change one: FIELD=VALUE …"), of=group)
    change.add_argument("id", type=int)
    for parser in (add, change):
        parser.add_argument("values", nargs="+", metavar="FIELD=VALUE")
        _json(parser)
    if kind is Project:
        add.add_argument("--enterprise", default="", help=_("name of the investor; made if it is unknown"))
        add.add_argument(
            "--another", action="store_true", help=_("the investor has projects; this is another")
        )
        move = command("move", _projects_move, _("move a project to another stage"), of=group)
        move.add_argument("id", type=int)
        move.add_argument("stage", choices=[str(stage) for stage in Stage])
        move.add_argument("values", nargs="*", metavar="FIELD=VALUE")
        move.add_argument("--reason", default="")
        _day(move, "--on", _("the day it happened"))
        _json(move)


def _report_commands(command: Any, commands: Any, common: argparse.ArgumentParser) -> None:
    group = _group(commands, common, "report", _("Excel reports"))
    _json(command("list", _report_list, _("list the reports"), of=group))
    run = command("run", _report_run, _("write a report"), of=group)
    run.add_argument("name")
    _day(run, "--from", _("first day of the period"))
    _day(run, "--to", _("last day of the period"))
    run.add_argument("--office", action="append", default=[])
    run.add_argument("--zone", default="")
    run.add_argument("--chain", default="")
    run.add_argument("--unit", default="", help=_("unit that hands the report in"))
    run.add_argument("--column", action="append", default=[], help=_("a further column"))
    run.add_argument("--contacts", action="store_true", help=_("with contact person, post and phone"))
    run.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")


# What is done


@contextmanager
def _opened(settings: Settings) -> Iterator[Crm]:
    crm = open_crm(settings, os.environ.get("INVESTLEAD_PASSPHRASE"))
    try:
        yield crm
    finally:
        crm.close()


def _window(_asked: argparse.Namespace, settings: Settings) -> int:
    from importlib import import_module

    return int(import_module("ui.app").run(settings))  # by name: the core runs without Qt


def _read(asked: argparse.Namespace, settings: Settings) -> int:
    failed = False
    with Readings() as readings:
        if asked.db:
            with _opened(settings) as crm:
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


def _articles_add(asked: argparse.Namespace, settings: Settings) -> int:
    today = date.today()
    with _opened(settings) as crm:
        outcomes = []
        for source in asked.sources:
            if source == "-":
                outcomes.append(crm.articles.add_text(sys.stdin.read(), today))
            elif source.startswith(("http://", "https://")):
                outcomes.append(crm.articles.add_url(source, today))
            else:
                outcomes += crm.articles.add_files([Path(source)], today)
    _show(outcomes, asked.json, ("outcome", "article_id", "title", "name", "reason"))
    return 1 if any(outcome.outcome == "failed" for outcome in outcomes) else 0


def _articles_list(asked: argparse.Namespace, settings: Settings) -> int:
    wanted = ArticleFilter(text=asked.text, state=ArticleState(asked.state) if asked.state else None)
    with _opened(settings) as crm:
        rows = crm.articles.items(crm.articles.find(wanted))
    _show(rows, asked.json, ("id", "published_on", "state", "source", "title"))
    return 0


def _articles_show(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        sheet = crm.articles.open(asked.id)
    if asked.json:
        plain = {"article": to_plain(sheet.article), "suggestions": to_plain(sheet.suggestions)}
        print(json.dumps(plain | {"body": sheet.text.body}, ensure_ascii=False))
        return 0
    print(f"{sheet.article.title}\n{sheet.article.source}  {sheet.article.published_on or ''}\n")
    print(sheet.text.body)
    print()
    _show(sheet.suggestions, False, ("group", "is_ticked", "kind", "name", "role", "reason", "key"))
    return 0


def _articles_review(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
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
        summary = crm.articles.confirm(asked.id, rows, date.today())
    _show([summary], asked.json, ("created", "linked", "claims", "quotes", "rejected"))
    return 0


def _records_list(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        if word == "projects":
            wanted = ProjectFilter(text=asked.text, stages=tuple(Stage(stage) for stage in asked.stage))
            rows: Sequence[Any] = crm.projects.items(crm.projects.find(wanted), date.today())
            columns: tuple[str, ...] = (
                "id",
                "code",
                "stage",
                "enterprise",
                "name",
                "total_investment",
                "owner",
            )
        elif word == "enterprises":
            rows = crm.directory.enterprise_rows(
                crm.directory.find_enterprises(EnterpriseFilter(text=asked.text))
            )
            columns = ("id", "name", "region", "grade", "first_contact", "project_count")
        elif word == "zones":
            rows = crm.directory.zone_rows(crm.directory.find_zones(asked.text))
            columns = ("id", "name", "level", "region", "relation", "leading")
        else:
            tree = crm.directory.industry_rows(Scheme.CHAIN)
            rows = [row for row in tree if asked.text in row.name]
            columns = ("id", "depth", "name", "segment", "state", "enterprise_count")
    _show(rows, asked.json, columns)
    return 0


def _records_show(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        record = _get(crm, word, asked.id)
    _show_record(record, asked.json)
    return 0


def _records_add(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    kind = _KINDS[word]
    values = _values(kind, asked.values)
    with _opened(settings) as crm:
        if word == "projects":
            project = from_plain(Project, {"name": ""} | to_plain(values))
            new = NewProject(
                project=project,
                enterprise_name=asked.enterprise,
                on=date.today(),
                may_have_twins=asked.another,
            )
            record: Record = crm.projects.add(new)
        else:
            record = _save(crm, word, kind(**values))
    _show_record(record, asked.json)
    return 0


def _records_set(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        record = _get(crm, word, asked.id)
        saved = _save(crm, word, replace(record, **_values(type(record), asked.values)))
    _show_record(saved, asked.json)
    return 0


def _projects_move(asked: argparse.Namespace, settings: Settings) -> int:
    today = date.today()
    with _opened(settings) as crm:
        move = Move(
            stage=Stage(asked.stage),
            on=asked.on or today,
            today=today,
            reason=asked.reason,
            values=_values(Project, asked.values),
        )
        record = crm.projects.move(asked.id, crm.projects.get(asked.id).version, move)
    _show_record(record, asked.json)
    return 0


_KINDS: dict[str, type[Record]] = {
    "projects": Project,
    "enterprises": Enterprise,
    "zones": Zone,
    "industries": Industry,
}


def _get(crm: Crm, word: str, record_id: int) -> Record:
    getters: dict[str, Callable[[int], Record]] = {
        "projects": crm.projects.get,
        "enterprises": crm.directory.enterprise,
        "zones": crm.directory.zone,
        "industries": crm.directory.industry,
    }
    return getters[word](record_id)


def _save(crm: Crm, word: str, record: Any) -> Record:
    savers: dict[str, Callable[[Any], Record]] = {
        "projects": crm.projects.save,
        "enterprises": crm.directory.save_enterprise,
        "zones": crm.directory.save_zone,
        "industries": crm.directory.save_industry,
    }
    return savers[word](record)


def _values(kind: type[Record], given: Iterable[str]) -> dict[str, Any]:
    """FIELD=VALUE pairs as values of the record's types; an empty value clears the field."""
    hints, known = get_type_hints(kind), {field.name for field in fields(kind)} - {"id", "uid", "version"}
    values = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals or name not in known:
            raise ValidationError.of(name, _("There is no such field, or the value is missing."))
        try:
            values[name] = _value(hints[name], text)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise ValidationError.of(name, _("{text} does not fit here.").format(text=text)) from error
    return values


def _value(hint: Any, text: str) -> Any:
    allows_none = type(None) in getattr(hint, "__args__", ())
    if not text and allows_none:
        return None
    solid = next((part for part in getattr(hint, "__args__", ()) if part is not type(None)), hint)
    if solid is Money:
        return parse_money(text)
    if hint == tuple[str, ...]:
        return tuple(part for part in text.replace("，", ",").replace("、", ",").split(",") if part)
    if solid is bool:
        return text.casefold() in ("1", "true", "yes", "是")
    if solid is int:
        return int(text)
    return from_plain(solid, text)


def _follow_up(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        saved = crm.follow_ups.log_line(asked.line, asked.on or date.today())
        rows = crm.follow_ups.items([saved.key])
    _show(rows, asked.json, ("id", "happened_on", "way", "with_whom", "text", "next_on"))
    return 0


def _search(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        hits = crm.directory.search(asked.question, asked.kind, asked.limit)
    _show(hits, asked.json, ("kind", "id", "name", "detail", "snippet"))
    return 0


def _report_list(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        infos = crm.reports.list()
    _show(infos, asked.json, ("name", "title", "document_title"))
    return 0


def _report_run(asked: argparse.Namespace, settings: Settings) -> int:
    last = asked.to or date.today()
    usual = week_of(last) if asked.name == "weekly" else year_until(last)
    period = Period(start=getattr(asked, "from") or usual.start, end=asked.to or usual.end)
    request = ReportRequest(
        period=period,
        unit=asked.unit,
        offices=tuple(asked.office),
        zone=asked.zone,
        chain=asked.chain,
        columns=tuple(asked.column),
        has_contacts=asked.contacts,
    )
    with _opened(settings) as crm:
        print(crm.reports.run(asked.name, request, asked.out))
    return 0


def _upgrade(_asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        print(_("{place} is up to date.").format(place=crm.office.place))
    return 0


def _check(_asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        findings = crm.office.check()
    for finding in findings:
        print(finding)
    if not findings:
        print(_("No damage found."))
    return 1 if findings else 0


def _demo(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as crm:
        crm.examples.make(asked.on or date.today())
        print(_("The example office is in {place}.").format(place=crm.office.place))
    return 0


# How it is shown


def _show(rows: Iterable[Any], as_json: bool, columns: Sequence[str]) -> None:
    if as_json:
        for row in rows:
            print(json.dumps(to_plain(row), ensure_ascii=False))
        return
    cells = [[_shown(getattr(row, column)) for column in columns] for row in rows]
    widths = [
        max((_width(line[place]) for line in [list(columns), *cells]), default=0)
        for place in range(len(columns))
    ]
    for line in [list(columns), *cells]:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())


def _show_record(record: Record, as_json: bool) -> None:
    if as_json:
        print(json.dumps(to_plain(record), ensure_ascii=False))
        return
    for field in fields(record):
        value = getattr(record, field.name)
        if value not in (None, "", ()) and field.name != "uid":
            print(f"{field.name}: {_shown(value)}")


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "☑" if value else "☐"
    if isinstance(value, Stage):
        return _(STAGE_NAMES[value])
    if isinstance(value, Money):
        return f"{value.value:,.0f} {value.currency}"
    if isinstance(value, Ref):
        return f"{value.kind} {value.id}"
    if isinstance(value, tuple):
        return "、".join(map(_shown, value))
    if is_dataclass(value):
        return str(to_plain(value))
    return str(value).replace("\n", " ")[:60]


def _width(text: str) -> int:
    """Columns on a terminal: Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    sys.exit(main())
