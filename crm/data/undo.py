"""Taking an operation back: each change inverted, newest first, unless somebody built on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm.data import log
from crm.data.standing import twins
from crm.data.writer import Writer
from crm.domain.changes import Act, Change, Operation
from crm.domain.codec import from_plain, part_from_plain, to_plain
from crm.domain.errors import Conflict
from crm.domain.records import record_class
from crm.i18n import _

_STAMPS = frozenset({"version", "changed_at", "changed_by"})


def take_back(writer: Writer, operations: Sequence[Operation]) -> None:
    """Inverts every change of `operations`, the newest first.

    Raises Conflict if a value was changed since, or if other records have come to depend on it.
    """
    for operation in reversed(operations):
        for act, invert in _INVERT.items():
            for change in reversed(operation.changes):
                if change.act is act:
                    invert(writer, operation, change)
    _refuse_twins(writer, {(change.kind, change.id) for one in operations for change in one.changes})


def _refuse_twins(writer: Writer, touched: set[tuple[str, int]]) -> None:
    """What is there again beside something that somebody has written meanwhile would hide or double it.

    Those that come back together were there together.
    """
    for kind, record_id in touched:
        record = writer.find(record_class(kind), record_id)
        if record is not None and any((kind, twin) not in touched for twin in twins(writer, record)):
            raise Conflict(_("It cannot be undone: the same is there again already."), record)


def _remove(writer: Writer, operation: Operation, change: Change) -> None:
    record = writer.find(record_class(change.kind), change.id)
    if record is None:
        raise Conflict(_("It cannot be undone: the record has been deleted since."))
    later = log.later_steps(writer.connection, change.kind, change.id, operation.id)
    if any(step != operation.step for step in later):
        raise Conflict(_("It cannot be undone: the record has been changed since."), record)
    writer.delete(record)


def _bring_back(writer: Writer, operation: Operation, change: Change) -> None:
    del operation
    kind = record_class(change.kind)
    if writer.find(kind, change.id) is not None:
        raise Conflict(_("It cannot be undone: the record is there again already."))
    writer.bring_back(from_plain(kind, dict(change.before)))


def _put_back(writer: Writer, operation: Operation, change: Change) -> None:
    del operation
    record = writer.find(record_class(change.kind), change.id)
    if record is None:
        raise Conflict(_("It cannot be undone: the record has been deleted since."))
    for name, value in change.after.items():
        if name not in _STAMPS and to_plain(getattr(record, name)) != value:
            raise Conflict(_("It cannot be undone: the record has been changed since."), record)
    earlier = part_from_plain(type(record), change.before)
    earlier.pop("version", None)  # versions only ever count up
    if to_plain(record.changed_at) != change.after.get("changed_at"):
        # Other fields were changed since: that is when, and by whom, the record was changed last.
        earlier = {name: value for name, value in earlier.items() if name not in _STAMPS}
    writer.put_back(replace(record, **earlier))


# In this order: what is put back may refer to what was deleted, and has referred to what was created.
_INVERT = {Act.DELETED: _bring_back, Act.CHANGED: _put_back, Act.CREATED: _remove}
