"""Commands of what is set for the whole office: rules of stages, rest days."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from crm.commands.asking import Commands, opened, takes_json
from crm.domain.codec import to_plain
from crm.domain.errors import Unreadable, ValidationError
from crm.domain.settings import Settings
from crm.domain.workdays import read_days, read_notice, show_days
from crm.i18n import _


def register(commands: Commands) -> None:
    """Adds the group."""
    group = commands.group("settings", _("what is set for the whole office"))
    takes_json(group.add("stages", _stages, _("show the stages, their limits and what they ask for")))
    years = group.add("rest-days", _rest_days, _("show the rest days of a year, or set them"))
    years.add_argument("year", type=int)
    years.add_argument("--notice", metavar="FILE|-", help=_("take them from the yearly announcement"))
    years.add_argument("--rest", metavar="DAYS", help=_("rest days, as 1-1~1-3、2-15~2-23"))
    years.add_argument("--work", metavar="DAYS", default="", help=_("weekend days that are worked"))
    years.add_argument("--forget", action="store_true", help=_("forget what was entered"))


def _stages(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        rules = crm.settings.stage_rules().value
    if asked.json:
        print(json.dumps(to_plain(rules), ensure_ascii=False))
        return 0
    for stage in rules.shown:
        keys = "、".join(gate.key for gate in rules.gates if gate.stage is stage)
        print("\t".join((str(stage), rules.name(stage), str(rules.of(stage).stall_days or "—"), keys)))
    return 0


def _rest_days(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        if asked.forget:
            crm.settings.remove_rest_year(asked.year)
        elif asked.notice or asked.rest:
            crm.settings.save_rest_year(asked.year, *_told(asked))
        calendar = crm.settings.calendar()
    known = next((entry for entry in calendar.years if entry.year == asked.year), None)
    if known is None:
        sentence = _("The rest days of {years} are not entered yet: only weekends rest.")
        print(sentence.format(years=asked.year))
        return 0
    print(_("rest: {days}").format(days=show_days(known.rest)))
    print(_("worked: {days}").format(days=show_days(known.work) or "—"))
    return 0


def _told(asked: argparse.Namespace) -> tuple[tuple[date, ...], tuple[date, ...]]:
    if asked.rest:
        return read_days(asked.rest, asked.year, "rest"), read_days(asked.work, asked.year, "work")
    rest, work = read_notice(_text(asked.notice), asked.year)
    if not rest:
        raise ValidationError.of("notice", _("No rest days are named there."))
    return rest, work


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(_("{name} cannot be read.").format(name=name)) from error
