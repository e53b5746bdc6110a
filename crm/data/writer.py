"""Writing records inside the one open transaction, and noting what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from crm.data import blobs, log, name_index, search_index, signatures
from crm.data.queries import reminders
from crm.data.reader import Reader
from crm.data.schema import RecordMap, map_of
from crm.data.standing import refuse_dead_links
from crm.domain.changes import Act, Change, Operation
from crm.domain.codec import to_plain
from crm.domain.errors import Conflict, NotFound
from crm.domain.merges import MERGEABLE, Merged
from crm.domain.permissions import Actor
from crm.domain.records import Record, kind_of
from crm.domain.reminders import ReminderMark
from crm.domain.texts import storable
from crm.i18n import _

R = TypeVar("R", bound=Record)


@dataclass
class _Touched:
    """A record as it was when the transaction first touched it, and as it is now."""

    before: Record | None
    after: Record | None


class Writer(Reader):
    """A reader that also saves; made by `Store.write` alone."""

    _remembers = False  # what was asked before may have been written since

    def __init__(self, connection: sa.Connection, actor: Actor) -> None:
        super().__init__(connection)
        self.actor = actor
        self.now = datetime.now(UTC)
        self.has_derived = False  # something was written that is not logged
        self._touched: dict[tuple[str, int], _Touched] = {}

    def save(self, record: R) -> R:
        """The record as stored: inserted if it has no id, else updated.

        Raises Conflict if somebody saved it since `record` was read, NotFound if it is gone.
        What it refers to may have been merged meanwhile: it then refers to what that was merged into.
        Saving a new record a second time (same uid) answers with what the first time stored.
        """
        clean = self._followed(_storable(record))
        return self._insert(clean) if clean.id is None else self._update(clean)

    def save_all(self, records: Iterable[R]) -> list[R]:
        """Each record as stored."""
        return [self.save(record) for record in records]

    def delete(self, record: Record) -> None:
        """Removes the record; the change log keeps it, so that it can be brought back.

        Raises Conflict if somebody saved it since `record` was read.
        """
        stored = self._current(record)
        table = map_of(type(record)).table
        self.connection.execute(sa.delete(table).where(table.c.id == stored.id))
        self._note(stored, None)

    def keep(self, content: bytes) -> str:
        """Stores an original or attachment once; its sha256. Unreadable if it is too large."""
        return blobs.put(self.connection, content)

    def keep_signatures(self, found: Mapping[int, Sequence[int]]) -> None:
        """Stores bands of texts by the texts' ids, for finding texts that are nearly the same.

        They follow from the texts, so they are neither logged nor undone; this alone commits the transaction.
        """
        for text_id, bands in found.items():
            signatures.remember(self.connection, text_id, bands)
        self.has_derived = self.has_derived or bool(found)

    def keep_reminder_marks(self, marks: Sequence[ReminderMark]) -> None:
        """Keeps what became of reminders of whoever writes; neither logged nor undone."""
        for mark in marks:
            reminders.keep(self.connection, self.actor.officer_id, mark)
        self.has_derived = self.has_derived or bool(marks)

    def bring_back(self, record: Record) -> None:
        """Inserts a deleted record again under its old id, one version on."""
        mapped = map_of(type(record))
        again = replace(record, version=record.version + 1)
        self._note(None, self._stored(mapped, _insert(mapped.table), mapped.to_row(again)))

    def put_back(self, record: Record) -> None:
        """Updates to an earlier state; the stamp of who changed it last is part of that state."""
        self._write(record)

    def finish(self, entry: log.Entry) -> Operation | None:
        """Writes the log entry and what is searched; None if nothing was changed."""
        changes = tuple(change for change in map(self._change, self._touched.items()) if change)
        if not changes:
            return None
        touched = {key: (one.before, one.after) for key, one in self._touched.items()}
        refuse_dead_links(self, list(touched.values()))
        search_index.refresh(self, touched)
        name_index.refresh(self, touched)
        return log.append(self.connection, entry, self.actor.officer_id, self.now, changes)

    def _followed(self, record: R) -> R:
        """The record with ids that were merged away replaced by those they lead to."""
        if not self._has_merged:
            return record
        changed: dict[str, Any] = {}
        for name, kind in _pointers(record):
            known = getattr(record, name)
            if known is not None and (now := self.survivor(kind, known)) != known:
                changed[name] = now
        return replace(record, **changed) if changed else record

    @cached_property
    def _has_merged(self) -> bool:
        """Whether anything was ever merged; asked once, since most offices have little of it."""
        return self.connection.execute(_ANY_MERGED).first() is not None

    def _insert(self, record: R) -> R:
        mapped = map_of(type(record))
        who = self.actor.officer_id
        stamped = replace(
            record, version=1, created_at=self.now, created_by=who, changed_at=self.now, changed_by=who
        )
        once = _insert_once(mapped.table, self.connection.dialect.name)
        stored: R | None = self._stored(mapped, once, mapped.to_row(stamped))
        if stored is None:
            return next(iter(self.all(type(record), uid=record.uid)))
        self._note(None, stored)
        return stored

    def _update(self, record: R) -> R:
        stored = self._current(record)
        if _content(stored) == _content(record):
            return stored
        return self._write(replace(record, changed_at=self.now, changed_by=self.actor.officer_id), stored)

    def _write(self, record: R, stored: R | None = None) -> R:
        before = stored or self._current(record)
        mapped = map_of(type(record))
        row = mapped.to_row(replace(record, version=record.version + 1))
        known = {"known_id": record.id, "known_version": record.version}
        saved: R | None = self._stored(mapped, _update(mapped.table), row | known)
        if saved is None:
            raise _stale(before)
        self._note(before, saved)
        return saved

    def _stored(self, mapped: RecordMap, statement: sa.UpdateBase, values: dict[str, Any]) -> Any:
        """The record as the database has it now: decimals and instants in the form they are kept in."""
        row = self.connection.execute(statement, values).first()
        return None if row is None else mapped.to_record(row)

    def _current(self, record: R) -> R:
        stored = self.find(type(record), record.key)
        if stored is None:
            raise NotFound(_("Somebody has deleted this record."))
        if stored.version != record.version:
            raise _stale(stored)
        return stored

    def _note(self, before: Record | None, after: Record | None) -> None:
        known = after or before
        assert known is not None
        key = (kind_of(type(known)), known.key)
        earlier = self._touched.get(key)
        if after is None:
            self._touched.pop(key, None)  # deletions in their order, so that they can be undone backwards
        self._touched[key] = _Touched(earlier.before if earlier else before, after)

    @staticmethod
    def _change(entry: tuple[tuple[str, int], _Touched]) -> Change | None:
        (kind, record_id), touched = entry
        before, after = touched.before, touched.after
        if before is None and after is None:
            return None  # made and deleted again in the same transaction
        if before is None:
            # The record itself holds its content; the log need not keep a copy of every text.
            return Change(kind=kind, id=record_id, act=Act.CREATED)
        if after is None:
            return Change(kind=kind, id=record_id, act=Act.DELETED, before=to_plain(before))
        differing = [
            field.name
            for field in fields(before)
            if getattr(before, field.name) != getattr(after, field.name)
        ]
        return Change(
            kind=kind,
            id=record_id,
            act=Act.CHANGED,
            before={name: to_plain(getattr(before, name)) for name in differing},
            after={name: to_plain(getattr(after, name)) for name in differing},
        )


# Statements are made once for each table: making them takes longer than running them.


@cache
def _insert(table: sa.Table) -> sa.UpdateBase:
    return sa.insert(table).returning(table)


@cache
def _insert_once(table: sa.Table, dialect: str) -> sa.UpdateBase:
    kind = postgresql if dialect == "postgresql" else sqlite
    once: sa.UpdateBase = kind.insert(table).on_conflict_do_nothing(index_elements=["uid"])
    return once.returning(table)


@cache
def _update(table: sa.Table) -> sa.UpdateBase:
    known = sa.and_(table.c.id == sa.bindparam("known_id"), table.c.version == sa.bindparam("known_version"))
    return sa.update(table).where(known).returning(table)


_ANY_MERGED = sa.select(map_of(Merged).table.c.id).limit(1)


def _pointers(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of a record that hold ids of records that may be merged, and the kinds of these."""
    kind_of_record: Any = type(record)
    for name, kind, kind_field in _pointer_fields(kind_of_record):
        pointed = kind or getattr(record, kind_field)
        if pointed in MERGEABLE:
            yield name, pointed


@cache
def _pointer_fields(record: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (field.name, field.metadata.get("refers", ""), field.metadata.get("points", ""))
        for field in fields(record)
        if "refers" in field.metadata or "points" in field.metadata
    )


_STAMPS = frozenset({"version", "created_at", "created_by", "changed_at", "changed_by"})


def _content(record: Record) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record) if field.name not in _STAMPS}


def _storable(record: R) -> R:
    """The record with its texts as every database can keep them; the same object if they are so already."""
    given = {field.name: getattr(record, field.name) for field in fields(record)}
    kept = {name: _storable_value(value) for name, value in given.items() if isinstance(value, str | tuple)}
    changed = {name: value for name, value in kept.items() if value != given[name]}
    return replace(record, **changed) if changed else record


def _storable_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_storable_value, value))
    return storable(value) if type(value) is str else value  # an enumeration is a str, too


def _stale(theirs: Record) -> Conflict:
    return Conflict(_("Somebody else has changed this record since you opened it."), theirs)
