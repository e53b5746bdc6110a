"""Reading records inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from crm.data import blobs, search
from crm.data.schema import map_of
from crm.domain.errors import NotFound
from crm.domain.merges import Merged
from crm.domain.records import Record, kind_of
from crm.domain.searching import Hit
from crm.i18n import _

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_SLICE = 500  # ids in one IN list; SQLite allows 32,766 variables, short lists plan better


@cache
def _by_id(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).where(table.c.id == sa.bindparam("wanted"))


_merged = map_of(Merged).table.c
_SURVIVOR = sa.select(_merged.target_id).where(
    _merged.target_kind == sa.bindparam("kind"), _merged.old_id == sa.bindparam("wanted")
)


class Reader:
    """Looks records up; everything it answers belongs to one moment."""

    _remembers = True

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._answers: dict[Any, Any] = {}

    def get(self, record: type[R], record_id: int) -> R:
        """The record with that id, or the one it was merged into; NotFound if there is none."""
        found = self.find(record, record_id)
        if found is None and (survivor := self.survivor(kind_of(record), record_id)) != record_id:
            found = self.find(record, survivor)
        if found is None:
            raise NotFound(_("This record does not exist any more."))
        return found

    def find(self, record: type[R], record_id: int) -> R | None:
        """The record with that id, or None."""
        mapped = map_of(record)
        row = self.connection.execute(_by_id(mapped.table), {"wanted": record_id}).first()
        return None if row is None else cast(R, mapped.to_record(row))

    def survivor(self, kind: str, record_id: int) -> int:
        """The id that a record has now: its own, or that of the record it was merged into."""
        wanted = {"kind": kind, "wanted": record_id}
        now = self.connection.execute(_SURVIVOR, wanted).scalar()  # merging keeps the way one step long
        return record_id if now is None else int(now)

    def first(self, record: type[R], **equal: Any) -> R | None:
        """The oldest record whose fields equal the given values, or None."""
        return next(iter(self._select(record, equal, limit=1)), None)

    def all(self, record: type[R], **equal: Any) -> list[R]:
        """Records whose fields equal the given values, in the order they were made."""
        return list(self._select(record, equal))

    def among(self, record: type[R], field: str, values: Iterable[Any]) -> list[R]:
        """Records whose `field` is one of `values`."""
        wanted = list(dict.fromkeys(values))
        mapped = map_of(record)
        found: list[R] = []
        for start in range(0, len(wanted), _SLICE):
            column = mapped.table.c[field]
            statement = sa.select(mapped.table).where(column.in_(wanted[start : start + _SLICE]))
            found.extend(self._records(record, statement.order_by(mapped.table.c.id)))
        return found

    def parts(
        self,
        record: type[Record],
        names: Sequence[str],
        among: tuple[str, Iterable[Any]] | None = None,
        **equal: Any,
    ) -> Iterator[tuple[Any, ...]]:
        """Some fields of the records whose other fields equal the given values; nothing else is read.

        With `among`, a field and values, of those records alone whose field is one of them.
        """
        mapped = map_of(record)
        columns, values = mapped.part(names)
        statement = sa.select(*columns).order_by(mapped.table.c.id)
        for name, value in equal.items():
            statement = statement.where(mapped.table.c[name] == value)
        statements = [statement]
        if among is not None:
            field, wanted = mapped.table.c[among[0]], list(dict.fromkeys(among[1]))
            slices = (wanted[start : start + _SLICE] for start in range(0, len(wanted), _SLICE))
            statements = [statement.where(field.in_(part)) for part in slices]
        for one in statements:
            for rows in self.connection.execute(one).partitions(_SLICE):
                yield from map(values, rows)

    def by_id(self, record: type[R], ids: Iterable[int | None]) -> dict[int, R]:
        """Records of those ids that exist, by id; None is passed over."""
        known = [record_id for record_id in ids if record_id is not None]
        return {entry.key: entry for entry in self.among(record, "id", known)}

    def count(self, record: type[Record], **equal: Any) -> int:
        """How many records have the given values."""
        table = map_of(record).table
        statement = sa.select(sa.func.count()).select_from(table)
        for name, value in equal.items():
            statement = statement.where(table.c[name] == value)
        return int(self.connection.execute(statement).scalar_one())

    def ids(self, statement: sa.Select[Any]) -> list[int]:
        """What a statement for one column finds, fetched at once: lists know all their ids."""
        return list(self.connection.execute(statement).scalars().all())

    def once(self, question: Any, ask: Callable[[], T]) -> T:
        """The answer to what is asked again and again within one look; a writer asks anew each time."""
        if not self._remembers or question not in self._answers:
            self._answers[question] = ask()
        answer: T = self._answers[question]
        return answer

    def search(self, question: str, kinds: Iterable[str] = (), limit: int = 50) -> list[Hit]:
        """Records that hold every word of `question`; ValidationError if it is too long."""
        return search.find(self.connection, question, kinds, limit)

    def content(self, sha256: str) -> bytes:
        """The original or attachment stored under that sha256; NotFound if there is none."""
        return blobs.get(self.connection, sha256)

    def _select(self, record: type[R], equal: dict[str, Any], limit: int | None = None) -> Iterator[R]:
        table = map_of(record).table
        statement = sa.select(table).order_by(table.c.id).limit(limit)
        for name, value in equal.items():
            statement = statement.where(table.c[name] == value)
        return self._records(record, statement)

    def _records(self, record: type[R], statement: sa.Select[Any]) -> Iterator[R]:
        mapped = map_of(record)
        for rows in self.connection.execute(statement).partitions(_SLICE):
            for row in rows:
                yield cast(R, mapped.to_record(row))
