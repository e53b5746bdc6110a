"""Keeping the keys of names in step with the records, inside the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from crm.data.name_keys import LEAST_LENGTH, KeyForm, core_key, heads, keys_of, typed_sounds, whole_key
from crm.data.reader import Reader
from crm.data.schema import name_keys
from crm.domain.directory import Alias, Contact, Enterprise, Zone
from crm.domain.projects import Project
from crm.domain.records import Record

Touched = Mapping[tuple[str, int], tuple[Record | None, Record | None]]  # (kind, id) -> before, after

_KINDS: dict[str, type[Record]] = {
    "enterprise": Enterprise,
    "zone": Zone,
    "project": Project,
    "contact": Contact,
}
_key = name_keys.c
_LAST = "\U0010ffff"  # sorts behind every character of a name
_TOLD = [str(KeyForm.WHOLE), str(KeyForm.CORE)]
_MOST_LIKE = 200  # records of which the beginning is alike, those that share most of it first
_MOST_PREFIXED = 60


def refresh(reader: Reader, touched: Touched) -> None:
    """Brings the keys up to date with the records that a transaction touched."""
    for kind, record_id in _owners(touched):
        before, record = touched.get((kind, record_id), (None, None))
        if (kind, record_id) not in touched:
            record = reader.find(_KINDS[kind], record_id)
        if before is not None or (kind, record_id) not in touched:
            mine = sa.and_(_key.kind == kind, _key.record_id == record_id)
            reader.connection.execute(sa.delete(name_keys).where(mine))
        if record is not None:
            aliases = reader.all(Alias, target_kind=kind, target_id=record_id)
            names, phone = _named(record)
            remember(reader.connection, kind, record_id, [*names, *(alias.text for alias in aliases)], phone)


def remember(
    connection: sa.Connection, kind: str, record_id: int, names: Iterable[str], phone: str = ""
) -> None:
    """Keeps the keys of a record that has none."""
    rows = [
        {"kind": kind, "form": form, "key": key, "record_id": record_id}
        for form, key in sorted(keys_of(kind, names, phone))
    ]
    if rows:
        connection.execute(sa.insert(name_keys), rows)


@dataclass
class Names:
    """Every name of a record, and whether one of them sounds like what was typed."""

    wholes: list[str] = field(default_factory=list)
    cores: list[str] = field(default_factory=list)
    sounds: bool = False


def like(connection: sa.Connection, kind: str, text: str) -> dict[int, Names]:
    """Records whose names may mean what `text` means, by id.

    These are candidates: who asks weighs them.
    """
    whole, core = whole_key(kind, text), core_key(kind, text)
    if len(whole) < LEAST_LENGTH:
        return {}
    asked = [
        _equal(kind, (KeyForm.WHOLE, KeyForm.CORE), {whole, core, *_beginnings(core)}),
        _beginning(kind, KeyForm.WHOLE, whole),
        _beginning(kind, KeyForm.CORE, core),
        _sharing(kind, heads(core)),
    ]
    heard = _ids(connection, [_sounding(kind, core, sound) for sound in typed_sounds(core)])
    found = {record_id: Names() for record_id in [*_ids(connection, asked), *heard]}
    for record_id in heard:
        found[record_id].sounds = True
    wanted = sa.select(_key.record_id, _key.form, _key.key).where(
        _key.kind == kind, _key.form.in_(_TOLD), _key.record_id.in_(list(found))
    )
    for record_id, form, key in connection.execute(wanted):
        names = found[record_id]
        (names.wholes if form == KeyForm.WHOLE else names.cores).append(key)
    return found


def of_phone(connection: sa.Connection, kind: str, digits: str) -> list[int]:
    """Ids of the records with that number."""
    return list(connection.execute(_equal(kind, (KeyForm.PHONE,), {digits})).scalars())


def _ids(connection: sa.Connection, statements: Iterable[sa.Select[tuple[int]]]) -> dict[int, None]:
    ids: dict[int, None] = {}
    for statement in statements:
        ids.update(dict.fromkeys(connection.execute(statement).scalars()))
    return ids


def _owners(touched: Touched) -> dict[tuple[str, int], None]:
    """The records whose names were changed."""
    owners: dict[tuple[str, int], None] = {}
    for (kind, record_id), (before, after) in touched.items():
        if kind in _KINDS and _named(before) != _named(after):
            owners[kind, record_id] = None
        for state in (before, after):
            if isinstance(state, Alias) and state.target_kind in _KINDS:
                owners[state.target_kind, state.target_id] = None
    return owners


def _named(record: Record | None) -> tuple[list[str], str]:
    if record is None:
        return [], ""
    names = [getattr(record, "name", ""), getattr(record, "short_name", "")]
    phone = record.phone if isinstance(record, Contact) else ""
    return [name for name in names if name], phone


def _beginnings(core: str) -> Iterator[str]:
    """What a known name may be that the typed one begins with: 曜衡储能 of 曜衡储能（南通）."""
    return (core[:length] for length in range(LEAST_LENGTH, len(core)))


def _equal(kind: str, forms: Sequence[KeyForm], keys: set[str]) -> sa.Select[tuple[int]]:
    one = [_key.kind == kind, _key.form.in_([str(form) for form in forms]), _key.key.in_(sorted(keys))]
    return sa.select(_key.record_id).where(*one).limit(_MOST_LIKE)


def _beginning(kind: str, form: KeyForm, start: str) -> sa.Select[tuple[int]]:
    within = [_key.kind == kind, _key.form == str(form), _key.key >= start, _key.key < start + _LAST]
    return sa.select(_key.record_id).where(*within).order_by(_key.key).limit(_MOST_PREFIXED)


def _sharing(kind: str, wanted: list[str]) -> sa.Select[tuple[int]]:
    within = [_key.kind == kind, _key.form == str(KeyForm.HEAD), _key.key.in_(wanted)]
    most = sa.func.count().desc()
    statement = sa.select(_key.record_id).where(*within).group_by(_key.record_id)
    return statement.order_by(most, _key.record_id).limit(_MOST_LIKE)


def _sounding(kind: str, core: str, sound: str) -> sa.Select[tuple[int]]:
    if core.isascii():
        return _beginning(kind, KeyForm.SOUND, sound)
    return _equal(kind, (KeyForm.SOUND,), {sound})
