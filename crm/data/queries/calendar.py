"""What lies on which day for the projects of a filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm.data.queries.projects import fitting
from crm.data.queries.tasks import is_planned
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.calendar import DAY_FIELDS, DayEntry, DayKind
from crm.domain.directory import Enterprise
from crm.domain.projects import Project, StageEntry
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.domain.tasks import Task, TaskSubject

_project, _firm = table(Project).c, table(Enterprise).c
_SHOWN = (
    _project.id,
    _project.version,
    _project.name,
    sa.func.coalesce(sa.func.nullif(_firm.short_name, ""), _firm.name, "").label("enterprise"),
)


def entries(reader: Reader, wanted: ProjectFilter, first: date, last: date) -> list[DayEntry]:
    """What lies between two days, both included, by day; on one day plans come before history."""
    span = (reader, wanted, first, last)
    found = [*_planned(*span), *_tasks(*span), *_entered(*span)]
    kinds = list(DayKind)
    return sorted(found, key=lambda entry: (entry.day, kinds.index(entry.kind), entry.project_id))


def _planned(reader: Reader, wanted: ProjectFilter, first: date, last: date) -> Iterator[DayEntry]:
    days = {kind: _project[name] for kind, name in DAY_FIELDS.items()}
    within: dict[DayKind, sa.ColumnElement[bool]] = {
        kind: day.between(first, last) for kind, day in days.items()
    }
    within[DayKind.REVIEW] = sa.and_(_project.is_on_hold, within[DayKind.REVIEW])
    shown = [sa.case((within[kind], day)).label(kind) for kind, day in days.items()]
    statement = sa.select(*_SHOWN, _project.stage, _project.next_step, *shown).select_from(_joined())
    chosen = statement.where(fitting(reader, wanted), sa.or_(*within.values()))
    for row in reader.connection.execute(chosen).all():
        for kind in DAY_FIELDS:
            if (day := getattr(row, kind)) is not None:
                note = row.next_step if kind is DayKind.FOLLOW_UP else ""
                yield _entry(row, kind, day, row.stage, note)


def _entered(reader: Reader, wanted: ProjectFilter, first: date, last: date) -> Iterator[DayEntry]:
    entry = table(StageEntry).c
    joined = _joined().join(table(StageEntry), entry.project_id == _project.id)
    statement = sa.select(*_SHOWN, entry.stage, entry.entered_on, entry.evidence).select_from(joined)
    chosen = statement.where(
        fitting(reader, wanted), entry.entered_on.between(first, last), sa.not_(entry.is_undone)
    )
    for row in reader.connection.execute(chosen).all():
        yield _entry(row, DayKind.STAGE, row.entered_on, row.stage, row.evidence)


def _tasks(reader: Reader, wanted: ProjectFilter, first: date, last: date) -> Iterator[DayEntry]:
    task, subject = table(Task).c, table(TaskSubject).c
    about = sa.and_(subject.target_kind == "project", subject.target_id == _project.id)
    joined = _joined().join(table(TaskSubject), about).join(table(Task), task.id == subject.task_id)
    told = (task.id.label("task_id"), task.version.label("task_version"), task.title, task.due_on)
    statement = sa.select(*_SHOWN, _project.stage, *told).select_from(joined)
    chosen = statement.where(
        fitting(reader, wanted),
        task.done_on.is_(None),
        task.due_on.between(first, last),
        sa.not_(is_planned()),
    )
    for row in reader.connection.execute(chosen).all():
        entry = _entry(row, DayKind.TASK, row.due_on, row.stage, row.title)
        yield replace(entry, task_id=row.task_id, version=row.task_version)


def _joined() -> sa.FromClause:
    return table(Project).outerjoin(table(Enterprise), _firm.id == _project.enterprise_id)


def _entry(row: Any, kind: DayKind, day: date, stage: str, note: str) -> DayEntry:
    return DayEntry(
        day=day,
        kind=kind,
        project_id=row.id,
        version=row.version,
        name=row.name,
        enterprise=row.enterprise,
        stage=Stage(stage),
        note=note,
    )
