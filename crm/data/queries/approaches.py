"""Who of the office has talked to which firms lately."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.directory import Contact, Enterprise
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from crm.domain.projects import Project

_follow_up, _subject = table(FollowUp).c, table(FollowUpSubject).c
_firm, _project, _contact = table(Enterprise).c, table(Project).c, table(Contact).c


class Touch(NamedTuple):
    """One officer talked to one firm."""

    firm_id: int
    officer_id: int
    on: date


def touches(reader: Reader, firm_ids: Collection[int], first: date, last: date) -> Iterator[Touch]:
    """Every contact with these firms, their projects and their people in [first, last]."""
    ids = list(firm_ids)
    for statement in (
        _told("enterprise", _subject.target_id, ids),
        _told("project", _project.enterprise_id, ids, _project.id),
        _told("contact", _contact.enterprise_id, ids, _contact.id),
    ):
        within = statement.where(_follow_up.happened_on.between(first, last))
        yield from _touched(reader, within)
    met = sa.select(_firm.id, _firm.first_contact_officer_id, _firm.first_contact_on).where(
        _firm.id.in_(ids),
        _firm.first_contact_officer_id.is_not(None),
        _firm.first_contact_on.between(first, last),
    )
    yield from _touched(reader, met)


def _touched(reader: Reader, statement: sa.Select[Any]) -> Iterator[Touch]:
    for firm_id, officer_id, on in reader.connection.execute(statement):
        yield Touch(firm_id, officer_id, on)


def _told(
    kind: str, firm: sa.ColumnElement[int], ids: list[int], through: sa.ColumnElement[int] | None = None
) -> sa.Select[tuple[int, int, date]]:
    about = [_subject.target_kind == kind, _subject.follow_up_id == _follow_up.id, firm.in_(ids)]
    if through is not None:
        about.append(_subject.target_id == through)
    known = _follow_up.officer_id.is_not(None)
    return sa.select(firm, _follow_up.officer_id, _follow_up.happened_on).where(*about, known)
