"""The rates at which foreign money is converted; without one it stays as it is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import CrmError, ValidationError
from crm.domain.money import CURRENCY_NAMES, YUAN, Rate, Rates
from crm.domain.office_rules import Kept
from crm.i18n import _
from ui.dialogs.frame import TaskDialog
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk


class EditRatesDialog(TaskDialog):
    """One rate a currency, and where they are from."""

    def __init__(self, desk: Desk, crm: Crm, kept: Kept[Rates], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Exchange rates"), _("Save"), parent)
        self._crm, self._version = crm, kept.version
        sentence = _("Only these rates are used; reports print them in their notes.")
        self.body.addWidget(PlainLabel(sentence, pixels=12, tone="t2", wrap=True))
        known = {rate.currency: rate for rate in kept.value.rates}
        currencies = [code for code in CURRENCY_NAMES if code != YUAN]
        self._currencies = tuple(currencies)
        fields = [
            FormField(key=code, label=f"1 {code} =", kind=FieldKind.DECIMAL, suffix=CURRENCY_NAMES[YUAN])
            for code in currencies
        ]
        source = FormField(key="source", label=_("Source"), hint=_("bank and day, as reports print it"))
        self.form = Form([*fields, source], desk.tasks, today=desk.today)
        shown: dict[str, object] = {code: rate.yuan for code, rate in known.items()}
        self.form.show_record(shown | {"source": next((rate.source for rate in kept.value.rates), "")})
        self.form.submitted.connect(self.act)
        self.body.addWidget(self.form)
        self.form.entry(currencies[0]).setFocus()

    def act(self) -> None:
        """Keeps the rates."""
        values = self.form.read()
        if values is None:
            return
        told = [(code, values[code]) for code in self._currencies if values[code] is not None]
        rates = Rates(
            rates=tuple(Rate(currency=code, yuan=yuan, source=values["source"]) for code, yuan in told)
        )
        version = self._version
        self.save(lambda: self._crm.settings.save_rates(rates, version))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields."""
        return isinstance(error, ValidationError) and self.form.take_error(error)

    def keep_mine(self) -> None:
        """Saves over what somebody else has set meanwhile."""

        def again(kept: Kept[Rates]) -> None:
            self._version = kept.version
            self.act()

        self.desk.tasks.read(self, self._crm.settings.rates, again, key="again")
