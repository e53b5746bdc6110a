"""A unit and an officer, made or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from crm.domain.errors import CrmError
from crm.domain.office import Office, Officer, Role
from crm.i18n import N_, _
from crm.services.office import Offices
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk

ROLE_NAMES = {
    Role.VIEWER: N_("May look"),
    Role.OFFICER: N_("Officer"),
    Role.LEADER: N_("Leader"),
    Role.ADMIN: N_("Administrator"),
}


class EditOfficeDialog(TaskDialog):
    """A responsible unit; new ones stand last in protocol order."""

    def __init__(self, desk: Desk, offices: Offices, office: Office, parent: QWidget | None = None) -> None:
        title = _("Unit") if office.id else _("New unit")
        super().__init__(desk, title, _("Save"), parent)
        self._offices, self._office = offices, office
        fields = [
            FormField(key="name", label=_("Name"), is_required=True),
            FormField(key="short_name", label=_("Short name")),
        ]
        self.form = Form(fields, desk.tasks)
        self.form.show_record(office)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)

    def act(self) -> None:
        """Saves the unit."""
        values = self.form.read()
        if values is not None:
            self.save(lambda: self._offices.save_office(replace(self._office, **values)))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return self.form.take_error(error)


class EditOfficerDialog(TaskDialog):
    """A person who uses the program."""

    def __init__(
        self,
        desk: Desk,
        offices: Offices,
        officer: Officer,
        units: Sequence[Office],
        parent: QWidget | None = None,
    ) -> None:
        title = _("Officer") if officer.id else _("New officer")
        super().__init__(desk, title, _("Save"), parent)
        self._offices, self._officer = offices, officer
        units_offered = tuple((unit.key, unit.name) for unit in units)
        roles = tuple((role, _(name)) for role, name in ROLE_NAMES.items())
        fields = [
            FormField(key="name", label=_("Name of the person"), is_required=True),
            FormField(key="office_id", label=_("Unit"), kind=FieldKind.CHOICE, choices=units_offered),
            FormField(key="role", label=_("Role"), kind=FieldKind.CHOICE, choices=roles),
            FormField(key="phone", label=_("Phone")),
            FormField(
                key="login",
                label=_("System account"),
                help=_("Whoever is signed in to the system as this account sits down as this officer."),
            ),
            FormField(key="is_active", label=_("Works here"), kind=FieldKind.FLAG),
        ]
        self.form = Form(fields, desk.tasks)
        self.form.show_record(officer)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)

    def act(self) -> None:
        """Saves the officer."""
        values = self.form.read()
        if values is not None:
            self.save(lambda: self._offices.save_officer(replace(self._officer, **values)))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return self.form.take_error(error)
