"""The place of the visits on the rail: the table, and the page of one of them."""

from __future__ import annotations

from crm.app import Crm
from crm.domain.visits import VisitKind
from crm.i18n import N_
from ui.dialogs.plan_visit import PlanVisitDialog
from ui.screens.visits.listing import VisitListing
from ui.screens.visits.page import VisitView
from ui.shared.page_parts import RecordScreen
from ui.shared.screen import Desk, ScreenSpec


class VisitsScreen(RecordScreen[VisitView]):
    """The table of visits, and the page of one."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__(desk)
        self._crm = crm
        self.listing = VisitListing(desk, crm)
        self.hold(self.listing, lambda: VisitView(desk, crm))
        self.listing.opened.connect(self.open_one)
        self.listing.new_asked.connect(self.plan)

    def plan(self, kind: VisitKind) -> None:
        """Asks for a new visit and opens it."""
        dialog = PlanVisitDialog(self.desk, self._crm, kind, self)
        dialog.saved.connect(lambda visit: self.open_one(visit.key))
        dialog.open()

    def create_new(self) -> None:
        """A stop on the page of a visit, a trip elsewhere."""
        if self.shows_list:
            self.plan(VisitKind.TRIP)
        else:
            self.page.add_stop()

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a visit."""
        if kind != "visit":
            return False
        self.open_one(record_id)
        return True


def spec(crm: Crm) -> ScreenSpec:
    """The visits on the rail."""
    return ScreenSpec(
        key="visits",
        title=N_("Visits"),
        icon="visits",
        make=lambda desk: VisitsScreen(desk, crm),
        kinds=("visit",),
    )
