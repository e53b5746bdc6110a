"""The place of the visits on the rail: the table, and the page of one of them."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout

from crm.app import Crm
from crm.domain.visits import Visit, VisitKind
from crm.i18n import N_
from ui.dialogs.plan_visit import PlanVisitDialog
from ui.screens.visits.listing import VisitListing
from ui.screens.visits.page import VisitView
from ui.shared.screen import Desk, Screen, ScreenSpec


class VisitsScreen(Screen):
    """Shows the table; a visit opens in its place, and Back returns to the same rows."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self._stack = QStackedLayout(self)
        self.listing = VisitListing(desk, crm)
        self.page = VisitView(desk, crm)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.listing.opened.connect(self.open_visit)
        self.listing.new_asked.connect(self.plan)
        self.page.back_asked.connect(self.show_list)
        self.page.step_asked.connect(self._step)

    def open_visit(self, visit_id: int) -> None:
        """Shows one visit."""
        ids = self.listing.ids
        place = ids.index(visit_id) if visit_id in ids else None
        self.page.show_visit(visit_id, place, len(ids))
        self._stack.setCurrentWidget(self.page)
        self.page.take_keyboard()

    def show_list(self) -> None:
        """Goes back to the table, to the visit that was open."""
        self._stack.setCurrentWidget(self.listing)
        if self.page.visit_id is not None:
            self.listing.table.show_id(self.page.visit_id)
        self.listing.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the table, or to the page that is open."""
        if self._stack.currentWidget() is self.listing:
            self.listing.take_keyboard()
        else:
            self.page.take_keyboard()

    def plan(self, kind: VisitKind) -> None:
        """Asks for a new visit and opens it."""
        dialog = PlanVisitDialog(self.desk, self._crm, kind, self)
        dialog.saved.connect(self._show_new)
        dialog.open()

    def create_new(self) -> None:
        """A stop on the page of a visit, a trip elsewhere."""
        if self._stack.currentWidget() is self.page:
            self.page.add_stop()
        else:
            self.plan(VisitKind.TRIP)

    def can_create(self) -> bool:
        """Visits and stops can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a visit."""
        if kind != "visit":
            return False
        self.open_visit(record_id)
        return True

    def _show_new(self, visit: Visit) -> None:
        self.open_visit(visit.key)

    def _step(self, direction: int) -> None:
        ids = self.listing.ids
        if self.page.visit_id not in ids:
            return
        place = ids.index(self.page.visit_id) + direction
        if 0 <= place < len(ids):
            self.open_visit(ids[place])


def spec(crm: Crm) -> ScreenSpec:
    """The visits on the rail."""
    return ScreenSpec(
        key="visits",
        title=N_("Visits"),
        icon="visits",
        make=lambda desk: VisitsScreen(desk, crm),
        kinds=("visit",),
    )
