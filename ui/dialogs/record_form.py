"""Dialogs that are one form over one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from crm.domain.errors import CrmError, ValidationError
from crm.domain.records import Record
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FormField
from ui.shared.form import Form
from ui.shared.screen import Desk

R = TypeVar("R", bound=Record)


class RecordDialog(TaskDialog, Generic[R]):
    """Shows the fields of a record and stores it through `store`; emits `saved` with it."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        action: str,
        record: R,
        fields: Sequence[FormField],
        parent: QWidget | None = None,
        *,
        shown: dict[str, Any] | None = None,
        columns: int = 1,
        width: int = 460,
    ) -> None:
        """`shown` gives what stands in fields that are not plain attributes, such as picked records."""
        super().__init__(desk, title, action, parent, width=width)
        self.record = record
        self.form = Form(fields, desk.tasks, columns=columns, labels_above=True, today=desk.today)
        keys = [field.key for field in fields]
        values = {key: getattr(record, key, None) for key in keys} | (shown or {})
        self.form.show_record(values)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self._draft = f"{type(record).__name__}.{record.id or 'new'}"
        if desk.drafts is not None:
            self.form.use_drafts(desk.drafts, self._draft)
        self.form.entry(keys[0]).setFocus()

    def store(self, record: R) -> R:
        """Writes the record, on the write lane."""
        raise NotImplementedError

    def act(self) -> None:
        """Saves what was entered."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        plain = {key: value.key if isinstance(value, Choice) else value for key, value in values.items()}
        made = replace(self.record, **plain)
        self.save(lambda: self.store(made), lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has saved meanwhile."""
        theirs = self.theirs
        if isinstance(theirs, Record):
            self.record = replace(self.record, version=theirs.version)
            self.act()

    def load_theirs(self) -> None:
        """Gives up what was entered."""
        self.form.drop_draft()
        self.reject()

    def reject(self) -> None:
        """Esc forgets what was typed: the officer gave it up."""
        self.form.drop_draft()
        super().reject()
