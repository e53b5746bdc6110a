"""The place of the zones on the rail: the table, and the page of one of them."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout

from crm.app import Crm
from crm.domain.directory import Zone
from crm.domain.records import Ref
from crm.i18n import N_
from ui.dialogs.edit_zone import EditZoneDialog
from ui.screens.zones.listing import ZoneListing
from ui.screens.zones.page import ZoneView
from ui.shared.screen import Desk, Screen, ScreenSpec


class ZonesScreen(Screen):
    """Shows the table; a zone opens in its place, and Back returns to the same rows."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self._stack = QStackedLayout(self)
        self.listing = ZoneListing(desk, crm)
        self.page = ZoneView(desk, crm)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.listing.opened.connect(self.open_zone)
        self.listing.new_asked.connect(self.create_new)
        self.page.back_asked.connect(self.show_list)
        self.page.step_asked.connect(self._step)

    def open_zone(self, zone_id: int) -> None:
        """Shows one zone."""
        ids = self.listing.ids
        place = ids.index(zone_id) if zone_id in ids else None
        self.page.show_zone(zone_id, place, len(ids))
        self._stack.setCurrentWidget(self.page)
        self.page.setFocus()

    def show_list(self) -> None:
        """Goes back to the table, to the zone that was open."""
        self._stack.setCurrentWidget(self.listing)
        if self.page.zone_id is not None:
            self.listing.table.show_id(self.page.zone_id)
        self.listing.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the table, or to the page that is open."""
        if self._stack.currentWidget() is self.listing:
            self.listing.take_keyboard()
        else:
            self.page.setFocus()

    def current_record(self) -> Ref | None:
        """The zone that is open, or chosen in the table."""
        is_open = self._stack.currentWidget() is self.page
        key = self.page.zone_id if is_open else self.listing.table.current_id()
        return Ref(kind="zone", id=key) if key is not None else None

    def create_new(self) -> None:
        """Asks for a new zone and opens it."""
        dialog = EditZoneDialog(self.desk, self._crm, parent=self)
        dialog.saved.connect(self._show_new)
        dialog.open()

    def can_create(self) -> bool:
        """Zones can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a zone."""
        if kind != "zone":
            return False
        self.open_zone(record_id)
        return True

    def _show_new(self, zone: Zone) -> None:
        self.open_zone(zone.key)

    def _step(self, direction: int) -> None:
        ids = self.listing.ids
        if self.page.zone_id not in ids:
            return
        place = ids.index(self.page.zone_id) + direction
        if 0 <= place < len(ids):
            self.open_zone(ids[place])


def spec(crm: Crm) -> ScreenSpec:
    """The zones on the rail."""
    return ScreenSpec(
        key="zones",
        title=N_("Zones"),
        icon="zones",
        make=lambda desk: ZonesScreen(desk, crm),
        kinds=("zone",),
    )
