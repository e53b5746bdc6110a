"""The place of the enterprises on the rail."""

from __future__ import annotations

from crm.app import Crm
from crm.domain.records import Ref
from crm.i18n import N_
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.screens.enterprises.listing import EnterpriseListing
from ui.screens.enterprises.page import EnterpriseView
from ui.shared.page_parts import RecordScreen
from ui.shared.screen import Desk, ScreenSpec


class EnterprisesScreen(RecordScreen[EnterpriseView]):
    """The table of enterprises, and the page of one."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__(desk)
        self._crm = crm
        self.listing = EnterpriseListing(desk, crm)
        self.hold(self.listing, lambda: EnterpriseView(desk, crm))
        self.listing.opened.connect(self.open_one)
        self.listing.new_asked.connect(self.create_new)

    def current_record(self) -> Ref | None:
        """The enterprise that is open, or chosen in the table."""
        key = self.listing.table.current_id() if self.shows_list else self.page.record_id
        return Ref(kind="enterprise", id=key) if key is not None else None

    def create_new(self) -> None:
        """Asks for a new enterprise and opens it."""
        dialog = EditEnterpriseDialog(self.desk, self._crm, None, self)
        dialog.saved.connect(lambda saved: self.open_one(saved.key))
        dialog.open()

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows an enterprise, or that of a contact."""
        if kind == "enterprise":
            self.open_one(record_id)
            return True
        if kind != "contact":
            return False

        def show(enterprise_id: int | None) -> None:
            if enterprise_id is not None:
                self.open_one(enterprise_id)

        self.desk.tasks.read(
            self, lambda: self._crm.directory.contact(record_id).enterprise_id, show, key="contact"
        )
        return True


def spec(crm: Crm) -> ScreenSpec:
    """The enterprises on the rail."""
    return ScreenSpec(
        key="enterprises",
        title=N_("Enterprises"),
        icon="enterprises",
        make=lambda desk: EnterprisesScreen(desk, crm),
        kinds=("enterprise", "contact"),
    )
