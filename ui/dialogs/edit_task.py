"""A task: what is to be done, about what, by whom and until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.records import Ref
from crm.domain.tasks import Priority, Task
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_officers, find_subjects
from ui.shared.form import Form
from ui.shared.next_dates import NONE, day_of, next_dates
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.checklist import Checklist
from ui.shared.widgets.chips import ChipChoice
from ui.shared.widgets.subjects import SubjectChips

PRIORITY_NAMES = {
    Priority.HIGH: N_("urgent"),
    Priority.NORMAL: N_("normal"),
    Priority.LOW: N_("can wait"),
}


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """A task with what it is about."""

    task: Task
    subjects: tuple[Ref, ...]
    assignee: Choice | None


def open_task(desk: Desk, crm: Crm, parent: QWidget, task_id: int) -> None:
    """Reads a task and opens it over `parent`."""

    def show(found: _Opened) -> None:
        EditTaskDialog(desk, crm, found.task, found.subjects, parent, assignee=found.assignee).open()

    desk.tasks.read(parent, lambda: _opened(crm, crm.tasks.get(task_id)), show, key="task")


def ask_for_task(
    desk: Desk, crm: Crm, parent: QWidget, about: Sequence[Ref] = (), *, quote: str = ""
) -> None:
    """Asks for a new task of whoever is at the keyboard, about these records."""
    actor = crm.office.actor
    task = Task(title="", assignee_id=actor.officer_id, quote=quote)
    mine = Choice(key=actor.officer_id, name=actor.name) if actor.officer_id else None
    EditTaskDialog(desk, crm, task, about, parent, assignee=mine).open()


def _opened(crm: Crm, task: Task) -> _Opened:
    names = {officer.key: officer.name for officer in crm.office.officers()}
    who = task.assignee_id
    return _Opened(
        task=task,
        subjects=crm.tasks.subjects(task.key),
        assignee=Choice(key=who, name=names.get(who, "")) if who is not None else None,
    )


class EditTaskDialog(TaskDialog):
    """Gives or changes a task; emits `saved` with it."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        task: Task,
        about: Sequence[Ref] = (),
        parent: QWidget | None = None,
        *,
        assignee: Choice | None = None,
    ) -> None:
        super().__init__(desk, _("Task") if task.id else _("New task"), _("Save"), parent)
        self._crm, self._task = crm, task
        self._due = task.due or (task.due_on.isoformat() if task.due_on else "")
        self._make_what()
        self._make_rest(assignee)
        if task.quote:
            self.body.addWidget(PlainLabel(f"“{task.quote}”", pixels=12, tone="t2", wrap=True))
        if task.id:
            self._make_deeds()
        self.subjects.show_subjects(about, {})
        self._read_names()
        self.form.entry("title").setFocus()

    def act(self) -> None:
        """Saves what was entered."""
        values = self._values()
        if values is None:
            self.settle()
            return
        due: str = values.pop("due")
        steps, done = self.checklist.steps(), self.checklist.done()
        task = replace(self._task, **values, steps=steps, done_steps=done)
        about, today, save = self.subjects.refs(), self.desk.today(), self._crm.tasks.save
        told = None if due == self._due else due
        self.save(lambda: save(task, about, today, told), lambda _saved: self._forget())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        if not isinstance(error, ValidationError):
            return False
        self.rest.show_faults([fault for fault in error.faults if fault.field in ("assignee_id", "note")])
        self.form.show_faults([f for f in error.faults if f.field not in ("assignee_id", "note")])
        return True

    def keep_mine(self) -> None:
        """Saves over what somebody else has saved meanwhile."""
        if isinstance(self.theirs, Task):
            self._task = replace(self._task, version=self.theirs.version)
            self.act()

    def _make_what(self) -> None:
        self.form = Form(
            [
                FormField(key="title", label=_("What is to be done"), is_required=True),
                FormField(key="due", label=_("Until"), hint=_("Fri, 5-20, 6月上旬, 三季度")),
            ],
            self.desk.tasks,
            labels_above=True,
            today=self.desk.today,
        )
        self.form.show_record({"title": self._task.title, "due": self._due})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.dates = ChipChoice(next_dates())
        self.dates.setAccessibleName(_("Until"))
        self.dates.chosen.connect(self._take_date)
        self.body.addWidget(self.dates)
        self.subjects = SubjectChips(self.desk.tasks, find_subjects(self._crm))
        self.subjects.changed.connect(self._read_names)
        self.body.addWidget(PlainLabel(_("About"), pixels=12, tone="t2"))
        self.body.addWidget(self.subjects)

    def _make_rest(self, assignee: Choice | None) -> None:
        priorities = tuple((key, _(name)) for key, name in PRIORITY_NAMES.items())
        self.rest = Form(
            [
                FormField(
                    key="assignee_id",
                    label=_("Assignee"),
                    kind=FieldKind.RECORD,
                    find=find_officers(self._crm),
                ),
                FormField(key="priority", label=_("Priority"), kind=FieldKind.CHOICE, choices=priorities),
            ],
            self.desk.tasks,
            columns=2,
            labels_above=True,
            today=self.desk.today,
        )
        self.rest.show_record({"assignee_id": assignee, "priority": self._task.priority})
        self.rest.submitted.connect(self.act)
        self.body.addWidget(self.rest)
        self.body.addWidget(PlainLabel(_("Checklist"), pixels=12, tone="t2"))
        self.checklist = Checklist()
        self.checklist.show_steps(self._task.steps, self._task.done_steps)
        self.checklist.changed.connect(self._resettle)
        self.body.addWidget(self.checklist)
        if self.desk.drafts is not None and not self._task.id:
            self.use_draft(self.form, "task.new")

    def _make_deeds(self) -> None:
        """What else is done with a task that is there."""
        key, crm, today = self._task.key, self._crm, self.desk.today()
        self.head.addStretch(1)
        self.head.setSpacing(8)
        if self._task.is_open:
            self.done_button = self._deed(
                _("Mark as done"), lambda: crm.tasks.complete(key, today), _("Task done")
            )
        else:
            self.done_button = self._deed(
                _("Take up again"), lambda: crm.tasks.reopen(key), _("Task open again")
            )
        self.delete_button = self._deed(_("Delete"), lambda: crm.tasks.delete(key), _("Task deleted"))

    def _deed(self, text: str, work: Callable[[], object], told: str) -> QPushButton:
        def finish(_value: object) -> None:
            self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.save(work, finish))
        self.head.addWidget(button)
        return button

    def _values(self) -> dict[str, Any] | None:
        parts = [self.form.read(), self.rest.read()]
        if any(part is None for part in parts):
            return None
        values = {key: value for part in parts if part for key, value in part.items()}
        return {key: value.key if isinstance(value, Choice) else value for key, value in values.items()}

    def _take_date(self, key: Any) -> None:
        on = day_of(key, self.desk.today()) if key != NONE else None
        self.form.entry("due").setText(on.isoformat() if on else "")  # type: ignore[attr-defined]

    def _read_names(self) -> None:
        refs = self.subjects.refs()
        self.desk.tasks.read(
            self,
            lambda: self._crm.directory.names_of(refs),
            lambda names: self.subjects.show_subjects(self.subjects.refs(), names),
            key="names",
        )

    def _resettle(self) -> None:
        if self.isVisible():
            self.settle()

    def _forget(self) -> None:
        self.form.drop_draft()
