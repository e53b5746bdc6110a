"""Commands of the daily work and of care: follow-up, search, report, check, db, demo."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from crm.commands.asking import Commands, opened, takes_day, takes_json
from crm.commands.showing import show
from crm.domain.records import Ref
from crm.domain.report_facts import Period, ReportRequest
from crm.domain.settings import Settings
from crm.domain.tasks import TaskFilter
from crm.i18n import _, _n
from crm.services.reports import week_of, year_until
from crm.services.steps.materials import Material

TASK_COLUMNS = ("id", "due_on", "priority", "title", "subjects", "assignee", "done_on")


def register(commands: Commands) -> None:
    """Adds the commands."""
    follow_up = commands.add(
        "follow-up", _follow_up, _("log a contact: “@who #project phone what was said >friday !task”")
    )
    follow_up.add_argument("line")
    takes_day(follow_up, "--on", _("the day it happened"))
    takes_json(follow_up)
    _register_tasks(commands.group("tasks", _("tasks")))
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


def _register_tasks(group: Commands) -> None:
    listing = group.add("list", _tasks_list, _("list what is to be done"))
    listing.add_argument("--all", action="store_true", help=_("of every officer"))
    listing.add_argument("--done", action="store_true", help=_("with what is done"))
    takes_day(listing, "--on", _("the day that counts as today"))
    add = group.add("add", _tasks_add, _("add a task: “what to do @who #project >friday”"))
    add.add_argument("line")
    takes_day(add, "--on", _("the day that counts as today"))
    done = group.add("done", _tasks_done, _("mark tasks as done"))
    done.add_argument("id", type=int, nargs="+")
    takes_day(done, "--on", _("the day it happened"))
    for parser in (listing, add, done):
        takes_json(parser)


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
    run.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")


def _follow_up(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        saved = crm.follow_ups.log_line(asked.line, asked.on or date.today())
        rows = crm.follow_ups.items([saved.key])
        tasks = crm.tasks.about(Ref(kind="follow_up", id=saved.key), saved.happened_on)
    show(rows, asked.json, ("id", "happened_on", "way", "with_whom", "text", "next_on"))
    if tasks:
        show(tasks, asked.json, TASK_COLUMNS)
    return 0


def _tasks_list(asked: argparse.Namespace, settings: Settings) -> int:
    today = asked.on or date.today()
    with opened(settings) as crm:
        officer = None if asked.all else crm.office.actor.officer_id
        wanted = TaskFilter(assignee_id=officer, is_open=None if asked.done else True)
        rows = crm.tasks.items(crm.tasks.find(wanted, today))
    show(rows, asked.json, TASK_COLUMNS)
    return 0


def _tasks_add(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        made = crm.tasks.add_line(asked.line, asked.on or date.today())
        rows = crm.tasks.items([made.key])
    show(rows, asked.json, TASK_COLUMNS)
    return 0


def _tasks_done(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        for task_id in asked.id:
            crm.tasks.complete(task_id, asked.on or date.today())
        rows = crm.tasks.items(asked.id)
    show(rows, asked.json, TASK_COLUMNS)
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
    with opened(settings) as crm:
        print(crm.reports.run(asked.name, request, asked.out))
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
