"""Taking an operation back: each change inverted, newest first, unless somebody built on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from crm.data import log
from crm.data.reader import Reader
from crm.data.standing import twins
from crm.data.writer import Writer
from crm.domain.changes import Act, Change, Clash, Dependant, Operation, Place, ReversePlan
from crm.domain.codec import from_plain, part_from_plain, to_plain
from crm.domain.errors import Conflict
from crm.domain.records import kind_of, record_class, references_to
from crm.i18n import _

Answers = Mapping[Place, bool]  # fields that were changed since: True puts the old value back, False keeps it
NO_ANSWERS: Answers = MappingProxyType({})
_STAMPS = frozenset({"version", "changed_at", "changed_by"})


def take_back(writer: Writer, operations: Sequence[Operation], answers: Answers = NO_ANSWERS) -> None:
    """Inverts every change of `operations`, the newest first.

    Raises Conflict if a value without an answer was changed since, or if other records have come to
    depend on it.
    """
    for operation in reversed(operations):
        for act, invert in _INVERT.items():
            for change in reversed(operation.changes):
                if change.act is act:
                    invert(writer, operation, change, answers)
    _refuse_twins(writer, {(change.kind, change.id) for one in operations for change in one.changes})


def _refuse_twins(writer: Writer, touched: set[tuple[str, int]]) -> None:
    """What is there again beside something that somebody has written meanwhile would hide or double it.

    Those that come back together were there together.
    """
    for kind, record_id in touched:
        record = writer.find(record_class(kind), record_id)
        if record is not None and any((kind, twin) not in touched for twin in twins(writer, record)):
            raise Conflict(_("It cannot be undone: the same is there again already."), record)


def plan(reader: Reader, operations: Sequence[Operation]) -> ReversePlan:
    """What stands against taking `operations` of one step back."""
    changes = [change for operation in operations for change in operation.changes]
    made = {(change.kind, change.id) for change in changes if change.act is Act.CREATED}
    dependants = [*_built_on(reader, operations, made), *_gone(reader, operations, changes, made)]
    clashes, free = _compared(reader, operations, changes, made)
    return ReversePlan(
        step=operations[0].step,
        label=operations[0].label,
        clashes=tuple(clashes),
        dependants=tuple(
            {(one.kind, one.id, one.since.id if one.since else 0): one for one in dependants}.values()
        ),
        free_count=free + len(made) + sum(change.act is Act.DELETED for change in changes),
    )


def _built_on(
    reader: Reader, operations: Sequence[Operation], made: set[tuple[str, int]]
) -> Iterator[Dependant]:
    """Later operations that touched a record of the step, and records that have come to refer to one."""
    last, step = operations[-1].id, operations[0].step
    ours = {(change.kind, change.id) for operation in operations for change in operation.changes}
    for kind, record_id in made:
        for name in log.later_steps(reader.connection, kind, record_id, last):
            if name != step:
                yield Dependant(kind=kind, id=record_id, since=log.of_step(reader.connection, name)[0])
    for kind in {kind for kind, _id in made}:
        ids = [record_id for of, record_id in made if of == kind]
        for reference in references_to(kind):
            for other in reader.among(reference.record, reference.field, ids):
                fits = not reference.kind_field or getattr(other, reference.kind_field) == kind
                key = (kind_of(reference.record), other.key)
                if fits and key not in ours:
                    yield Dependant(kind=key[0], id=key[1], since=_last(reader, *key, last))


def _gone(
    reader: Reader, operations: Sequence[Operation], changes: Sequence[Change], made: set[tuple[str, int]]
) -> Iterator[Dependant]:
    """Records the step changed that were deleted since, and records it deleted that are there again."""
    ends = {(change.kind, change.id): change.act for change in changes}
    for (kind, record_id), act in ends.items():
        there = reader.find(record_class(kind), record_id) is not None
        if (kind, record_id) not in made and there is (act is Act.DELETED):
            since = _last(reader, kind, record_id, operations[-1].id)
            yield Dependant(kind=kind, id=record_id, since=since)


def _compared(
    reader: Reader, operations: Sequence[Operation], changes: Sequence[Change], made: set[tuple[str, int]]
) -> tuple[list[Clash], int]:
    """Fields that were changed since, and how many were not."""
    before: dict[Place, object] = {}
    given: dict[Place, object] = {}
    for change in changes:
        if change.act is Act.CHANGED and (change.kind, change.id) not in made:
            for field in change.after.keys() - _STAMPS:
                place = Place(kind=change.kind, id=change.id, field=field)
                before.setdefault(place, change.before[field])
                given[place] = change.after[field]
    records = {
        kind: reader.by_id(record_class(kind), [place.id for place in given if place.kind == kind])
        for kind in {place.kind for place in given}
    }
    clashes = []
    for place, value in given.items():
        record = records[place.kind].get(place.id)
        present = to_plain(getattr(record, place.field, None))
        if record is not None and present != value:
            since = _last(reader, place.kind, place.id, operations[-1].id, place.field)
            clashes.append(
                Clash(place=place, before=before[place], given=value, present=present, since=since)
            )
    return clashes, len(given) - len(clashes)


def _last(reader: Reader, kind: str, record_id: int, after: int, field: str = "") -> Operation | None:
    """The newest operation behind `after` that touched a record, or a field of it."""
    for operation in log.of_record(reader.connection, kind, [record_id]):
        if operation.id <= after:
            return None
        if not field or any(field in change.after for change in operation.changes):
            return operation
    return None


def _remove(writer: Writer, operation: Operation, change: Change, answers: Answers) -> None:
    del answers
    record = writer.find(record_class(change.kind), change.id)
    if record is None:
        raise Conflict(_("It cannot be undone: the record has been deleted since."))
    later = log.later_steps(writer.connection, change.kind, change.id, operation.id)
    if any(step != operation.step for step in later):
        raise Conflict(_("It cannot be undone: the record has been changed since."), record)
    writer.delete(record)


def _bring_back(writer: Writer, operation: Operation, change: Change, answers: Answers) -> None:
    del operation, answers
    kind = record_class(change.kind)
    if writer.find(kind, change.id) is not None:
        raise Conflict(_("It cannot be undone: the record is there again already."))
    writer.bring_back(from_plain(kind, dict(change.before)))


def _put_back(writer: Writer, operation: Operation, change: Change, answers: Answers) -> None:
    del operation
    record = writer.find(record_class(change.kind), change.id)
    if record is None:
        raise Conflict(_("It cannot be undone: the record has been deleted since."))
    places = {name: Place(kind=change.kind, id=change.id, field=name) for name in change.after}
    for name, value in change.after.items():
        is_ours = name in _STAMPS or places[name] in answers
        if not is_ours and to_plain(getattr(record, name)) != value:
            raise Conflict(_("It cannot be undone: the record has been changed since."), record)
    wanted = {name: value for name, value in change.before.items() if answers.get(places[name], True)}
    if not wanted.keys() - _STAMPS:
        return
    earlier = part_from_plain(type(record), wanted)
    earlier.pop("version", None)  # versions only ever count up
    if to_plain(record.changed_at) != change.after.get("changed_at"):
        # Other fields were changed since: that is when, and by whom, the record was changed last.
        earlier = {name: value for name, value in earlier.items() if name not in _STAMPS}
    writer.put_back(replace(record, **earlier))


# In this order: what is put back may refer to what was deleted, and has referred to what was created.
_INVERT = {Act.DELETED: _bring_back, Act.CHANGED: _put_back, Act.CREATED: _remove}
