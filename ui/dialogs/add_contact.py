"""A new contact of an enterprise."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.directory import Contact
from crm.domain.errors import CrmError, ValidationError
from crm.i18n import _
from ui.dialogs.edit_contact import people_like
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.finding import find_enterprises
from ui.shared.form import Form
from ui.shared.screen import Desk


class AddContactDialog(TaskDialog):
    """Adds a person; emits `saved` with the Contact."""

    def __init__(
        self,
        desk: Desk,
        crm: Crm,
        enterprise_id: int | None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        """Without an enterprise the dialog asks for it."""
        super().__init__(desk, _("New contact"), _("Add the contact"), parent)
        self._crm, self._enterprise_id = crm, enterprise_id
        firm = FormField(
            key="enterprise_id",
            label=_("Enterprise"),
            kind=FieldKind.RECORD,
            find=find_enterprises(crm),
            is_required=True,
        )
        self.form = Form(
            [
                *([firm] if enterprise_id is None else []),
                FormField(key="name", label=_("Name of the person"), is_required=True),
                FormField(key="title", label=_("Post")),
                FormField(key="phone", label=_("Phone")),
                FormField(key="wechat", label=_("WeChat")),
                FormField(key="is_main", label=_("Main contact"), kind=FieldKind.FLAG),
                FormField(key="is_decision_maker", label=_("Decides"), kind=FieldKind.FLAG),
            ],
            desk.tasks,
            today=desk.today,
        )
        self.form.submitted.connect(self.act)
        self.form.show_record({"name": name})
        self.body.addWidget(self.form)
        self.use_draft(self.form, f"contact.{enterprise_id or name}")
        watched = [self.form.entry(key) for key in ("name", "phone")]
        self.near = self.watch_names(crm, self._question, watched)
        self.form.entry("enterprise_id" if enterprise_id is None else "title" if name else "name").setFocus()

    def act(self) -> None:
        """Saves the contact."""
        values = self.form.read()
        if values is not None:
            firm: Choice | None = values.pop("enterprise_id", None)
            contact = Contact(**values, enterprise_id=firm.key if firm else self._enterprise_id)
            save, unlike = self._crm.directory.save_contact, self.unlike
            self.save(lambda: save(contact, unlike), lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def _question(self) -> NameQuestion:
        return people_like(self.form, self._enterprise_id)
