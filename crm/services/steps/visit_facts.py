"""What reports tell of visits: trips, receptions, and the firms met on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import visits as queries
from crm.data.reader import Reader
from crm.domain.directory import Enterprise
from crm.domain.office import Office, Officer
from crm.domain.projects import Project
from crm.domain.report_facts import CallFacts, ReceptionFacts, TripFacts, VisitFacts
from crm.domain.rows import FollowUpRow
from crm.domain.visit_people import told_people
from crm.domain.visit_rows import VisitFilter
from crm.domain.visits import (
    Side,
    Visit,
    VisitKind,
    VisitPerson,
    VisitState,
    VisitStop,
    VisitStopProject,
)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A visit that took place, with everything that reports ask of it."""

    visit: Visit
    stops: tuple[VisitStop, ...]
    people: tuple[VisitPerson, ...]
    projects: tuple[str, ...]
    follow_ups: Mapping[int, FollowUpRow]  # by stop
    office: str
    officer: str

    def whole(self, side: Side) -> list[VisitPerson]:
        """Who took part from beginning to end, the leader first."""
        found = [one for one in self.people if one.side is side and one.visit_stop_id is None]
        return sorted(found, key=lambda one: (not one.is_leader, one.position))

    def met_at(self, stop: VisitStop) -> list[VisitPerson]:
        """Whom they met at a stop."""
        return [one for one in self.people if one.visit_stop_id == stop.key and one.side is Side.THEIRS]


@dataclass(frozen=True, kw_only=True)
class VisitBook:
    """The visits of a period."""

    told: tuple[_Told, ...]
    firms: Mapping[int, Enterprise]

    def trips(self) -> Iterator[TripFacts]:
        """Trips, a call for each firm."""
        for told in self.told:
            if told.visit.kind is VisitKind.TRIP:
                yield self._trip(told)

    def receptions(self) -> Iterator[ReceptionFacts]:
        """Receptions."""
        for told in self.told:
            if told.visit.kind is VisitKind.RECEPTION:
                yield self._reception(told)

    def met(self, logged: Iterable[tuple[int, VisitFacts]]) -> Iterator[VisitFacts]:
        """Firms met: entries as logged, those of visits with their people, and stops nobody logged.

        A reception is one, however many entries it led to.
        """
        stops = {
            row.id: (told, stop)
            for told in self.told
            for stop in told.stops
            if (row := told.follow_ups.get(stop.key)) is not None
        }
        for follow_up_id, facts in logged:
            told, stop = stops.get(follow_up_id, (None, None))
            if told is None or stop is None:
                yield facts
            elif told.visit.kind is VisitKind.TRIP:
                ours = "、".join(one.name for one in told.whole(Side.OURS))
                yield replace(facts, office=told.office or facts.office, officers=ours or facts.officers)
        for told in self.told:
            if told.visit.kind is VisitKind.RECEPTION:
                yield self._received(told)
                continue
            for stop in told.stops:
                if stop.key not in told.follow_ups and stop.target_kind != "zone":
                    yield self._unlogged(told, stop)

    def _trip(self, told: _Told) -> TripFacts:
        ours, visit = told.whole(Side.OURS), told.visit
        leader = ours[0] if ours else None
        return TripFacts(
            starts=visit.begins_on,
            ends=visit.ends_on,
            office=told.office,
            leader=leader.name if leader else told.officer,
            post=leader.title if leader else "",
            people=max(1, len(ours)),
            destination=visit.destination,
            calls=tuple(self._call(told, stop) for stop in told.stops if stop.target_kind != "zone"),
        )

    def _call(self, told: _Told, stop: VisitStop) -> CallFacts:
        met = told.met_at(stop)
        posts = [one.title or "—" for one in met]
        return CallFacts(
            enterprise=self._name(stop),
            names="、".join(one.name for one in met),
            posts="、".join(posts) if any(one.title for one in met) else "",
        )

    def _reception(self, told: _Told) -> ReceptionFacts:
        visit, ours, theirs = told.visit, told.whole(Side.OURS), told.whole(Side.THEIRS)
        rows = _in_order(told)
        bodies = dict.fromkeys(one.body or one.name for one in ours[1:])
        due = [row.next_on for row in rows if row.next_on is not None]
        return ReceptionFacts(
            on=visit.begins_on,
            guests=visit.guests,
            office=told.office,
            leader=_with_post(theirs[0]) if theirs else "",
            count=visit.guest_count or (len(theirs) or None),
            purpose="；".join(filter(None, [visit.purpose, *told.projects])),
            intended=visit.intended_investment,
            host=_with_post(ours[0]) if ours else "",
            accompanied="、".join(bodies),
            sites="、".join(stop.place for stop in told.stops),
            talks=_talks(told, rows),
            next_steps="；".join(dict.fromkeys(row.next_step for row in rows if row.next_step)),
            officer=told.officer,
            due=min(due, default=None),
        )

    def _received(self, told: _Told) -> VisitFacts:
        visit, rows = told.visit, _in_order(told)
        firm = self.firms.get(visit.enterprise_id or 0)
        return VisitFacts(
            on=visit.begins_on,
            enterprise=visit.guests,
            kind="来访",
            office=told.office,
            region=firm.region if firm else "",
            met=told_people(told.whole(Side.THEIRS)),
            profile=firm.business if firm else "",
            talks=_talks(told, rows),
            next_step="；".join(dict.fromkeys(row.next_step for row in rows if row.next_step)),
            officers="、".join(one.name for one in told.whole(Side.OURS)) or told.officer,
        )

    def _unlogged(self, told: _Told, stop: VisitStop) -> VisitFacts:
        firm = self.firms.get(stop.target_id or 0) if stop.target_kind == "enterprise" else None
        return VisitFacts(
            on=stop.happens_on or told.visit.begins_on,
            enterprise=self._name(stop),
            office=told.office,
            region=firm.region if firm else "",
            met=told_people(told.met_at(stop)),
            profile=firm.business if firm else "",
            talks=stop.note,
            officers="、".join(one.name for one in told.whole(Side.OURS)) or told.officer,
        )

    def _name(self, stop: VisitStop) -> str:
        firm = self.firms.get(stop.target_id or 0) if stop.target_kind == "enterprise" else None
        return firm.name if firm is not None else stop.place


