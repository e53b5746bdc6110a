"""Lists of follow-ups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from crm.data.log import batched
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.directory import Enterprise
from crm.domain.follow_ups import Attachment, ContactWay, FollowUp, FollowUpSubject
from crm.domain.office import Officer
from crm.domain.records import Record, Ref, record_class
from crm.domain.rows import FollowUpRow, NameRow
from crm.domain.searching import Hit

_follow_up, _subject = table(FollowUp).c, table(FollowUpSubject).c
MANY = 1000  # records; of fewer each one's follow-ups are looked up
LATELY = timedelta(days=180)
_SLICE = 500  # ids in one IN list, rows fetched at once
_SAID = (_follow_up.text, _follow_up.result, _follow_up.next_step)


def of_record(reader: Reader, ref: Ref) -> list[int]:
    """Ids of the follow-ups about a record, newest first."""
    about = sa.select(_subject.follow_up_id).where(
        _subject.target_kind == ref.kind, _subject.target_id == ref.id
    )
    return _newest(reader, sa.select(_follow_up.id).where(_follow_up.id.in_(about)))


def between(
    reader: Reader,
    first: date,
    last: date,
    officer_id: int | None = None,
    ways: Collection[ContactWay] = (),
) -> list[int]:
    """Ids of the follow-ups that happened in [first, last], newest first; all ways unless some are named."""
    statement = sa.select(_follow_up.id).where(_follow_up.happened_on.between(first, last))
    if officer_id is not None:
        statement = statement.where(_follow_up.officer_id == officer_id)
    if ways:
        statement = statement.where(_follow_up.way.in_([str(way) for way in ways]))
    return _newest(reader, statement)


def items(reader: Reader, ids: Sequence[int]) -> list[FollowUpRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(FollowUp, ids)
    officers = reader.by_id(Officer, [entry.officer_id for entry in found.values()])
    subjects = _subjects(reader, found)
    return [
        FollowUpRow(
            id=key,
            version=entry.version,
            happened_on=entry.happened_on,
            way=entry.way,
            officer_id=entry.officer_id,
            officer=officers[entry.officer_id].name if entry.officer_id in officers else "",
            with_whom=entry.with_whom,
            text=entry.text,
            result=entry.result,
            next_step=entry.next_step,
            next_on=entry.next_on,
            done_on=entry.done_on,
            subjects=tuple(subjects.get(key, ())),
        )
        for key, entry in ((key, found[key]) for key in ids if key in found)
    ]


def first_and_last(reader: Reader, refs: Iterable[Ref]) -> tuple[FollowUp | None, FollowUp | None]:
    """The earliest and the latest entry about any of the records."""
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    about = [
        sa.and_(_subject.target_kind == kind, _subject.target_id.in_(ids)) for kind, ids in by_kind.items()
    ]
    told = sa.select(_subject.follow_up_id).where(sa.or_(*about))
    order = (_follow_up.happened_on, _follow_up.id)
    wanted = sa.select(_follow_up.id).where(_follow_up.id.in_(told)).limit(1)
    first = reader.connection.execute(wanted.order_by(*order)).scalar()
    last = reader.connection.execute(wanted.order_by(*(column.desc() for column in order))).scalar()
    found = reader.by_id(FollowUp, [first, last])
    return found.get(first or 0), found.get(last or 0)


def last_of(reader: Reader, kind: str, ids: Iterable[int]) -> dict[int, FollowUpRow]:
    """The newest follow-up about each record of a kind."""
    ranked = _ranked().where(_subject.target_kind == kind, _subject.target_id.in_(list(ids))).subquery().c
    last = sa.select(ranked.target_id, ranked.follow_up_id).where(ranked.place == 1)
    newest = {row.target_id: row.follow_up_id for row in reader.connection.execute(last)}
    rows = {row.id: row for row in items(reader, list(newest.values()))}
    return {target: rows[follow_up] for target, follow_up in newest.items() if follow_up in rows}


class Told(NamedTuple):
    """What a follow-up says of a record; a plain tuple, because reports ask for very many."""

    target_id: int
    happened_on: date
    way: ContactWay
    text: str
    result: str
    next_step: str


def told_until(
    reader: Reader, kind: str, ids: Collection[int], last: date, since: date | None = None
) -> Iterator[Told]:
    """For each of these records the last follow-up until `last`, and all since `since`; oldest first.

    Of very many, those come first that somebody spoke of lately: nearly all, and by day they lie together.
    """
    waiting = set(ids)
    if len(waiting) > MANY:
        start = min(since or last, last - LATELY)
        # Sums are nothing that an index knows: records are not looked up one after the other.
        target, is_kind = _subject.target_id + 0, _subject.target_kind.concat("") == kind
        for told in _told(reader, target, since, is_kind, _follow_up.happened_on.between(start, last)):
            waiting.discard(told.target_id)
            yield told
    for part in batched(sorted(waiting), _SLICE):
        about = (_subject.target_kind == kind, _subject.target_id.in_(part))
        yield from _told(reader, _subject.target_id, since, *about, _follow_up.happened_on <= last)


def _told(reader: Reader, target: Any, since: date | None, *conditions: Any) -> Iterator[Told]:
    ranked = _ranked(target).where(*conditions).subquery().c
    is_wanted = ranked.place == 1
    if since is not None:
        is_wanted = sa.or_(is_wanted, ranked.happened_on >= since)
    columns = (ranked.target_id, ranked.happened_on, _follow_up.way, *_SAID)
    statement = sa.select(*columns).where(is_wanted, _follow_up.id == ranked.follow_up_id)
    ordered = statement.order_by(ranked.happened_on, ranked.follow_up_id)
    for rows in reader.connection.execute(ordered).partitions(_SLICE):
        for target_id, happened_on, way, *said in rows:
            yield Told(target_id, happened_on, ContactWay(way), *said)


def _ranked(target: Any = _subject.target_id) -> sa.Select[Any]:
    """Follow-ups about records, the newest about each in place 1."""
    place = sa.func.row_number().over(
        partition_by=target, order_by=[_follow_up.happened_on.desc(), _follow_up.id.desc()]
    )
    named = (target.label("target_id"), place.label("place"))
    columns = (_subject.follow_up_id, _follow_up.happened_on, *named)
    joined = sa.join(table(FollowUpSubject), table(FollowUp), _follow_up.id == _subject.follow_up_id)
    return sa.select(*columns).select_from(joined)


def _newest(reader: Reader, statement: sa.Select[Any]) -> list[int]:
    ordered = statement.order_by(_follow_up.happened_on.desc(), _follow_up.id.desc())
    return list(reader.connection.execute(ordered).scalars())


def _subjects(reader: Reader, ids: Iterable[int]) -> dict[int, list[tuple[Ref, str]]]:
    links = reader.among(FollowUpSubject, "follow_up_id", ids)
    names = names_of(reader, [Ref(kind=link.target_kind, id=link.target_id) for link in links])
    subjects: dict[int, list[tuple[Ref, str]]] = {}
    for link in links:
        ref = Ref(kind=link.target_kind, id=link.target_id)
        subjects.setdefault(link.follow_up_id, []).append((ref, names.get(ref, "")))
    return subjects


def attachments_about(reader: Reader, ref: Ref) -> list[Attachment]:
    """Files of the follow-ups about a record."""
    ids = of_record(reader, ref)
    return [
        attachment
        for attachment in reader.among(Attachment, "target_id", ids)
        if attachment.target_kind == "follow_up"
    ]


def attachment_names(reader: Reader, start: str) -> set[str]:
    """The names of files that begin so."""
    name = table(Attachment).c.name
    wanted = sa.select(name).where(name.startswith(start, autoescape=True))
    return set(reader.connection.execute(wanted).scalars())


def name_rows(reader: Reader, hits: Sequence[Hit]) -> list[NameRow]:
    """What was found, as names to choose from: the short name where there is one."""
    found = {
        (kind, key): record
        for kind in {hit.kind for hit in hits}
        for key, record in reader.by_id(
            record_class(kind), [hit.id for hit in hits if hit.kind == kind]
        ).items()
    }
    firms = reader.by_id(Enterprise, [getattr(record, "enterprise_id", None) for record in found.values()])
    return [_name_row(hit, found[hit.kind, hit.id], firms) for hit in hits if (hit.kind, hit.id) in found]


def _name_row(hit: Hit, record: Record, firms: Mapping[int, Enterprise]) -> NameRow:
    short = getattr(record, "short_name", "")
    firm = firms.get(getattr(record, "enterprise_id", None) or 0)
    owner = (firm.short_name or firm.name) if firm else ""
    told = (owner, getattr(record, "title", ""), getattr(record, "region", ""))
    return NameRow(
        ref=Ref(kind=hit.kind, id=hit.id),
        name=" ".join((short or hit.name).split()),
        detail=" ".join(filter(None, told)) or (hit.name if short else ""),
        last_contact_on=getattr(record, "last_contact_on", None),
    )


def names_of(reader: Reader, refs: Iterable[Ref]) -> dict[Ref, str]:
    """What records are called in lists: the short name where there is one."""
    by_kind: dict[str, set[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, set()).add(ref.id)
    names: dict[Ref, str] = {}
    for kind, ids in by_kind.items():
        for key, record in reader.by_id(record_class(kind), ids).items():
            short = getattr(record, "short_name", "")
            names[Ref(kind=kind, id=key)] = (
                short or getattr(record, "name", "") or getattr(record, "title", "")
            )
    return names
