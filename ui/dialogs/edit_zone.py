"""A zone: its names, what it is to the office, and whom to call."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.directory import Zone, ZoneRelation
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.directory_labels import RELATION_NAMES
from ui.shared.fields import FieldKind, FormField
from ui.shared.screen import Desk


class EditZoneDialog(RecordDialog[Zone]):
    """Emits `saved` with the zone."""

    def __init__(self, desk: Desk, crm: Crm, zone: Zone | None = None, parent: QWidget | None = None) -> None:
        self._crm = crm
        record = zone or Zone(relation=ZoneRelation.OURS)
        title = _("Change the zone") if record.id else _("New zone")
        super().__init__(desk, title, _("Save"), record, zone_fields(), parent, columns=2)
        if record.id is None:
            self.near = self.watch_names(crm, self._question, [self.form.entry("name")])

    def store(self, record: Zone) -> Zone:
        """Writes the zone."""
        return self._crm.directory.save_zone(record, self.unlike)

    def _question(self) -> NameQuestion:
        name = self.form.entry("name")
        return NameQuestion(kind="zone", text=name.text() if isinstance(name, QLineEdit) else "")


def zone_fields() -> list[FormField]:
    """The fields of a zone, for the dialog and for facts changed in place."""
    relations = tuple((relation, _(name)) for relation, name in RELATION_NAMES.items())
    return [
        FormField(key="name", label=_("Full name"), is_required=True, spans=True),
        FormField(key="short_name", label=_("Short name")),
        FormField(key="relation", label=_("Is to us"), kind=FieldKind.CHOICE, choices=relations),
        FormField(key="kind", label=_("Kind"), hint="经济技术开发区"),
        FormField(key="level", label=_("Level"), hint="国家级、省级、市级"),
        FormField(key="region", label=_("Region"), spans=True),
        FormField(key="head", label=_("Head")),
        FormField(key="phone", label=_("Phone")),
        FormField(key="note", label=_("Note"), kind=FieldKind.LONG_TEXT, lines=3, spans=True),
    ]
