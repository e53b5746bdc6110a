"""Reminders: what is due for whoever is at the keyboard, told once, put off or silenced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from crm.data.queries import projects as project_queries
from crm.data.queries import reminders as queries
from crm.data.queries import tasks as task_queries
from crm.data.queries import visits as visit_queries
from crm.data.queries.settings import stage_rules
from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.permissions import authorize
from crm.domain.records import Ref
from crm.domain.reminders import Reminder, ReminderMark, is_silenced, is_to_ring, is_waiting
from crm.domain.rows import DueKind, DueRow, ProjectFilter, TodayGroup
from crm.domain.tasks import ABOUT, TaskRow
from crm.domain.visits import Visit
from crm.i18n import N_, _, _n
from crm.services.steps import today as steps

TOLD = (TodayGroup.OVERDUE, TodayGroup.DUE, TodayGroup.REVIEWS)

FOLLOW_UP = N_("Follow up")
USUAL = {DueKind.REVIEW: N_("Review the project on hold")}  # where nothing was written


class Reminders:
    """What an officer does with reminders."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self, now: datetime, on: date) -> list[Reminder]:
        """What stands in the list: due as of `on`, neither put off nor silenced; one row a record."""
        with self._store.read() as reader:
            marks = queries.of_officer(reader, self._store.actor.officer_id)
            return [one for one in self._due(reader, on) if is_waiting(one, marks.get(one.ref), now)]

    def ring(self, now: datetime, on: date) -> list[Reminder]:
        """What is to be told now and was not told before; from here on it counts as told.

        Whoever asks first tells it: two windows of one officer do not ring twice.
        """
        authorize(self._store.actor, "follow_ups.remind")
        officer = self._store.actor.officer_id
        with self._store.write(N_("Remind")) as writer:
            marks = queries.of_officer(writer, officer)
            due = self._due(writer, on)
            new = [one for one in due if is_to_ring(one, marks.get(one.ref), now)]
            told = [ReminderMark(ref=one.ref, due_on=one.due_on, told_at=now) for one in new]
            writer.keep_reminder_marks(told)
            return new

    def silenced(self, on: date) -> list[Reminder]:
        """What is due as of `on` and not told any more."""
        with self._store.read() as reader:
            marks = queries.of_officer(reader, self._store.actor.officer_id)
            return [one for one in self._due(reader, on) if is_silenced(one, marks.get(one.ref))]

    def remind_again(self, reminder: Reminder) -> None:
        """Takes back that a plan is not told any more."""
        self._mark(ReminderMark(ref=reminder.ref, due_on=reminder.due_on))

    def snooze(self, reminder: Reminder, until: datetime) -> None:
        """Puts a reminder off; the plan itself stays."""
        self._mark(ReminderMark(ref=reminder.ref, due_on=reminder.due_on, snoozed_until=until))

    def silence(self, reminder: Reminder) -> None:
        """Does not remind of this plan again; a new plan reminds anew."""
        self._mark(ReminderMark(ref=reminder.ref, due_on=reminder.due_on, is_silenced=True))

    def _mark(self, mark: ReminderMark) -> None:
        authorize(self._store.actor, "follow_ups.remind")
        with self._store.write(N_("Remind")) as writer:
            known = queries.of_officer(writer, self._store.actor.officer_id).get(mark.ref)
            told_at = known.told_at if known is not None and known.due_on == mark.due_on else None
            writer.keep_reminder_marks([replace(mark, told_at=told_at)])

    def _due(self, reader: Reader, on: date) -> list[Reminder]:
        mine = ProjectFilter(owner_id=self._store.actor.officer_id, is_open=True)
        told = (*TOLD, TodayGroup.SILENT) if stage_rules(reader).reminds else TOLD
        ids = {key: project_queries.find(reader, steps.fitting(key, mine, on)) for key in told}
        found: dict[Ref, Reminder] = {}
        for rows in steps.due_rows(reader, ids, on).values():
            for row in rows:
                found.setdefault(Ref(kind="project", id=row.project.id), _reminder(row, on))
        unreported = visit_queries.report_due(reader, on, self._store.actor.officer_id)
        for visit in reader.by_id(Visit, unreported).values():
            found[Ref(kind="visit", id=visit.key)] = _report_reminder(visit, on)
        tasks = task_queries.find(reader, steps.open_tasks(mine), on)
        for task in task_queries.items(reader, tasks):
            if task.due_on is not None and task.due_on <= on:
                found[Ref(kind="task", id=task.id)] = _task_reminder(task, task.due_on)
        return list(found.values())


def _report_reminder(visit: Visit, on: date) -> Reminder:
    return Reminder(
        ref=Ref(kind="visit", id=visit.key),
        name=visit.title,
        what=_("Write the return report"),
        kind=DueKind.REPORT,
        due_on=visit.report_due_on or on,
    )


def _reminder(row: DueRow, on: date) -> Reminder:
    project = row.project
    usual = _(USUAL.get(row.kind, FOLLOW_UP))
    if row.kind is DueKind.SILENT:
        usual = _n("silent for {count} day", "silent for {count} days", project.stalled_days)
    ref = Ref(kind="project", id=project.id)
    return Reminder(
        ref=ref,
        about=(ref,),
        name=" ".join(filter(None, [project.enterprise, project.name])),
        what=usual if row.kind is DueKind.SILENT else row.what or usual,
        kind=row.kind,
        due_on=row.since or project.next_follow_up_on or on,
    )


def _task_reminder(task: TaskRow, due_on: date) -> Reminder:
    about = {ref: name for ref, name in task.subjects if ref.kind in ABOUT}
    return Reminder(
        ref=Ref(kind="task", id=task.id),
        name=" ".join(about.values()) or _("Task"),
        what=task.title,
        kind=DueKind.TASK,
        due_on=due_on,
        about=tuple(about),
    )
