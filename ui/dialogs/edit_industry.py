"""A chain, or a node of one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.directory import Industry, NodeState, Segment
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.directory_labels import SEGMENT_NAMES, STATE_NAMES
from ui.shared.fields import FieldKind, FormField
from ui.shared.screen import Desk


class EditIndustryDialog(RecordDialog[Industry]):
    """Emits `saved` with the chain or node."""

    def __init__(self, desk: Desk, crm: Crm, industry: Industry, parent: QWidget | None = None) -> None:
        self._crm = crm
        is_node = industry.parent_id is not None
        super().__init__(
            desk, _title(industry), _("Save"), industry, industry_fields(is_node=is_node), parent
        )

    def store(self, record: Industry) -> Industry:
        """Writes the chain or node."""
        return self._crm.directory.save_industry(record)


def new_node(chain_id: int, place: int) -> Industry:
    """A node about to be added to a chain."""
    return Industry(parent_id=chain_id, segment=Segment.UPSTREAM, state=NodeState.MISSING, position=place)


def _title(industry: Industry) -> str:
    if industry.parent_id is None:
        return _("Change the chain") if industry.id else _("New chain")
    return _("Change the node") if industry.id else _("New node")


def industry_fields(*, is_node: bool) -> list[FormField]:
    """The fields of a node or of a chain, for the dialog and for facts changed in place."""
    choice = FieldKind.CHOICE
    name = FormField(key="name", label=_("Name"), is_required=True)
    chief = FormField(key="chief", label=_("Chief of the chain"))
    note = FormField(key="note", label=_("Note"), kind=FieldKind.LONG_TEXT, lines=3)
    if not is_node:
        return [name, chief, note]
    segments = tuple((segment, _(text)) for segment, text in SEGMENT_NAMES.items())
    states = tuple((state, _(text)) for state, text in STATE_NAMES.items())
    return [
        name,
        FormField(key="segment", label=_("Stands"), kind=choice, choices=segments),
        FormField(key="state", label=_("How strong we are"), kind=choice, choices=states),
        chief,
        note,
    ]
