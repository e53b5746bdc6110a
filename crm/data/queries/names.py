"""What the records that articles speak of are called."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from crm.data.log import batched
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.directory import Alias, Enterprise, Industry, Scheme, Zone
from crm.i18n import N_

LEAST_LENGTH = 2  # characters; shorter names stand everywhere
_NOTHING = sa.literal("")
_SLICE = 500  # values in one IN list
Named = tuple[str, int]  # kind and id of a record


class NameForm(NamedTuple):
    """One form of the name of one record; a plain tuple, because an office has many of them."""

    kind: str
    id: int
    text: str
    rule: str  # N_() text: which form it is
    name: str  # official
    detail: str  # tells records of one name apart
    is_hint: bool
    alias_id: int = 0  # where it is an other name


class FormColumns:
    """Many forms in little room: they lie in columns, and are made when they are asked for."""

    def __init__(self, forms: Iterable[NameForm] = ()) -> None:
        self._ids, self._aliases = array("q"), array("q")
        self._texts: list[str] = []
        self._names: list[str] = []
        self._traits = array("I")  # which of the traits that forms have in common
        self._in_order: list[tuple[str, str, str, bool]] = []
        known: dict[tuple[str, str, str, bool], int] = {}
        for kind, record_id, text, rule, name, detail, is_hint, alias_id in forms:
            traits = (kind, rule, detail, is_hint)
            number = known.setdefault(traits, len(self._in_order))
            if number == len(self._in_order):
                self._in_order.append(traits)
            self._ids.append(record_id)
            self._aliases.append(alias_id)
            self._texts.append(text)
            self._names.append(name)
            self._traits.append(number)

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: int) -> NameForm:
        kind, rule, detail, is_hint = self._in_order[self._traits[number]]
        text, name, alias_id = self._texts[number], self._names[number], self._aliases[number]
        return NameForm(kind, self._ids[number], text, rule, name, detail, is_hint, alias_id)

    def __iter__(self) -> Iterator[NameForm]:
        return (self[number] for number in range(len(self)))

    def of(self, records: Set[Named]) -> Iterator[NameForm]:
        """The forms of these records."""
        ids = {record_id for _kind, record_id in records}
        for number, record_id in enumerate(self._ids):
            if record_id in ids:
                form = self[number]
                if (form.kind, form.id) in records:
                    yield form

    def called(self, texts: Set[str]) -> set[Named]:
        """The records that one of these texts stands for."""
        found = (self[number] for number, text in enumerate(self._texts) if text.strip() in texts)
        return {(form.kind, form.id) for form in found}

    def with_aliases(self, alias_ids: Set[int]) -> set[Named]:
        """The records whose other names these are."""
        found = (self[number] for number, alias_id in enumerate(self._aliases) if alias_id in alias_ids)
        return {(form.kind, form.id) for form in found}


def name_forms(reader: Reader) -> Iterator[NameForm]:
    """Every form of every enterprise, zone and chain node, one after the other: an office has very many."""
    return _read(reader, [asked.statement for asked in _QUESTIONS])


def forms_of(reader: Reader, records: Iterable[Named]) -> list[NameForm]:
    """Every form of these records."""
    wanted = list(records)
    statements = [
        asked.statement.where(asked.id.in_(ids))
        for asked in _QUESTIONS
        for ids in batched([record_id for kind, record_id in wanted if kind == asked.kind], _SLICE)
    ]
    return list(_read(reader, statements))


def called(reader: Reader, texts: Collection[str]) -> set[Named]:
    """The records that one of these texts stands for."""
    statements = [
        asked.statement.where(asked.text.in_(part))
        for asked in _QUESTIONS
        for part in batched(list(texts), _SLICE)
    ]
    return {(form.kind, form.id) for form in _read(reader, statements)}


def targets_of(reader: Reader, alias_ids: Iterable[int]) -> set[Named]:
    """The records whose other names these are."""
    return {(alias.target_kind, alias.target_id) for alias in reader.among(Alias, "id", alias_ids)}


def _read(reader: Reader, statements: Iterable[sa.Select[Any]]) -> Iterator[NameForm]:
    """The forms, equal texts being one object: an office has tens of thousands of names."""
    names: dict[Named, str] = {}
    details: dict[str, str] = {}
    for statement in statements:
        for rows in reader.connection.execute(statement).partitions(_SLICE):
            for kind, record_id, text, rule, told, detail, is_hint, alias_id in rows:
                if len(text.strip()) < LEAST_LENGTH:
                    continue
                name = names.setdefault((kind, record_id), told)
                text = name if text == name else text
                detail = details.setdefault(detail, detail)
                yield NameForm(kind, record_id, text, rule, name, detail, bool(is_hint), alias_id)


@dataclass(frozen=True, kw_only=True)
class _Question:
    """One kind of form of one kind of record."""

    kind: str
    statement: sa.Select[Any]
    id: Any  # the column of the record's id
    text: Any


def _questions() -> Iterator[_Question]:
    firm, zone = table(Enterprise).c, table(Zone).c
    chain = sa.select(table(Industry)).where(table(Industry).c.scheme == str(Scheme.CHAIN)).subquery().c
    yield _named("enterprise", firm, N_("full name"), firm.name, firm.region)
    yield _named("enterprise", firm, N_("short name"), firm.short_name, firm.region)
    yield _named("zone", zone, N_("full name"), zone.name, zone.region)
    yield _named("zone", zone, N_("short name"), zone.short_name, zone.region)
    yield _named("industry", chain, N_("chain node"), chain.name)
    yield _aliases("enterprise", firm, firm.region)
    yield _aliases("zone", zone, zone.region)
    yield _aliases("industry", chain)


def _named(kind: str, columns: Any, rule: str, text: Any, detail: Any = _NOTHING) -> _Question:
    parts = (sa.literal(kind), columns.id, text, sa.literal(rule), columns.name, detail, sa.false())
    statement = sa.select(*parts, sa.literal(0)).order_by(columns.id)
    if text is not columns.name:
        statement = statement.where(text != columns.name)
    return _Question(kind=kind, statement=statement, id=columns.id, text=text)


def _aliases(kind: str, columns: Any, detail: Any = _NOTHING) -> _Question:
    alias = table(Alias).c
    rule = sa.literal(N_("other name"))
    parts = (sa.literal(kind), columns.id, alias.text, rule, columns.name, detail, alias.is_hint, alias.id)
    is_alias = sa.and_(alias.target_kind == kind, alias.target_id == columns.id)
    statement = sa.select(*parts).where(is_alias).order_by(alias.id)
    return _Question(kind=kind, statement=statement, id=columns.id, text=alias.text)


_QUESTIONS = tuple(_questions())
