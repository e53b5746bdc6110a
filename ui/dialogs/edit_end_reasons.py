"""Why projects end, as the office lists it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.office_rules import EndReasons, Kept
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.screen import Desk


class EditEndReasonsDialog(TaskDialog):
    """One reason a line; “other” is always offered behind them."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[EndReasons], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Why projects end"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        help_text = _("One reason a line, as reports print it. “Other” is offered besides.")
        self.form = Form(
            [FormField(key="reasons", label=_("Reasons"), kind=FieldKind.LONG_TEXT, lines=9, help=help_text)],
            desk.tasks,
            today=desk.today,
        )
        self.form.show_record({"reasons": "\n".join(kept.value.reasons)})
        self.body.addWidget(self.form)
        self.form.entry("reasons").setFocus()

    def act(self) -> None:
        """Keeps the list."""
        values = self.form.read()
        if values is None:
            return
        lines = (" ".join(line.split()) for line in values["reasons"].splitlines())
        reasons = EndReasons(reasons=tuple(dict.fromkeys(filter(None, lines))))
        version = self._version
        self.save(lambda: self._crm.settings.save_end_reasons(reasons, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[EndReasons]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.end_reasons, again, key="again")
