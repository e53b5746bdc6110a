"""In how many months a signed project has to start."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.office_rules import Kept
from crm.domain.starts import StartRule
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditStartRuleDialog(TaskDialog):
    """One number, used where no time for the start was agreed."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[StartRule], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Start after signing"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        months = FormField(
            key="months",
            label=_("Within"),
            kind=FieldKind.DECIMAL,
            suffix=_("months"),
            is_required=True,
            help=_("Where a project tells when it starts, that counts."),
        )
        self.form = Form([months], desk.tasks, today=desk.today)
        self.form.show_record({"months": Decimal(kept.value.months)})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("months").setFocus()

    def act(self) -> None:
        """Keeps the number."""
        values = self.form.read()
        if values is None:
            return
        rule, version = StartRule(months=int(values["months"])), self._version
        self.save(lambda: self._crm.settings.save_start_rule(rule, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[StartRule]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.start_rule, again, key="again")
