"""What blocks a project: 问题清单."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.projects import Obstacle
from crm.i18n import N_, _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk

# As the ledger writes them, in Chinese.
KINDS = (
    ("土地", N_("Land")),
    ("资金", N_("Funds")),
    ("政策", N_("Policy")),
    ("审批", N_("Permits")),
    ("要素", N_("Power, water, gas")),
    ("其他", N_("Other")),
)


class EditObstacleDialog(TaskDialog):
    """Notes or changes an obstacle; emits `saved` with it."""

    def __init__(self, desk: Desk, crm: Crm, obstacle: Obstacle, parent: QWidget | None = None) -> None:
        title = _("Obstacle") if obstacle.id else _("New obstacle")
        super().__init__(desk, title, _("Save"), parent)
        self._crm, self._obstacle = crm, obstacle
        kinds = (("", _("not filled in")), *((value, _(name)) for value, name in KINDS))
        self.form = Form(
            [
                FormField(key="text", label=_("What blocks it"), kind=FieldKind.LONG_TEXT, lines=3),
                FormField(key="kind", label=_("Kind"), kind=FieldKind.CHOICE, choices=kinds),
                FormField(key="responsible", label=_("Who solves it")),
                FormField(key="due_on", label=_("Until"), kind=FieldKind.DATE),
            ],
            desk.tasks,
            today=desk.today,
        )
        self.form.show_record(obstacle)
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.use_draft(self.form, f"obstacle.{obstacle.project_id}.{obstacle.id or 'new'}")
        self.form.entry("text").setFocus()

    def act(self) -> None:
        """Saves the obstacle."""
        values = self.form.read()
        if values is None:
            return
        opened_on = self._obstacle.opened_on or self.desk.today()
        obstacle = replace(self._obstacle, **values, opened_on=opened_on)
        self.save(lambda: self._crm.projects.save_obstacle(obstacle), lambda _saved: self.form.drop_draft())

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
