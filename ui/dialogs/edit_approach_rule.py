"""For how many days a contact of one officer is told to the others."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.approaches import ApproachRule
from crm.domain.errors import CrmError, ValidationError
from crm.domain.office_rules import Kept
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditApproachRuleDialog(TaskDialog):
    """One number; 0 tells nobody."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[ApproachRule], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Double approach"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        days = FormField(
            key="days",
            label=_("Period"),
            kind=FieldKind.DECIMAL,
            suffix=_("days"),
            is_required=True,
            help=_("Who logs a contact with a group that others met in this time is asked why; 0: never."),
        )
        self.form = Form([days], desk.tasks, today=desk.today)
        self.form.show_record({"days": Decimal(kept.value.days)})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("days").setFocus()

    def act(self) -> None:
        """Keeps the number."""
        values = self.form.read()
        if values is None:
            return
        rule, version = ApproachRule(days=int(values["days"])), self._version
        self.save(lambda: self._crm.settings.save_approach_rule(rule, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[ApproachRule]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.approach_rule, again, key="again")
