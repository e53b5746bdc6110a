"""Lists of visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.data.search import matching
from crm.domain.office import Office, Officer
from crm.domain.records import Ref
from crm.domain.rows import Sort
from crm.domain.visit_rows import VisitFilter, VisitRow, report_state
from crm.domain.visits import (
    REPORT_WITHIN,
    Side,
    Visit,
    VisitKind,
    VisitPerson,
    VisitState,
    VisitStop,
    VisitStopProject,
)

_visit, _stop, _link = (table(kind).c for kind in (Visit, VisitStop, VisitStopProject))
NEWEST_FIRST = Sort(key="begins_on", descending=True)


def find(reader: Reader, wanted: VisitFilter, sort: Sort = NEWEST_FIRST) -> list[int]:
    """Ids of the visits that fit, sorted."""
    statement = sa.select(_visit.id).where(*_conditions(reader, wanted))
    column = _visit.get(sort.key)
    if column is None:
        column = _visit.begins_on
    directed = column.desc() if sort.descending else column.asc()
    return list(reader.connection.execute(statement.order_by(directed, _visit.id.desc())).scalars())


def report_due(reader: Reader, on: date, officer_id: int | None) -> list[int]:
    """Ids of the trips whose return report is due by that day, the longest due first."""
    back = VisitFilter(officer_id=officer_id, unreported_on=on)
    due = [*_conditions(reader, back), _visit.ends_on <= on - REPORT_WITHIN]
    statement = sa.select(_visit.id).where(*due).order_by(_visit.ends_on, _visit.id)
    return list(reader.connection.execute(statement).scalars())


def rows(reader: Reader, ids: Sequence[int], on: date) -> list[VisitRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(Visit, ids)
    officers = reader.by_id(Officer, [visit.officer_id for visit in found.values()])
    offices = reader.by_id(Office, [visit.office_id for visit in found.values()])
    stops: dict[int, list[VisitStop]] = {}
    for stop in in_order(reader.among(VisitStop, "visit_id", found)):
        stops.setdefault(stop.visit_id, []).append(stop)
    leaders = _leaders(reader, found)
    return [
        _row(visit, stops.get(key, []), leaders.get(key, ""), officers, offices, on)
        for key, visit in ((key, found[key]) for key in ids if key in found)
    ]


def in_order(stops: Iterable[VisitStop]) -> list[VisitStop]:
    """Stops in the order in which they are visited."""
    return sorted(stops, key=lambda stop: (stop.visit_id, stop.position, stop.key))


def leading_to(reader: Reader, ref: Ref) -> list[int]:
    """Ids of the visits with a stop at or about a record, or by that enterprise; newest first."""
    return find(reader, VisitFilter(target=ref))


def _conditions(reader: Reader, wanted: VisitFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.text.strip():
        found.append(_visit.id.in_(matching(reader.connection, wanted.text, "visit")))
    if wanted.kind is not None:
        found.append(_visit.kind == str(wanted.kind))
    if wanted.states:
        found.append(_visit.state.in_([str(state) for state in wanted.states]))
    for column, value in ((_visit.officer_id, wanted.officer_id), (_visit.office_id, wanted.office_id)):
        if value is not None:
            found.append(column == value)
    if wanted.first is not None:
        found.append(_visit.ends_on >= wanted.first)
    if wanted.last is not None:
        found.append(_visit.begins_on <= wanted.last)
    if wanted.unreported_on is not None:
        found += [
            _visit.kind == str(VisitKind.TRIP),
            _visit.state != str(VisitState.CANCELLED),
            _visit.reported_on.is_(None),
            _visit.ends_on < wanted.unreported_on,
        ]
    if wanted.target is not None:
        found.append(_leads_to(wanted.target))
    return found


def _leads_to(ref: Ref) -> sa.ColumnElement[bool]:
    if ref.kind == "project":
        about = sa.select(_stop.visit_id).join(table(VisitStopProject), _link.visit_stop_id == _stop.id)
        return _visit.id.in_(about.where(_link.project_id == ref.id))
    at = _visit.id.in_(
        sa.select(_stop.visit_id).where(_stop.target_kind == ref.kind, _stop.target_id == ref.id)
    )
    return sa.or_(at, _visit.enterprise_id == ref.id) if ref.kind == "enterprise" else at


def _leaders(reader: Reader, ids: Iterable[int]) -> dict[int, str]:
    people = [
        person
        for person in reader.among(VisitPerson, "visit_id", ids)
        if person.side is Side.OURS and person.visit_stop_id is None
    ]
    found: dict[int, str] = {}
    for person in sorted(people, key=lambda one: (not one.is_leader, one.position)):
        found.setdefault(person.visit_id, person.name)
    return found


def _row(
    visit: Visit,
    stops: Sequence[VisitStop],
    leader: str,
    officers: Mapping[int, Officer],
    offices: Mapping[int, Any],
    on: date,
) -> VisitRow:
    officer, office = officers.get(visit.officer_id or 0), offices.get(visit.office_id or 0)
    return VisitRow(
        id=visit.key,
        version=visit.version,
        kind=visit.kind,
        state=visit.state,
        title=visit.title,
        begins_on=visit.begins_on,
        ends_on=visit.ends_on,
        days=visit.days,
        place=visit.destination if visit.kind is VisitKind.TRIP else visit.guests,
        leader=leader,
        officer=officer.name if officer else "",
        office=(office.short_name or office.name) if office else "",
        stop_count=len(stops),
        told_count=sum(1 for stop in stops if stop.follow_up_id is not None),
        stops="、".join(stop.place for stop in stops),
        report_due_on=visit.report_due_on,
        report=report_state(visit, on),
    )
