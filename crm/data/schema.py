"""The tables: one per record class, made from its fields, and the system's own."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Any, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from crm.domain import (  # noqa: F401 - they register records
    articles,
    directory,
    follow_ups,
    merges,
    office,
    outlets,
    project_names,
    projects,
    sources,
    suggestion_rules,
    tasks,
    transfers,
    visits,
)
from crm.domain.money import Money
from crm.domain.records import Record, record_kinds

DECIMAL_PLACES = 2

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcInstant(TypeDecorator[datetime]):
    """An instant; kept without zone in UTC on SQLite, which has no zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with two places; on SQLite, which has none, a whole number of hundredths."""

    impl = sa.Numeric(20, DECIMAL_PLACES)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.BigInteger())
        return dialect.type_descriptor(sa.Numeric(20, DECIMAL_PLACES))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        exact = Decimal(value).quantize(Decimal(1).scaleb(-DECIMAL_PLACES))
        return int(exact.scaleb(DECIMAL_PLACES)) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        exact = Decimal(value)
        return exact.scaleb(-DECIMAL_PLACES) if dialect.name == "sqlite" else exact


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings, as JSON text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


@dataclass(frozen=True)
class FieldMap:
    """How one field of a record lies in columns."""

    name: str
    columns: tuple[sa.Column[Any], ...]
    write: Callable[[Any], tuple[Any, ...]]
    read: Callable[[tuple[Any, ...]], Any] | None = None  # None: the one column holds the value as it is


@dataclass(frozen=True)
class RecordMap:
    """A record class and its table."""

    kind: str
    record: type[Record]
    table: sa.Table
    fields: tuple[FieldMap, ...] = field(default=())

    def to_row(self, record: Record) -> dict[str, Any]:
        """Column values of a record; the id is left to the database where it is None."""
        row: dict[str, Any] = {}
        for entry in self.fields:
            values = entry.write(getattr(record, entry.name))
            row.update(zip((column.name for column in entry.columns), values, strict=True))
        if row["id"] is None:
            del row["id"]
        return row

    def to_record(self, row: Iterable[Any]) -> Any:
        """The record that a whole row of the table holds."""
        values = dict(zip(self._columns, row, strict=True))
        for name, columns, read in self._read:
            values[name] = read(tuple(map(values.pop, columns)))
        return self.record(**values)

    def part(self, names: Sequence[str]) -> tuple[list[sa.Column[Any]], Callable[[Any], tuple[Any, ...]]]:
        """The columns of some fields, and what makes the values of these fields of a row of them."""
        known = {entry.name: entry for entry in self.fields}
        entries = [known[name] for name in names]
        columns = [column for entry in entries for column in entry.columns]
        if all(entry.read is None for entry in entries):
            return columns, tuple
        ends = list(accumulate(len(entry.columns) for entry in entries))
        slices = [
            (end - len(entry.columns), end, entry.read) for entry, end in zip(entries, ends, strict=True)
        ]

        def values(row: Any) -> tuple[Any, ...]:
            return tuple(row[start] if read is None else read(row[start:end]) for start, end, read in slices)

        return columns, values

    # Worked out once: lists make records by the thousand.

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.columns)

    @cached_property
    def _read(self) -> list[tuple[str, list[str], Callable[[tuple[Any, ...]], Any]]]:
        return [
            (entry.name, [column.name for column in entry.columns], entry.read)
            for entry in self.fields
            if entry.read is not None
        ]


def _solid(annotation: Any) -> tuple[Any, bool]:
    """The type without None, and whether None is allowed."""
    if get_origin(annotation) in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return options[0], True
    return annotation, False


_SCALARS: dict[Any, Callable[[], TypeEngine[Any]]] = {
    str: sa.Text,
    int: sa.Integer,
    bool: sa.Boolean,
    date: sa.Date,
    datetime: UtcInstant,
    Decimal: ExactDecimal,
}


def _map_field(name: str, annotation: Any, meta: Mapping[str, Any]) -> FieldMap:
    kind, nullable = _solid(annotation)
    if kind is Money:
        return _money_field(name)
    if get_origin(kind) is tuple:
        column: sa.Column[Any] = sa.Column(name, Words, nullable=nullable)
        return FieldMap(name, (column,), lambda value: (value,))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        column = sa.Column(name, sa.Text, nullable=nullable, index=bool(meta.get("indexed")))
        members = {str(member): member for member in kind}
        return FieldMap(
            name,
            (column,),
            lambda value: (None if value is None else str(value),),
            lambda cells: None if cells[0] is None else members.get(cells[0]) or kind(cells[0]),
        )
    keys = [sa.ForeignKey(f"{meta['refers']}.id")] if "refers" in meta else []
    if name == "id":
        column = sa.Column(name, sa.Integer, primary_key=True)
    else:
        column = sa.Column(
            name,
            _SCALARS[kind](),
            *keys,
            nullable=nullable,
            index=bool(meta.get("indexed")),
            unique=name == "uid",
        )
    return FieldMap(name, (column,), lambda value: (value,))


def _money_field(name: str) -> FieldMap:
    value: sa.Column[Any] = sa.Column(name, ExactDecimal)
    currency: sa.Column[Any] = sa.Column(f"{name}_currency", sa.Text)
    return FieldMap(
        name,
        (value, currency),
        lambda money: (None, None) if money is None else (money.value, money.currency),
        lambda cells: None if cells[0] is None else Money(value=cells[0], currency=cells[1]),
    )


def _map_record(kind: str, record: type[Record]) -> RecordMap:
    hints = get_type_hints(record)
    mapped = tuple(_map_field(entry.name, hints[entry.name], entry.metadata) for entry in fields(record))
    columns: list[sa.schema.SchemaItem] = [column for entry in mapped for column in entry.columns]
    # AUTOINCREMENT: an id is never given twice, so links to a deleted record stay dead.
    made = sa.Table(kind, metadata, *columns, sqlite_autoincrement=True)
    return RecordMap(kind, record, made, mapped)


_maps: dict[type[Record], RecordMap] = {
    record: _map_record(kind, record) for kind, record in record_kinds().items()
}


def map_of(record: type[Record]) -> RecordMap:
    """The table and fields of a record class."""
    return _maps[record]


def table(record: type[Record]) -> sa.Table:
    """The table of a record class."""
    return map_of(record).table


# Pairs that lists look up together.
for _record in (
    directory.Alias,
    articles.WatchListEntry,
    follow_ups.FollowUpSubject,
    follow_ups.Attachment,
    visits.VisitStop,
    tasks.TaskSubject,
):
    _table = table(_record)
    sa.Index(None, _table.c.target_kind, _table.c.target_id)
# Mentions are counted by their targets: with state and article in the index no row of theirs is read.
_mentions = table(articles.Mention).c
sa.Index(None, _mentions.target_kind, _mentions.target_id, _mentions.state, _mentions.article_id)
_articles = table(articles.Article).c
sa.Index(None, _articles.reprint_of_id, _articles.published_on)
_entries = table(projects.StageEntry)
sa.Index(None, _entries.c.project_id, _entries.c.entered_on)

operations = sa.Table(
    "operation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False, unique=True),
    sa.Column("step", sa.Text, nullable=False, index=True),
    sa.Column("session", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("label_values", sa.Text, nullable=False),
    sa.Column("officer_id", sa.Integer),
    sa.Column("at", UtcInstant, nullable=False, index=True),
    sa.Column("undoes", sa.Text, index=True),
    sqlite_autoincrement=True,
)

changes = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("operation_id", sa.Integer, sa.ForeignKey("operation.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Integer, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index(None, changes.c.kind, changes.c.record_id)

# Originals and attachments, each once. In the database rather than beside it: one transaction and one
# passphrase cover them, one file is the whole backup, and a shared office needs no file server.
blobs = sa.Table(
    "blob",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),  # bytes of the content
    sa.Column("is_packed", sa.Boolean, nullable=False),  # zlib
    sa.Column("content", sa.LargeBinary, nullable=False),
)

# What the one search box finds. SQLite keeps the words in the FTS5 table `search_words`; on PostgreSQL
# `letters` and `pairs` hold them (see search.py).
search_entries = sa.Table(
    "search_entry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),  # all other searchable text, as written; empty for articles
    sa.Column("initials", sa.Text, nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("letters", sa.Text),
    sa.Column("pairs", sa.Text().with_variant(ARRAY(sa.Text), "postgresql")),
    sa.UniqueConstraint("kind", "record_id"),
)

# Under which keys names are looked up that may mean the same record (see name_keys.py).
name_keys = sa.Table(
    "name_key",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    sa.Column("record_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index(None, "kind", "record_id"),
    sqlite_with_rowid=False,
)

# What became of reminders, per officer; outside log and undo, as nothing of the office's depends on it.
reminder_marks = sa.Table(
    "reminder_mark",
    metadata,
    sa.Column("officer_id", sa.Integer, primary_key=True, autoincrement=False),  # 0: nobody signed in
    sa.Column("target_kind", sa.Text, primary_key=True),
    sa.Column("target_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("due_on", sa.Date, nullable=False),  # a later plan reminds anew
    sa.Column("told_at", UtcInstant),
    sa.Column("snoozed_until", UtcInstant),
    sa.Column("is_silenced", sa.Boolean, nullable=False),
)

# How sources do and what they have shown: kept by the program for itself, outside log and undo. Whoever
# takes a poll back does not want its articles again with the next one.
source_states = sa.Table(
    "source_state",
    metadata,
    sa.Column("source_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("tried_at", UtcInstant),
    sa.Column("succeeded_at", UtcInstant),
    sa.Column("error", sa.Text, nullable=False, default=""),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("empty_rounds", sa.Integer, nullable=False, default=0),
    sa.Column("due_at", UtcInstant),  # none: now
    sa.Column("etag", sa.Text, nullable=False, default=""),
    sa.Column("modified", sa.Text, nullable=False, default=""),
    sa.Column("claimed_by", sa.Text, nullable=False, default=""),  # the program that polls it
    sa.Column("claimed_until", UtcInstant),
)

source_items = sa.Table(
    "source_item",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("key", sa.Text, nullable=False),  # address, id of a feed's entry, or path in the folder
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("mark", sa.Text, nullable=False, default=""),  # size and time of a file
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("seen_at", UtcInstant, nullable=False),
    sa.Column("title", sa.Text, nullable=False, default=""),
    sa.Column("name", sa.Text, nullable=False, default=""),
    sa.Column("url", sa.Text, nullable=False, default=""),
    sa.Column("rule", sa.Text, nullable=False, default=""),  # that dropped it
    sa.Column("original", sa.Text, nullable=False, default=""),  # what was dropped, for the bin
    sa.UniqueConstraint("source_id", "key"),
    sqlite_autoincrement=True,
)

# Near-duplicate texts: the whole signature of each text, and its bands for looking up (see signatures.py).
# Rows follow from the texts alone, and texts never change, so they are no records and need no undo.
signatures = sa.Table(
    "text_signature",
    metadata,
    sa.Column("article_text_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("bands", sa.LargeBinary, nullable=False),  # 8 bytes each
)

bands = sa.Table(
    "text_band",
    metadata,
    sa.Column("value", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("article_text_id", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
