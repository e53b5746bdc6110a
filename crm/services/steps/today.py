"""What an officer should know this morning: which projects, and what each row of them tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import projects as project_queries
from crm.data.reader import Reader
from crm.domain.rows import DueKind, DueRow, FollowUpRow, ProjectFilter, ProjectRow, Tally, TodayGroup

SOON = timedelta(days=7)  # Today looks a week ahead, and a week back for signings
PROMISED = timedelta(days=90)  # what was promised longer ago is history
FIRST = 50  # rows of a group that are shown at once


def fitting(key: TodayGroup, mine: ProjectFilter, on: date) -> ProjectFilter:
    """Which projects stand in a group."""
    match key:
        case TodayGroup.OVERDUE:
            return replace(mine, overdue_on=on)
        case TodayGroup.DUE:
            return replace(mine, due_on=on)
        case TodayGroup.SOON:
            return replace(mine, due_on=on, due_until=on + SOON)
        case TodayGroup.PROMISES:
            return replace(mine, promised_from=on - PROMISED, without_plan=True)
        case TodayGroup.UNSTARTED:
            return replace(mine, unstarted_on=on)
        case TodayGroup.REVIEWS:
            return replace(mine, review_due_on=on)
        case TodayGroup.SILENT:
            return replace(mine, silent_on=on)
        case TodayGroup.SIGNED:
            return replace(mine, signed_from=on - SOON, signed_to=on)


def tally(reader: Reader, wanted: ProjectFilter, on: date) -> Tally:
    """How many projects fit, and what they come to in CNY."""
    totals = project_queries.totals(reader, wanted, on)
    return Tally(count=totals.count, total=totals.total)


def due_rows(reader: Reader, key: TodayGroup, ids: Sequence[int], on: date) -> tuple[DueRow, ...]:
    """The rows of a group, in the order of the ids."""
    rows = project_queries.items(reader, ids, on)
    last = follow_up_queries.last_of(reader, "project", [row.id for row in rows])
    signed = project_queries.signed_on(reader, ids) if key is TodayGroup.UNSTARTED else {}
    kind = _KINDS.get(key, DueKind.PLAN)
    return tuple(_row(row, kind, last.get(row.id), signed.get(row.id), on) for row in rows)


_KINDS = {
    TodayGroup.PROMISES: DueKind.PROMISE,
    TodayGroup.UNSTARTED: DueKind.START,
    TodayGroup.REVIEWS: DueKind.REVIEW,
    TodayGroup.SILENT: DueKind.SILENT,
    TodayGroup.SIGNED: DueKind.SIGNED,
}


def _row(
    project: ProjectRow, kind: DueKind, last: FollowUpRow | None, signed_on: date | None, on: date
) -> DueRow:
    planned, what = project.next_follow_up_on, project.next_step
    since = {
        DueKind.PROMISE: last.happened_on if last else None,
        DueKind.START: signed_on,
        DueKind.REVIEW: project.review_on,
        DueKind.SIGNED: project.stage_since,
    }.get(kind)
    if kind is DueKind.PROMISE and last is not None:
        what = last.next_step
    return DueRow(
        project=project,
        what=what,
        last=last,
        days_overdue=(on - planned).days if planned and kind is DueKind.PLAN else 0,
        kind=kind,
        since=since,
    )
