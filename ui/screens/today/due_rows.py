"""The rows of Today's list, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt

from crm.domain.records import Ref
from crm.domain.reminders import Reminder
from crm.domain.rows import DueKind, DueRow, FollowUpRow
from crm.domain.tasks import ABOUT, Priority, TaskRow
from crm.i18n import N_, _, _n
from ui.shared.labels import day, way_name

ROLE = int(Qt.ItemDataRole.UserRole) + 1
ToDo = DueRow | TaskRow  # what a row asks for


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading and its rows: what is due, or what was done today."""

    key: str
    title: str
    rows: tuple[DueRow | TaskRow | FollowUpRow, ...]
    total: int | None = None  # where there are more than `rows`
    tone: str = "t1"

    @property
    def count(self) -> int:
        """How many rows belong to the group."""
        return len(self.rows) if self.total is None else self.total


@dataclass(frozen=True, kw_only=True)
class More:
    """The row under a group that is not shown whole."""

    key: str
    total: int


Row = Group | DueRow | TaskRow | FollowUpRow | More


_SINCE = {
    DueKind.PROMISE: N_("promised {day}"),
    DueKind.START: N_("signed {day}"),
    DueKind.REVIEW: N_("review {day}"),
    DueKind.SIGNED: N_("signed {day}"),
}


def more_text(row: More) -> str:
    """What the row under a long group says."""
    return _n("Show all: {count}", "Show all: {count}", row.total)


def about(row: ToDo) -> tuple[Ref, ...]:
    """The records that a row is about."""
    if isinstance(row, DueRow):
        return (Ref(kind="project", id=row.project.id),)
    return tuple(ref for ref, _name in row.subjects if ref.kind in ABOUT)


def reminder_of(row: ToDo, today: date) -> Reminder | None:
    """What is told of a row by reminders; None for what they do not tell."""
    if isinstance(row, TaskRow):
        ref, due_on, kind, name = Ref(kind="task", id=row.id), row.due_on, DueKind.TASK, row.title
    else:
        days = {
            DueKind.PLAN: row.project.next_follow_up_on,
            DueKind.REVIEW: row.since,
            DueKind.SILENT: row.since,
        }
        ref, due_on, kind, name = about(row)[0], days.get(row.kind), row.kind, row.project.name
    if due_on is None or (due_on > today and kind is not DueKind.SILENT):
        return None
    return Reminder(ref=ref, name=name, what="", kind=kind, due_on=due_on)


def same_row(row: object, other: ToDo) -> bool:
    """Whether two rows are the same thing to do, read at different times."""
    if isinstance(row, DueRow) and isinstance(other, DueRow):
        return (row.project.id, row.kind) == (other.project.id, other.kind)
    return isinstance(row, TaskRow) and isinstance(other, TaskRow) and row.id == other.id


def due_text(row: ToDo, today: date) -> str:
    """When it is due: 6 days overdue, today, Wed 5-20."""
    if isinstance(row, TaskRow):
        return _task_due(row, today)
    if row.since is not None and row.kind in _SINCE:
        return _(_SINCE[row.kind]).format(day=day(row.since, today))
    on = row.project.next_follow_up_on if row.kind is DueKind.PLAN else None
    if on is None:
        if row.project.stalled_days:
            return _n("silent {count} day", "silent {count} days", row.project.stalled_days)
        return _("no plan")
    return _on_day(on, row.days_overdue, today)


def _task_due(row: TaskRow, today: date) -> str:
    if row.due_on is None:
        return _("no day")
    late = row.days_overdue(today)
    return row.due if row.due and not late else _on_day(row.due_on, late, today)


def _on_day(on: date, days_overdue: int, today: date) -> str:
    if days_overdue > 0:
        return _n("{count} day overdue", "{count} days overdue", days_overdue)
    return _("today") if on == today else f"{weekday(on)} {day(on, today)}"


def is_late(row: ToDo, today: date) -> bool:
    """Whether a row is shown in red."""
    if isinstance(row, TaskRow):
        return row.days_overdue(today) > 0
    return row.days_overdue > 0 or row.kind in (DueKind.START, DueKind.REVIEW)


def task_facts(row: TaskRow) -> str:
    """What is told of a task below its names: how it presses, its checklist, whose it is."""
    steps = f"☑ {len(row.done_steps)}/{len(row.steps)}" if row.steps else ""
    presses = _("urgent") if row.priority is Priority.HIGH else ""
    return "  ".join(filter(None, [_("Task"), presses, steps, row.assignee]))


def row_text(row: Row, today: date) -> str:
    """A row as it is read out."""
    if isinstance(row, Group):
        return f"{row.title} {row.count}"
    if isinstance(row, More):
        return more_text(row)
    if isinstance(row, FollowUpRow):
        return " ".join([_("done"), *(name for _ref, name in row.subjects), row.text])
    if isinstance(row, TaskRow):
        names = filter(None, [row.enterprise, *(name for _ref, name in row.subjects)])
        return " ".join([*names, row.title, task_facts(row), due_text(row, today)])
    told = (row.project.enterprise, row.project.name, row.what)
    return " ".join([*filter(None, told), due_text(row, today)])


def tip_text(row: Row, today: date) -> str:
    """What a row has no room for."""
    if isinstance(row, TaskRow):
        steps = [("☑ " if step in row.done_steps else "☐ ") + step for step in row.steps]
        return "\n".join(filter(None, [row.title, row.quote, *steps]))
    if isinstance(row, DueRow):
        return "\n".join(filter(None, [row.project.name, row.what, last_text(row, today)]))
    return ""


def last_text(row: DueRow, today: date) -> str:
    """What was said last: last 4-24 visit · …"""
    if row.last is None:
        return _("not talked to yet")
    way = way_name(row.last.way)
    said = f"{day(row.last.happened_on, today)} {way}·{' '.join(row.last.text.split())}"
    return _("last {said}").format(said=said)


def weekday(on: date) -> str:
    """The short name of a weekday."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[on.weekday()]
