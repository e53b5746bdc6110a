"""The list of all follow-ups: filtered, sorted, counted by officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from crm.data.queries.follow_ups import items
from crm.data.reader import Reader
from crm.data.schema import table
from crm.data.search import matching
from crm.domain.directory import Enterprise
from crm.domain.follow_up_lists import FollowUpFilter, FollowUpListRow, OfficerCount
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from crm.domain.office import Office, Officer
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.rows import FollowUpRow, Sort

_follow_up, _subject = table(FollowUp).c, table(FollowUpSubject).c
_officer, _project = table(Officer).c, table(Project).c
NEWEST = Sort(key="happened_on", descending=True)
_SORTED_BY: dict[str, sa.ColumnElement[Any]] = {
    "happened_on": _follow_up.happened_on,
    "way": _follow_up.way,
    "officer": _officer.name,
    "with_whom": _follow_up.with_whom,
    "next_on": _follow_up.next_on,
}


def find(reader: Reader, wanted: FollowUpFilter, sort: Sort = NEWEST) -> list[int]:
    """Ids of the follow-ups that fit, sorted; nothing stands behind everything."""
    key = _SORTED_BY.get(sort.key, _follow_up.happened_on)
    order = (key.desc() if sort.descending else key.asc()).nulls_last()
    statement = sa.select(_follow_up.id).select_from(_joined()).where(*_conditions(reader, wanted))
    return list(reader.connection.execute(statement.order_by(order, _follow_up.id.desc())).scalars())


def counts(reader: Reader, wanted: FollowUpFilter) -> list[OfficerCount]:
    """How many of them each officer has made, the most first."""
    count = sa.func.count()
    statement = sa.select(sa.func.coalesce(_officer.name, ""), count).select_from(_joined())
    grouped = statement.where(*_conditions(reader, wanted)).group_by(_officer.id, _officer.name)
    rows = reader.connection.execute(grouped.order_by(count.desc(), _officer.id))
    return [OfficerCount(officer=name, count=number) for name, number in rows]


def rows(reader: Reader, ids: Sequence[int]) -> list[FollowUpListRow]:
    """Rows of those ids, in their order."""
    entries = items(reader, ids)
    officers = reader.by_id(Officer, [entry.officer_id for entry in entries])
    offices = reader.by_id(Office, [officer.office_id for officer in officers.values()])
    projects = reader.by_id(Project, [_first(entry, "project") for entry in entries])
    firms = reader.by_id(
        Enterprise,
        [
            *(project.enterprise_id for project in projects.values()),
            *(_first(entry, "enterprise") for entry in entries),
        ],
    )
    return [_row(entry, officers, offices, projects, firms) for entry in entries]


def _row(
    entry: FollowUpRow,
    officers: dict[int, Officer],
    offices: dict[int, Office],
    projects: dict[int, Project],
    firms: dict[int, Enterprise],
) -> FollowUpListRow:
    project = projects.get(_first(entry, "project") or 0)
    told = _first(entry, "enterprise")
    firm = firms.get(told or (project.enterprise_id if project else None) or 0)
    officer = officers.get(entry.officer_id or 0)
    office = offices.get(officer.office_id or 0) if officer else None
    return FollowUpListRow(
        entry=entry,
        office=(office.short_name or office.name) if office else "",
        project_id=project.id if project else None,
        project=project.name if project else "",
        stage=project.stage if project else None,
        enterprise_id=firm.id if firm else None,
        enterprise=(firm.short_name or firm.name) if firm else "",
    )


def _first(entry: FollowUpRow, kind: str) -> int | None:
    refs: list[Ref] = [ref for ref, _name in entry.subjects]
    return next((ref.id for ref in refs if ref.kind == kind), None)


def _joined() -> sa.FromClause:
    return table(FollowUp).outerjoin(table(Officer), _officer.id == _follow_up.officer_id)


def _conditions(reader: Reader, wanted: FollowUpFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.text.strip():
        conditions.append(_follow_up.id.in_(matching(reader.connection, wanted.text, "follow_up")))
    if wanted.officer_id is not None:
        conditions.append(_follow_up.officer_id == wanted.officer_id)
    if wanted.office_id is not None:
        conditions.append(_officer.office_id == wanted.office_id)
    if wanted.way is not None:
        conditions.append(_follow_up.way == str(wanted.way))
    if wanted.first is not None:
        conditions.append(_follow_up.happened_on >= wanted.first)
    if wanted.last is not None:
        conditions.append(_follow_up.happened_on <= wanted.last)
    if wanted.stage is not None:
        about = sa.select(_subject.follow_up_id).join_from(
            table(FollowUpSubject), table(Project), _project.id == _subject.target_id
        )
        chosen = about.where(_subject.target_kind == "project", _project.stage == str(wanted.stage))
        conditions.append(_follow_up.id.in_(chosen))
    if wanted.has_next is not None:
        told = sa.or_(_follow_up.next_on.is_not(None), _follow_up.next_step != "")
        conditions.append(told if wanted.has_next else sa.not_(told))
    return conditions
