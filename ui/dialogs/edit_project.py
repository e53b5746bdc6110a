"""All fields of a project on one form."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.timeline import ProjectPage
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.form import Form
from ui.shared.project_fields import entered, project_field, shown
from ui.shared.screen import Desk

SHOWN = (
    "name", "enterprise_id", "zone_id", "industry_id", "site", "sector", "capital_nature",
    "source_region", "local_partner", "total_investment", "phase1_investment", "fixed_investment",
    "contract_amount", "filed_amount", "foreign_capital", "land_mu", "land_situation", "expected_output",
    "expected_tax", "funds_in_place", "owner_id", "office_id", "lead_official", "introducer", "lead_source",
    "planned_signing_on", "planned_start", "agreement_kind", "registered_name", "registered_capital",
    "legal_representative", "next_follow_up_on", "next_step", "fair_competition", "build_content",
    "latest_progress", "problem", "review_opinion", "remark",
)  # fmt: skip


class EditProjectDialog(TaskDialog):
    """Changes a project; only fields that were touched are written."""

    def __init__(
        self, desk: Desk, crm: Crm, page: ProjectPage, parent: QWidget | None = None, *, first: str = ""
    ) -> None:
        """`first` is the field that gets the keyboard."""
        super().__init__(desk, _("Edit the project"), _("Save"), parent, width=760)
        self._crm, self._project = crm, page.project
        self._version = page.project.version
        fields = [project_field(key, crm, is_required=key == "name") for key in SHOWN]
        self.form = Form(fields, desk.tasks, columns=2, today=desk.today)
        self.form.show_record(shown(page, SHOWN))
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        if desk.drafts is not None and self.form.use_drafts(desk.drafts, f"project.{page.project.key}"):
            self.foot_note.setText(_("What you typed last time"))
        self.form.entry(first if first in SHOWN else "name").setFocus()

    def act(self) -> None:
        """Saves what was touched."""
        if self.form.read() is None:
            return
        values = entered(self.form.changed_values())
        if not values:
            self.reject()
            return
        project_id, version, is_sure = self._project.key, self._version, self.is_sure
        self.save(
            lambda: self._crm.projects.change(project_id, version, is_sure=is_sure, **values),
            lambda _saved: self.form.drop_draft(),
        )

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Writes the touched fields over what the project is now; the others stay theirs."""

        def again(version: int) -> None:
            self._version = version
            self.act()

        project_id = self._project.key
        self.desk.tasks.read(self, lambda: self._crm.projects.get(project_id).version, again, key="again")

    def load_theirs(self) -> None:
        """Gives up what was typed."""
        self.form.drop_draft()
        self.reject()
