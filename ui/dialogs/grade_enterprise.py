"""How serious an enterprise is about coming, and why; what was thought before stands below."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.directory import Enterprise, Grade
from crm.domain.errors import CrmError, ValidationError
from crm.domain.timeline import EnterprisePage
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.directory_labels import GRADE_NAMES
from ui.shared.entries import show_date
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk

MOST_SHOWN = 4  # earlier judgements


class GradeEnterpriseDialog(TaskDialog):
    """Asks for A to D with a reason; emits `saved` with the enterprise."""

    def __init__(self, desk: Desk, crm: Crm, page: EnterprisePage, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Grade the enterprise"), _("Save"), parent)
        self._crm, self._firm = crm, page.enterprise
        grades = ((None, _("not judged")), *((grade, _(GRADE_NAMES[grade])) for grade in Grade))
        self.form = Form(
            [
                FormField(key="grade", label=_("Grade"), kind=FieldKind.CHOICE, choices=grades),
                FormField(key="reason", label=_("Why"), kind=FieldKind.LONG_TEXT, lines=3),
            ],
            desk.tasks,
            today=desk.today,
        )
        self.form.show_record({"grade": self._firm.grade, "reason": self._firm.grade_reason})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self._show_before(page)
        self.form.entry("grade").setFocus()

    def act(self) -> None:
        """Keeps the judgement."""
        values = self.form.read()
        if values is None:
            return
        key, version, grade, reason = self._firm.key, self._firm.version, values["grade"], values["reason"]
        self.save(lambda: self._crm.directory.grade(key, version, grade, reason))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Judges what somebody else has saved meanwhile."""
        if isinstance(self.theirs, Enterprise):
            self._firm = self.theirs
            self.act()

    def _show_before(self, page: EnterprisePage) -> None:
        if page.grades:
            self.body.addWidget(PlainLabel(_("Before"), bold=True))
        for entry in page.grades[:MOST_SHOWN]:
            on = show_date(entry.at.astimezone().date(), self.desk.today())
            words = [str(entry.grade or "—"), on, entry.who, entry.reason]
            self.body.addWidget(PlainLabel("　".join(filter(None, words)), pixels=12, tone="t2", wrap=True))
