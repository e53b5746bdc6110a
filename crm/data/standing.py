"""What a transaction must leave standing: links lead somewhere, and what is said once is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import map_of
from crm.domain.articles import Mention, MentionState
from crm.domain.errors import Conflict
from crm.domain.records import Record, Reference, kind_of, record_class, references_to
from crm.i18n import _

Pair = tuple[Record | None, Record | None]  # before and after the transaction


def refuse_dead_links(reader: Reader, touched: Iterable[Pair]) -> None:
    """Raises Conflict if a link by kind and id leads nowhere now; the database guards foreign keys."""
    pairs = tuple(touched)
    gone: dict[str, list[int]] = {}
    wanted: dict[str, set[int]] = {}
    for before, after in pairs:
        if after is None and before is not None:
            gone.setdefault(kind_of(type(before)), []).append(before.key)
        elif after is not None and _links(after) != (_links(before) if before is not None else ()):
            for kind, record_id in _links(after):
                wanted.setdefault(kind, set()).add(record_id)
    if any(_is_pointed_at(reader, kind, ids) for kind, ids in gone.items()):
        raise Conflict(
            _("Other records refer to this one, or one like it is there already. Nothing was changed.")
        )
    if any(len(reader.by_id(record_class(kind), ids)) < len(ids) for kind, ids in wanted.items()):
        raise Conflict(_("What it belongs to has been deleted. Nothing was changed."))


def twins(reader: Reader, record: Record) -> list[int]:
    """Ids of other records of the kind that say what only one of them should say."""
    same = {name: getattr(record, name) for name in record.once}
    if not same or not all(same.values()):
        return []
    return [other.key for other in reader.all(type(record), **same) if other.key != record.key]


def _is_pointed_at(reader: Reader, kind: str, ids: list[int]) -> bool:
    for reference in _pointing(kind):
        table = map_of(reference.record).table.c
        pointing = sa.select(table.id).where(
            table[reference.kind_field] == kind, table[reference.field].in_(ids)
        )
        if reader.connection.execute(pointing.limit(1)).first() is not None:
            return True
    return False


@cache
def _pointing(kind: str) -> tuple[Reference, ...]:
    return tuple(reference for reference in references_to(kind) if reference.kind_field)


def _links(record: Record) -> tuple[tuple[str, int], ...]:
    return tuple(_led_to(record))


def _led_to(record: Record) -> Iterator[tuple[str, int]]:
    if isinstance(record, Mention) and record.state is MentionState.REJECTED:
        return  # it remembers what was said no to, also where nothing was made
    for entry in fields(record):
        kind_field = entry.metadata.get("points")
        if kind_field and (record_id := getattr(record, entry.name)) is not None:
            yield getattr(record, kind_field), record_id
