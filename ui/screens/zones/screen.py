"""The place of the zones on the rail: the table, and the page of one of them."""

from __future__ import annotations

from crm.app import Crm
from crm.domain.directory import Zone
from crm.domain.records import Ref
from crm.i18n import N_
from ui.dialogs.edit_zone import EditZoneDialog
from ui.screens.zones.listing import ZoneListing
from ui.screens.zones.page import ZoneView
from ui.shared.page_parts import RecordScreen
from ui.shared.screen import Desk, ScreenSpec


class ZonesScreen(RecordScreen[ZoneView]):
    """The table of zones, and the page of one."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__(desk)
        self._crm = crm
        self.listing = ZoneListing(desk, crm)
        self.hold(self.listing, lambda: ZoneView(desk, crm))
        self.listing.opened.connect(self.open_one)
        self.listing.new_asked.connect(self.create_new)

    def current_record(self) -> Ref | None:
        """The zone that is open, or chosen in the table."""
        key = self.listing.table.current_id() if self.shows_list else self.page.record_id
        return Ref(kind="zone", id=key) if key is not None else None

    def create_new(self) -> None:
        """Asks for a new zone and opens it."""
        dialog = EditZoneDialog(self.desk, self._crm, parent=self)
        dialog.saved.connect(self._show_new)
        dialog.open()

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a zone."""
        if kind != "zone":
            return False
        self.open_one(record_id)
        return True

    def _show_new(self, zone: Zone) -> None:
        self.open_one(zone.key)


def spec(crm: Crm) -> ScreenSpec:
    """The zones on the rail."""
    return ScreenSpec(
        key="zones",
        title=N_("Zones"),
        icon="zones",
        make=lambda desk: ZonesScreen(desk, crm),
        kinds=("zone",),
    )
