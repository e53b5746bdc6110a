"""Commands of the daily work and of care: follow-up, search, report, check, db, demo."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from crm.commands.asking import Commands, known_on, opened, takes_day, takes_json
from crm.commands.showing import show
from crm.domain.report_facts import Period, ReportRequest
from crm.domain.settings import Settings
from crm.i18n import _, _n
from crm.services.reports import week_of, year_until
from crm.services.steps.materials import Material


def register(commands: Commands) -> None:
    """Adds the commands."""
    follow_up = commands.add(
        "follow-up", _follow_up, _("log a contact: “@who #project phone what was said >friday”")
    )
    follow_up.add_argument("line")
    takes_day(follow_up, "--on", _("the day it happened"))
    takes_json(follow_up)
    search = commands.add("search", _search, _("search everything"))
    search.add_argument("question")
    search.add_argument("--kind", action="append", default=[], help=_("only records of this kind"))
    search.add_argument("--limit", type=int, default=50)
    takes_json(search)
    calendar = commands.add("calendar", _calendar, _("write what is planned as a calendar file"))
    calendar.add_argument("file", type=Path, metavar="FILE.ics")
    calendar.add_argument("--all", action="store_true", help=_("of every officer"))
    _register_reports(commands.group("report", _("Excel reports")))
    commands.group("db", _("care of the database")).add("upgrade", _upgrade, _("bring it up to this version"))
    commands.add("check", _check, _("check the database for damage"))
    demo = commands.add("demo", _demo, _("make the example office in a new database"))
    takes_day(demo, "--on", _("the day that counts as today in it"))


def _register_reports(group: Commands) -> None:
    takes_json(group.add("list", _report_list, _("list the reports")))
    run = group.add("run", _report_run, _("write a report"))
    run.add_argument("name")
    takes_day(run, "--from", _("first day of the period"))
    takes_day(run, "--to", _("last day of the period"))
    run.add_argument("--office", action="append", default=[], help=_("only this unit"))
    run.add_argument("--zone", default="", help=_("only this zone"))
    run.add_argument("--chain", default="", help=_("only this chain"))
    run.add_argument("--unit", default="", help=_("unit that hands the report in"))
    run.add_argument("--column", action="append", default=[], help=_("a further column"))
    run.add_argument("--contacts", action="store_true", help=_("with contact person, post and phone"))
    takes_day(run, "--as-known-on", _("as the office knew it at the end of that day"))
    run.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")


def _follow_up(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        saved = crm.follow_ups.log_line(asked.line, asked.on or date.today())
        rows = crm.follow_ups.items([saved.key])
    show(rows, asked.json, ("id", "happened_on", "way", "with_whom", "text", "next_on"))
    return 0


def _calendar(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        officer = None if asked.all else crm.office.actor.officer_id
        count = crm.calendar.write(asked.file, officer)
    print(asked.file, _n("{count} entry", "{count} entries", count), sep="  ")
    return 0


def _search(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        hits = crm.directory.search(asked.question, asked.kind, asked.limit)
    show(hits, asked.json, ("kind", "id", "name", "detail", "snippet"))
    return 0


def _report_list(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        infos = crm.reports.list()
    show(infos, asked.json, ("name", "title", "document_title"))
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
    with opened(settings) as crm, known_on(crm, asked.as_known_on) as known:
        print(known.reports.run(asked.name, request, asked.out))
    return 0


def _upgrade(_asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        print(_("{place} is up to date.").format(place=crm.office.place))
    return 0


def _check(_asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        findings = crm.office.check()
    for finding in findings:
        print(finding)
    if not findings:
        print(_("No damage found."))
    return 1 if findings else 0


def _demo(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        today = asked.on or date.today()
        crm.examples.make(today)
        for name, text in crm.examples.articles(today):
            crm.articles.add(Material(name=name, content=text.encode()), today)
        print(_("The example office is in {place}.").format(place=crm.office.place))
    return 0
