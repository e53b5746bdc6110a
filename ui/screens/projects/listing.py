"""Projects by a filter: its views and layouts, and what is done with the selection."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.rows import ProjectFilter, ProjectTotals, Sort
from crm.domain.stages import Stage
from crm.domain.views import ColumnWidth, Layout, Named, ViewSettings
from crm.i18n import N_, _
from ui.dialogs.filter_projects import FilterProjectsDialog
from ui.screens.projects.board.board import FOLDED_AT_FIRST, Board
from ui.screens.projects.board_commands import BoardCommands
from ui.screens.projects.calendar.view import ProjectCalendar
from ui.screens.projects.calendar_commands import register_calendar
from ui.screens.projects.columns import columns, edge, total_cells
from ui.screens.projects.deeds import ProjectDeeds, row_actions
from ui.screens.projects.filter_bar import FilterBar
from ui.screens.projects.inline_edit import InlineEdit
from ui.screens.projects.layouts import Layouts, Source, TableLayout
from ui.screens.projects.saved_views import SavedViews
from ui.screens.projects.tools import ListTools, SortedBar
from ui.screens.projects.view_commands import register_views
from ui.screens.projects.view_tabs import ViewTabs
from ui.screens.projects.views import View, views, without
from ui.shared.actions import ActionSpec
from ui.shared.exporting import export_table
from ui.shared.labels import joined
from ui.shared.live import Changes
from ui.shared.record_model import RecordModel
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
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
    "task",
    "attachment",
    "office_setting",
)


class ProjectListing(QWidget):
    """All projects that fit a filter."""

    opened = Signal(int)
    new_asked = Signal()
    layout_changed = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self._views: list[View] = []
        self._view = "all"
        self.wanted = ProjectFilter()
        self._names: dict[str, str] = {}
        self._folded: tuple[Stage, ...] = FOLDED_AT_FIRST  # of a board that is not made yet
        self._build()
        self.saved = SavedViews(desk, crm, self)
        self._connect()
        self._register()
        self._take_views("all")
        self.saved.read()
        desk.live.watch(self, KINDS, self._hear)
        desk.live.watch(self.view_tabs, ("saved_view",), lambda _changes: self.saved.read())

    @property
    def ids(self) -> list[int]:
        """The projects shown, in their order."""
        return self.model.record_ids

    @property
    def board(self) -> Board:
        """The board; it is made when it is wanted first."""
        made = self.layouts.made(Layout.BOARD)
        assert isinstance(made, Board)
        return made

    @property
    def calendar(self) -> ProjectCalendar:
        """The calendar; it is made when it is wanted first."""
        made = self.layouts.made(Layout.CALENDAR)
        assert isinstance(made, ProjectCalendar)
        return made

    @property
    def title(self) -> str:
        """What the view shown is called."""
        return next((view.title for view in self._views if view.key == self._view), "")

    @property
    def settings(self) -> ViewSettings:
        """What is shown now, as a view would bring it back."""
        folded = self.board.folded_stages if self.layouts.is_made(Layout.BOARD) else self._folded
        return ViewSettings(
            wanted=self.wanted,
            names=tuple(
                Named(part=part, name=name)
                for part, name in sorted(self._names.items())
                if ":" in part or getattr(self.wanted, part, None) is not None
            ),
            sort=self.model.order,
            layout=self.layouts.layout_shown,
            columns=self.table.shown_columns,
            widths=tuple(
                ColumnWidth(key=key, pixels=pixels) for key, pixels in self.table.own_widths.items()
            ),
            folded=None if folded == FOLDED_AT_FIRST else folded,
        )

    def show_filter(self, wanted: ProjectFilter, names: dict[str, str] | None = None) -> None:
        """Shows the projects that fit."""
        self.wanted = wanted
        self._names = {**self._names, **(names or {})}
        self.bar.show_filter(wanted, self._names)
        self._mark_view()
        self.model.set_source(Source(self._crm, wanted, self.desk.today()))
        self.layouts.show_projects(wanted, self.model.order)
        self._sum()

    def show_view(self, key: str) -> None:
        """Shows one of the views."""
        view = next(view for view in self._views if view.key == key)
        self._view = key
        settings = view.settings
        if view.saved is not None:
            self.table.arrange(settings.columns, {one.key: one.pixels for one in settings.widths})
            self._fold(FOLDED_AT_FIRST if settings.folded is None else settings.folded)
            if settings.sort != self.model.order:
                self.model.sort_by(settings.sort)
            self.layouts.show_layout(settings.layout)
        names = {one.part: one.name for one in settings.names}
        self.show_filter(settings.wanted, names or {"owner_id": self._crm.office.actor.name})

    def show_layout(self, layout: Layout) -> None:
        """Shows the same projects as table, board or calendar."""
        self.layouts.show_layout(layout)

    def sort_by(self, order: Sort | None) -> None:
        """Orders all layouts; None: by hand on the board, by the next follow-up in the table."""
        self.model.sort_by(order)

    def show_everything(self) -> None:
        """Takes every filter away."""
        self.view_tabs.tabs.setCurrentIndex(0)
        self.show_view("all")

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows, or to what can be done where there are none."""
        self.layouts.current.take_keyboard()

    def show_id(self, project_id: int) -> None:
        """Chooses a project and shows it."""
        self.layouts.current.choose([project_id], project_id)

    def export(self) -> None:
        """Writes the projects with the columns of the table as a workbook."""
        chips = joined(chip.text() for chip in self.bar.chips())
        asked = ((_("View"), self.title), (_("Filter"), chips), (_("Words"), self.wanted.text))
        export_table(self.desk, self._crm, self.table, _("Projects"), [one for one in asked if one[1]])

    def ask_filter(self, part: str = "") -> None:
        """Opens the filter, at one part of it."""
        dialog = FilterProjectsDialog(self.desk, self._crm, self.wanted, self._names, self, first=part)
        dialog.saved.connect(lambda answer: self.show_filter(*answer))
        dialog.open()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.view_tabs = ViewTabs()
        self.tabs = self.view_tabs.tabs
        column.addWidget(self.view_tabs)
        self.bar = FilterBar()
        column.addWidget(self.bar)
        today = self.desk.today
        self.model = RecordModel(
            self.desk.tasks, columns(today), Source(self._crm, self.wanted, today()), edge=edge
        )
        self.table = RecordTable(
            self.model,
            self.desk.tasks,
            row_actions=row_actions(),
            prompts=self.desk.prompts,
            opens_on_double_click=True,
        )
        self.table.setAccessibleName(_("Projects"))
        self.pane = RecordPane(self.table, self._nothing)
        self.pane.totals.show()  # their room is kept: the rows do not move when the sums are there
        self.layouts = Layouts()
        self.layouts.add(Layout.TABLE, self.pane, TableLayout(self.pane))
        self._board_place = self.layouts.add_later(Layout.BOARD, self._make_board)
        self._calendar_place = self.layouts.add_later(Layout.CALENDAR, self._make_calendar)
        self.tools = ListTools(self.bar, self.table)
        self.sorted_bar = SortedBar()
        column.addWidget(self.sorted_bar)
        column.addWidget(self.layouts, 1)
        self.bulk = ProjectDeeds(self.desk, self._crm, self.table, self.layouts)
        column.addWidget(self.bulk)

    def _make_board(self) -> Board:
        board = Board(self.desk, self._crm, self._folded)
        board.opened.connect(self.opened)
        board.chosen.connect(self.bulk.show_chosen)
        board.loaded.connect(self.bulk.show_chosen)
        board.folded.connect(self._mark_view)
        board.sorted_drop.connect(lambda: self.sorted_bar.ask(self.model.order))
        self.board_commands.take(board, self._crm)
        return board

    def _make_calendar(self) -> ProjectCalendar:
        calendar = ProjectCalendar(self.desk, self._crm)
        calendar.opened.connect(self.opened)
        calendar.chosen.connect(self.bulk.show_chosen)
        return calendar

    def _fold(self, stages: tuple[Stage, ...]) -> None:
        self._folded = stages
        if self.layouts.is_made(Layout.BOARD):
            self.board.fold(stages)

    def _connect(self) -> None:
        self.bar.asked.connect(self.ask_filter)
        self.bar.removed.connect(lambda key: self.show_filter(without(self.wanted, key)))
        self.bar.searched.connect(lambda text: self.show_filter(replace(self.wanted, text=text)))
        self.view_tabs.chosen.connect(self.show_view)
        self.layouts.changed.connect(self._show_layout)
        self.table.arranged.connect(self._mark_view)
        self.model.sorted.connect(self._take_order)
        self.tools.sort_asked.connect(self.sort_by)
        self.sorted_bar.by_hand_asked.connect(lambda: self.sort_by(None))
        self._connect_views()
        self._connect_board()
        self.table.activated_id.connect(self.opened)
        self.table.selection_changed.connect(self.bulk.show_chosen)
        self.model.loaded.connect(self.bulk.show_chosen)
        self.model.edited.connect(InlineEdit(self, desk=self.desk, crm=self._crm, model=self.model).write)
        self.model.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        self.bulk.opened.connect(self.opened)

    def _connect_views(self) -> None:
        tabs, saved = self.view_tabs, self.saved
        saved.changed.connect(self._take_views)
        tabs.save_asked.connect(self.save_view)
        tabs.save_as_asked.connect(self.save_view_as)
        tabs.revert_asked.connect(self.revert_view)
        tabs.rename_asked.connect(lambda key: saved.rename(self._view_of(key)))
        tabs.share_asked.connect(lambda key: saved.share(self._view_of(key)))
        tabs.delete_asked.connect(lambda key: saved.delete(self._view_of(key)))
        tabs.moved.connect(lambda key, direction: saved.move(self._view_of(key), direction))

    def _connect_board(self) -> None:
        self.board_commands = BoardCommands(self.desk, self.tools, lambda: self.board)
        self.board_commands.silent_asked.connect(self.toggle_silent)
        self.board_commands.open_asked.connect(self.opened)
        self.board_commands.folded.connect(self._mark_view)

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("new", N_("New project"), "add", "N", self.new_asked.emit),
            ("filter", N_("Filter"), "filter", "F", self.ask_filter),
            ("find", N_("Words in projects"), "search", "Ctrl+F", self.bar.search.setFocus),
        ):
            spec = ActionSpec(
                id=f"projects.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key
            )
            self.desk.actions.add(spec, run, scope=self)
        self.bulk.register(SECTION, self)
        register_views(self, self, SECTION)
        why_none = self.bulk.why_no_row
        self.board_commands.register(SECTION, self._board_place, why_none)
        register_calendar(self.desk.actions, SECTION, self._calendar_place, lambda: self.calendar, why_none)

    def toggle_silent(self) -> None:
        """Shows the silent projects alone, or all again."""
        silent = None if self.wanted.silent_on else self.desk.today()
        self.show_filter(replace(self.wanted, silent_on=silent))

    # Views

    def _take_views(self, show: str = "") -> None:
        """Shows the views there are now; one that has gone gives way to all projects."""
        actor = self._crm.office.actor
        built_in = views(self.desk.today(), actor.officer_id)
        if actor.officer_id is None:
            built_in = [view for view in built_in if view.key != "mine"]
        self._views = [*built_in, *self.saved.found]
        keys = [view.key for view in self._views]
        shown = show or self._view
        goes = bool(show) or shown not in keys
        self._view = shown if shown in keys else "all"
        self.view_tabs.show_views(self._views, self._view)
        if goes:
            self.show_view(self._view)
        else:
            self._mark_view()
        self._count()

    def _view_of(self, key: str) -> View:
        return next(view for view in self._views if view.key == key)

    def choose_view(self, place: int) -> None:
        """Shows the view at a place of the tabs, counted from 0."""
        if place < self.tabs.count():
            self.tabs.setCurrentIndex(place)

    def save_view(self) -> None:
        """Keeps what is shown now in its view; one that is always there under a new name."""
        view = self._view_of(self._view)
        if view.saved is None:
            self.save_view_as()
        else:
            self.saved.save(view, self.settings)

    def save_view_as(self) -> None:
        """Keeps what is shown now under a new name."""
        self.saved.save_as(self.settings)

    def revert_view(self) -> None:
        """Back to the view as it was saved."""
        self.show_view(self._view)

    def _mark_view(self) -> None:
        """A changed view says so by a star."""
        if self._views:
            self.view_tabs.show_changed(not self._view_of(self._view).is_like(self.settings))

    def _take_order(self) -> None:
        self.sorted_bar.hide()
        self.tools.show_order(self.model.order)
        self.layouts.show_projects(self.wanted, self.model.order)
        self._mark_view()

    def _show_layout(self) -> None:
        self.tools.show_layout(self.layouts.layout_shown)
        self.sorted_bar.hide()
        self._mark_view()
        self.bulk.show_chosen()
        self.layout_changed.emit()

    def _count(self) -> None:
        """How many projects each view has, whatever is looked for among those of one."""
        if not self.saved.is_read:
            return  # their coming counts all of them
        shown = [view.settings.wanted for view in self._views]
        self.desk.tasks.read(self, lambda: self._crm.projects.counts(shown), self._show_counts, key="count")

    def _show_counts(self, counts: list[int]) -> None:
        self.view_tabs.show_counts(counts)
        self._mark_view()

    def _sum(self) -> None:
        wanted, today = self.wanted, self.desk.today()
        self.desk.tasks.read(
            self, lambda: self._crm.projects.totals(wanted, today), self._show_totals, key="totals"
        )

    def _show_totals(self, totals: ProjectTotals) -> None:
        self.tools.show_totals(totals)
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
        self.layouts.refresh()
        self._sum()
        self._count()
