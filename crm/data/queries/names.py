"""What the records that articles speak of are called."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.directory import Alias, Enterprise, Industry, Scheme, Zone
from crm.i18n import N_

LEAST_LENGTH = 2  # characters; shorter names stand everywhere
_NOTHING = sa.literal("")


class NameForm(NamedTuple):
    """One form of the name of one record; a plain tuple, because an office has many of them."""

    kind: str
    id: int
    text: str
    rule: str  # N_() text: which form it is
    name: str  # official
    detail: str  # tells records of one name apart
    is_hint: bool


def name_forms(reader: Reader) -> list[NameForm]:
    """Every form of every enterprise, zone and chain node."""
    firm, zone = table(Enterprise).c, table(Zone).c
    chain = sa.select(table(Industry)).where(table(Industry).c.scheme == str(Scheme.CHAIN)).subquery().c
    statements = [
        _named("enterprise", firm, N_("full name"), firm.name, firm.region),
        _named("enterprise", firm, N_("short name"), firm.short_name, firm.region),
        _named("zone", zone, N_("full name"), zone.name, zone.region),
        _named("zone", zone, N_("short name"), zone.short_name, zone.region),
        _named("industry", chain, N_("chain node"), chain.name),
        _aliases("enterprise", firm, firm.region),
        _aliases("zone", zone, zone.region),
        _aliases("industry", chain),
    ]
    rows = (row for statement in statements for row in reader.connection.execute(statement))
    return [NameForm(*row) for row in rows if len(row[2].strip()) >= LEAST_LENGTH]


def _named(kind: str, columns: Any, rule: str, text: Any, detail: Any = _NOTHING) -> sa.Select[Any]:
    parts = (sa.literal(kind), columns.id, text, sa.literal(rule), columns.name, detail, sa.false())
    statement = sa.select(*parts).order_by(columns.id)
    return statement if text is columns.name else statement.where(text != columns.name)


def _aliases(kind: str, columns: Any, detail: Any = _NOTHING) -> sa.Select[Any]:
    alias = table(Alias).c
    rule = sa.literal(N_("other name"))
    parts = (sa.literal(kind), columns.id, alias.text, rule, columns.name, detail, alias.is_hint)
    is_alias = sa.and_(alias.target_kind == kind, alias.target_id == columns.id)
    return sa.select(*parts).where(is_alias).order_by(alias.id)
