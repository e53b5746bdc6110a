"""Parting a merged record again, after whatever was done since: what still can go back goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from crm.data import log
from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.changes import Act, Change, Operation
from crm.domain.codec import from_plain, part_from_plain, to_plain
from crm.domain.errors import Conflict
from crm.domain.merges import Merged, MergeNote, SplitPlan, SplitRow
from crm.domain.office import Officer
from crm.domain.records import Record, Ref, record_class
from crm.i18n import _

_STAMPS = frozenset({"uid", "id", "version", "created_at", "created_by", "changed_at", "changed_by"})


@dataclass
class _Split:
    """A merge that is being taken apart."""

    operation: Operation
    survivor: Ref
    tombs: list[Merged]
    rows: list[SplitRow] = field(default_factory=list)

    @property
    def losers(self) -> set[int]:
        return {tomb.old_id for tomb in self.tombs}


def notes(reader: Reader, ref: Ref) -> list[MergeNote]:
    """The merges that a record came out of and that still stand, the newest first."""
    tombs = {tomb.key: tomb for tomb in reader.all(Merged, target_kind=ref.kind, target_id=ref.id)}
    found = []
    for operation in log.of_record(reader.connection, "merged", tombs):
        made = [change.id for change in operation.changes if change.act is Act.CREATED]
        if made and operation.undoes is None:
            officer = reader.find(Officer, operation.officer_id) if operation.officer_id else None
            found.append(
                MergeNote(
                    operation_id=operation.id,
                    survivor=ref,
                    old_names=tuple(tombs[key].old_name for key in made if key in tombs),
                    who=officer.name if officer else "",
                    at=operation.at,
                )
            )
    return found


def split(writer: Writer, operation_id: int, staying: Iterable[int] = ()) -> SplitPlan:
    """Parts what that operation merged; the things at the places of `staying` remain where they are.

    Raises Conflict if the merge does not stand any more, or was merged on.
    """
    one = _opened(writer, operation_id)
    stays = set(staying)
    for tomb in one.tombs:
        writer.delete(tomb)
    tombs = {"merged": {tomb.key for tomb in one.tombs}}
    places = {id(change): place for place, change in enumerate(one.operation.changes)}
    for act, give_back in _GIVE_BACK.items():
        for change in reversed(one.operation.changes):
            place = places[id(change)]
            if change.act is act and change.id not in tombs.get(change.kind, ()):
                is_loser = change.kind == one.survivor.kind and change.id in one.losers
                if is_loser or place not in stays:
                    give_back(writer, one, change, place)
    rows = sorted(one.rows, key=lambda row: row.place)
    return SplitPlan(
        operation_id=operation_id,
        survivor=one.survivor,
        old_names=tuple(tomb.old_name for tomb in one.tombs),
        rows=tuple(rows),
    )


def _opened(reader: Reader, operation_id: int) -> _Split:
    operation = log.one(reader.connection, operation_id)
    made = [
        change.id
        for change in (operation.changes if operation else ())
        if change.kind == "merged" and change.act is Act.CREATED
    ]
    tombs = list(reader.by_id(Merged, made).values())
    if operation is None or not tombs:
        raise Conflict(_("This merge has been taken back already."))
    target = tombs[0]
    survivor = Ref(kind=target.target_kind, id=target.target_id)
    if not any(change.kind == survivor.kind and change.id == survivor.id for change in operation.changes):
        raise Conflict(_("What came out of this merge was merged again since. Split that one first."))
    return _Split(operation, survivor, tombs)


def _bring_back(writer: Writer, one: _Split, change: Change, place: int) -> None:
    kind = record_class(change.kind)
    record = from_plain(kind, dict(change.before))
    hindrance = ""
    if writer.find(kind, change.id) is not None:
        hindrance = _("It is there already.")
    elif not _stands(writer, record):
        hindrance = _("What it belonged to has been deleted since.")
    else:
        writer.bring_back(record)
    is_loser = change.kind == one.survivor.kind and change.id in one.losers
    if not is_loser:
        _tell(writer, one, change, place, record, hindrance)


def _put_back(writer: Writer, one: _Split, change: Change, place: int) -> None:
    record = writer.find(record_class(change.kind), change.id)
    if record is None:
        return  # deleted since: there is nothing to move
    earlier = part_from_plain(type(record), change.before)
    now = {
        name: value
        for name, value in earlier.items()
        if name not in _STAMPS and to_plain(getattr(record, name)) == change.after.get(name)
    }
    changed = [name for name in earlier if name not in _STAMPS and name not in now]
    if now:
        writer.save(replace(record, **now))
    is_survivor = Ref(kind=change.kind, id=change.id) == one.survivor
    if change.kind == "merged" or (is_survivor and not changed):
        return  # nothing that anybody would look for
    hindrance = _("It has been changed since and stays as it is.") if changed else ""
    _tell(writer, one, change, place, replace(record, **now), hindrance)


def _remove(writer: Writer, one: _Split, change: Change, place: int) -> None:
    del one, place
    record = writer.find(record_class(change.kind), change.id)
    if record is not None and record.version == 1:
        writer.delete(record)


# What was taken away first, since the rest refers to it; what was added last.
_GIVE_BACK: dict[Act, Callable[[Writer, _Split, Change, int], None]] = {
    Act.DELETED: _bring_back,
    Act.CHANGED: _put_back,
    Act.CREATED: _remove,
}


def _stands(reader: Reader, record: Record) -> bool:
    """Whether everything that a record needs is there."""
    for entry in fields(record):
        known, kind = getattr(record, entry.name), entry.metadata.get("refers")
        if kind and known is not None and reader.find(record_class(kind), known) is None:
            return False
    return True


def _tell(reader: Reader, one: _Split, change: Change, place: int, record: Record, hindrance: str) -> None:
    pointed = {getattr(record, entry.name) for entry in fields(record) if _can_point(entry, one.survivor)}
    ids = sorted(pointed & one.losers)
    target = Ref(kind=one.survivor.kind, id=ids[0]) if ids else one.survivor
    one.rows.append(
        SplitRow(
            place=place,
            kind=change.kind,
            name=_name(reader, record),
            goes_to=names_of(reader, [target]).get(target, ""),
            hindrance=hindrance,
        )
    )


def _can_point(entry: Any, survivor: Ref) -> bool:
    return entry.metadata.get("refers") == survivor.kind or "points" in entry.metadata


def _name(reader: Reader, record: Record) -> str:
    """What the thing is called; a link by what it links to."""
    for part in ("name", "title", "text", "quote"):
        if told := getattr(record, part, ""):
            return str(told)[:60]
    for entry in fields(record):
        kind = entry.metadata.get("refers")
        if kind in ("follow_up", "task", "article", "industry"):
            linked = reader.find(record_class(kind), getattr(record, entry.name))
            if linked is not None:
                return _name(reader, linked)
    return ""
