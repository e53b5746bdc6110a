"""The database as it was at a moment: the change log, replayed backwards, over tables of the same names.

Temporary tables and views hide the real ones on one connection, so that every query, written for the
present, answers for the past. A table in which records were changed or deleted since is copied with the
old rows, one in which records were only added is seen through a view; neither costs anything per row asked.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from crm.data import log, past_search, search_index
from crm.data.database import Database, as_crm_error
from crm.data.log import batched
from crm.data.reader import Reader
from crm.data.schema import RecordMap, changes, map_of, operations
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.articles import ArticleText
from crm.domain.changes import Act, Step
from crm.domain.codec import from_plain, part_from_plain
from crm.domain.directory import Alias
from crm.domain.errors import Refused, Unusable
from crm.domain.records import Record, kind_of, record_class, record_kinds
from crm.i18n import _

_SLICE = 500


class Past:
    """One connection on which all tables show what they held when `moment` came."""

    def __init__(self, database: Database, moment: datetime) -> None:
        self._guard = threading.RLock()
        self._connection = database.aside()
        self._copied: set[str] = set()
        self._viewed: set[str] = set()
        self._entered: set[tuple[str, int]] = set()  # records whose entries of the past are in the index
        self._still: set[int] = set()  # of the kind at hand: changed in nothing that the index tells
        self._reach = 0  # the newest operation that is accounted for
        try:
            with as_crm_error(), self._transaction():
                self._home = _home(self._connection)
                ops = _real(operations, self._home)
                before = sa.select(sa.func.max(ops.c.id)).where(ops.c.at < moment)
                self._last = self._connection.execute(before).scalar() or 0
                self._hide_log()
                self._catch_up()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees the past; one at a time."""
        with self._transaction():
            self._catch_up()
            yield self._connection

    def close(self) -> None:
        """Ends the look back; the temporary tables go with it."""
        with self._guard:
            self._connection.invalidate()  # not to be used again: the tables of the past would stay
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guard:
            if self._connection.closed:
                raise Unusable(_("The look back has ended."))
            if self._connection.in_transaction():  # a look within a look
                yield
            else:
                with self._connection.begin():
                    yield

    def _catch_up(self) -> None:
        """Hides what was written since the last look, too."""
        ops, made = _real(operations, self._home), _real(changes, self._home)
        newest = self._connection.execute(sa.select(sa.func.max(ops.c.id))).scalar() or 0
        seen = max(self._reach, self._last)
        if newest <= seen:
            return
        wanted = sa.select(made.c.kind).where(made.c.operation_id > seen).distinct()
        touched = set(self._connection.execute(wanted).scalars())
        known = set(self._copied), set(self._viewed), set(self._entered)
        try:
            stale: set[tuple[str, int]] = set()
            for kind, record in record_kinds().items():
                if kind in touched:
                    changed = self._later(kind, seen) if kind in self._copied else self._hide(map_of(record))
                    stale |= self._stale(kind, changed)
            self._hide_entries(stale)
        except BaseException:
            self._copied, self._viewed, self._entered = known  # nothing of it stays
            raise
        self._reach = newest

    def _hide_entries(self, stale: set[tuple[str, int]]) -> None:
        """Lets searches find the records of those keys by what was known of them."""
        reader = Reader(self._connection)
        shown = {key for named in stale for key in search_index.shown_in(reader, *named)}
        fresh = (stale | shown) - self._entered
        if fresh:
            past_search.hide(self._connection, self._home, fresh, is_first=not self._entered)
            self._entered |= fresh

    def _stale(self, kind: str, changed: set[int]) -> set[tuple[str, int]]:
        """The records whose entries in the search index tell of the changed ones."""
        if search_index.is_indexed(kind):
            return {(kind, key) for key in changed}
        if kind not in (kind_of(Alias), kind_of(ArticleText)):
            return set()
        now = _real(map_of(record_class(kind)).table, self._home)
        then = map_of(record_class(kind)).table
        return {key for table in (now, then) for key in past_search.owners(self._connection, table, changed)}

    def _later(self, kind: str, seen: int) -> set[int]:
        """The records of a kind that operations behind `seen` touched."""
        made = _real(changes, self._home)
        wanted = sa.select(made.c.record_id).where(made.c.kind == kind, made.c.operation_id > seen)
        return set(self._connection.execute(wanted).scalars())

    def _hide(self, mapped: RecordMap) -> set[int]:
        """Puts the table of the past before that of the present; what a search would tell wrongly."""
        kind, added = mapped.kind, self._added(mapped.kind)
        rows = self._old_rows(mapped, added)
        stale = added | (rows.keys() - self._still)
        if kind in self._viewed:
            self._run(f"DROP VIEW {_quoted(kind)}")
            self._run(f"DROP TABLE {_later(kind)}")
            self._viewed.discard(kind)
        gone = sa.Table(
            f"{kind}_later",
            sa.MetaData(),
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
            prefixes=["TEMPORARY"],
        )
        gone.create(self._connection)
        self._fill(gone, [{"id": key} for key in (*added, *rows)])
        names = ", ".join(_quoted(column.name) for column in mapped.table.columns)
        stays = (
            f"SELECT {names} FROM {_quoted(self._home)}.{_quoted(kind)} AS kept WHERE NOT EXISTS"
            f" (SELECT 1 FROM {_later(kind)} AS later WHERE later.id = kept.id)"
        )
        if not rows:
            self._run(f"CREATE TEMPORARY VIEW {_quoted(kind)} AS {stays}")
            self._viewed.add(kind)
            return stale
        copy = _copy_of(mapped.table)
        copy.create(self._connection)
        self._run(f"INSERT INTO {_quoted(kind)} ({names}) {stays}")
        self._fill(copy, rows.values())
        self._run(f"ANALYZE {_quoted(kind)}")
        self._copied.add(kind)
        return stale

    def _hide_log(self) -> None:
        for name, column in (("operation", "id"), ("change", "operation_id")):
            then = f"SELECT * FROM {_quoted(self._home)}.{_quoted(name)} WHERE {column} <= {self._last}"
            self._run(f"CREATE TEMPORARY VIEW {_quoted(name)} AS {then}")

    def _added(self, kind: str) -> set[int]:
        """Ids of records that were made since: the first thing that happened to them is being made."""
        made = _real(changes, self._home)
        later = sa.and_(made.c.kind == kind, made.c.operation_id > self._last)
        first = sa.select(sa.func.min(made.c.id)).where(later).group_by(made.c.record_id)
        wanted = sa.select(made.c.record_id).where(made.c.id.in_(first), made.c.act == str(Act.CREATED))
        return set(self._connection.execute(wanted).scalars())

    def _old_rows(self, mapped: RecordMap, added: set[int]) -> dict[int, dict[str, Any]]:
        """The rows, as they were, of records that were changed or deleted since."""
        earlier, whole = self._earlier(mapped.kind, added)
        rows: dict[int, dict[str, Any]] = {}
        for record_id in earlier.keys() & whole:
            rows[record_id] = mapped.to_row(from_plain(mapped.record, earlier[record_id]))
        source = _real(mapped.table, self._home)
        for ids in batched(earlier.keys() - whole, _SLICE):
            for row in self._connection.execute(sa.select(source).where(source.c.id.in_(ids))):
                record: Record = mapped.to_record(row)
                old = part_from_plain(mapped.record, earlier[record.key])
                rows[record.key] = mapped.to_row(replace(record, **old))
        self._still = {key for key in rows if earlier[key].keys() <= past_search.STILL}
        return rows

    def _earlier(self, kind: str, added: set[int]) -> tuple[dict[int, dict[str, Any]], set[int]]:
        """The fields that were changed since as they were before, by record, and the records deleted.

        The first change tells what stood at the moment; a deletion tells all the rest.
        """
        made = _real(changes, self._home)
        wanted = (
            sa.select(made.c.record_id, made.c.act, made.c.before)
            .where(made.c.kind == kind, made.c.operation_id > self._last, made.c.act != str(Act.CREATED))
            .order_by(made.c.id)
        )
        earlier: dict[int, dict[str, Any]] = {}
        whole: set[int] = set()
        for record_id, act, before in self._connection.execute(wanted):
            if record_id in added or record_id in whole:
                continue
            known = earlier.setdefault(record_id, {})
            earlier[record_id] = {**json.loads(before), **known}
            if act == Act.DELETED:
                whole.add(record_id)
        return earlier, whole

    def _fill(self, into: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
        for part in batched(rows, _SLICE):
            self._connection.execute(sa.insert(into), part)

    def _run(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement)


class PastStore(Store):
    """The database as it was at a moment: to be looked at, never written to."""

    def __init__(self, present: Store, moment: datetime) -> None:
        self._past = Past(present.database, moment)
        super().__init__(present.database, present.actor)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent look at the past."""
        with as_crm_error(), self._past.reading() as connection:
            yield Reader(connection)

    def poll(self) -> int:
        """Nothing happens in the past."""
        return 0

    def undo(self) -> Step | None:
        """Refused."""
        self._refuse()
        return None

    def redo(self) -> Step | None:
        """Refused."""
        self._refuse()
        return None

    def close(self) -> None:
        """Ends the look back; the database of the present stays open."""
        self._past.close()

    @contextmanager
    def keeping(self) -> Iterator[sa.Connection]:
        """Refused."""
        self._refuse()
        yield from ()

    @contextmanager
    def _transaction(self, entry: log.Entry, *, in_background: bool = False) -> Iterator[Writer]:
        del entry, in_background
        self._refuse()
        yield from ()

    @staticmethod
    def _refuse() -> None:
        raise Refused(_("This is how things were known then. Go back to today to change something."))


def _home(connection: sa.Connection) -> str:
    """The schema in which the real tables lie."""
    if connection.dialect.name == "sqlite":
        return "main"
    return str(connection.execute(sa.select(sa.func.current_schema())).scalar_one())


def _real(table: sa.Table, home: str) -> sa.TableClause:
    """A table of the present, whatever stands before it."""
    return sa.table(
        table.name, *(sa.column(column.name, column.type) for column in table.columns), schema=home
    )


def _copy_of(table: sa.Table) -> sa.Table:
    """A temporary table with the columns and indexes of `table`; without its keys to others, which hold."""
    columns = [
        sa.Column(column.name, column.type, primary_key=column.primary_key, autoincrement=False)
        for column in table.columns
    ]
    made = sa.Table(table.name, sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    for index in table.indexes:
        sa.Index(index.name, *(made.c[column.name] for column in index.columns))
    return made


def _quoted(name: str) -> str:
    return f'"{name}"'


def _later(kind: str) -> str:
    """The temporary table of ids that the present has and the past has not, or not so."""
    return _quoted(f"{kind}_later")
