"""Conditions on projects in words: what facts and operators are called, and what a condition says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce

from crm.domain.conditions import FACTS, Condition, FactKind, Group, Match, Operator
from crm.domain.directory import Grade
from crm.domain.money import YI
from crm.domain.projects import FairCompetitionState
from crm.domain.stages import Stage
from crm.i18n import N_, _, _n, language
from ui.shared.labels import FAIR_NAMES, field_name, plain_number, stage_name

NAMES = {
    "enterprise.grade": N_("Grade of the enterprise"),
    "enterprise.region": N_("Region of the enterprise"),
    "enterprise.labels": N_("Label of the enterprise"),
    "articles": N_("Articles about the project"),
    "enterprise.articles": N_("Articles about the enterprise"),
    "follow_ups": N_("Follow-ups"),
    "stage_entries": N_("Stages entered"),
    "obstacles": N_("Open obstacles"),
    "attachments": N_("Files"),
    "claims": N_("Different totals told"),
}
OPERATORS = {
    Operator.AT_LEAST: N_("at least"),
    Operator.AT_MOST: N_("at most"),
    Operator.BETWEEN: N_("between"),
    Operator.LAST_DAYS: N_("in the last days"),
    Operator.NEXT_DAYS: N_("in the next days"),
    Operator.CONTAINS: N_("contains"),
    Operator.IS: N_("is"),
    Operator.FILLED: N_("is filled in"),
    Operator.YES: N_("yes"),
}

NameOf = Callable[[str, str], str]  # the name of a record, by fact and id


def fact_name(fact: str) -> str:
    """What a fact is called."""
    return _(NAMES[fact]) if fact in NAMES else field_name(fact)


def choices_of(fact: str) -> list[tuple[str, str]]:
    """The values that can be chosen, with what they are called."""
    if fact == "fair_competition":
        return [(str(state), _(FAIR_NAMES[state])) for state in FairCompetitionState]
    if fact == "enterprise.grade":
        return [(str(grade), str(grade)) for grade in Grade]
    return [(str(stage), stage_name(stage)) for stage in Stage]


def condition_words(condition: Condition, name_of: NameOf) -> str:
    """A condition as a chip says it."""
    if condition.fact not in FACTS:
        return _("Unknown condition")
    name, value = fact_name(condition.fact), _value(condition, name_of)
    words = " ".join(filter(None, [name, value]))
    return _("not: {condition}").format(condition=words) if condition.negated else words


def group_words(group: Group, name_of: NameOf) -> str:
    """A group as a chip says it."""
    parts = [condition_words(condition, name_of) for condition in group.conditions]
    pair = _("{one} or {other}") if group.match is Match.ANY else _("{one} and {other}")
    words = reduce(lambda one, other: pair.format(one=one, other=other), parts)
    return _("not: {condition}").format(condition=words) if group.negated else words


def _value(condition: Condition, name_of: NameOf) -> str:
    kind = FACTS[condition.fact]
    if condition.operator in (Operator.FILLED, Operator.YES):
        return _(OPERATORS[Operator.FILLED]) if condition.operator is Operator.FILLED else ""
    if kind is FactKind.COUNT:
        return _counted(condition)
    if kind in (FactKind.MONEY, FactKind.NUMBER):
        sign = "≥" if condition.operator is Operator.AT_LEAST else "≤"
        number = condition.number or 0
        if kind is FactKind.NUMBER:
            return f"{sign} {plain_number(condition.number)}"
        return f"{sign} {plain_number(number / YI)} 亿元"
    if kind is FactKind.DAY:
        return _time(condition)
    if kind is FactKind.TEXT:
        return "".join(condition.values)
    names = dict(choices_of(condition.fact)) if kind is FactKind.CHOICE else {}
    comma = "、" if language() == "zh_CN" else ", "
    return comma.join(names.get(value) or name_of(condition.fact, value) for value in condition.values)


def _counted(condition: Condition) -> str:
    stages = dict(choices_of("stage"))
    parts = [stages.get(value, value) for value in condition.values]
    if condition.number is not None and condition.number > 1:
        parts.append(f"≥ {plain_number(condition.number)}")
    return " ".join(filter(None, [*parts, _time(condition)]))


def _time(condition: Condition) -> str:
    if condition.days is not None:
        if condition.operator is Operator.NEXT_DAYS:
            return _n("in the next {count} day", "in the next {count} days", condition.days)
        return _n("in the last {count} day", "in the last {count} days", condition.days)
    return (
        " – ".join(_day(day) for day in (condition.first, condition.last)) if _has_period(condition) else ""
    )


def _has_period(condition: Condition) -> bool:
    return condition.first is not None or condition.last is not None


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
