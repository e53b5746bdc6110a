"""A stage that a project has passed without anybody writing it down (补录)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.stages import Stage
from crm.domain.timeline import ProjectPage
from crm.i18n import _
from crm.services.steps.stages import PassedStage
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.labels import stage_name
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class RecordStageDialog(TaskDialog):
    """Asks when a stage was entered; the project stays in the stage it is in."""

    def __init__(
        self, desk: Desk, crm: Crm, page: ProjectPage, stage: Stage, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Write {stage} down").format(stage=stage_name(stage)), _("Save"), parent)
        self._crm, self._project_id, self._stage = crm, page.project.key, stage
        sentence = _("The project has passed this stage, but no day is written down. It stays where it is.")
        self.body.addWidget(PlainLabel(sentence, pixels=12, tone="t2", wrap=True))
        self.form = Form(
            [
                FormField(key="on", label=_("Day"), kind=FieldKind.DATE, is_required=True),
                FormField(key="evidence", label=_("Evidence"), hint=_("agreement, minutes, licence …")),
                FormField(key="reason", label=_("Why now"), is_required=True),
            ],
            desk.tasks,
            today=desk.today,
        )
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("on").setFocus()

    def act(self) -> None:
        """Writes the stage down."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        passed = PassedStage(stage=self._stage, today=self.desk.today(), **values)
        self.save(lambda: self._crm.projects.record_stage(self._project_id, passed))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)
