"""A label of an enterprise and what it rests on: batch, validity and source."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from crm.app import Crm
from crm.domain.directory import LabelGround
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.screen import Desk


class EditLabelDialog(RecordDialog[LabelGround]):
    """Emits `saved` with the label, or with nothing once it is removed."""

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
        self.remove = QPushButton(_("Remove the label"))
        self.remove.setProperty("danger", "true")
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        self.head.addWidget(self.remove)
        self.remove.setVisible(ground.id is not None)

    def store(self, record: LabelGround) -> LabelGround:
        """Writes the label."""
        return self._crm.directory.save_label(record)

    def _remove(self) -> None:
        key = self.record.key
        self.save(lambda: self._crm.directory.remove_label(key), lambda _nothing: self.form.drop_draft())
