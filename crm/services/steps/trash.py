"""What was deleted and can be had again: read from the log, so that nothing has to be kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from crm.data import log
from crm.data.queries.settings import value_of
from crm.data.reader import Reader
from crm.domain.changes import Act, Change, Operation
from crm.domain.codec import from_plain
from crm.domain.office import Officer
from crm.domain.office_rules import TRASH
from crm.domain.records import Ref, record_class

KEPT_FOR = timedelta(days=90)  # nothing leaves the trash before
# Kinds that are deleted for their own sake; all others go with one of these, or are mere links.
OWN = (
    "project", "enterprise", "contact", "zone", "industry", "follow_up", "article", "attachment", "obstacle",
    "watch_list", "source", "capture_rule", "saved_view", "office", "officer",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TrashRow:
    """One deleted record."""

    step: str
    ref: Ref
    name: str
    who: str
    at: datetime  # UTC
    with_it: int  # other records that were deleted in the same step


@dataclass(frozen=True, kw_only=True)
class RestoreOffer:
    """What would come back, and what has to come back before it, the first first."""

    row: TrashRow
    partners: tuple[TrashRow, ...]


def trash(reader: Reader) -> list[TrashRow]:
    """What was deleted and neither restored nor emptied away, the newest first."""
    emptied = value_of(reader, TRASH)
    operations = log.deleting(reader.connection, OWN, emptied.operation_id if emptied else 0)
    undone = log.undone_steps(reader.connection, {operation.step for operation in operations})
    merges = log.that_made(reader.connection, ["merged"], [operation.id for operation in operations])
    standing = [one for one in operations if one.step not in undone and one.id not in merges]
    return list(_rows(reader, standing))


def restore_offer(reader: Reader, row: TrashRow) -> RestoreOffer:
    """What has to come back with a row, because it was deleted later."""
    partners: dict[str, TrashRow] = {}
    _gather(reader, row.step, partners)
    return RestoreOffer(row=row, partners=tuple(partners.values()))


def _gather(reader: Reader, step: str, partners: dict[str, TrashRow]) -> None:
    operations = log.of_step(reader.connection, step)
    for ref in _missing(reader, operations):
        gone = _deletion(reader, ref)
        if gone is None or gone.step == step or gone.step in partners:
            continue
        _gather(reader, gone.step, partners)
        row = next((one for one in _rows(reader, [gone], kinds=()) if one.ref == ref), None)
        if row is not None:
            partners[gone.step] = row


def _missing(reader: Reader, operations: Sequence[Operation]) -> Iterator[Ref]:
    """Records that the deleted ones refer to and that are not there, nor come back with them."""
    deleted = [change for operation in operations for change in operation.changes if _is_deletion(change)]
    with_it = {Ref(kind=change.kind, id=change.id) for change in deleted}
    pointed = {ref for change in deleted for ref in _pointed(change)}
    for ref in sorted(pointed - with_it, key=lambda ref: (ref.kind, ref.id)):
        if reader.find(record_class(ref.kind), ref.id) is None:
            yield ref


def _pointed(change: Change) -> Iterator[Ref]:
    record: Any = from_plain(record_class(change.kind), dict(change.before))
    for entry in fields(record):
        key = getattr(record, entry.name)
        kind = entry.metadata.get("refers") or getattr(record, entry.metadata.get("points", ""), "")
        if kind and isinstance(key, int):
            yield Ref(kind=kind, id=key)


def _deletion(reader: Reader, ref: Ref) -> Operation | None:
    """The newest operation that deleted a record, whole."""
    for operation in log.of_record(reader.connection, ref.kind, [ref.id]):
        if any(map(_is_deletion, operation.changes)):
            return log.one(reader.connection, operation.id)
    return None


def _rows(reader: Reader, operations: Iterable[Operation], kinds: Sequence[str] = OWN) -> Iterator[TrashRow]:
    known = list(operations)
    officers = reader.by_id(Officer, [operation.officer_id for operation in known])
    for operation in known:
        deleted = [change for change in operation.changes if _is_deletion(change)]
        officer = officers.get(operation.officer_id or 0)
        for change in reversed(deleted):  # what was meant goes last
            if not kinds or change.kind in kinds:
                yield TrashRow(
                    step=operation.step,
                    ref=Ref(kind=change.kind, id=change.id),
                    name=_name(change),
                    who=officer.name if officer else "",
                    at=operation.at,
                    with_it=len(deleted) - 1,
                )


def _is_deletion(change: Change) -> bool:
    return change.act is Act.DELETED


def _name(change: Change) -> str:
    for field in ("name", "title", "text"):
        if change.before.get(field):
            return str(change.before[field])
    return ""
