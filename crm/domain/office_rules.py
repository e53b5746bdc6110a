"""What an office sets for all its officers, and the names these settings are kept under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from crm.domain.money import Rates
from crm.domain.stage_rules import StageRules
from crm.domain.workdays import RestYear

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Setting(Generic[T]):
    """The name of a setting, and what its JSON holds."""

    name: str
    kind: type[T]


@dataclass(frozen=True, kw_only=True)
class Kept(Generic[T]):
    """A value as it is set; `version` is 0 while nobody has set anything."""

    value: T
    version: int = 0


STAGE_RULES = Setting(name="stage_rules", kind=StageRules)
RATES = Setting(name="exchange_rates", kind=Rates)


def rest_year(year: int) -> Setting[RestYear]:
    """Where the rest days of one year are kept; what an office has entered goes before what is shipped."""
    return Setting(name=f"rest_year.{year}", kind=RestYear)


REST_YEARS = "rest_year."  # how the names of those begin
