"""The calendar of what is planned, as a file that other calendars subscribe to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from crm.data.queries import directory as directory_queries
from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import projects as project_queries
from crm.data.queries import tasks as task_queries
from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.calendar_file import CalendarEntry
from crm.domain.directory import Enterprise
from crm.domain.permissions import authorize
from crm.domain.projects import Project
from crm.domain.records import Record
from crm.domain.rows import ProjectFilter
from crm.domain.tasks import Task, TaskFilter
from crm.i18n import _

DOMAIN = "investlead"  # ends every uid


class Calendar:
    """What an officer does with the calendar file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def entries(self, officer_id: int | None = None) -> list[CalendarEntry]:
        """Next follow-ups of projects in hand and enterprises, and tasks, of one officer or all, by day."""
        with self._store.read() as reader:
            found = [
                *_projects(reader, officer_id),
                *_enterprises(reader, officer_id),
                *_tasks(reader, officer_id),
            ]
        return sorted(found, key=lambda entry: (entry.on, entry.uid))

    def write(self, path: Path, officer_id: int | None = None) -> int:
        """Writes the calendar file; how many entries it has. Unusable with the reason if it cannot be.

        The same plans give the same bytes, so that what subscribes sees no change where there is none.
        """
        from crm.data import calendar_file  # late: its library is large, and few want such a file

        authorize(self._store.actor, "reports.make")
        found = self.entries(officer_id)
        calendar_file.write(found, _("Follow-ups"), path)
        return len(found)


def _projects(reader: Reader, officer_id: int | None) -> Iterator[CalendarEntry]:
    planned = ProjectFilter(owner_id=officer_id, is_open=True, due_until=date.max)
    projects = reader.by_id(Project, project_queries.find(reader, planned))
    firms = reader.by_id(Enterprise, [project.enterprise_id for project in projects.values()])
    last = follow_up_queries.last_of(reader, "project", list(projects))
    for key, project in projects.items():
        firm = firms.get(project.enterprise_id or 0)
        names = [(firm.short_name or firm.name) if firm else "", project.name]
        said = last[key].text if key in last else ""
        yield _entry(project, " ".join(filter(None, names)), said)


def _enterprises(reader: Reader, officer_id: int | None) -> Iterator[CalendarEntry]:
    firms = reader.by_id(Enterprise, directory_queries.planned_enterprises(reader, officer_id))
    last = follow_up_queries.last_of(reader, "enterprise", list(firms))
    for key, firm in firms.items():
        said = last[key].text if key in last else ""
        yield _entry(firm, firm.short_name or firm.name, said)


def _tasks(reader: Reader, officer_id: int | None) -> Iterator[CalendarEntry]:
    wanted = TaskFilter(assignee_id=officer_id, without_planned=True)
    ids = task_queries.find(reader, wanted, date.max)
    tasks = reader.by_id(Task, ids)
    for row in task_queries.items(reader, ids):
        task, names = tasks[row.id], [name for _ref, name in row.subjects]
        if task.due_on is not None:
            yield CalendarEntry(
                uid=f"{task.uid}@{DOMAIN}",
                version=task.version,
                changed_at=_changed_at(task),
                on=task.due_on,
                title="：".join(filter(None, [" ".join(names), task.title])),
                text="\n".join(filter(None, [*task.steps, task.quote])),
            )


def _changed_at(record: Record) -> datetime:
    return (record.changed_at or datetime.min).replace(tzinfo=UTC, microsecond=0)


def _entry(record: Project | Enterprise, name: str, said: str) -> CalendarEntry:
    assert record.next_follow_up_on is not None
    step = record.next_step or _("Follow up")
    return CalendarEntry(
        uid=f"{record.uid}@{DOMAIN}",
        version=record.version,
        changed_at=_changed_at(record),
        on=record.next_follow_up_on,
        title=f"{name}：{step}",
        text=said,
    )
