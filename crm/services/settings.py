"""What is set for the whole office: rules of stages, exchange rates, rest days."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from crm.data.queries import settings as queries
from crm.data.queries import silences as silence_queries
from crm.data.queries import stage_rules as stage_queries
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.codec import to_plain
from crm.domain.errors import NotFound, require
from crm.domain.money import Rates, check_rates
from crm.domain.office import OfficeSetting
from crm.domain.office_rules import (
    END_REASONS,
    NEXT_STEPS,
    RATES,
    STAGE_RULES,
    STAGE_TASKS,
    START_RULE,
    EndReasons,
    Kept,
    Setting,
    check_end_reasons,
    rest_year,
)
from crm.domain.permissions import authorize
from crm.domain.silences import SilenceEstimate, spoken
from crm.domain.stage_plans import NextSteps, StageTasks, check_next_steps, check_stage_tasks
from crm.domain.stage_rules import Silence, StageRules, check_stage_rules
from crm.domain.starts import StartRule, check_start_rule
from crm.domain.workdays import RestYear, WorkCalendar, make_rest_year
from crm.i18n import N_, _

T = TypeVar("T")


class OfficeSettings:
    """What an administrator sets and every officer works by."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Stages

    def stage_rules(self) -> Kept[StageRules]:
        """The rules of stages as they are, with the version to save them under."""
        with self._store.read() as reader:
            return _kept(reader, STAGE_RULES, StageRules())

    def save_stage_rules(self, rules: StageRules, version: int) -> Kept[StageRules]:
        """The rules as kept. Raises ValidationError, and Conflict if somebody saved others since."""
        authorize(self._store.actor, "office.change")
        require(check_stage_rules(rules))
        with self._store.write(N_("Change the rules of stages")) as writer:
            return Kept(value=rules, version=_keep(writer, STAGE_RULES, rules, version))

    def estimate_silence(self, rules: StageRules, on: date) -> SilenceEstimate:
        """How often rules would have named a project lately, and how many they name now, before they are set.

        Raises ValidationError for rules that cannot be.
        """
        require(check_stage_rules(rules))
        with self._store.read() as reader:
            calendar = queries.work_calendar(reader)
            rule = Silence(rules=rules, calendar=calendar, on=on)
            return SilenceEstimate(
                spoken=spoken(silence_queries.pasts(reader), rules, calendar, on),
                silent=stage_queries.silent_count(reader, rule),
            )

    def end_reasons(self) -> Kept[EndReasons]:
        """Why projects end, with the version to save the list under."""
        with self._store.read() as reader:
            return _kept(reader, END_REASONS, EndReasons())

    def save_end_reasons(self, reasons: EndReasons, version: int) -> Kept[EndReasons]:
        """The list as kept. Raises ValidationError, and Conflict if somebody saved another since."""
        authorize(self._store.actor, "office.change")
        require(check_end_reasons(reasons))
        with self._store.write(N_("Change why projects end")) as writer:
            return Kept(value=reasons, version=_keep(writer, END_REASONS, reasons, version))

    def start_rule(self) -> Kept[StartRule]:
        """In how many months a signed project has to start, with the version to save it under."""
        with self._store.read() as reader:
            return _kept(reader, START_RULE, StartRule())

    def save_start_rule(self, rule: StartRule, version: int) -> Kept[StartRule]:
        """The rule as kept. Raises ValidationError, and Conflict if somebody saved another since."""
        authorize(self._store.actor, "office.change")
        require(check_start_rule(rule))
        with self._store.write(N_("Change when projects have to start")) as writer:
            return Kept(value=rule, version=_keep(writer, START_RULE, rule, version))

    def stage_tasks(self) -> Kept[StageTasks]:
        """The tasks that stages bring with them, with the version to save them under."""
        with self._store.read() as reader:
            return _kept(reader, STAGE_TASKS, StageTasks())

    def save_stage_tasks(self, tasks: StageTasks, version: int) -> Kept[StageTasks]:
        """The tasks as kept. Raises ValidationError, and Conflict if somebody saved others since."""
        authorize(self._store.actor, "office.change")
        require(check_stage_tasks(tasks))
        with self._store.write(N_("Change the tasks of stages")) as writer:
            return Kept(value=tasks, version=_keep(writer, STAGE_TASKS, tasks, version))

    def next_steps(self) -> Kept[NextSteps]:
        """What is offered after a contact, with the version to save it under."""
        with self._store.read() as reader:
            return _kept(reader, NEXT_STEPS, NextSteps())

    def save_next_steps(self, steps: NextSteps, version: int) -> Kept[NextSteps]:
        """The steps as kept. Raises ValidationError, and Conflict if somebody saved others since."""
        authorize(self._store.actor, "office.change")
        require(check_next_steps(steps))
        with self._store.write(N_("Change what is offered after a contact")) as writer:
            return Kept(value=steps, version=_keep(writer, NEXT_STEPS, steps, version))

    # Money

    def rates(self) -> Kept[Rates]:
        """The rates at which foreign money is converted, with the version to save them under."""
        with self._store.read() as reader:
            return _kept(reader, RATES, Rates())

    def save_rates(self, rates: Rates, version: int) -> Kept[Rates]:
        """The rates as kept. Raises ValidationError, and Conflict if somebody saved others since."""
        authorize(self._store.actor, "office.change")
        require(check_rates(rates))
        with self._store.write(N_("Change the exchange rates")) as writer:
            return Kept(value=rates, version=_keep(writer, RATES, rates, version))

    # Working days

    def calendar(self) -> WorkCalendar:
        """Every year whose rest days are known."""
        with self._store.read() as reader:
            return queries.work_calendar(reader)

    def entered_years(self) -> tuple[RestYear, ...]:
        """The years that the office has entered itself, over those that are shipped."""
        with self._store.read() as reader:
            return queries.entered_years(reader)

    def save_rest_year(self, year: int, rest: Iterable[date], work: Iterable[date]) -> RestYear:
        """A year's rest and make-up days as kept; the whole announcement is one fact and replaces another.

        Raises ValidationError: field "year", "rest" or "work".
        """
        authorize(self._store.actor, "office.change")
        made = make_rest_year(year, rest, work)
        setting = rest_year(year)
        with self._store.write(N_("Set the rest days of {year}"), year=year) as writer:
            stored = writer.first(OfficeSetting, name=setting.name)
            _keep(writer, setting, made, stored.version if stored else 0)
        return made

    def remove_rest_year(self, year: int) -> None:
        """Forgets what the office has entered for a year; what is shipped holds again."""
        authorize(self._store.actor, "office.change")
        with self._store.write(N_("Forget the rest days of {year}"), year=year) as writer:
            stored = writer.first(OfficeSetting, name=rest_year(year).name)
            if stored is None:
                raise NotFound(_("Nothing was entered for {year}.").format(year=year))
            writer.delete(stored)


def _kept(reader: Reader, setting: Setting[T], otherwise: T) -> Kept[T]:
    stored = reader.first(OfficeSetting, name=setting.name)
    if stored is None:
        return Kept(value=otherwise)
    return Kept(value=queries.read_value(setting.kind, stored.value), version=stored.version)


def _keep(writer: Writer, setting: Setting[Any], value: object, version: int) -> int:
    """Stores a value; its new version. Conflict if the stored one is not `version` any more."""
    text = json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True)
    stored = writer.first(OfficeSetting, name=setting.name)
    if stored is None:
        return writer.save(OfficeSetting(name=setting.name, value=text)).version
    return writer.save(replace(stored, value=text, version=version)).version
