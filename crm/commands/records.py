"""Commands about projects, enterprises, zones and industries: list, show, add, set, move."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

from crm.app import Crm
from crm.commands.asking import Commands, opened, takes_anyway, takes_day, takes_json, takes_yes
from crm.commands.firms import show_firm, wanted
from crm.commands.showing import show, show_record
from crm.domain.alike import Alike, Unlike
from crm.domain.codec import from_plain
from crm.domain.directory import Enterprise, Industry, Scheme, Zone
from crm.domain.errors import NotFound, ValidationError
from crm.domain.evidence import EvidenceKind
from crm.domain.money import Money, parse_money
from crm.domain.project_names import NAME_KINDS
from crm.domain.projects import Project
from crm.domain.records import Record
from crm.domain.rows import EnterpriseFilter, ProjectFilter
from crm.domain.settings import Settings
from crm.domain.stages import Stage
from crm.domain.transfers import Handover, TransferState
from crm.i18n import N_, _
from crm.services.projects import NewProject
from crm.services.steps.files import read_paper
from crm.services.steps.moves import ProjectMove
from crm.services.steps.stages import Move

_KINDS: dict[str, type[Record]] = {
    "projects": Project,
    "enterprises": Enterprise,
    "zones": Zone,
    "industries": Industry,
}
_ABOUT = {
    "projects": N_("projects and their stages"),
    "enterprises": N_("enterprises"),
    "zones": N_("development zones"),
    "industries": N_("industry chains and their nodes"),
}

_TRUTHS = {
    **dict.fromkeys(("1", "true", "yes", "是"), True),
    **dict.fromkeys(("0", "false", "no", "否"), False),
}


def register(commands: Commands) -> None:
    """Adds a group for each kind of record."""
    for word in _KINDS:
        group = commands.group(word, _(_ABOUT[word]))
        listing = group.add("list", partial(_list, word), _("list them"))
        listing.add_argument("--text", default="", metavar="WORDS")
        takes_json(listing)
        shown = group.add("show", partial(_one, word), _("show one"))
        if word == "enterprises":
            shown.add_argument("id", metavar="ID|NAME", help=_("its number, or any of its names"))
            shown.add_argument("--group", action="store_true", help=_("with its subsidiaries"))
        else:
            shown.add_argument("id", type=int)
        takes_json(shown)
        add = group.add("add", partial(_add, word), _("add one: FIELD=VALUE …"))
        change = group.add("set", partial(_set, word), _("change one: FIELD=VALUE …"))
        change.add_argument("id", type=int)
        for parser in (add, change):
            parser.add_argument("values", nargs="+", metavar="FIELD=VALUE")
            takes_json(parser)
        takes_anyway(add, _("make it though one like it is there, and why"))
        if word == "projects":
            listing.add_argument(
                "--stage", action="append", default=[], choices=[str(stage) for stage in Stage]
            )
            add.add_argument(
                "--enterprise", default="", help=_("name of the investor; made if it is unknown")
            )
            for parser in (add, change):
                takes_yes(parser)
            add.add_argument(
                "--another", action="store_true", help=_("the investor has projects; this is another")
            )
            _register_move(group)


def _register_move(group: Commands) -> None:
    move = group.add("move", _move, _("move projects to another stage, all or none"))
    about = _("numbers of projects, and what is filled in each of them on the way")
    move.add_argument("words", nargs="+", metavar="ID|FIELD=VALUE", type=_id_or_value, help=about)
    move.add_argument("--to", required=True, metavar="STAGE", choices=[str(stage) for stage in Stage])
    move.add_argument("--reason", default="")
    move.add_argument(
        "--paper",
        action="append",
        default=[],
        metavar="KIND=FILE",
        type=_paper,
        help=_("a file that proves it, such as {example}").format(example="business_licence=FILE"),
    )
    partly = _("move those that can be moved, though others are refused")
    move.add_argument("--those-that-can", action="store_true", help=partly)
    takes_yes(move)
    takes_day(move, "--on", _("the day it happened"))
    takes_json(move)
    names = group.add("names", _names, _("set the other names of a project"))
    names.add_argument("id", type=int)
    for kind, about in NAME_KINDS.items():
        names.add_argument(f"--{kind or 'other'}", action="append", default=[], help=_(about))
    hand = group.add("transfer", _transfer, _("hand a project to another unit, once"))
    hand.add_argument("id", type=int)
    hand.add_argument("unit", help=_("name of the unit that takes over"))
    hand.add_argument("--reason", required=True)
    hand.add_argument("--agreed", action="store_true", help=_("the other unit has agreed"))
    answer = group.add("answer", _answer, _("take a project over that was offered, or decline it"))
    answer.add_argument("id", type=int)
    answer.add_argument("--decline", metavar="WHY", default="")
    for parser in (hand, answer):
        parser.add_argument("--owner", default="", help=_("officer who looks after it there"))
        takes_day(parser, "--on", _("the day it happened"))
        takes_json(parser)


def _id_or_value(text: str) -> int | str:
    if text.isdecimal():
        return int(text)
    if "=" in text:
        return text
    raise argparse.ArgumentTypeError(_("{text} is neither a number nor FIELD=VALUE").format(text=text))


def _paper(text: str) -> tuple[EvidenceKind, Path]:
    kind, equals, file = text.partition("=")
    if not equals or kind not in set(EvidenceKind):
        kinds = "、".join(EvidenceKind)
        sentence = _("write it as {form}, with one of {kinds}")
        raise argparse.ArgumentTypeError(sentence.format(form="KIND=FILE", kinds=kinds))
    return EvidenceKind(kind), Path(file)


def _list(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
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
    show(rows, asked.json, columns)
    return 0


def _one(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        if word == "enterprises":
            firm = wanted(crm, asked.id)
            show_firm(crm, firm, date.today(), with_group=asked.group, as_json=asked.json)
            return 0
        record = _get(crm, word, asked.id)
    show_record(record, asked.json)
    return 0


def _add(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    kind = _KINDS[word]
    values = _values(kind, asked.values)
    with opened(settings) as crm:
        if word == "projects":
            new = NewProject(
                project=Project(**{"name": "", **values}),
                enterprise_name=asked.enterprise,
                on=date.today(),
                is_sure=asked.yes,
                may_have_twins=asked.another,
                unlike=Unlike(),
            )
            try:
                record: Record = crm.projects.add(new)
            except Alike as alike:
                record = crm.projects.add(replace(new, unlike=_explained(alike, asked.anyway)))
        else:
            record = _add_named(crm, word, kind(**values), asked.anyway)
    show_record(record, asked.json)
    return 0


def _add_named(crm: Crm, word: str, record: Any, anyway: str) -> Record:
    savers: dict[str, Callable[[Any, Unlike], Record]] = {
        "enterprises": crm.directory.save_enterprise,
        "zones": crm.directory.save_zone,
    }
    if word not in savers:
        return _save(crm, word, record)
    try:
        return savers[word](record, Unlike())
    except Alike as alike:
        return savers[word](record, _explained(alike, anyway))


def _explained(alike: Alike, reason: str) -> Unlike:
    if not reason.strip():
        raise alike
    return alike.explained(reason)


def _set(word: str, asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        record = _get(crm, word, asked.id)
        changed: Any = replace(record, **_values(type(record), asked.values))
        if word == "projects":
            saved: Record = crm.projects.save(changed, is_sure=asked.yes)
        else:
            saved = _save(crm, word, changed)
    show_record(saved, asked.json)
    return 0


def _move(asked: argparse.Namespace, settings: Settings) -> int:
    today = date.today()
    with opened(settings) as crm:
        move = Move(
            stage=Stage(asked.to),
            on=asked.on or today,
            today=today,
            reason=asked.reason,
            values=_values(Project, [word for word in asked.words if isinstance(word, str)]),
            papers=tuple(read_paper(file, kind) for kind, file in asked.paper),
            is_sure=asked.yes,
        )
        projects = [crm.projects.get(word) for word in asked.words if isinstance(word, int)]
        moves = [ProjectMove(project_id=one.key, version=one.version, move=move) for one in projects]
        outcomes = crm.projects.move_many(moves, those_that_can=asked.those_that_can)
    show(outcomes, asked.json, ("project_id", "name", "from_stage", "stage", "is_moved", "why"))
    refused = [outcome for outcome in outcomes if outcome.faults]
    for outcome in refused:
        for fault in outcome.faults:
            print(f"{outcome.project_id}: {fault.field}: {fault.message}", file=sys.stderr)
    if refused and not asked.those_that_can:
        print(_("None was moved. {flag} moves the others.").format(flag="--those-that-can"), file=sys.stderr)
    return 1 if refused else 0


def _names(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        crm.projects.set_names(asked.id, {kind: getattr(asked, kind or "other") for kind in NAME_KINDS})
    return 0


def _transfer(asked: argparse.Namespace, settings: Settings) -> int:
    on = asked.on or date.today()
    with opened(settings) as crm:
        units = {name: unit.key for unit in crm.office.offices() for name in (unit.name, unit.short_name)}
        if asked.unit not in units:
            raise NotFound(_("No unit is called {name}.").format(name=asked.unit))
        handover = Handover(
            to_office_id=units[asked.unit],
            to_owner_id=_officer(crm, asked.owner),
            on=on,
            reason=asked.reason,
            is_agreed=asked.agreed,
        )
        record = crm.projects.transfer(asked.id, handover)
    show_record(record, asked.json)
    return 0


def _answer(asked: argparse.Namespace, settings: Settings) -> int:
    on = asked.on or date.today()
    with opened(settings) as crm:
        told = crm.projects.page(asked.id, on).transfers
        waits = [one.transfer for one in told if one.transfer.state is TransferState.PROPOSED]
        if not waits:
            raise NotFound(_("Nothing waits for an answer."))
        if asked.decline:
            record = crm.projects.decline_transfer(waits[-1].key, on, asked.decline)
        else:
            record = crm.projects.accept_transfer(waits[-1].key, on, _officer(crm, asked.owner))
    show_record(record, asked.json)
    return 0


def _officer(crm: Crm, name: str) -> int | None:
    if not name:
        return None
    for officer in crm.office.officers():
        if name in (officer.name, officer.login):
            return officer.key
    raise NotFound(_("No officer is called {name}.").format(name=name))


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
        "enterprises": crm.directory.save_enterprise,
        "zones": crm.directory.save_zone,
        "industries": crm.directory.save_industry,
    }
    return savers[word](record)


def _values(kind: type[Record], given: Iterable[str]) -> dict[str, Any]:
    """FIELD=VALUE pairs as values of the record's types; an empty value clears the field."""
    own = {field.name for field in fields(Record)}  # the store's: who saved it when, and the like
    hints, known = get_type_hints(kind), {field.name for field in fields(kind)} - own
    values = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals or name not in known:
            raise ValidationError.of(name, _("There is no such field, or the value is missing."))
        try:
            values[name] = _value(hints[name], text)
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:
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
        return _TRUTHS[text.casefold()]
    if solid is int:
        return int(text)
    return from_plain(solid, text)
