"""Putting an article together with another as reprints of one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk

MOST_OFFERED = 8


class JoinReprintsDialog(TaskDialog):
    """Asks for the other article; `saved` tells the id of the lead copy."""

    def __init__(self, desk: Desk, crm: Crm, article_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Put together as reprints"), _("Put together"), parent)
        self._crm, self._article_id = crm, article_id
        help_text = _("Links and figures of both are kept; they count once. The split is forgotten.")
        field = FormField(
            key="other", label=_("Article"), kind=FieldKind.RECORD, find=self._find, is_required=True
        )
        self.form = Form([field], desk.tasks)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.body.addWidget(PlainLabel(help_text, tone="t3", wrap=True))
        self.form.entry("other").setFocus()

    def act(self) -> None:
        """Writes it."""
        values = self.form.read()
        if values is not None:
            both = [self._article_id, int(values["other"].key)]
            self.save(lambda: self._crm.reprints.join(both))

    def _find(self, text: str) -> Sequence[Choice]:
        hits = self._crm.directory.search(text, ["article"], limit=MOST_OFFERED) if text else []
        return [
            Choice(
                key=hit.id,
                name=hit.name,
                kind="article",
                detail=" ".join(filter(None, [hit.detail, hit.day.isoformat() if hit.day else ""])),
            )
            for hit in hits
            if hit.id != self._article_id
        ]
