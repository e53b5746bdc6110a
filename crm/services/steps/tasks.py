"""Steps around tasks: made with what they are about, done together with the plan that says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.checks import check_day
from crm.domain.errors import ValidationError, require
from crm.domain.projects import Project
from crm.domain.quick_line import QuickLine, parse_day
from crm.domain.records import Ref
from crm.domain.stage_plans import TaskTemplate
from crm.domain.tasks import ABOUT, Priority, Task, TaskSubject, check_task
from crm.services.steps.links import unlink
from crm.services.steps.planned import interval


def with_due(task: Task, told: str, today: date) -> Task:
    """The task with the days that a time means as told: 周五, 5-20, 6月上旬, 三季度; nothing is no time.

    Raises ValidationError: field "due" if no time is told there.
    """
    words = told.strip()
    if not words:
        return on_day(task, None)
    day = parse_day(words, today)
    first, last = (day, day) if day is not None else _interval(words, today)
    require(check_day(last, "due"))
    return on_day(task, last) if first == last else replace(task, due=words, due_from=first, due_on=last)


def _interval(told: str, today: date) -> tuple[date | None, date | None]:
    try:
        return interval(told, today)
    except ValidationError as error:
        raise ValidationError.of("due", str(error)) from error


def on_day(task: Task, on: date | None) -> Task:
    """The task, due on one day or at no certain time."""
    return replace(task, due="", due_from=on, due_on=on)


def save_task(writer: Writer, task: Task, subjects: Iterable[Ref]) -> Task:
    """The task as stored, about exactly these records; the follow-up it is from stays."""
    require(check_task(task))
    saved = writer.save(task)
    wanted = dict.fromkeys(subjects)
    for link in writer.all(TaskSubject, task_id=saved.key):
        ref = Ref(kind=link.target_kind, id=link.target_id)
        if ref in wanted:
            del wanted[ref]
        elif ref.kind != "follow_up":
            writer.delete(link)
    for ref in wanted:
        writer.save(TaskSubject(task_id=saved.key, target_kind=ref.kind, target_id=ref.id))
    return saved


def subjects_of(reader: Reader, task_id: int) -> tuple[Ref, ...]:
    """What a task is about, the follow-up it is from left out."""
    links = reader.all(TaskSubject, task_id=task_id)
    return tuple(
        Ref(kind=link.target_kind, id=link.target_id) for link in links if link.target_kind != "follow_up"
    )


def save_line_tasks(writer: Writer, line: QuickLine, subjects: Iterable[Ref], follow_up_id: int) -> None:
    """The tasks of a quick line, for whoever writes, until the day it names."""
    about = (*subjects, Ref(kind="follow_up", id=follow_up_id))
    for told in line.tasks:
        task = Task(
            title=told.text,
            priority=Priority.HIGH if told.is_urgent else Priority.NORMAL,
            assignee_id=writer.actor.officer_id,
        )
        save_task(writer, on_day(task, line.next_on), about)


def date_line_tasks(writer: Writer, follow_up_id: int, on: date | None) -> None:
    """Gives the day that was chosen afterwards to the tasks of a follow-up that have none."""
    for link in writer.all(TaskSubject, target_kind="follow_up", target_id=follow_up_id):
        task = writer.get(Task, link.task_id)
        if task.is_open and task.due_on is None:
            writer.save(on_day(task, on))


def make_stage_tasks(
    writer: Writer, project: Project, templates: Iterable[TaskTemplate], today: date
) -> None:
    """The tasks that a stage brings with it, for whoever looks after the project."""
    ref = Ref(kind="project", id=project.key)
    for template in templates:
        days = template.after_days
        task = Task(
            title=template.title,
            steps=template.steps,
            assignee_id=project.owner_id or writer.actor.officer_id,
        )
        due = None if days is None else today + timedelta(days=days)
        save_task(writer, on_day(task, due), [ref])


def complete_task(writer: Writer, task: Task, on: date) -> Task:
    """The task as done; a plan of its projects that says the same is over."""
    for ref in subjects_of(writer, task.key):
        project = writer.find(Project, ref.id) if ref.kind == "project" else None
        if project is not None and project.next_follow_up_on and project.next_step == task.title:
            writer.save(replace(project, next_follow_up_on=None))
    return writer.save(replace(task, done_on=on, done_by=writer.actor.officer_id))


def complete_planned(writer: Writer, project: Project, on: date) -> None:
    """Marks the tasks about a project as done that its plan says too."""
    for link in writer.all(TaskSubject, target_kind="project", target_id=project.key):
        task = writer.get(Task, link.task_id)
        if task.is_open and task.title == project.next_step:
            writer.save(replace(task, done_on=on, done_by=writer.actor.officer_id))


def drop_tasks(writer: Writer, ref: Ref) -> None:
    """Deletes the tasks that are about a record alone, which is about to be deleted."""
    for link in writer.all(TaskSubject, target_kind=ref.kind, target_id=ref.id):
        others = [one for one in subjects_of(writer, link.task_id) if one != ref and one.kind in ABOUT]
        if not others:
            delete_task(writer, writer.get(Task, link.task_id))


def delete_task(writer: Writer, task: Task) -> None:
    """Deletes a task with its links."""
    for link in writer.all(TaskSubject, task_id=task.key):
        writer.delete(link)
    unlink(writer, Ref(kind="task", id=task.key))
    writer.delete(task)