def visit_book(reader: Reader, first: date, last: date) -> VisitBook:
    """Visits that touch [first, last] and took place: finished ones, and those with a stop reported."""
    found = reader.by_id(Visit, queries.find(reader, VisitFilter(first=first, last=last)))
    stops = queries.in_order(reader.among(VisitStop, "visit_id", found))
    people = reader.among(VisitPerson, "visit_id", found)
    told = [stop.follow_up_id for stop in stops if stop.follow_up_id is not None]
    rows = {row.id: row for row in follow_up_queries.items(reader, told)}
    firms = [stop.target_id for stop in stops if stop.target_kind == "enterprise"]
    firms += [visit.enterprise_id for visit in found.values()]
    officers = reader.by_id(Officer, [visit.officer_id for visit in found.values()])
    offices = reader.by_id(Office, [visit.office_id for visit in found.values()])
    projects = _projects(reader, stops)
    made = []
    for key, visit in sorted(found.items(), key=lambda entry: (entry[1].begins_on, entry[0])):
        own = tuple(stop for stop in stops if stop.visit_id == key)
        entries = {stop.key: rows[stop.follow_up_id] for stop in own if stop.follow_up_id in rows}
        if visit.state is VisitState.DONE or (visit.state is VisitState.PLANNED and entries):
            officer, office = officers.get(visit.officer_id or 0), offices.get(visit.office_id or 0)
            names = [name for stop in own for name in projects.get(stop.key, ())]
            made.append(
                _Told(
                    visit=visit,
                    stops=own,
                    people=tuple(one for one in people if one.visit_id == key),
                    projects=tuple(dict.fromkeys(names)),
                    follow_ups=entries,
                    office=office.name if office else "",
                    officer=officer.name if officer else "",
                )
            )
    return VisitBook(told=tuple(made), firms=reader.by_id(Enterprise, firms))


def _projects(reader: Reader, stops: Sequence[VisitStop]) -> dict[int, list[str]]:
    links = reader.among(VisitStopProject, "visit_stop_id", [stop.key for stop in stops])
    projects = reader.by_id(Project, [link.project_id for link in links])
    found: dict[int, list[str]] = {}
    for link in links:
        if link.project_id in projects:
            found.setdefault(link.visit_stop_id, []).append(projects[link.project_id].name)
    return found


def _in_order(told: _Told) -> list[FollowUpRow]:
    return [told.follow_ups[stop.key] for stop in told.stops if stop.key in told.follow_ups]


def _talks(told: _Told, rows: Sequence[FollowUpRow]) -> str:
    said = [told.visit.outcome, *(part for row in rows for part in (row.text, row.result))]
    said = said if any(said) else [stop.note for stop in told.stops]
    return "；".join(text.strip().rstrip("。；") for text in said if text.strip())


def _with_post(person: VisitPerson) -> str:
    return " ".join(filter(None, [person.name, person.title]))
