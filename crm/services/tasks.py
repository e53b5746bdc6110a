"""Tasks: what is to be done, by whom and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data.queries import tasks as queries
from crm.data.store import Store
from crm.domain.checks import check_day
from crm.domain.errors import ValidationError, require
from crm.domain.permissions import authorize
from crm.domain.quick_line import Picked, besides_names, parse_quick_line
from crm.domain.records import Ref
from crm.domain.tasks import Task, TaskFilter, TaskRow
from crm.i18n import N_, _
from crm.services.steps import tasks as steps
from crm.services.steps.naming import meant_by


class Tasks:
    """What an officer does with tasks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: TaskFilter, on: date) -> list[int]:
        """Ids of the tasks that fit; late ones first, by the sum of their project."""
        with self._store.read() as reader:
            return queries.find(reader, wanted, on)

    def items(self, ids: Sequence[int]) -> list[TaskRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.items(reader, ids)

    def get(self, task_id: int) -> Task:
        """One task; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Task, task_id)

    def subjects(self, task_id: int) -> tuple[Ref, ...]:
        """What a task is about."""
        with self._store.read() as reader:
            return steps.subjects_of(reader, task_id)

    def about(self, ref: Ref, on: date, *, is_open: bool | None = True) -> list[TaskRow]:
        """The tasks about a record, or those that came from a follow-up."""
        with self._store.read() as reader:
            return queries.items(reader, queries.find(reader, TaskFilter(about=ref, is_open=is_open), on))

    def save(self, task: Task, subjects: Iterable[Ref], today: date, due: str | None = None) -> Task:
        """The task as stored; `due` is its time as told, such as 周五 or 三季度, None leaves its days.

        Raises ValidationError: field "title", "due" or "steps"; Conflict if somebody saved it since.
        """
        authorize(self._store.actor, "tasks.change", task)
        label = N_("Change a task") if task.id else N_("Add a task")
        dated = task if due is None else steps.with_due(task, due, today)
        with self._store.write(label) as writer:
            return steps.save_task(writer, replace(dated, title=" ".join(dated.title.split())), subjects)

    def add_line(
        self, line: str, today: date, about: Iterable[Ref] = (), picked: Iterable[Picked] = ()
    ) -> Task:
        """A task written as a line: 寄方案 @周岚 #项目 >周五, for whoever writes it.

        Raises ValidationError naming what in the line is not known or not unique.
        """
        authorize(self._store.actor, "tasks.change")
        parsed = parse_quick_line(line, today, picked)
        with self._store.write(N_("Add a task")) as writer:
            given = tuple(about)
            subjects = [*given, *meant_by(writer, parsed, given)]
            task = Task(title=besides_names(line, parsed), assignee_id=writer.actor.officer_id)
            return steps.save_task(writer, steps.on_day(task, parsed.next_on), subjects)

    def complete(self, task_id: int, on: date) -> Task:
        """Marks a task as done; a plan of its project that says the same is over with it."""
        authorize(self._store.actor, "tasks.change")
        with self._store.write(N_("Complete a task")) as writer:
            task = writer.get(Task, task_id)
            return steps.complete_task(writer, task, on) if task.is_open else task

    def reopen(self, task_id: int) -> Task:
        """Takes a task up again that was done."""
        authorize(self._store.actor, "tasks.change")
        with self._store.write(N_("Take a task up again")) as writer:
            return writer.save(replace(writer.get(Task, task_id), done_on=None, done_by=None))

    def put_off(self, task_id: int, on: date | None) -> Task:
        """Makes a task due on another day, or at no certain time."""
        authorize(self._store.actor, "tasks.change")
        require(check_day(on, "due"))
        with self._store.write(N_("Put a task off")) as writer:
            return writer.save(steps.on_day(writer.get(Task, task_id), on))

    def tick(self, task_id: int, step: str, is_done: bool) -> Task:
        """Marks one step of the checklist as done or not."""
        authorize(self._store.actor, "tasks.change")
        with self._store.write(N_("Tick a step of a task")) as writer:
            task = writer.get(Task, task_id)
            if step not in task.steps:
                raise ValidationError.of("steps", _("A step that is done does not stand in the list."))
            done = {*task.done_steps, step} if is_done else {*task.done_steps} - {step}
            return writer.save(replace(task, done_steps=tuple(one for one in task.steps if one in done)))

    def delete(self, task_id: int) -> None:
        """Deletes a task; undo brings it back."""
        authorize(self._store.actor, "tasks.delete")
        with self._store.write(N_("Delete a task")) as writer:
            steps.delete_task(writer, writer.get(Task, task_id))
