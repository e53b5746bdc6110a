"""Lists of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.directory import Enterprise
from crm.domain.office import Officer
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.stages import ENDS
from crm.domain.tasks import Priority, Task, TaskFilter, TaskRow, TaskSubject

_task, _subject, _project = table(Task).c, table(TaskSubject).c, table(Project).c
_PRESSING = sa.case({str(priority): place for place, priority in enumerate(Priority)}, value=_task.priority)


def find(reader: Reader, wanted: TaskFilter, on: date) -> list[int]:
    """Ids of the tasks that fit: late ones by the sum of their largest project, then by day and priority."""
    is_late = sa.and_(_task.done_on.is_(None), _task.due_on < on)
    value = (
        sa.select(sa.func.max(_project.total_investment))
        .join_from(table(TaskSubject), table(Project), _project.id == _subject.target_id)
        .where(_subject.task_id == _task.id, _subject.target_kind == "project")
        .scalar_subquery()
    )
    order = (
        _task.done_on.desc().nulls_first(),
        sa.case((is_late, 0), else_=1),
        sa.case((is_late, value)).desc().nulls_last(),
        _task.due_on.asc().nulls_last(),
        _PRESSING,
        _task.id,
    )
    statement = sa.select(_task.id).where(*_conditions(wanted)).order_by(*order)
    return list(reader.connection.execute(statement).scalars())


def items(reader: Reader, ids: Sequence[int]) -> list[TaskRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(Task, ids)
    officers = reader.by_id(Officer, [task.assignee_id for task in found.values()])
    links = [link for link in reader.among(TaskSubject, "task_id", found) if link.target_kind != "follow_up"]
    names = names_of(reader, [Ref(kind=link.target_kind, id=link.target_id) for link in links])
    firms = _firms(reader, links)
    subjects: dict[int, list[tuple[Ref, str]]] = {}
    for link in links:
        ref = Ref(kind=link.target_kind, id=link.target_id)
        subjects.setdefault(link.task_id, []).append((ref, names.get(ref, "")))
    return [
        TaskRow(
            id=key,
            version=task.version,
            title=task.title,
            due=task.due,
            due_from=task.due_from,
            due_on=task.due_on,
            priority=task.priority,
            assignee_id=task.assignee_id,
            assignee=officers[task.assignee_id].name if task.assignee_id in officers else "",
            steps=task.steps,
            done_steps=task.done_steps,
            quote=task.quote,
            done_on=task.done_on,
            subjects=tuple(subjects.get(key, ())),
            enterprise=firms.get(key, ""),
        )
        for key, task in ((key, found[key]) for key in ids if key in found)
    ]


def _firms(reader: Reader, links: Sequence[TaskSubject]) -> dict[int, str]:
    """By task what the enterprise of its first project is called."""
    first: dict[int, int] = {}
    for link in links:
        if link.target_kind == "project":
            first.setdefault(link.task_id, link.target_id)
    projects = reader.by_id(Project, first.values())
    firms = reader.by_id(Enterprise, [project.enterprise_id for project in projects.values()])
    found = {}
    for task_id, project_id in first.items():
        project = projects.get(project_id)
        firm = firms.get(project.enterprise_id or 0) if project is not None else None
        if firm is not None:
            found[task_id] = firm.short_name or firm.name
    return found


def about(ref: Ref) -> sa.Select[tuple[int]]:
    """Ids of the tasks about a record."""
    chosen = sa.select(_subject.task_id)
    return chosen.where(_subject.target_kind == ref.kind, _subject.target_id == ref.id)


def _conditions(wanted: TaskFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.is_open is not None:
        conditions.append(_task.done_on.is_(None) if wanted.is_open else _task.done_on.is_not(None))
    if wanted.assignee_id is not None:
        conditions.append(_task.assignee_id == wanted.assignee_id)
    if wanted.office_id is not None:
        officer = table(Officer).c
        conditions.append(
            _task.assignee_id.in_(sa.select(officer.id).where(officer.office_id == wanted.office_id))
        )
    if wanted.about is not None:
        conditions.append(_task.id.in_(about(wanted.about)))
    if wanted.without_planned:
        conditions.append(sa.not_(is_planned()))
    return conditions


def is_planned() -> sa.ColumnElement[bool]:
    """The condition that the plan of a task's open project, of the same officer, says the same."""
    linked, planned = table(TaskSubject).alias(), table(Project).alias()
    subject, project = linked.c, planned.c
    plan = sa.select(subject.id).join_from(linked, planned, project.id == subject.target_id)
    same_officer = sa.or_(
        project.owner_id == _task.assignee_id,
        sa.and_(project.owner_id.is_(None), _task.assignee_id.is_(None)),
    )
    return plan.where(
        subject.task_id == _task.id,
        subject.target_kind == "project",
        project.next_step == _task.title,
        project.next_follow_up_on.is_not(None),
        project.stage.not_in([str(stage) for stage in ENDS]),
        same_officer,
    ).exists()
