"""Keeping the keys of names in step with the records, inside the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
_MOST_LIKE = 200  # records of which the beginning is alike, those that share most of it first
_MOST_BEGUN = 60

# Made once: making a statement takes longer than running it.
_OF_KIND = _key.kind == sa.bindparam("kind")
_found = sa.select(_key.record_id, _key.form)
_EQUAL = _found.where(
    _OF_KIND,
    _key.form.in_([str(form) for form in (KeyForm.WHOLE, KeyForm.CORE, KeyForm.SOUND)]),
    _key.key.in_(sa.bindparam("keys", expanding=True)),
).limit(_MOST_LIKE)
_BEGUN = (
    _found.where(
        _OF_KIND,
        _key.form == sa.bindparam("form"),
        _key.key >= sa.bindparam("start"),
        _key.key < sa.bindparam("stop"),
    )
    .order_by(_key.key)
    .limit(_MOST_BEGUN)
)
_SHARING = (
    sa.select(_key.record_id, sa.literal(str(KeyForm.HEAD)))
    .where(_OF_KIND, _key.form == str(KeyForm.HEAD), _key.key.in_(sa.bindparam("heads", expanding=True)))
    .group_by(_key.record_id)
    .order_by(sa.func.count().desc(), _key.record_id)
    .limit(_MOST_LIKE)
)
_NAMES = sa.select(_key.record_id, _key.form, _key.key).where(
    _OF_KIND,
    _key.form.in_([str(KeyForm.WHOLE), str(KeyForm.CORE)]),
    _key.record_id.in_(sa.bindparam("ids", expanding=True)),
)


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
    found: dict[int, Names] = {}
    for record_id, form in _candidates(connection, kind, whole, core):
        names = found.setdefault(record_id, Names())
        names.sounds = names.sounds or form == KeyForm.SOUND
    for record_id, form, key in connection.execute(_NAMES, {"kind": kind, "ids": list(found)}):
        names = found[record_id]
        (names.wholes if form == KeyForm.WHOLE else names.cores).append(key)
    return found


def _candidates(connection: sa.Connection, kind: str, whole: str, core: str) -> Iterator[tuple[int, str]]:
    """Ids, and the form of the key under which each was found."""
    is_latin = core.isascii()
    sounds = typed_sounds(core)
    equal = [whole, core, *_beginnings(core), *(() if is_latin else sounds)]
    yield from connection.execute(_EQUAL, {"kind": kind, "keys": list(dict.fromkeys(equal))})
    begun = [(KeyForm.WHOLE, whole), (KeyForm.CORE, core)]
    if is_latin:
        begun += [(KeyForm.SOUND, sound) for sound in sounds]
    for form, start in begun:
        wanted = {"kind": kind, "form": str(form), "start": start, "stop": start + _LAST}
        yield from connection.execute(_BEGUN, wanted)
    yield from connection.execute(_SHARING, {"kind": kind, "heads": heads(core)})


def of_phone(connection: sa.Connection, kind: str, digits: str) -> list[int]:
    """Ids of the records with that number."""
    mine = [_key.kind == kind, _key.form == str(KeyForm.PHONE), _key.key == digits]
    return list(connection.execute(sa.select(_key.record_id).where(*mine)).scalars())


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
