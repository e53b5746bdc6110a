"""The screen an officer starts the day with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.money import Money
from crm.domain.records import Ref
from crm.domain.rows import DueRow, ProjectRow, Today
from crm.i18n import N_, _, _n
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.new_name import offer_new_names
from ui.dialogs.new_project import NewProjectDialog
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
KINDS = ("project", "follow_up", "article", "enterprise", "officer", "mention")
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
        ):  # fmt: skip
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def refresh(self) -> None:
        """Reads the day again."""
        on, actor = self.desk.today(), self._crm.office.actor
        whose = self.whose.current
        officer = actor.officer_id if whose == "mine" else None
        office = actor.office_id if whose == "office" else None
        self._read_on = on
        self.desk.tasks.read(
            self, lambda: self._crm.follow_ups.today(on, officer, office), self._show, key="today"
        )

    def choose_counter(self, key: str) -> None:
        """Shows what a counter counts; a second click shows everything again."""
        if key == "inbox":
            self.desk.show_screen("articles")
        else:
            self.show_only("" if key == self._filter else key)

    def show_only(self, key: str) -> None:
        """Narrows the list to overdue, due, silent or signed projects."""
        self._filter = key
        titles = {
            "overdue": _("Overdue"),
            "due": _("Due today"),
            "silent": _("Silent"),
            "signed": _("Signed in 7 days"),
        }
        self.chip.setText(titles.get(key, ""))
        self.chip.setVisible(bool(key))
        if self.found is not None:
            self._show(self.found)
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
        if self._filter == "silent":
            return [Group(key="silent", title=_("Silent"), rows=_as_due(found.silent), tone="amb")]
        if self._filter == "signed":
            return [Group(key="signed", title=_("Signed in 7 days"), rows=_as_due(found.signed))]
        groups = [
            Group(key="overdue", title=_("Overdue"), rows=found.overdue, tone="red"),
            Group(key="due", title=_("Due today"), rows=found.due),
            Group(key="done", title=_("Done today"), rows=found.done, tone="grn"),
            Group(key="soon", title=_("The next 7 days"), rows=found.soon),
        ]
        return [group for group in groups if self._filter in ("", group.key)]

    def _show_nothing(self, found: Today) -> None:
        if self._nothing is not None:
            self._stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
        if any(entry.count for entry in found.funnel):
            silent = _n("{count} project is silent.", "{count} projects are silent.", len(found.silent))
            buttons = [(_("Show silent projects"), lambda: self.show_only("silent"))] if found.silent else []
            self._nothing = EmptyState(
                _("Nothing to follow up here"), silent if found.silent else "", buttons, symbol="done"
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

    def _ask_snooze(self, project_id: int, at: QPoint) -> None:
        today = self.desk.today()
        menu = QMenu(self)
        self.menu = menu
        for text, on in snooze_days(today):
            action = menu.addAction(f"{text}  {day(on, today)}")
            action.triggered.connect(lambda _checked=False, on=on: self.snooze(project_id, on))
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])

    def snooze(self, project_id: int, on: date) -> None:
        """Puts a project off to another day; what is to do stays."""
        told = _("Put off to {day}").format(day=day(on, self.desk.today()))

        def done(_value: None) -> None:
            self.desk.show_toast(told, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, lambda: self._crm.projects.plan([project_id], on), done)

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


def _as_due(rows: Sequence[ProjectRow]) -> tuple[DueRow, ...]:
    return tuple(
        DueRow(project=replace(row, next_follow_up_on=None), what=row.next_step, last=None, days_overdue=0)
        for row in rows
    )


def _counters(found: Today) -> list[Counter]:
    longest = max((row.days_overdue for row in found.overdue), default=0)
    return [
        Counter(
            key="overdue",
            title=_("Overdue"),
            figure=str(len(found.overdue)),
            note=_n("longest {count} day", "longest {count} days", longest) if longest else "",
            tone="red" if found.overdue else "t1",
        ),
        Counter(
            key="due",
            title=_("Due today"),
            figure=str(len(found.due)),
            note=_n("{count} done", "{count} done", len(found.done)) if found.done else "",
        ),
        Counter(
            key="silent",
            title=_("Silent"),
            figure=str(len(found.silent)),
            note=_total(found.silent),
            tone="amb" if found.silent else "t1",
        ),
        Counter(
            key="inbox",
            title=_("Articles to review"),
            figure=str(found.inbox_count),
            note=_n("{count} about your projects", "{count} about your projects", found.inbox_about_mine)
            if found.inbox_about_mine
            else "",
        ),
        Counter(
            key="signed",
            title=_("Signed in 7 days"),
            figure=str(len(found.signed)),
            note=_total(found.signed),
        ),
    ]


def _total(rows: Sequence[ProjectRow]) -> str:
    """The sum of what is told in CNY."""
    sums = [
        row.total_investment.value
        for row in rows
        if row.total_investment is not None and row.total_investment.currency == "CNY"
    ]
    return sum_of(Money(value=sum(sums, sums[0] * 0))) if sums else ""


def spec(crm: Crm) -> ScreenSpec:
    """Today on the rail."""
    return ScreenSpec(
        key="today",
        title=N_("Today"),
        icon="today",
        make=lambda desk: TodayScreen(desk, crm),
    )
