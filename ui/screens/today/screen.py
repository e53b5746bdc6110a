"""The screen an officer starts the day with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.reminders import Reminder
from crm.domain.rows import DueKind, DueRow, FollowUpRow, Today, TodayGroup
from crm.domain.tasks import TaskRow
from crm.i18n import N_, _, _n
from ui.dialogs.edit_task import open_task
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.new_name import offer_new_names
from ui.dialogs.new_project import NewProjectDialog
from ui.dialogs.plan_projects import PlanDialog
from ui.dialogs.put_off import PutOffDialog
from ui.screens.today.due_list import DueList
from ui.screens.today.due_rows import Group, ToDo, about, reminder_of
from ui.screens.today.follow_ups import FollowUpListing
from ui.screens.today.groups import SHOWN, TASKS, TITLES, counters_of, group_of, tasks_of
from ui.screens.today.side import TodaySide
from ui.shared.actions import ActionSpec
from ui.shared.follow_up_line import FollowUpLine
from ui.shared.icons import icon
from ui.shared.labels import day
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.snoozing import snooze_days
from ui.shared.widgets.chips import FilterChip
from ui.shared.widgets.sections import CounterStrip, EmptyState, Panel, rule
from ui.shared.widgets.segments import Segment, Segments

SECTION = N_("Today")
KINDS = (
    "project", "follow_up", "task", "article", "enterprise", "officer", "mention", "office_setting",
)  # fmt: skip
DAY, FOLLOW_UPS = "day", "follow_ups"  # the views
NARROW = 1100
DRAFT = "today.line"


class TodayScreen(Screen):
    """What is overdue, due and coming; each row is done from where it stands."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self.found: Today | None = None
        self.follow_ups: FollowUpListing | None = None
        self._filter = ""
        self._read_on: date | None = None
        self._build()
        self._connect()
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())
        self.line.show_about((), DRAFT)
        self.refresh()

    # What the window asks

    def views(self) -> Sequence[Segment]:
        """The day, and all follow-ups."""
        return [
            Segment(key=DAY, text=_("Today"), icon="today"),
            Segment(key=FOLLOW_UPS, text=_("Follow-ups"), icon="follow_up"),
        ]

    def current_view(self) -> str:
        """The view shown now."""
        is_list = self.follow_ups is not None and self._pages.currentWidget() is self.follow_ups
        return FOLLOW_UPS if is_list else DAY

    def show_view(self, key: str) -> None:
        """Shows one of the views; the list is made at the first visit."""
        if key == FOLLOW_UPS and self.follow_ups is None:
            self.follow_ups = FollowUpListing(self.desk, self._crm)
            self._pages.addWidget(self.follow_ups)
        shown = self.follow_ups if key == FOLLOW_UPS else None
        self._pages.setCurrentWidget(shown or self._day)
        self.title_changed.emit("")
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the list, or to what can be done where nothing is due."""
        if self.follow_ups is not None and self.current_view() == FOLLOW_UPS:
            self.follow_ups.take_keyboard()
            return
        buttons = self._nothing.buttons if self._nothing is not None else []
        has_rows = self._stack.currentWidget() is self.due
        (buttons[0] if buttons and not has_rows else self.due).setFocus()

    def show_record(self, kind: str, record_id: int) -> bool:
        """Opens a task over the list."""
        if kind != "task":
            return False
        open_task(self.desk, self._crm, self, record_id)
        return True

    def take_line(self) -> bool:
        """Gives the keyboard to the line at the top; the list has none."""
        if self.current_view() == FOLLOW_UPS:
            return False
        self.line.setFocus()
        return True

    def current_record(self) -> Ref | None:
        """What the chosen row is about."""
        if self.follow_ups is not None and self.current_view() == FOLLOW_UPS:
            return self.follow_ups.current_record()
        row = self.due.current_row()
        return next(iter(about(row)), None) if row is not None else None

    def create_new(self) -> None:
        """Asks for a new project."""
        dialog = NewProjectDialog(self.desk, self._crm, self)
        dialog.saved.connect(lambda project: self.desk.open_record("project", project.key))
        dialog.open()

    def can_create(self) -> bool:
        """Projects can always be added."""
        return True

    # Building

    def _build(self) -> None:
        self.setProperty("ground", "canvas")
        self._pages = QStackedLayout(self)
        self._day = QWidget()
        self._pages.addWidget(self._day)
        column = QVBoxLayout(self._day)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.line = FollowUpLine(
            self.desk, self._crm, hint=_("@contact #project phone what was said >next date !what to do")
        )
        self.line.button.setToolTip("Ctrl+Enter")
        offer_new_names(self.line, self.desk, self._crm)
        column.addWidget(self.line)
        self.counters = CounterStrip()
        column.addWidget(self.counters)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._make_list(), 1)
        self.side = TodaySide(self.desk.today)
        row.addWidget(self.side)
        column.addLayout(row, 1)

    def _make_list(self) -> QWidget:
        panel = Panel(_("To follow up"))
        panel.body.setContentsMargins(0, 0, 0, 4)
        panel.body.setSpacing(0)
        self.whose = Segments(
            [
                Segment(key="mine", text=_("Mine")),
                Segment(key="office", text=_("My unit")),
                Segment(key="all", text=_("Everybody's")),
            ],
            "mine" if self._crm.office.actor.officer_id else "all",
            name=_("Whose projects"),
        )
        panel.head.add_behind_title(self.whose)
        self.chip = FilterChip("")
        self.chip.hide()
        panel.head.add(self.chip)
        panel.body.addWidget(rule())
        self.due = DueList()
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.due)
        self._nothing: EmptyState | None = None
        panel.body.addWidget(holder, 1)
        return panel

    def _connect(self) -> None:
        self.counters.chosen.connect(self.choose_counter)
        self.whose.chosen.connect(lambda _key: self.refresh())
        self.chip.removed.connect(lambda: self.show_only(""))
        self.chip.clicked.connect(lambda: self.show_only(""))
        self.due.opened.connect(self._open)
        self.due.log_asked.connect(self._log)
        self.due.snooze_asked.connect(self._ask_snooze)
        self.due.plan_asked.connect(self._plan)
        self.due.done_asked.connect(self.finish)
        self.due.more_asked.connect(self.show_only)
        self.due.menu_asked.connect(self._ask_menu)
        self.side.project_asked.connect(lambda key: self.desk.open_record("project", key))
        self.side.article_asked.connect(lambda key: self.desk.open_record("article", key))
        self.side.silent_asked.connect(lambda: self.show_only("silent"))
        self.side.inbox_asked.connect(lambda: self.desk.show_screen("articles"))
        self.side.stage_asked.connect(lambda _key: self.desk.show_screen("projects"))

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("today.list", N_("Go to the list"), "list", "Ctrl+L", self.due.setFocus),
            ("today.log", N_("Log about the chosen project"), "follow_up", "Ctrl+J", self.due.ask_log),
            ("today.snooze", N_("Put off the chosen project"), "snooze", "Ctrl+D", self.due.ask_snooze),
            ("today.plan", N_("Plan the chosen project"), "next", "Ctrl+P", self.due.ask_plan),
            ("today.done", N_("The chosen row is done"), "done", "Ctrl+Shift+D", self.due.ask_done),
            ("today.open", N_("Open the chosen project"), "open", "", self.due.open_current),
        ):  # fmt: skip
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self._day)

    # Showing

    def refresh(self) -> None:
        """Reads the day again; of a narrowed list every row, of others the first ones."""
        on, key = self.desk.today(), self._filter
        officer, office = self._whose()
        self._read_on = on

        def found() -> Today:
            service = self._crm.follow_ups
            day = service.today(on, officer, office)
            if key == TASKS:
                return replace(day, tasks=service.today_tasks(on, officer, office))
            if not key:
                return day
            group = TodayGroup(key)
            if day.tallies[group].count == len(day.groups[group]):
                return day
            return replace(day, groups={**day.groups, group: service.today_group(group, on, officer, office)})

        self.desk.tasks.read(self, found, self._show, key="today")

    def _whose(self) -> tuple[int | None, int | None]:
        actor, whose = self._crm.office.actor, self.whose.current
        return (
            actor.officer_id if whose == "mine" else None,
            actor.office_id if whose == "office" else None,
        )

    def choose_counter(self, key: str) -> None:
        """Shows what a counter counts; a second click shows everything again."""
        if key == "inbox":
            self.desk.show_screen("articles")
        else:
            self.show_only("" if key == self._filter else key)

    def show_only(self, key: str) -> None:
        """Narrows the list to one group; nothing shows all again."""
        self._filter = key
        self.chip.setText("" if not key else _("Tasks") if key == TASKS else _(TITLES[TodayGroup(key)]))
        self.chip.setVisible(bool(key))
        self.refresh()
        self.due.setFocus()

    def _show(self, found: Today) -> None:
        self.found = found
        self.counters.show_counters(counters_of(found))
        self.side.show_today(found)
        groups = self._groups(found)
        self.due.show_groups(groups, self.desk.today())
        here = self.window().focusWidget()
        had_keyboard = here is not None and self._stack.parentWidget().isAncestorOf(here)
        if any(group.rows for group in groups):
            self._stack.setCurrentIndex(0)
        else:
            self._show_nothing(found)
        if had_keyboard:
            self.take_keyboard()

    def _groups(self, found: Today) -> list[Group]:
        if self._filter == TASKS:
            return [tasks_of(found)]
        if self._filter:
            return [group_of(found, TodayGroup(self._filter))]
        groups = [group_of(found, key) for key in SHOWN]
        done = Group(key="done", title=_("Done today"), rows=found.done, tone="grn")
        groups.insert(SHOWN.index(TodayGroup.SOON), done)
        groups.insert(SHOWN.index(TodayGroup.PROMISES), tasks_of(found))
        return groups

    def _show_nothing(self, found: Today) -> None:
        if self._nothing is not None:
            self._stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
        if any(entry.count for entry in found.funnel):
            count = found.tallies[TodayGroup.SILENT].count
            silent = _n("{count} project is silent.", "{count} projects are silent.", count)
            buttons = [(_("Show silent projects"), lambda: self.show_only("silent"))] if count else []
            self._nothing = EmptyState(
                _("Nothing to follow up here"), silent if count else "", buttons, symbol="done"
            )
        else:
            self._nothing = EmptyState(
                _("No projects yet"),
                _("Add the first project, or put in an article: enterprises and projects are read from it."),
                [
                    (_("New project"), self.create_new),
                    (_("Go to articles"), lambda: self.desk.show_screen("articles")),
                ],
                symbol="project",
            )
        self._stack.addWidget(self._nothing)
        self._stack.setCurrentWidget(self._nothing)

    # Doing

    def _open(self, row: ToDo | FollowUpRow) -> None:
        if isinstance(row, TaskRow):
            open_task(self.desk, self._crm, self, row.id)
        elif isinstance(row, DueRow):
            self.desk.open_record("project", row.project.id)
        elif projects := [ref.id for ref, _name in row.subjects if ref.kind == "project"]:
            self.desk.open_record("project", projects[0])

    def _log(self, row: ToDo) -> None:
        LogFollowUpDialog(self.desk, self._crm, about(row), self).open()

    def _plan(self, row: ToDo) -> None:
        if isinstance(row, TaskRow):
            open_task(self.desk, self._crm, self, row.id)
            return
        self.desk.tasks.read(
            self,
            lambda: self._crm.projects.get(row.project.id),
            lambda project: PlanDialog(self.desk, self._crm, [project.key], self, project=project).open(),
            key="plan",
        )

    def finish(self, row: ToDo) -> None:
        """What a row asks for is done; where that takes words, they are asked for."""
        today = self.desk.today()
        work: Callable[[], object]
        if isinstance(row, TaskRow):
            work = lambda: self._crm.tasks.complete(row.id, today)  # noqa: E731
        elif row.kind is DueKind.PLAN:
            work = lambda: self._crm.follow_ups.finish(row.project.id, today)  # noqa: E731
        elif row.kind is DueKind.PROMISE and row.last is not None:
            last = row.last.id
            work = lambda: self._crm.follow_ups.complete(last, today)  # noqa: E731
        else:
            self._log(row)
            return
        self._write(work, _("Done"))

    def _write(self, work: Callable[[], object], told: str) -> None:
        def done(_value: object) -> None:
            self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, work, done)

    def _ask_menu(self, at: QPoint) -> None:
        names = ("open", "log", "plan", "snooze", "done")
        self.menu = self.desk.actions.menu(self, [f"today.{name}" for name in names])
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.popup(at)

    def _ask_snooze(self, row: ToDo, at: QPoint) -> None:
        today = self.desk.today()
        menu = QMenu(self)
        self.menu = menu
        for text, on in snooze_days(today):
            action = menu.addAction(f"{text}  {day(on, today)}")
            action.triggered.connect(lambda _checked=False, on=on: self.snooze(row, on))
        menu.addAction(_("Another day…")).triggered.connect(lambda: self._ask_day(row))
        reminder = reminder_of(row, today)
        if reminder is not None:
            menu.addSeparator()
            action = menu.addAction(icon("reject"), _("Not again for this"))
            action.triggered.connect(lambda: self._silence(reminder))
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])

    def _ask_day(self, row: ToDo) -> None:
        name = row.title if isinstance(row, TaskRow) else f"{row.project.enterprise} {row.project.name}"
        dialog = PutOffDialog(self.desk, name, self)
        dialog.chosen.connect(lambda on: self.snooze(row, on))
        dialog.open()

    def _silence(self, reminder: Reminder) -> None:
        def done(_value: object) -> None:
            self.desk.show_toast(_("You are not reminded of it any more."), [(_("Undo"), again)])

        def again() -> None:
            self.desk.tasks.write(self, lambda: self._crm.reminders.remind_again(reminder))

        self.desk.tasks.write(self, lambda: self._crm.reminders.silence(reminder), done)

    def snooze(self, row: ToDo, on: date) -> None:
        """Puts a row off to another day; what is to do stays."""
        told = _("Put off to {day}").format(day=day(on, self.desk.today()))
        if isinstance(row, TaskRow):
            self._write(lambda: self._crm.tasks.put_off(row.id, on), told)
            return
        project, projects = row.project, self._crm.projects
        if row.kind is DueKind.REVIEW:
            self._write(lambda: projects.hold(project.id, project.version, on), told)
        elif row.kind is DueKind.PROMISE and row.last is not None:
            last = row.last.id
            self._write(lambda: self._crm.follow_ups.plan_next(last, on), told)
        else:
            self._write(lambda: projects.plan([project.id], on), told)

    # Qt's names from here

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._read_on != self.desk.today():
            self.refresh()  # the window was open over night

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setVisible(self.window().width() >= NARROW)


def spec(crm: Crm) -> ScreenSpec:
    """Today on the rail."""
    return ScreenSpec(
        key="today",
        title=N_("Today"),
        icon="today",
        make=lambda desk: TodayScreen(desk, crm),
        kinds=("task",),
    )
