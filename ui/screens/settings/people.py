"""The units in protocol order and the officers who work in them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from crm.app import Crm
from crm.domain.office import Office, Officer
from crm.i18n import _, _n
from ui.dialogs.edit_office import ROLE_NAMES, EditOfficeDialog, EditOfficerDialog
from ui.shared.choice_list import Choice
from ui.shared.live import Changes
from ui.shared.screen import Desk
from ui.shared.widgets.edited_list import EditedList
from ui.shared.widgets.sections import Panel


@dataclass(frozen=True, kw_only=True)
class _People:
    offices: list[Office]
    officers: list[Officer]


class PeoplePanel(Panel):
    """Two lists side by side."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(_("Units and officers"), _("in protocol order, as reports list them"), parent)
        self._desk, self._crm = desk, crm
        self._people = _People(offices=[], officers=[])
        row = QHBoxLayout()
        row.setSpacing(16)
        self.units = EditedList(_("Units"))
        self.officers = EditedList(_("Officers"))
        row.addWidget(self.units, 1)
        row.addWidget(self.officers, 1)
        self.body.addLayout(row)
        self._make_buttons()
        desk.live.watch(self, ("office", "officer"), self._refresh)
        self._refresh(Changes())

    def add_unit(self) -> QDialog:
        """Asks for a new unit."""
        last = max((office.position for office in self._people.offices), default=-1)
        return self._open(
            EditOfficeDialog(self._desk, self._crm.office, Office(name="", position=last + 1), self)
        )

    def add_officer(self) -> QDialog:
        """Asks for a new officer, of the chosen unit."""
        officer = Officer(name="", office_id=self.units.key())
        return self._open(
            EditOfficerDialog(self._desk, self._crm.office, officer, self._people.offices, self)
        )

    def edit_unit(self) -> QDialog | None:
        """Changes the chosen unit."""
        found = next((unit for unit in self._people.offices if unit.id == self.units.key()), None)
        return self._open(EditOfficeDialog(self._desk, self._crm.office, found, self)) if found else None

    def edit_officer(self) -> QDialog | None:
        """Changes the chosen officer."""
        found = next((one for one in self._people.officers if one.id == self.officers.key()), None)
        if found is None:
            return None
        return self._open(EditOfficerDialog(self._desk, self._crm.office, found, self._people.offices, self))

    def move_unit(self, by: int) -> None:
        """Moves the chosen unit up or down."""
        order = [office.key for office in self._people.offices]
        key = self.units.key()
        if key is None:
            return
        place = order.index(key)
        if 0 <= place + by < len(order):
            order.insert(place + by, order.pop(place))
            self._desk.tasks.write(self, lambda: self._crm.office.reorder(order))

    def remove_unit(self) -> None:
        """Deletes the chosen unit, if nothing belongs to it."""
        key = self.units.key()
        if key is not None:
            self._desk.tasks.write(self, lambda: self._crm.office.remove_office(key))

    def _make_buttons(self) -> None:
        units = self.units
        for symbol, tip, run in (
            ("add", _("New unit"), self.add_unit),
            ("edit", _("Change the unit"), self.edit_unit),
            ("arrow_up", _("Move up"), lambda: self.move_unit(-1)),
            ("arrow_down", _("Move down"), lambda: self.move_unit(1)),
            ("delete", _("Delete the unit"), self.remove_unit),
        ):
            units.add(symbol, tip).clicked.connect(lambda _on=False, run=run: run())
        units.row.addStretch(1)
        new = QPushButton(_("New officer"))
        new.clicked.connect(lambda: self.add_officer())
        self.officers.row.addWidget(new)
        self.officers.add("edit", _("Change the officer")).clicked.connect(lambda: self.edit_officer())
        self.officers.row.addStretch(1)
        units.list.doubleClicked.connect(lambda _index: self.edit_unit())
        self.officers.list.doubleClicked.connect(lambda _index: self.edit_officer())

    def _open(self, dialog: QDialog) -> QDialog:
        dialog.open()
        return dialog

    def _refresh(self, _changes: Changes) -> None:
        office = self._crm.office
        self._desk.tasks.read(
            self,
            lambda: _People(offices=office.offices(), officers=office.officers()),
            self._show,
            key="people",
        )

    def _show(self, people: _People) -> None:
        self._people = people
        counts: dict[int | None, int] = {}
        for officer in people.officers:
            counts[officer.office_id] = counts.get(officer.office_id, 0) + 1
        self.units.show_choices(
            [
                Choice(
                    key=unit.key,
                    name=unit.name,
                    detail=_n("{count} officer", "{count} officers", counts.get(unit.id, 0)),
                )
                for unit in people.offices
            ]
        )
        names = {unit.id: unit.short_name or unit.name for unit in people.offices}
        self.officers.show_choices(
            [
                Choice(
                    key=officer.key,
                    name=officer.name,
                    detail="   ".join(
                        filter(None, (names.get(officer.office_id), _(ROLE_NAMES[officer.role])))
                    ),
                )
                for officer in people.officers
            ]
        )
