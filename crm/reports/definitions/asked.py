"""The facts and the request together: the questions every definition asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from crm.domain.money import Money
from crm.domain.report_facts import DOCUMENT_STAGES, Period, ProjectFacts, ReportFacts, ReportRequest
from crm.domain.stages import Stage

YUAN = "CNY"
CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One report in the making."""

    facts: ReportFacts
    request: ReportRequest

    @property
    def as_of(self) -> date:
        """The day whose evening state lists show."""
        return self.request.period.end

    @property
    def period(self) -> Period:
        """The days whose events period reports take."""
        return self.request.period

    def stage_name(self, stage: Stage | None) -> str | None:
        """What this office calls a stage; None for no stage."""
        return None if stage is None else self.facts.stage_names.get(stage, DOCUMENT_STAGES[stage])

    def yi(self, money: Money | None) -> Decimal | None:
        """The amount in 亿元, exactly; None if unknown or in a currency without a rate."""
        return _scaled(self._yuan(money), -8)

    def wan(self, money: Money | None) -> Decimal | None:
        """The amount in 万元, exactly; None if unknown or in a currency without a rate."""
        return _scaled(self._yuan(money), -4)

    def wan_dollars(self, money: Money | None) -> Decimal | None:
        """The amount in 万美元: dollars exactly, anything else rounded to the cent after conversion."""
        if money is None or money.currency == "USD":
            return _scaled(money.value if money else None, -4)
        yuan, dollar = self._yuan(money), self._rates.get("USD")
        if yuan is None or not dollar:
            return None
        return _scaled((yuan / dollar).quantize(CENT), -4)

    def unit(self, project: ProjectFacts) -> str:
        """The unit a project is counted under."""
        return project.office or project.owner_office

    def unit_place(self, project: ProjectFacts) -> int:
        """Where the project's unit stands in protocol order; strangers come last."""
        return self.office_place(self.unit(project))

    def office_place(self, office: str) -> int:
        """Where a unit stands in protocol order; strangers come last."""
        return self._places.get(office, len(self._places))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {office: place for place, office in enumerate(self.facts.offices)}

    @cached_property
    def _rates(self) -> dict[str, Decimal]:
        return {YUAN: Decimal(1)} | {rate.currency: rate.yuan for rate in self.facts.rates}

    def _yuan(self, money: Money | None) -> Decimal | None:
        rate = self._rates.get(money.currency) if money else None
        return money.value * rate if money and rate is not None else None


def _scaled(value: Decimal | None, power: int) -> Decimal | None:
    return None if value is None else value.scaleb(power)
