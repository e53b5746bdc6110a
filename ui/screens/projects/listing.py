"""The table of projects with its views, filters, totals and what is done with the selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QTabBar, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import Conflict, CrmError, Doubtful
from crm.domain.records import Ref
from crm.domain.rows import ProjectFilter, ProjectRow, ProjectTotals, Sort
from crm.domain.stages import Stage, end_for
from crm.i18n import N_, _
from crm.services.projects import NEXT_FOLLOW_UP
from ui.dialogs.filter_projects import FilterProjectsDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.dialogs.move_project import open_move
from ui.dialogs.plan_projects import AssignDialog, PlanDialog
from ui.screens.projects.bulk_bar import BulkBar
from ui.screens.projects.columns import columns, edge, total_cells
from ui.screens.projects.filter_bar import FilterBar
from ui.screens.projects.views import View, views, without
from ui.shared.actions import ActionSpec
from ui.shared.doubts import is_meant
from ui.shared.labels import field_name, in_yi, plain_number, stage_name, stages_shown
from ui.shared.live import Changes
from ui.shared.record_model import RecordModel
from ui.shared.record_table import RecordPane, RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.screen import Desk
from ui.shared.widgets.sections import EmptyState

SECTION = N_("Projects")
KINDS = (
    "project",
    "claim",
    "enterprise",
    "zone",
    "industry",
    "officer",
    "stage_entry",
    "follow_up",
    "office_setting",
)


class _Source:
    """Rows of one filter as of one day."""

    def __init__(self, crm: Crm, wanted: ProjectFilter, on: date) -> None:
        self._crm, self._wanted, self._on = crm, wanted, on

    def ids(self, order: Sort | None) -> Sequence[int]:
        return self._crm.projects.find(self._wanted, order or NEXT_FOLLOW_UP)

    def rows(self, ids: Sequence[int]) -> Sequence[ProjectRow]:
        return self._crm.projects.items(ids, self._on)


class ProjectListing(QWidget):
    """All projects that fit a filter."""

    opened = Signal(int)
    new_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._views: list[View] = []
        self._view = "all"
        self.wanted = ProjectFilter()
        self._names: dict[str, str] = {}
        self._build()
        self._connect()
        self._register()
        self._take_views()
        desk.live.watch(self, KINDS, self._hear)

    @property
    def ids(self) -> list[int]:
        """The projects shown, in their order."""
        return self.model.record_ids

    @property
    def view_title(self) -> str:
        """What the view shown is called."""
        return next((view.title for view in self._views if view.key == self._view), "")

    def show_filter(self, wanted: ProjectFilter, names: dict[str, str] | None = None) -> None:
        """Shows the projects that fit."""
        self.wanted = wanted
        self._names = {**self._names, **(names or {})}
        self.bar.show_filter(wanted, self._names)
        self._mark_view()
        self.model.set_source(_Source(self._crm, wanted, self.desk.today()))
        self._count()

    def show_view(self, key: str) -> None:
        """Shows one of the views."""
        view = next(view for view in self._views if view.key == key)
        self._view = key
        self.show_filter(view.wanted, {"owner_id": self._crm.office.actor.name})

    def show_everything(self) -> None:
        """Takes every filter away."""
        self.tabs.setCurrentIndex(0)
        self.show_view("all")

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        self.pane.take_keyboard()

    def ask_filter(self, part: str = "") -> None:
        """Opens the filter, at one part of it."""
        dialog = FilterProjectsDialog(self.desk, self._crm, self.wanted, self._names, self, first=part)
        dialog.saved.connect(lambda answer: self.show_filter(*answer))
        dialog.open()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setProperty("ground", "panel")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Views"))
        holder = QWidget()
        holder.setProperty("ground", "panel")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(12, 0, 12, 0)
        inner.addWidget(self.tabs)
        column.addWidget(holder)
        self.bar = FilterBar()
        column.addWidget(self.bar)
        today = self.desk.today
        self.model = RecordModel(
            self.desk.tasks, columns(today), _Source(self._crm, self.wanted, today()), edge=edge
        )
        self.table = RecordTable(
            self.model,
            self.desk.tasks,
            row_actions=(
                RowAction(key="log", icon="follow_up", tip=_("Log a follow-up")),
                RowAction(key="plan", icon="snooze", tip=_("Next follow-up")),
                RowAction(key="open", icon="open", tip=_("Open")),
            ),
            prompts=self.desk.prompts,
            opens_on_double_click=True,
        )
        self.table.setAccessibleName(_("Projects"))
        self.pane = RecordPane(self.table, self._nothing)
        column.addWidget(self.pane, 1)
        self.bulk = BulkBar()
        column.addWidget(self.bulk)

    def _connect(self) -> None:
        self.bar.asked.connect(self.ask_filter)
        self.bar.removed.connect(lambda key: self.show_filter(without(self.wanted, key)))
        self.bar.searched.connect(lambda text: self.show_filter(replace(self.wanted, text=text)))
        self.tabs.currentChanged.connect(self._choose_view)
        self.table.activated_id.connect(self.opened)
        self.table.row_action.connect(self._act_on_row)
        self.table.selection_changed.connect(self._show_selection)
        self.model.loaded.connect(self._show_selection)
        self.model.edited.connect(self._edit)
        self.model.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        self.bulk.asked.connect(self._act_on_selection)
        self.bulk.closed.connect(self.table.clearSelection)

    def _register(self) -> None:
        row = self._why_no_row
        for action_id, text, symbol, key, run, reason in (
            ("new", N_("New project"), "add", "N", self.new_asked.emit, None),
            ("filter", N_("Filter"), "filter", "F", self.ask_filter, None),
            ("find", N_("Words in projects"), "search", "Ctrl+F", self.bar.search.setFocus, None),
            ("move", N_("Change the stage"), "stage", "M", self._ask_stage, row),
            ("log", N_("Log a follow-up"), "follow_up", "Ctrl+L", self._log, row),
            ("plan", N_("Next follow-up"), "next", "Ctrl+D", self._plan, row),
            ("assign", N_("Hand over"), "officer", "", self._assign, row),
        ):
            spec = ActionSpec(
                id=f"projects.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key
            )
            self.desk.actions.add(spec, run, scope=self, reason=reason)

    def _why_no_row(self) -> str:
        return "" if self._chosen() else _("Choose a project first.")

    def _chosen(self) -> list[int]:
        """The selected projects, or the current one."""
        current = self.table.current_id()
        return self.table.selected_ids() or ([current] if current is not None else [])

    # Views

    def _take_views(self) -> None:
        self._views = views(self.desk.today(), self._crm.office.actor.officer_id)
        if self._crm.office.actor.officer_id is None:
            self._views = [view for view in self._views if view.key != "mine"]
        self.tabs.blockSignals(True)
        for view in self._views:
            self.tabs.addTab(view.title)
        self.tabs.blockSignals(False)
        self.show_view(self._view)

    def _choose_view(self, place: int) -> None:
        self.show_view(self._views[place].key)

    def _mark_view(self) -> None:
        """A changed view says so by a star."""
        for place, view in enumerate(self._views):
            star = " *" if view.key == self._view and view.wanted != self.wanted else ""
            count = self.tabs.tabData(place)
            title = f"{view.title}{star}" + ("" if count is None else f"  {count}")
            self.tabs.setTabText(place, title)

    def _count(self) -> None:
        shown, today, wanted = list(self._views), self.desk.today(), self.wanted

        def count() -> tuple[list[int], ProjectTotals]:
            counts = [len(self._crm.projects.find(view.wanted)) for view in shown]
            return counts, self._crm.projects.totals(wanted, today)

        self.desk.tasks.read(self, count, self._show_counts, key="count")

    def _show_counts(self, found: tuple[list[int], ProjectTotals]) -> None:
        counts, totals = found
        for place, count in enumerate(counts):
            self.tabs.setTabData(place, count)
        self._mark_view()
        self.pane.totals.show_cells(total_cells(totals) if totals.count else {})

    def _nothing(self) -> QWidget:
        return EmptyState(
            _("No project fits"),
            _("Take a filter away, or add the first project of its kind."),
            [
                (_("Show all projects"), self.show_everything),
                (_("New project"), self.new_asked.emit),
            ],
            symbol="filter",
        )

    def _hear(self, _changes: Changes) -> None:
        self.model.refresh()
        self._count()

    # Selection

    def _show_selection(self) -> None:
        ids = self.table.selected_ids()
        places = (self.model.row_of(key) for key in ids)
        rows = [row for place in places if place is not None and (row := self.model.record_at(place))]
        self.bulk.show_selection(ids, rows)
        self.desk.actions.refresh()

    def _act_on_selection(self, what: str) -> None:
        if what == "copy":
            self.table.copy_selection()
            self.desk.show_toast(_("Copied; paste it into a sheet."))
        else:
            {"assign": self._assign, "plan": self._plan}[what]()

    def _act_on_row(self, project_id: int, what: str) -> None:
        if what == "open":
            self.opened.emit(project_id)
        elif what == "log":
            self._log([project_id])
        else:
            self._plan([project_id])

    def _log(self, ids: Sequence[int] | None = None) -> None:
        about = [Ref(kind="project", id=key) for key in ids or self._chosen()]
        LogFollowUpDialog(self.desk, self._crm, about, self).open()

    def _plan(self, ids: Sequence[int] | None = None) -> None:
        chosen = list(ids or self._chosen())
        if len(chosen) > 1:
            PlanDialog(self.desk, self._crm, chosen, self).open()
            return
        self.desk.tasks.read(
            self,
            lambda: self._crm.projects.get(chosen[0]),
            lambda project: PlanDialog(self.desk, self._crm, chosen, self, project=project).open(),
            key="plan",
        )

    def _assign(self) -> None:
        AssignDialog(self.desk, self._crm, self._chosen(), self).open()

    def _ask_stage(self) -> None:
        """A menu of the stages at the current row; letters find them."""
        row = self.model.record_at(self.table.currentIndex().row())
        if row is None:
            return
        menu = stage_menu(row.stage, self)
        menu.triggered.connect(lambda action: open_move(self.desk, self._crm, self, row.id, action.data()))
        corner = self.table.visualRect(self.table.currentIndex()).bottomLeft()
        menu.popup(self.table.viewport().mapToGlobal(corner))

    # Editing

    def _edit(self, row: ProjectRow, column: str, value: Any) -> None:
        key = "name" if column == "enterprise" else column
        self._write(row.id, row.version, key, value)

    def _write(self, project_id: int, version: int, key: str, value: Any, *, is_sure: bool = False) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, Doubtful) and is_meant(self.desk, self, error):
                self._write(project_id, version, key, value, is_sure=True)
                return
            if isinstance(error, Doubtful):
                self.model.refresh()
                return
            if not isinstance(error, Conflict):
                self.desk.show_toast(str(error), is_error=True)
                self.model.refresh()
                return
            answer = self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")])
            if answer == 0:
                now = getattr(error.theirs, "version", version)
                self._write(project_id, now, key, value, is_sure=is_sure)
            else:
                self.model.refresh()

        def done(_saved: Any) -> None:
            sentence = _("{field} → {value}").format(
                field=field_name(key), value=_as_text(value, self.desk.today())
            )
            self.desk.show_toast(sentence, [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(
            self,
            lambda: self._crm.projects.change(project_id, version, is_sure=is_sure, **{key: value}),
            done,
            failed=failed,
        )


def stage_menu(current: Stage, parent: QWidget) -> QMenu:
    """The stages that a project can be moved to, each with its Stage as data."""
    menu = QMenu(parent)
    for stage in stages_shown():
        if stage in (Stage.LOST, Stage.TERMINATED) and stage is not end_for(current):
            continue
        if stage is Stage.LOST or stage is Stage.TERMINATED:
            menu.addSeparator()
        action = menu.addAction(stage_name(stage))
        action.setData(stage)
        action.setEnabled(stage != current)
    return menu


def _as_text(value: Any, today: date) -> str:
    if value is None or value == "":
        return _("not filled in")
    if isinstance(value, date):
        return f"{value.month}-{value.day:02d}" if value.year == today.year else value.isoformat()
    if hasattr(value, "in_units"):
        return f"{in_yi(value)} 亿元" if value.currency == "CNY" else in_yi(value)
    return value if isinstance(value, str) else plain_number(value)
