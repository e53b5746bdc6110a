"""What is to be done about a record, beside its page: each task done, put off and opened from its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.tasks import Priority, TaskRow
from crm.i18n import _
from ui.dialogs.edit_task import ask_for_task, open_task
from ui.shared.icons import icon
from ui.shared.labels import day
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.screen import Desk
from ui.shared.snoozing import snooze_days
from ui.shared.widgets.sections import SectionHead, take_all

KINDS = ("task", "task_subject", "officer")


class TaskSection(QWidget):
    """The open tasks about one record."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._ref: Ref | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        self.head = SectionHead(_("Tasks"))
        self.add = tool_button("add", _("New task"), self.ask)
        self.head.add(self.add)
        column.addWidget(self.head)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 0, 8, 0)
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())

    def show_about(self, ref: Ref) -> None:
        """Shows the tasks about a record."""
        self._ref = ref
        self.refresh()

    def ask(self) -> None:
        """Asks for a new task about the record."""
        if self._ref is not None:
            ask_for_task(self.desk, self._crm, self.window(), [self._ref])

    def refresh(self) -> None:
        """Reads the tasks again."""
        ref, today, about = self._ref, self.desk.today(), self._crm.tasks.about
        if ref is not None:
            self.desk.tasks.read(self, lambda: about(ref, today), self._show, key="tasks")

    def _show(self, rows: list[TaskRow]) -> None:
        take_all(self._rows)
        self.head.note.setText(str(len(rows)) if rows else "")
        for row in rows:
            self._rows.addWidget(self._line(row))
        if not rows:
            self._rows.addWidget(PlainLabel(_("Nothing is to be done"), pixels=12, tone="t3"))

    def _line(self, row: TaskRow) -> QWidget:
        line = QWidget()
        line.setFixedHeight(44)
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        box = QCheckBox()
        box.setAccessibleName(_("{task} is done").format(task=row.title))
        box.clicked.connect(lambda: self._complete(row))
        across.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(row.title))
        late = row.days_overdue(self.desk.today()) > 0
        words.addWidget(ElidedLabel(self._told(row), pixels=12, tone="red" if late else "t2"))
        across.addLayout(words, 1)
        more = tool_button("more", _("Open {task}, or put it off").format(task=row.title), lambda: None)
        more.setPopupMode(more.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._menu(row, more))
        across.addWidget(more)
        return line

    def _told(self, row: TaskRow) -> str:
        today = self.desk.today()
        due = row.due or day(row.due_on, today)
        parts = [due and _("until {day}").format(day=due), row.assignee]
        if row.steps:
            parts.append(f"{len(row.done_steps)}/{len(row.steps)}")
        if row.priority is Priority.HIGH:
            parts.insert(0, _("urgent"))
        return "　".join(filter(None, parts)) or _("no day")

    def _menu(self, row: TaskRow, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        opener = menu.addAction(icon("open"), _("Open"))
        opener.triggered.connect(lambda: open_task(self.desk, self._crm, self.window(), row.id))
        today = self.desk.today()
        for text, on in snooze_days(today):
            action = menu.addAction(icon("snooze"), f"{text}  {day(on, today)}")
            action.triggered.connect(partial(self._put_off, row, on))
        return menu

    def _put_off(self, row: TaskRow, on: date, _checked: bool = False) -> None:
        told = _("Put off to {day}").format(day=day(on, self.desk.today()))
        self._write(lambda: self._crm.tasks.put_off(row.id, on), told)

    def _complete(self, row: TaskRow) -> None:
        today = self.desk.today()
        self._write(lambda: self._crm.tasks.complete(row.id, today), _("Task done"))

    def _write(self, work: Callable[[], object], told: str) -> None:
        def done(_value: object) -> None:
            self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done)
