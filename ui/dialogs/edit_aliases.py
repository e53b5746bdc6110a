"""The other names of a record, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.records import Ref
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.prospects import offer_suggestions
from ui.shared.screen import Desk


class EditAliasesDialog(TaskDialog):
    """Gives a record exactly these other names."""

    def __init__(
        self, desk: Desk, crm: Crm, ref: Ref, names: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Other names"), _("Save"), parent)
        self._crm, self._ref, self._names = crm, ref, tuple(names)
        help_text = _("One a line. Articles that use one of them are linked to this record.")
        field = FormField(
            key="aliases", label=_("Other names"), kind=FieldKind.LONG_TEXT, lines=6, help=help_text
        )
        self.form = Form([field], desk.tasks, labels_above=True, today=desk.today)
        self.form.show_record({"aliases": "\n".join(names)})
        self.body.addWidget(self.form)
        self.form.entry("aliases").setFocus()

    def act(self) -> None:
        """Saves the names."""
        values = self.form.read()
        if values is None:
            return
        names = [name.strip() for name in values["aliases"].splitlines()]
        gone = [name for name in self._names if name not in names]
        if gone:
            self.desk.tasks.read(
                self,
                lambda: self._crm.directory.depending(self._ref, gone),
                lambda count: self._ask(names, count),
            )
        else:
            self._save(names)

    def _ask(self, names: Sequence[str], count: int) -> None:
        """Asks what becomes of the links that rest on names that go."""
        answer: int | None = 0
        if count:
            question = _n(
                "{count} link rests on the names that go. Keep it?",
                "{count} links rest on the names that go. Keep them?",
                count,
            )
            answers = [_("Keep the links"), _("Drop the links")]
            answer = self.desk.prompts.choose(self, question, answers)
        if answer is not None:
            self._save(names, drop_links=answer == 1)

    def _save(self, names: Sequence[str], *, drop_links: bool = False) -> None:
        added = [name for name in names if name and name not in self._names]
        host = self.parentWidget()

        def done(_none: object) -> None:
            if added and host is not None:
                offer_suggestions(self.desk, self._crm, host, self._ref, added)

        ref, known, save = self._ref, self._names, self._crm.directory.set_aliases
        self.save(lambda: save(ref, names, known=known, drop_links=drop_links), done)

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at the field."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
