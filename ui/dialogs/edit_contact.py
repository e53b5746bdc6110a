"""A contact: a person, the post, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.directory import Contact
from crm.domain.records import Ref
from crm.i18n import _
from ui.dialogs.merge_records import MergeWithDialog
from ui.dialogs.record_form import RecordDialog
from ui.dialogs.split_records import open_split
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
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
        if contact.id is not None:
            self._offer_merging(Ref(kind="contact", id=contact.key))
        else:
            watched = [self.form.entry(key) for key in ("name", "phone")]
            self.near = self.watch_names(crm, lambda: people_like(self.form, contact.enterprise_id), watched)

    def _offer_merging(self, ref: Ref) -> None:
        host = self.parentWidget() or self
        self.merging = self._link(
            _("Merge with another…"), lambda: MergeWithDialog(self.desk, self._crm, ref, host).open()
        )
        self._link(_("Split a merged record…"), lambda: open_split(self.desk, self._crm, ref, host))

    def _link(self, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("link", "true")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._leave_to(run))
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _leave_to(self, run: Callable[[], object]) -> None:
        self.reject()
        run()

    def store(self, record: Contact) -> Contact:
        """Writes the contact."""
        return self._crm.directory.save_contact(record, self.unlike)


def people_like(form: Form, enterprise_id: int | None) -> NameQuestion:
    """The question after a person whose name and number stand in a form."""
    name, phone = (str(form.entry(key).property("text") or "") for key in ("name", "phone"))
    return NameQuestion(kind="contact", text=name, phone=phone, body_id=enterprise_id)
