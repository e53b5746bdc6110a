"""Table, board and calendar over one filter, one order and one selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol, cast

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.rows import ProjectFilter, ProjectRow, Sort
from crm.domain.views import Layout
from crm.i18n import N_
from crm.services.projects import NEXT_FOLLOW_UP
from ui.shared.record_model import RecordModel
from ui.shared.record_pane import RecordPane
from ui.shared.tab_order import follow
from ui.shared.widgets.segments import Segment

SEGMENTS = (
    Segment(key=Layout.TABLE, text=N_("Table"), icon="table"),
    Segment(key=Layout.BOARD, text=N_("Board"), icon="board"),
    Segment(key=Layout.CALENDAR, text=N_("Calendar"), icon="calendar"),
)


class Source:
    """Rows of one filter as of one day, for the table."""

    def __init__(self, crm: Crm, wanted: ProjectFilter, on: date) -> None:
        self._crm, self._wanted, self._on = crm, wanted, on

    def ids(self, order: Sort | None) -> Sequence[int]:
        """The ids of the projects that fit."""
        return self._crm.projects.find(self._wanted, order or NEXT_FOLLOW_UP)

    def rows(self, ids: Sequence[int]) -> Sequence[ProjectRow]:
        """Their rows; those that have gone are left out."""
        return self._crm.projects.items(ids, self._on)


class Shown(Protocol):
    """A way to show projects."""

    def show_projects(self, wanted: ProjectFilter, order: Sort | None) -> None:
        """Shows the projects that fit."""
        ...

    def refresh(self) -> None:
        """Reads them again."""
        ...

    def selected_ids(self) -> list[int]:
        """The chosen projects."""
        ...

    def current_id(self) -> int | None:
        """The project with the focus."""
        ...

    def current_row(self) -> ProjectRow | None:
        """Its row, as far as it is read."""
        ...

    def choose(self, ids: Sequence[int], current: int | None) -> None:
        """Chooses projects and shows the current one."""
        ...

    def card_place(self) -> QPoint:
        """Where a menu about the current project opens, on the screen."""
        ...

    def take_keyboard(self) -> None:
        """Gives the keyboard to the projects."""
        ...


class TableLayout:
    """The table as one of the layouts; its model also keeps the order of all of them."""

    def __init__(self, pane: RecordPane) -> None:
        self._pane, self._table = pane, pane.table

    def show_projects(self, wanted: ProjectFilter, order: Sort | None) -> None:
        """The model of the table was told already."""

    def refresh(self) -> None:
        """The model of the table is read again by the listing."""

    def selected_ids(self) -> list[int]:
        """The chosen rows."""
        return self._table.selected_ids()

    def current_id(self) -> int | None:
        """The current row."""
        return self._table.current_id()

    def current_row(self) -> ProjectRow | None:
        """What it shows."""
        model: RecordModel = self._table.records
        row: ProjectRow | None = model.record_at(self._table.currentIndex().row())
        return row

    def choose(self, ids: Iterable[int], current: int | None) -> None:
        """Chooses rows."""
        self._table.select_ids(ids, current)
        self._table.scrollTo(self._table.currentIndex())

    def card_place(self) -> QPoint:
        """Below the current row."""
        corner = self._table.visualRect(self._table.currentIndex()).bottomLeft()
        return self._table.viewport().mapToGlobal(corner)

    def take_keyboard(self) -> None:
        """To the rows, or to what can be done where there are none."""
        self._pane.take_keyboard()


class Layouts(QWidget):
    """Shows one of the layouts; what is chosen in one is chosen in the next.

    Most are made when they are shown first: the screen is there sooner without them.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedLayout(self)
        self._shown: dict[Layout, Shown] = {}
        self._makers: dict[Layout, tuple[QVBoxLayout, Callable[[], QWidget]]] = {}
        self._order: list[Layout] = []
        self._stale: set[Layout] = set()
        self._asked: tuple[ProjectFilter, Sort | None] = (ProjectFilter(), None)
        self.layout_shown = Layout.TABLE

    @property
    def current(self) -> Shown:
        """The layout that is shown."""
        return self.made(self.layout_shown)

    def add(self, layout: Layout, widget: QWidget, shown: Shown) -> None:
        """Takes a layout in."""
        self._shown[layout] = shown
        self._order.append(layout)
        self._stack.addWidget(widget)

    def add_later(self, layout: Layout, make: Callable[[], QWidget]) -> QWidget:
        """Takes a layout in that `make` makes when it is wanted; answers the widget it will lie in."""
        place = QWidget()
        room = QVBoxLayout(place)
        room.setContentsMargins(0, 0, 0, 0)
        self._makers[layout] = (room, make)
        self._order.append(layout)
        self._stack.addWidget(place)
        return place

    def is_made(self, layout: Layout) -> bool:
        """False for a layout that nobody has wanted yet."""
        return layout in self._shown

    def made(self, layout: Layout) -> Shown:
        """A layout; it is made now if nobody wanted it before."""
        if layout not in self._shown:
            room, make = self._makers.pop(layout)
            widget = make()
            room.addWidget(widget)
            follow(room.parentWidget(), widget)
            self._shown[layout] = cast(Shown, widget)
        return self._shown[layout]

    def show_layout(self, layout: Layout) -> None:
        """Shows the same projects in another way."""
        if layout == self.layout_shown:
            return
        ids, current = self.current.selected_ids(), self.current.current_id()
        had_focus = self.isAncestorOf(self.window().focusWidget() or self)
        self.layout_shown = layout
        if layout in self._stale:
            self._stale.discard(layout)
            self.current.show_projects(*self._asked)
        self._stack.setCurrentIndex(self._order.index(layout))
        self.current.choose(ids, current)
        if had_focus:
            self.current.take_keyboard()
        self.changed.emit()

    def show_projects(self, wanted: ProjectFilter, order: Sort | None) -> None:
        """Shows other projects, or in another order."""
        self._asked = (wanted, order)
        self._stale = set(self._order) - {self.layout_shown, Layout.TABLE}
        self.current.show_projects(wanted, order)

    def refresh(self) -> None:
        """Something has changed: what is shown is read again, the rest once it is shown."""
        self._stale = set(self._order) - {self.layout_shown, Layout.TABLE}
        self.current.refresh()
