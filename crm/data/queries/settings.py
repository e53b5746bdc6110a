"""What is set for the whole office."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.rest_days import shipped_years
from crm.data.schema import table
from crm.domain.approaches import ApproachRule
from crm.domain.codec import from_plain
from crm.domain.firms import Protection
from crm.domain.money import Rates
from crm.domain.office import OfficeSetting
from crm.domain.office_rules import (
    APPROACH_RULE,
    END_REASONS,
    NEXT_STEPS,
    PROTECTION,
    RATES,
    REST_YEARS,
    STAGE_RULES,
    STAGE_TASKS,
    START_RULE,
    EndReasons,
    Setting,
)
from crm.domain.stage_plans import NextSteps, StageTasks
from crm.domain.stage_rules import StageRules
from crm.domain.starts import StartRule
from crm.domain.workdays import RestYear, WorkCalendar

T = TypeVar("T")
_setting = table(OfficeSetting).c


def value_of(reader: Reader, setting: Setting[T]) -> T | None:
    """The value set under that name, or None."""
    stored = reader.once(setting, lambda: reader.first(OfficeSetting, name=setting.name))
    return None if stored is None else read_value(setting.kind, stored.value)


def read_value(kind: type[T], text: str) -> T:
    """What the JSON of a setting says."""
    value: T = _read(cast(Any, kind), text)
    return value


@lru_cache(maxsize=64)
def _read(kind: Any, text: str) -> Any:
    """Read once: settings are asked for by every list."""
    return from_plain(kind, json.loads(text))


def stage_rules(reader: Reader) -> StageRules:
    """The office's rules of stages, or the usual ones."""
    return value_of(reader, STAGE_RULES) or USUAL


USUAL = StageRules()


def rates(reader: Reader) -> Rates:
    """The rates at which foreign money is converted."""
    return value_of(reader, RATES) or NO_RATES


NO_RATES = Rates()


def start_rule(reader: Reader) -> StartRule:
    """In how many months a signed project has to start."""
    return value_of(reader, START_RULE) or StartRule()


def approach_rule(reader: Reader) -> ApproachRule:
    """For how long a contact of one officer is told to the others."""
    return value_of(reader, APPROACH_RULE) or ApproachRule()


def protection(reader: Reader) -> Protection:
    """For how long the first contact protects."""
    return value_of(reader, PROTECTION) or Protection()


def end_reasons(reader: Reader) -> EndReasons:
    """Why projects end, as the office lists it."""
    return value_of(reader, END_REASONS) or EndReasons()


def stage_tasks(reader: Reader) -> StageTasks:
    """The tasks that stages bring with them."""
    return value_of(reader, STAGE_TASKS) or StageTasks()


def next_steps(reader: Reader) -> NextSteps:
    """What is offered after a contact."""
    return value_of(reader, NEXT_STEPS) or NextSteps()


def work_calendar(reader: Reader) -> WorkCalendar:
    """Every year that is known, as shipped or as the office has it."""
    return _calendar(_texts(reader, REST_YEARS))


def entered_years(reader: Reader) -> tuple[RestYear, ...]:
    """The years that the office has entered itself."""
    return tuple(read_value(RestYear, text) for text in _texts(reader, REST_YEARS))


@lru_cache(maxsize=8)
def _calendar(texts: tuple[str, ...]) -> WorkCalendar:
    known = {entry.year: entry for entry in shipped_years()}
    for text in texts:
        entered = read_value(RestYear, text)
        known[entered.year] = entered
    return WorkCalendar(tuple(known[year] for year in sorted(known)))


def _texts(reader: Reader, beginning: str) -> tuple[str, ...]:
    """The JSON of all settings whose names begin so."""
    wanted: sa.Select[Any] = sa.select(_setting.value).where(_setting.name.startswith(beginning))
    ordered = wanted.order_by(_setting.name)
    return reader.once(beginning, lambda: tuple(reader.connection.execute(ordered).scalars()))
