"""Rules of the office that are one number of days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.approaches import ApproachRule
from crm.domain.errors import CrmError, ValidationError
from crm.domain.firms import Protection
from crm.domain.office_rules import Kept
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk

Rule = TypeVar("Rule", ApproachRule, Protection)


class _EditDays(TaskDialog):
    """One number, kept by `save` unless somebody else has set it meanwhile; `read` tells what holds then."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        field: FormField,
        kept: Kept[Rule],
        save: Callable[[int, int], object],
        read: Callable[[], Kept[Any]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(desk, title, _("Save"), parent)
        self._version, self._save, self._read = kept.version, save, read
        self.form = Form([field], desk.tasks, today=desk.today)
        self.form.show_record({"days": kept.value.days})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry("days").setFocus()

    def act(self) -> None:
        """Keeps the number."""
        values = self.form.read()
        if values is not None:
            days, version = int(values["days"]), self._version
            self.save(lambda: self._save(days, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[Any]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._read, again, key="again")


class EditApproachRuleDialog(_EditDays):
    """For how many days a contact of one officer is told to the others; 0 tells nobody."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[ApproachRule], parent: QWidget | None = None) -> None:
        told = _("Who logs a contact with a group that others met in this time is asked why; 0: never.")
        super().__init__(
            desk,
            _("Double approach"),
            _days(_("Period"), told),
            kept,
            lambda days, version: crm.settings.save_approach_rule(ApproachRule(days=days), version),
            crm.settings.approach_rule,
            parent,
        )


class EditProtectionDialog(_EditDays):
    """For how many days the first contact protects a firm from being courted by others; 0 protects nobody."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[Protection], parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            _("Protection of the first contact"),
            _days(_("For"), _("Counted from the first contact; 0 protects nobody.")),
            kept,
            lambda days, version: crm.settings.save_protection(Protection(days=days), version),
            crm.settings.protection,
            parent,
        )


def _days(label: str, told: str) -> FormField:
    return FormField(
        key="days", label=label, kind=FieldKind.NUMBER, suffix=_("days"), is_required=True, help=told
    )
