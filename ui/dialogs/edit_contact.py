"""A contact: a person, the post, and how to reach them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.directory import Contact
from crm.i18n import _
from ui.dialogs.record_form import RecordDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.screen import Desk


class EditContactDialog(RecordDialog[Contact]):
    """Emits `saved` with the contact."""

    def __init__(self, desk: Desk, crm: Crm, contact: Contact, parent: QWidget | None = None) -> None:
        self._crm = crm
        title = _("Change the contact") if contact.id else _("New contact")
        fields = [
            FormField(key="name", label=_("Name of the person"), is_required=True),
            FormField(key="title", label=_("Post")),
            FormField(key="phone", label=_("Phone")),
            FormField(key="wechat", label=_("WeChat")),
            FormField(key="mail", label=_("E-mail"), spans=True),
            FormField(key="since", label=_("In the post since"), kind=FieldKind.DATE),
            FormField(key="until", label=_("Left on"), kind=FieldKind.DATE),
            FormField(key="note", label=_("Note"), spans=True),
            FormField(key="is_main", label=_("Main contact"), kind=FieldKind.FLAG),
            FormField(key="is_decision_maker", label=_("Decides"), kind=FieldKind.FLAG),
        ]
        super().__init__(desk, title, _("Save"), contact, fields, parent, columns=2)

    def store(self, record: Contact) -> Contact:
        """Writes the contact."""
        return self._crm.directory.save_contact(record)
