"""Commands about visits: list, show, add."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date

from crm.app import Crm
from crm.commands.asking import Commands, opened, takes_day, takes_json
from crm.commands.showing import show, show_record
from crm.domain.codec import to_plain
from crm.domain.records import Ref
from crm.domain.settings import Settings
from crm.domain.visit_pages import NewStop, VisitPage
from crm.domain.visit_people import read_people, told_people
from crm.domain.visit_rows import VisitFilter
from crm.domain.visits import Side, Visit, VisitKind, VisitStop
from crm.i18n import _

_COLUMNS = ("id", "kind", "state", "begins_on", "ends_on", "title", "place", "leader", "stop_count", "report")


def register(commands: Commands) -> None:
    """Adds the group."""
    group = commands.group("visits", _("trips and receptions"))
    listing = group.add("list", _list, _("list them"))
    listing.add_argument("--text", default="", metavar="WORDS")
    listing.add_argument("--kind", choices=[str(kind) for kind in VisitKind])
    listing.add_argument("--unreported", action="store_true", help=_("only trips without a return report"))
    takes_day(listing, "--from", _("first day of the period"))
    takes_day(listing, "--to", _("last day of the period"))
    takes_json(listing)
    shown = group.add("show", _show, _("show one"))
    shown.add_argument("id", type=int)
    takes_json(shown)
    add = group.add("add", _add, _("plan one"))
    add.add_argument("title")
    add.add_argument("--kind", choices=[str(kind) for kind in VisitKind], default=str(VisitKind.TRIP))
    takes_day(add, "--from", _("first day; today unless told"))
    takes_day(add, "--to", _("last day; the first one unless told"))
    add.add_argument("--destination", default="", help=_("where a trip goes"))
    add.add_argument("--guests", default="", help=_("who comes to a reception"))
    add.add_argument("--purpose", default="")
    people = _("people, parted by semicolons: name, post, unit")
    add.add_argument("--ours", default="", metavar="PEOPLE", help=people)
    add.add_argument("--theirs", default="", metavar="PEOPLE", help=people)
    stop = _("an enterprise or zone of the directory by its name, or any place; once for each stop")
    add.add_argument("--stop", action="append", default=[], metavar="NAME", help=stop)
    takes_json(add)


def _list(asked: argparse.Namespace, settings: Settings) -> int:
    today = date.today()
    wanted = VisitFilter(
        text=asked.text,
        kind=VisitKind(asked.kind) if asked.kind else None,
        first=getattr(asked, "from"),
        last=asked.to,
        unreported_on=today if asked.unreported else None,
    )
    with opened(settings) as crm:
        rows = crm.visits.rows(crm.visits.find(wanted), today)
    show(rows, asked.json, _COLUMNS)
    return 0


def _show(asked: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as crm:
        _tell(crm.visits.page(asked.id, date.today()), asked.json)
    return 0


def _add(asked: argparse.Namespace, settings: Settings) -> int:
    first = getattr(asked, "from") or date.today()
    visit = Visit(
        kind=VisitKind(asked.kind),
        title=asked.title,
        begins_on=first,
        ends_on=asked.to or first,
        destination=asked.destination,
        guests=asked.guests,
        purpose=asked.purpose,
    )
    people = [*read_people(asked.ours, Side.OURS), *read_people(asked.theirs, Side.THEIRS)]
    with opened(settings) as crm:
        made = crm.visits.plan(visit, people, _stops(crm, asked.stop))
        _tell(crm.visits.page(made.key, date.today()), asked.json)
    return 0


def _stops(crm: Crm, names: Iterable[str]) -> list[NewStop]:
    return [NewStop(stop=_stop(crm, name)) for name in names]


def _stop(crm: Crm, name: str) -> VisitStop:
    """A stop at the one enterprise or zone of that name, or at a place that is called so."""
    hits = crm.directory.search(name, ("enterprise", "zone"), 2)
    known = crm.directory.names_of(Ref(kind=hit.kind, id=hit.id) for hit in hits)
    exact = [hit for hit in hits if name in (hit.name, known.get(Ref(kind=hit.kind, id=hit.id)))]
    if len(exact) == 1:
        return VisitStop(visit_id=0, target_kind=exact[0].kind, target_id=exact[0].id)
    return VisitStop(visit_id=0, place=name)


def _tell(page: VisitPage, as_json: bool) -> None:
    if as_json:
        print(json.dumps(to_plain(page), ensure_ascii=False))
        return
    show_record(page.visit, False)
    print(f"ours: {told_people(page.ours)}")
    if page.theirs:
        print(f"theirs: {told_people(page.theirs)}")
    for place, told in enumerate(page.stops, 1):
        when = " ".join(filter(None, [str(told.stop.happens_on or ""), told.stop.time]))
        parts = [str(place), when, told.name, told_people(told.people)]
        print("  ".join(filter(None, parts)))
