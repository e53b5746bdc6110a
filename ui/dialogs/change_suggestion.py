"""Changing the name under which something new will be written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.domain.checks import check_name
from crm.domain.review import Suggestion
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class ChangeSuggestionDialog(TaskDialog):
    """Asks for the name; emits `saved` with it, writes nothing."""

    def __init__(self, desk: Desk, row: Suggestion, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Write as new"), _("Take this name"), parent)
        self.form = Form([FormField(key="name", label=_("Name"), is_required=True)], desk.tasks)
        self.form.show_record({"name": row.name})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        if row.quote or row.text:
            self.body.addWidget(PlainLabel((row.quote or row.text)[:200], pixels=12, tone="t3", wrap=True))
        if row.candidates:
            names = "、".join(entry.name for entry in row.candidates[:5])
            warning = _("There are already: {names}").format(names=names)
            self.body.addWidget(PlainLabel(warning, pixels=12, tone="amb", wrap=True))

    def act(self) -> None:
        """Takes the name."""
        values = self.form.read()
        if values is None:
            return
        faults = list(check_name(values["name"]))
        self.form.show_faults(faults)
        if not faults:
            self.saved.emit(values["name"].strip())
            self.accept()
