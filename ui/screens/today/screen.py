"""The screen an officer starts the day with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.money import Money
from crm.domain.records import Ref
from crm.domain.rows import DueKind, DueRow, Today, TodayGroup
from crm.i18n import N_, _, _n
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.new_name import offer_new_names
from ui.dialogs.new_project import NewProjectDialog
from ui.dialogs.plan_projects import PlanDialog
from ui.screens.today.due_list import DueList, Group
from ui.screens.today.side import TodaySide
from ui.shared.actions import ActionSpec
from ui.shared.follow_up_line import FollowUpLine
from ui.shared.labels import day, sum_of
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.chips import FilterChip
from ui.shared.widgets.sections import Counter, CounterStrip, EmptyState, Panel, rule
from ui.shared.widgets.segments import Segment, Segments

SECTION = N_("Today")
KINDS = ("project", "follow_up", "article", "enterprise", "officer", "mention", "office_setting", "visit")
NARROW = 1100
DRAFT = "today.line"


class TodayScreen(Screen):
    """What is overdue, due and coming; each row is done from where it stands."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self.found: Today | None = None
        self._filter = ""
        self._read_on: date | None = None
        self._build()
        self._connect()
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())
        self.line.show_about((), DRAFT)
        self.refresh()

    # What the window asks

    def take_keyboard(self) -> None:
        """Gives the keyboard to the list, or to what can be done where nothing is due."""
        buttons = self._nothing.buttons if self._nothing is not None else []
        has_rows = self._stack.currentWidget() is self.due
        (buttons[0] if buttons and not has_rows else self.due).setFocus()

    def take_line(self) -> bool:
        """Gives the keyboard to the line at the top."""
        self.line.setFocus()
        return True

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
        column = QVBoxLayout(self)
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
        self.due.opened.connect(lambda key: self.desk.open_record("project", key))
        self.due.log_asked.connect(self._log)
        self.due.snooze_asked.connect(self._ask_snooze)
        self.due.plan_asked.connect(self._plan)
        self.due.done_asked.connect(self.finish)
        self.due.more_asked.connect(self.show_only)
        self.due.menu_asked.connect(self._ask_menu)
        self.side.project_asked.connect(lambda key: self.desk.open_record("project", key))
        self.side.article_asked.connect(lambda key: self.desk.open_record("article", key))
        self.side.visit_asked.connect(lambda key: self.desk.open_record("visit", key))
        self.side.visits_asked.connect(lambda: self.desk.show_screen("visits"))
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
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def refresh(self) -> None:
        """Reads the day again; of a narrowed list every row, of others the first ones."""
        on, key = self.desk.today(), self._filter
        officer, office = self._whose()
        self._read_on = on

        def found() -> Today:
            service = self._crm.follow_ups
            day = service.today(on, officer, office)
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
        self.chip.setText(_(TITLES[TodayGroup(key)]) if key else "")
        self.chip.setVisible(bool(key))
        self.refresh()
        self.due.setFocus()

    def _show(self, found: Today) -> None:
        self.found = found
        self.counters.show_counters(_counters(found))
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
        if self._filter:
            return [_group(found, TodayGroup(self._filter))]
        groups = [_group(found, key) for key in SHOWN]
        done = Group(key="done", title=_("Done today"), rows=found.done, tone="grn")
        groups.insert(SHOWN.index(TodayGroup.SOON), done)
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

    def _log(self, project_id: int) -> None:
        LogFollowUpDialog(self.desk, self._crm, [Ref(kind="project", id=project_id)], self).open()

    def _plan(self, row: DueRow) -> None:
        self.desk.tasks.read(
            self,
            lambda: self._crm.projects.get(row.project.id),
            lambda project: PlanDialog(self.desk, self._crm, [project.key], self, project=project).open(),
            key="plan",
        )

    def finish(self, row: DueRow) -> None:
        """What a row asks for is done; where that takes words, they are asked for."""
        today = self.desk.today()
        if row.kind is DueKind.PLAN:
            work: Callable[[], object] = lambda: self._crm.projects.plan([row.project.id], None)  # noqa: E731
        elif row.kind is DueKind.PROMISE and row.last is not None:
            last = row.last.id
            work = lambda: self._crm.follow_ups.complete(last, today)  # noqa: E731
        else:
            self._log(row.project.id)
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

    def _ask_snooze(self, row: DueRow, at: QPoint) -> None:
        today = self.desk.today()
        menu = QMenu(self)
        self.menu = menu
        for text, on in snooze_days(today):
            action = menu.addAction(f"{text}  {day(on, today)}")
            action.triggered.connect(lambda _checked=False, on=on: self.snooze(row, on))
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])

    def snooze(self, row: DueRow, on: date) -> None:
        """Puts a row off to another day; what is to do stays."""
        told = _("Put off to {day}").format(day=day(on, self.desk.today()))
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


