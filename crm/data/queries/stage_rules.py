"""The rules of stages as conditions of the database; tests hold them against `crm.domain.stage_rules`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm.data.queries.evidence import has_file, has_quote
from crm.data.queries.settings import stage_rules, work_calendar
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.projects import Project
from crm.domain.stage_rules import (
    CLOCK_FIELDS,
    UNFILLED,
    Clock,
    Compare,
    Condition,
    Gate,
    Silence,
    StageRules,
)
from crm.domain.stages import WAY, position

_project = table(Project).c


def silent_count(reader: Reader, rule: Silence) -> int:
    """How many projects are silent by a rule, which need not be the one that is set."""
    statement = sa.select(sa.func.count()).select_from(table(Project)).where(is_silent(rule))
    return int(reader.connection.execute(statement).scalar_one())


def silence(reader: Reader, on: date) -> Silence:
    """The office's rule of silence as of a day."""
    return Silence(rules=stage_rules(reader), calendar=work_calendar(reader), on=on)


def is_silent(rule: Silence) -> sa.ColumnElement[bool]:
    """The rule of `Silence.days`: nothing known is later than the last day of the stage."""
    by_stage = [
        sa.and_(_project.stage == str(stage), _is_quiet(rule.rules.clock, cutoff))
        for stage, cutoff in rule.cutoffs.items()
    ]
    resting = sa.and_(
        _project.is_on_hold, sa.or_(_project.review_on.is_(None), _project.review_on >= rule.on)
    )
    return sa.and_(sa.or_(sa.false(), *by_stage), sa.not_(resting))


def _is_quiet(clock: Clock, cutoff: date) -> sa.ColumnElement[bool]:
    """The first group of days that anything is known of has nothing later than `cutoff`."""
    ways: list[sa.ColumnElement[bool]] = []
    passed: list[sa.Column[Any]] = []
    for names in CLOCK_FIELDS[clock]:
        days = [_project[name] for name in names]
        none_before = [day.is_(None) for day in passed]
        quiet = [sa.or_(day.is_(None), day <= cutoff) for day in days]
        ways.append(sa.and_(*none_before, _is_any_known(days), *quiet))
        passed += days
    return sa.or_(*ways)


def _is_any_known(days: Iterable[sa.Column[Any]]) -> sa.ColumnElement[bool]:
    return sa.or_(*(day.is_not(None) for day in days))


def is_incomplete(rules: StageRules) -> sa.ColumnElement[bool]:
    """The rule of `StageRules.missing_for`, asked about the next stage that the office uses."""
    by_stage = []
    for stage in WAY:
        following = rules.next_stage(stage)
        if following is None:
            continue
        gates = [gate for gate in rules.gates if position(gate.stage) <= position(following)]
        lacks = sa.or_(sa.false(), *map(_is_unmet, gates))
        by_stage.append(sa.and_(_project.stage == str(stage), lacks))
    return sa.or_(sa.false(), *by_stage)


def _is_unmet(gate: Gate) -> sa.ColumnElement[bool]:
    unmet = sa.not_(_is_met(gate))
    return unmet if gate.only_if is None else sa.and_(_holds(gate.only_if), unmet)


def _is_met(gate: Gate) -> sa.ColumnElement[bool]:
    if gate.evidence is None:
        return _is_filled(gate.field_name)
    filed = has_file(_project.id, gate.evidence)
    return sa.or_(filed, has_quote(_project.id, gate.evidence)) if gate.takes_quotes else filed


def _is_filled(field_name: str) -> sa.ColumnElement[bool]:
    column = _project[field_name]
    known = column.is_not(None)
    return sa.and_(known, column.not_in(UNFILLED)) if isinstance(column.type, sa.Text) else known


def _holds(condition: Condition) -> sa.ColumnElement[bool]:
    column = _project[condition.field_name]
    if condition.test is Compare.FILLED:
        return _is_filled(condition.field_name)
    if condition.test is Compare.IS:
        return sa.and_(column.is_not(None), column == condition.value)
    above = sa.and_(column.is_not(None), column > condition.figure)
    currency = f"{condition.field_name}_currency"
    return sa.and_(above, _project[currency] == "CNY") if currency in _project else above
