"""Changing the name under which something new will be written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm.app import Crm
from crm.domain.alike import NameQuestion
from crm.domain.checks import check_name
from crm.domain.records import Ref
from crm.domain.review import Candidate, Suggestion
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FormField
from ui.shared.form import Form
from ui.shared.labels import joined
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class ChangeSuggestionDialog(TaskDialog):
    """Asks for the name; emits `saved` with it or `chosen` with what is there already, writes nothing."""

    chosen = Signal(object)  # Candidate

    def __init__(self, desk: Desk, crm: Crm, row: Suggestion, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Write as new"), _("Take this name"), parent)
        self.form = Form([FormField(key="name", label=_("Name"), is_required=True)], desk.tasks)
        self.form.show_record({"name": row.name})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        if row.quote or row.text:
            self.body.addWidget(PlainLabel((row.quote or row.text)[:200], pixels=12, tone="t3", wrap=True))
        if row.candidates:
            names = joined(entry.name for entry in row.candidates[:5])
            warning = _("There are already: {names}").format(names=names)
            self.body.addWidget(PlainLabel(warning, pixels=12, tone="amb", wrap=True))
        self._kind = row.target_kind
        self.near = self.watch_names(crm, self._question, [self.form.entry("name")])

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

    def open_instead(self, ref: Ref) -> None:
        """The row means the record that is there already."""
        known = next(twin for twin in self.near.twins if twin.ref == ref)
        self.chosen.emit(Candidate(ref=ref, name=known.name, detail=known.detail))
        self.accept()

    def _question(self) -> NameQuestion:
        name = self.form.entry("name")
        return NameQuestion(kind=self._kind, text=name.text() if isinstance(name, QLineEdit) else "")
