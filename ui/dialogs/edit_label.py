"""A label of an enterprise and what it rests on: batch, validity and source."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.directory import LabelGround
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.screen import Desk


class EditLabelDialog(RecordDialog[LabelGround]):
    """Emits `saved` with the label."""

    def __init__(self, desk: Desk, crm: Crm, ground: LabelGround, parent: QWidget | None = None) -> None:
        self._crm = crm
        title = _("Change the label") if ground.id else _("New label")
        fields = [
            FormField(key="name", label=_("Label"), hint=_("as the list of the state writes it"),
                      is_required=True, spans=True),
            FormField(key="batch", label=_("Batch"), hint="第五批"),
            FormField(key="source", label=_("Source"), hint=_("list or notice")),
            FormField(key="valid_from", label=_("Valid from"), kind=FieldKind.DATE),
            FormField(key="valid_until", label=_("Valid until"), kind=FieldKind.DATE),
        ]  # fmt: skip
        super().__init__(desk, title, _("Save"), ground, fields, parent, columns=2)

    def store(self, record: LabelGround) -> LabelGround:
        """Writes the label."""
        return self._crm.directory.save_label(record)
