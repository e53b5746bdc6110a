"""What an office sets for all its officers, and the names these settings are kept under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from crm.domain.errors import Fault
from crm.domain.money import Rates
from crm.domain.stage_plans import NextSteps, StageTasks
from crm.domain.stage_rules import StageRules
from crm.domain.starts import StartRule
from crm.domain.workdays import RestYear
from crm.i18n import _

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


@dataclass(frozen=True, kw_only=True)
class EndReasons:
    """Why projects end, as the ledger prints it; “other” is offered besides."""

    reasons: tuple[str, ...] = (
        "用地落实不了",
        "政策条件谈不拢",
        "资金不到位",
        "企业计划调整",
        "落户其他地区",
        "环评能评通不过",
    )


def check_end_reasons(kept: EndReasons) -> Iterator[Fault]:
    """There is a list, and its lines fit into a column."""
    if not kept.reasons:
        yield Fault(field="reasons", message=_("Give at least one reason."))
    if any(len(reason) > MOST_REASON for reason in kept.reasons):
        yield Fault(field="reasons", message=_("A reason has at most 30 characters."))


MOST_REASON = 30  # characters
STAGE_RULES = Setting(name="stage_rules", kind=StageRules)
END_REASONS = Setting(name="end_reasons", kind=EndReasons)
START_RULE = Setting(name="start_rule", kind=StartRule)
STAGE_TASKS = Setting(name="stage_tasks", kind=StageTasks)
NEXT_STEPS = Setting(name="next_steps", kind=NextSteps)
RATES = Setting(name="exchange_rates", kind=Rates)


def rest_year(year: int) -> Setting[RestYear]:
    """Where the rest days of one year are kept; what an office has entered goes before what is shipped."""
    return Setting(name=f"rest_year.{year}", kind=RestYear)


REST_YEARS = "rest_year."  # how the names of those begin
