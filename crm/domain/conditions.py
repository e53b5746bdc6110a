"""What can be asked of projects beyond the plain parts of a filter: conditions, in groups one level deep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Match(StrEnum):
    """How many of several have to hold."""

    ALL = "all"
    ANY = "any"


class FactKind(StrEnum):
    """What kind of thing a condition speaks of, and so what can be asked of it."""

    MONEY = "money"  # CNY; other currencies are not compared
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    CHOICE = "choice"
    RECORD = "record"
    FLAG = "flag"
    COUNT = "count"  # of related records, perhaps within some days or a period


class Operator(StrEnum):
    """What is asked of a fact."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"  # two days, both included, either open
    LAST_DAYS = "last_days"  # within so many days before today, today included
    NEXT_DAYS = "next_days"  # within so many days from today on
    CONTAINS = "contains"
    IS = "is"  # one of several
    FILLED = "filled"
    YES = "yes"


OPERATORS_OF = {
    FactKind.MONEY: (Operator.AT_LEAST, Operator.AT_MOST, Operator.FILLED),
    FactKind.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.FILLED),
    FactKind.DAY: (Operator.LAST_DAYS, Operator.NEXT_DAYS, Operator.BETWEEN, Operator.FILLED),
    FactKind.TEXT: (Operator.CONTAINS, Operator.FILLED),
    FactKind.CHOICE: (Operator.IS,),
    FactKind.RECORD: (Operator.IS, Operator.FILLED),
    FactKind.FLAG: (Operator.YES,),
    FactKind.COUNT: (Operator.AT_LEAST,),
}

# Everything that can be asked about. Relations stand last; their count may be limited by time.
FACTS = {
    "total_investment": FactKind.MONEY,
    "phase1_investment": FactKind.MONEY,
    "contract_amount": FactKind.MONEY,
    "filed_amount": FactKind.MONEY,
    "fixed_investment": FactKind.MONEY,
    "expected_output": FactKind.MONEY,
    "expected_tax": FactKind.MONEY,
    "funds_in_place": FactKind.MONEY,
    "land_mu": FactKind.NUMBER,
    "stage_since": FactKind.DAY,
    "first_reported_on": FactKind.DAY,
    "last_contact_on": FactKind.DAY,
    "next_follow_up_on": FactKind.DAY,
    "planned_signing_on": FactKind.DAY,
    "review_on": FactKind.DAY,
    "stage": FactKind.CHOICE,
    "fair_competition": FactKind.CHOICE,
    "is_on_hold": FactKind.FLAG,
    "owner_id": FactKind.RECORD,
    "office_id": FactKind.RECORD,
    "zone_id": FactKind.RECORD,
    "industry_id": FactKind.RECORD,  # nodes below it count too
    "name": FactKind.TEXT,
    "build_content": FactKind.TEXT,
    "source_region": FactKind.TEXT,
    "next_step": FactKind.TEXT,
    "problem": FactKind.TEXT,
    "agreement_kind": FactKind.TEXT,
    "enterprise.grade": FactKind.CHOICE,
    "enterprise.region": FactKind.TEXT,
    "enterprise.labels": FactKind.TEXT,
    "articles": FactKind.COUNT,
    "enterprise.articles": FactKind.COUNT,
    "follow_ups": FactKind.COUNT,
    "stage_entries": FactKind.COUNT,
    "obstacles": FactKind.COUNT,
    "attachments": FactKind.COUNT,
    "claims": FactKind.COUNT,  # different totals told
}
TIMED = ("articles", "enterprise.articles", "follow_ups", "stage_entries")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One thing asked; with `negated` of those for which it does not hold, unknown ones included."""

    fact: str
    operator: Operator
    values: tuple[
        str, ...
    ] = ()  # of IS: stages, grades, ids; of CONTAINS: the text; of stage entries: the stage
    number: Decimal | None = None  # in yuan, mu or records
    days: int | None = None
    first: date | None = None
    last: date | None = None
    negated: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Several conditions, all or any of which have to hold."""

    conditions: tuple[Condition, ...] = ()
    match: Match = Match.ANY
    negated: bool = False


@dataclass(frozen=True, kw_only=True)
class Tree:
    """All groups or any of them; `on` is the day that days are counted from."""

    groups: tuple[Group, ...] = ()
    match: Match = Match.ALL
    on: date | None = None

    def without(self, place: int) -> Tree:
        """The tree without one of its groups."""
        return replace(self, groups=self.groups[:place] + self.groups[place + 1 :])


def known(tree: Tree) -> Tree:
    """The tree without conditions that this program does not know, as an old view may have them."""
    groups = []
    for group in tree.groups:
        conditions = tuple(
            condition
            for condition in group.conditions
            if condition.fact in FACTS and condition.operator in OPERATORS_OF[FACTS[condition.fact]]
        )
        if conditions:
            groups.append(replace(group, conditions=conditions))
    return replace(tree, groups=tuple(groups))
