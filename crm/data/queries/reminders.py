"""What became of reminders, kept per officer, so that two windows do not ring twice."""

from __future__ import annotations

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import reminder_marks
from crm.domain.records import Ref
from crm.domain.reminders import ReminderMark

_mark = reminder_marks.c
NOBODY = 0  # the only user of a file without officers


def of_officer(reader: Reader, officer_id: int | None) -> dict[Ref, ReminderMark]:
    """The marks of an officer by record."""
    wanted = sa.select(reminder_marks).where(_mark.officer_id == (officer_id or NOBODY))
    found = {}
    for row in reader.connection.execute(wanted):
        ref = Ref(kind=row.target_kind, id=row.target_id)
        found[ref] = ReminderMark(
            ref=ref,
            due_on=row.due_on,
            told_at=row.told_at,
            snoozed_until=row.snoozed_until,
            is_silenced=row.is_silenced,
        )
    return found


def keep(connection: sa.Connection, officer_id: int | None, mark: ReminderMark) -> None:
    """Keeps a mark in the place of the one before."""
    whose = sa.and_(
        _mark.officer_id == (officer_id or NOBODY),
        _mark.target_kind == mark.ref.kind,
        _mark.target_id == mark.ref.id,
    )
    connection.execute(sa.delete(reminder_marks).where(whose))
    connection.execute(
        sa.insert(reminder_marks).values(
            officer_id=officer_id or NOBODY,
            target_kind=mark.ref.kind,
            target_id=mark.ref.id,
            due_on=mark.due_on,
            told_at=mark.told_at,
            snoozed_until=mark.snoozed_until,
            is_silenced=mark.is_silenced,
        )
    )
