"""One field of several projects at once: set, cleared, or some days later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, Fault, ValidationError
from crm.domain.projects import Project
from crm.i18n import N_, _, _n
from crm.services.projects import ProjectChange
from ui.dialogs.frame import TaskDialog
from ui.dialogs.preview_changes import PreviewChangesDialog, ShownChange
from ui.shared.choice_list import Choice
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.labels import day, field_name
from ui.shared.plain_text import PlainLabel
from ui.shared.project_fields import project_field
from ui.shared.screen import Desk
from ui.shared.widgets.sections import take_all

FIELDS = (
    "next_follow_up_on",
    "next_step",
    "planned_signing_on",
    "zone_id",
    "industry_id",
    "office_id",
    "lead_official",
    "introducer",
    "lead_source",
    "source_region",
    "remark",
)
SET, CLEAR, SHIFT = "set", "clear", "shift"
HOW = ((SET, N_("Set to")), (CLEAR, N_("Clear")), (SHIFT, N_("Move by days")))
DAYS = "days"


class EditProjectsDialog(TaskDialog):
    """Asks what is to become of one field, and shows it before it is done."""

    def __init__(self, desk: Desk, crm: Crm, ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Change several projects"), _("Preview"), parent)
        self._crm, self._ids = crm, tuple(ids)
        self.body.addWidget(PlainLabel(_n("{count} project", "{count} projects", len(ids)), tone="t2"))
        self.field, self.how = QComboBox(), QComboBox()
        self.field.setAccessibleName(_("Field"))
        self.how.setAccessibleName(_("What becomes of it"))
        for key in FIELDS:
            self.field.addItem(field_name(key), key)
        self.body.addWidget(self.field)
        self.body.addWidget(self.how)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.field.currentIndexChanged.connect(lambda _at: self._offer())
        self.how.currentIndexChanged.connect(lambda _at: self._ask_value())
        self._offer()
        self.field.setFocus()

    def act(self) -> None:
        """Reads the projects and shows what would become of them."""
        values = self.form.read() if self.form is not None else {}
        if values is None:
            self.settle()
            return
        ids = self._ids
        self.desk.tasks.read(
            self,
            lambda: [self._crm.projects.get(key) for key in ids],
            lambda projects: self._preview(projects, values),
            key="preview",
        )

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at the value."""
        return isinstance(error, ValidationError) and self.form is not None and self.form.take_error(error)

    def _offer(self) -> None:
        is_day = self.field.currentData().endswith("_on")
        self.how.blockSignals(True)
        self.how.clear()
        for key, text in HOW:
            if key != SHIFT or is_day:
                self.how.addItem(_(text), key)
        self.how.blockSignals(False)
        self._ask_value()

    def _ask_value(self) -> None:
        take_all(self._place)
        self.form: Form | None = None
        how = self.how.currentData()
        if how != CLEAR:
            key = self.field.currentData()
            days = FormField(key=DAYS, label=_("Days"), kind=FieldKind.DECIMAL, is_required=True)
            asked = days if how == SHIFT else replace(project_field(key, self._crm), is_required=True)
            self.form = Form([asked], self.desk.tasks, today=self.desk.today)
            self.form.submitted.connect(self.act)
            self._place.addWidget(self.form)
        self.settle()

    def _preview(self, projects: Sequence[Project], values: dict[str, Any]) -> None:
        key, changes, shown = self.field.currentData(), [], []
        for project in projects:
            before = getattr(project, key)
            after = self._after(before, values)
            if after == before:
                continue
            value = after.key if isinstance(after, Choice) else after
            if value == before:
                continue
            changes.append(
                ProjectChange(project_id=project.key, version=project.version, values={key: value})
            )
            shown.append(
                ShownChange(
                    name=project.name,
                    field=field_name(key),
                    before=self._words(before),
                    after=self._words(after),
                )
            )
        if not changes:
            if self.form is not None:
                name = DAYS if self.how.currentData() == SHIFT else key
                self.form.show_faults([Fault(field=name, message=_("Nothing would change."))])
            self.settle()
            return
        dialog = PreviewChangesDialog(
            self.desk,
            shown,
            lambda is_sure: self._crm.projects.change_many(changes, is_sure=is_sure),
            self,
            unchanged=len(projects) - len(changes),
        )
        dialog.saved.connect(self._finish)
        dialog.open()

    def _finish(self, count: int) -> None:
        self.saved.emit(count)
        self.accept()

    def _after(self, before: Any, values: dict[str, Any]) -> Any:
        how, key = self.how.currentData(), self.field.currentData()
        if how == CLEAR:
            return "" if isinstance(before, str) else None
        if how == SHIFT:
            return before + timedelta(days=int(values[DAYS])) if before is not None else None
        return values[key]

    def _words(self, value: Any) -> str:
        if value is None or value == "":
            return _("not filled in")
        if isinstance(value, Choice):
            return value.name
        if isinstance(value, date):
            return day(value, self.desk.today())
        return _("as before") if isinstance(value, int) else str(value)
