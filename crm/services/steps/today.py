"""What an officer should know this morning: which projects, and what each row of them tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import projects as project_queries
from crm.data.queries import visits as visit_queries
from crm.data.reader import Reader
from crm.domain.rows import DueKind, DueRow, FollowUpRow, ProjectFilter, ProjectRow, Sort, Tally, TodayGroup
from crm.domain.tasks import TaskFilter
from crm.domain.visit_rows import VisitFilter, VisitRow

SOON = timedelta(days=7)  # Today looks a week ahead, and a week back for signings
PROMISED = timedelta(days=90)  # what was promised longer ago is history
FIRST = 20  # rows of a group that are shown at once: more than fit on a screen
SUMMED = (TodayGroup.SILENT, TodayGroup.SIGNED)


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
            return replace(mine, late_start_on=on)
        case TodayGroup.REVIEWS:
            return replace(mine, review_until=on)
        case TodayGroup.SILENT:
            return replace(mine, silent_on=on)
        case TodayGroup.SIGNED:
            return replace(mine, signed_from=on - SOON, signed_to=on)


def unreported(reader: Reader, on: date, officer_id: int | None, office_id: int | None) -> list[VisitRow]:
    """Trips that are over without a return report, of an officer, an office or all."""
    wanted = VisitFilter(officer_id=officer_id, office_id=office_id, unreported_on=on)
    return visit_queries.rows(reader, visit_queries.find(reader, wanted, Sort(key="ends_on")), on)


def open_tasks(mine: ProjectFilter) -> TaskFilter:
    """Which tasks are told beside the projects: those that no plan among these says already."""
    return TaskFilter(assignee_id=mine.owner_id, office_id=mine.office_id, without_planned=True)


def tallies(
    reader: Reader, mine: ProjectFilter, ids: Mapping[TodayGroup, Sequence[int]], on: date
) -> dict[TodayGroup, Tally]:
    """How many projects stand in each group; of those whose sum is shown also what they come to."""
    found = {key: Tally(count=len(ids[key])) for key in ids}
    for key in SUMMED:
        total = project_queries.totals(reader, fitting(key, mine, on), on).total
        found[key] = replace(found[key], total=total)
    return found


def due_rows(
    reader: Reader, groups: Mapping[TodayGroup, Sequence[int]], on: date
) -> dict[TodayGroup, tuple[DueRow, ...]]:
    """The rows of groups, in the order of the ids; a project in several groups is read once."""
    ids = list(dict.fromkeys(key for some in groups.values() for key in some))
    rows = {row.id: row for row in project_queries.items(reader, ids, on)}
    last = follow_up_queries.last_of(reader, "project", list(rows))
    signed = project_queries.signed_on(reader, groups.get(TodayGroup.UNSTARTED, ()))
    return {
        group: tuple(
            _row(rows[key], _KINDS.get(group, DueKind.PLAN), last.get(key), signed.get(key), on)
            for key in some
            if key in rows
        )
        for group, some in groups.items()
    }


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
        DueKind.SILENT: max(filter(None, [project.last_contact_on, project.stage_since]), default=None),
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
