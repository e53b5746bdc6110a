"""Tasks: what somebody has promised to do, about which records and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.checks import check_day, check_name
from crm.domain.errors import Fault
from crm.domain.records import Record, Ref, indexed, points, record_kind, refers
from crm.i18n import _


class Priority(StrEnum):
    """How much a task presses, the most pressing first."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@record_kind
@dataclass(frozen=True, kw_only=True)
class Task(Record):
    """Something to do. A time told as an interval (三季度) is late only after its last day."""

    title: str
    due: str = ""  # as told, where it is no single day
    due_from: date | None = None
    due_on: date | None = indexed(None)  # the last day
    priority: Priority = Priority.NORMAL
    assignee_id: int | None = refers("officer")
    steps: tuple[str, ...] = ()  # the checklist
    done_steps: tuple[str, ...] = ()  # of those
    note: str = ""
    quote: str = ""  # the sentence it comes from
    done_on: date | None = indexed(None)
    done_by: int | None = refers("officer")

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return self.done_on is None


@record_kind
@dataclass(frozen=True, kw_only=True)
class TaskSubject(Record):
    """A task is about a record; that may also be an article, or the follow-up it was made with."""

    task_id: int = refers("task", required=True)
    target_kind: str = indexed("")
    target_id: int = points("target_kind")


ABOUT = ("project", "enterprise", "contact", "zone")  # a task about none of these any more goes with the last


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """Which tasks; every part that is set narrows the list further."""

    assignee_id: int | None = None
    office_id: int | None = None  # of the assignee
    about: Ref | None = None
    is_open: bool | None = True
    without_planned: bool = False  # those that the plan of their project says already


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """A task in a list."""

    id: int
    version: int
    title: str
    due: str
    due_from: date | None
    due_on: date | None
    priority: Priority
    assignee_id: int | None
    assignee: str
    steps: tuple[str, ...]
    done_steps: tuple[str, ...]
    quote: str
    done_on: date | None
    subjects: tuple[tuple[Ref, str], ...]  # records and their names, the follow-up it is from left out
    enterprise: str = ""  # of the first project it is about

    def days_overdue(self, on: date) -> int:
        """Days since its last day; 0 before, and for what is done or has no day."""
        if self.due_on is None or self.done_on is not None:
            return 0
        return max(0, (on - self.due_on).days)


def check_task(task: Task) -> Iterator[Fault]:
    """A task says what to do, and its checklist names each step once."""
    if any(letter.isalnum() for letter in task.title):
        yield from check_name(task.title, "title")
    else:
        yield Fault(field="title", message=_("Say what is to be done."))
    yield from check_day(task.due_on, "due")
    if len(set(task.steps)) < len(task.steps):
        yield Fault(field="steps", message=_("The same step stands there twice."))
    if not set(task.done_steps) <= set(task.steps):
        yield Fault(field="steps", message=_("A step that is done does not stand in the list."))
