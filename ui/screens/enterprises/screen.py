"""The place of the enterprises on the rail."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout

from crm.app import Crm
from crm.domain.records import Ref
from crm.i18n import N_
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.screens.enterprises.listing import EnterpriseListing
from ui.screens.enterprises.page import EnterpriseView
from ui.shared.screen import Desk, Screen, ScreenSpec


class EnterprisesScreen(Screen):
    """Shows the table; an enterprise opens in its place, and Back returns to the same rows."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self._stack = QStackedLayout(self)
        self.listing = EnterpriseListing(desk, crm)
        self.page = EnterpriseView(desk, crm)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.listing.opened.connect(self.open_enterprise)
        self.listing.new_asked.connect(self.create_new)
        self.page.back_asked.connect(self.show_list)
        self.page.step_asked.connect(self._step)

    def open_enterprise(self, enterprise_id: int) -> None:
        """Shows one enterprise."""
        ids = self.listing.ids
        place = ids.index(enterprise_id) if enterprise_id in ids else None
        self.page.show_enterprise(enterprise_id, place, len(ids))
        self._stack.setCurrentWidget(self.page)
        self.page.setFocus()

    def show_list(self) -> None:
        """Goes back to the table, to the enterprise that was open."""
        self._stack.setCurrentWidget(self.listing)
        if self.page.enterprise_id is not None:
            self.listing.table.show_id(self.page.enterprise_id)
        self.listing.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the table, or to the page that is open."""
        if self._stack.currentWidget() is self.listing:
            self.listing.take_keyboard()
        else:
            self.page.setFocus()

    def take_line(self) -> bool:
        """Gives the keyboard to the line of the page that is open."""
        if self._stack.currentWidget() is not self.page:
            return False
        self.page.focus_line()
        return True

    def current_record(self) -> Ref | None:
        """The enterprise that is open, or chosen in the table."""
        is_open = self._stack.currentWidget() is self.page
        key = self.page.enterprise_id if is_open else self.listing.table.current_id()
        return Ref(kind="enterprise", id=key) if key is not None else None

    def create_new(self) -> None:
        """Asks for a new enterprise and opens it."""
        dialog = EditEnterpriseDialog(self.desk, self._crm, None, self)
        dialog.saved.connect(lambda saved: self.open_enterprise(saved.key))
        dialog.open()

    def can_create(self) -> bool:
        """Enterprises can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows an enterprise, or that of a contact."""
        if kind == "enterprise":
            self.open_enterprise(record_id)
            return True
        if kind != "contact":
            return False

        def show(enterprise_id: int | None) -> None:
            if enterprise_id is not None:
                self.open_enterprise(enterprise_id)

        self.desk.tasks.read(
            self, lambda: self._crm.directory.contact(record_id).enterprise_id, show, key="contact"
        )
        return True

    def _step(self, direction: int) -> None:
        ids = self.listing.ids
        if self.page.enterprise_id not in ids:
            return
        place = ids.index(self.page.enterprise_id) + direction
        if 0 <= place < len(ids):
            self.open_enterprise(ids[place])


def spec(crm: Crm) -> ScreenSpec:
    """The enterprises on the rail."""
    return ScreenSpec(
        key="enterprises",
        title=N_("Enterprises"),
        icon="enterprises",
        make=lambda desk: EnterprisesScreen(desk, crm),
        kinds=("enterprise", "contact"),
    )