def snooze_days(today: date) -> list[tuple[str, date]]:
    """The days offered for putting off."""
    monday = today + timedelta(days=7 - today.weekday())
    return [
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("+3 days"), today + timedelta(days=3)),
        (_("Next Monday"), monday),
    ]


TITLES = {
    TodayGroup.OVERDUE: N_("Overdue"),
    TodayGroup.DUE: N_("Due today"),
    TodayGroup.PROMISES: N_("Promised at the last visit"),
    TodayGroup.UNSTARTED: N_("Not started in time"),
    TodayGroup.REVIEWS: N_("On hold, to look at again"),
    TodayGroup.SOON: N_("The next 7 days"),
    TodayGroup.SILENT: N_("Silent"),
    TodayGroup.SIGNED: N_("Signed in 7 days"),
}
TONES = {
    TodayGroup.OVERDUE: "red",
    TodayGroup.UNSTARTED: "red",
    TodayGroup.REVIEWS: "amb",
    TodayGroup.SILENT: "amb",
}
SHOWN = (
    TodayGroup.OVERDUE,
    TodayGroup.DUE,
    TodayGroup.PROMISES,
    TodayGroup.UNSTARTED,
    TodayGroup.REVIEWS,
    TodayGroup.SOON,
)


def _group(found: Today, key: TodayGroup) -> Group:
    return Group(
        key=str(key),
        title=_(TITLES[key]),
        rows=found.groups[key],
        total=found.tallies[key].count,
        tone=TONES.get(key, "t1"),
    )


def _counters(found: Today) -> list[Counter]:
    longest, done = found.longest_overdue, len(found.done)
    notes = {
        TodayGroup.OVERDUE: _n("longest {count} day", "longest {count} days", longest) if longest else "",
        TodayGroup.DUE: _n("{count} done", "{count} done", done) if done else "",
    }
    mine = found.inbox_about_mine
    inbox = Counter(
        key="inbox",
        title=_("Articles to review"),
        figure=str(found.inbox_count),
        note=_n("{count} about your projects", "{count} about your projects", mine) if mine else "",
    )
    counted = (TodayGroup.OVERDUE, TodayGroup.DUE, TodayGroup.SILENT, TodayGroup.SIGNED)
    counters = [_counter(found, key, notes.get(key)) for key in counted]
    return [*counters[:3], inbox, *counters[3:]]


def _counter(found: Today, key: TodayGroup, note: str | None) -> Counter:
    tally = found.tallies[key]
    total = sum_of(Money(value=tally.total)) if tally.total else ""
    return Counter(
        key=str(key),
        title=_(TITLES[key]),
        figure=str(tally.count),
        note=total if note is None else note,
        tone=TONES.get(key, "t1") if tally.count else "t1",
    )


def spec(crm: Crm) -> ScreenSpec:
    """Today on the rail."""
    return ScreenSpec(
        key="today",
        title=N_("Today"),
        icon="today",
        make=lambda desk: TodayScreen(desk, crm),
    )
