"""For how many days the first contact protects an enterprise from being courted by other units."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.firms import Protection
from crm.domain.office_rules import Kept
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditProtectionDialog(TaskDialog):
    """One number; 0 protects nobody."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[Protection], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Protection of the first contact"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        days = FormField(
            key="days",
            label=_("For"),
            kind=FieldKind.NUMBER,
            suffix=_("days"),
            is_required=True,
            help=_("Counted from the first contact; 0 protects nobody."),
        )
        self.form = Form([days], desk.tasks, today=desk.today)
        self.form.show_record({"days": kept.value.days})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("days").setFocus()

    def act(self) -> None:
        """Keeps the number."""
        values = self.form.read()
        if values is None:
            return
        rule, version = Protection(days=values["days"]), self._version
        self.save(lambda: self._crm.settings.save_protection(rule, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[Protection]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.protection, again, key="again")
