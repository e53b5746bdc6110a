"""Keeping a list of names as a watch list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.name_search import AskedNames
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class SaveNamesDialog(TaskDialog):
    """Asks what the list is called; one of that name is replaced."""

    def __init__(
        self, desk: Desk, crm: Crm, asked: AskedNames, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Save as a watch list"), _("Save"), parent)
        self._crm, self._asked = crm, asked
        count = len(asked.names)
        known = sum(bool(one.enterprises) for one in asked.names)
        told = [
            _n("{count} name", "{count} names", count),
            _n("{count} of the directory", "{count} of the directory", known),
        ]
        self.form = Form([FormField(key="name", label=_("Name of the list"), is_required=True)], desk.tasks)
        self.form.show_record({"name": name})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        help_text = _("A list of the same name is replaced.")
        self.body.addWidget(PlainLabel("　".join((*told, help_text)), tone="t3", wrap=True))
        self.form.entry("name").setFocus()

    def act(self) -> None:
        """Writes it."""
        values = self.form.read()
        if values is not None:
            name = values["name"].strip()
            self.save(lambda: self._crm.name_search.save_list(name, self._asked))

    def take_error(self, error: CrmError) -> bool:
        """Shows what is wrong at the field."""
        if not isinstance(error, ValidationError):
            return False
        self.form.show_faults(list(error.faults))
        return True
