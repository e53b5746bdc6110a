"""The change log: appending operations and reading them back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

import sqlalchemy as sa

from crm.data.schema import changes as change_table
from crm.data.schema import operations as operation_table
from crm.domain.changes import Act, Change, Label, LogFilter, Operation
from crm.i18n import _

_ops, _chs = operation_table.c, change_table.c
T = TypeVar("T")
EVERYTHING = LogFilter()
NOBODY: Mapping[int, str] = MappingProxyType({})
_ADD_OPERATION = sa.insert(operation_table).returning(_ops.id)
_ADD_CHANGES = sa.insert(change_table)
_STRETCH, _GROWTH = 4_000, 4  # operations looked through at once for what is wanted, the newest first
_SLICE = 500  # ids in one IN list; databases limit how many


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What an operation is called and belongs to."""

    uid: str
    step: str
    session: str
    label: Label
    undoes: str | None = None


def append(
    connection: sa.Connection, entry: Entry, officer_id: int | None, at: datetime, made: Sequence[Change]
) -> Operation:
    """Writes one operation with its changes."""
    row = {
        "uid": entry.uid,
        "step": entry.step,
        "session": entry.session,
        "label": entry.label.text,
        "label_values": json.dumps(_plain_values(entry.label.values), ensure_ascii=False, default=str),
        "officer_id": officer_id,
        "at": at,
        "undoes": entry.undoes,
    }
    inserted = connection.execute(_ADD_OPERATION, row).scalar_one()
    connection.execute(
        _ADD_CHANGES,
        [
            {
                "operation_id": inserted,
                "kind": change.kind,
                "record_id": change.id,
                "act": str(change.act),
                "before": json.dumps(change.before, ensure_ascii=False),
                "after": json.dumps(change.after, ensure_ascii=False),
            }
            for change in made
        ],
    )
    return Operation(
        id=inserted,
        uid=entry.uid,
        step=entry.step,
        label=entry.label,
        officer_id=officer_id,
        at=at,
        undoes=entry.undoes,
        changes=tuple(made),
    )


def last_id(connection: sa.Connection) -> int:
    """The id of the newest operation; 0 if there is none."""
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(_ops.id), 0))).scalar_one())


def last_before(connection: sa.Connection, moment: datetime) -> int:
    """The id of the newest operation up to that moment; 0 if there is none."""
    newest = sa.select(sa.func.coalesce(sa.func.max(_ops.id), 0)).where(_ops.at <= moment)
    return int(connection.execute(newest).scalar_one())


def has(connection: sa.Connection, uid: str) -> bool:
    """Whether an operation of that uid was committed."""
    return connection.execute(sa.select(_ops.id).where(_ops.uid == uid)).first() is not None


def since(connection: sa.Connection, seen: int, *, not_by: str) -> list[Operation]:
    """Operations behind `seen` that session `not_by` did not write, oldest first, with their changes."""
    newer = sa.select(operation_table).where(_ops.id > seen, _ops.session != not_by)
    return _load(connection, newer.order_by(_ops.id))


def of_step(connection: sa.Connection, step: str) -> list[Operation]:
    """The operations of one step, oldest first, with their changes."""
    return _load(connection, sa.select(operation_table).where(_ops.step == step).order_by(_ops.id))


def one(connection: sa.Connection, operation_id: int) -> Operation | None:
    """The operation of that id with its changes; None if there is none."""
    found = _load(connection, sa.select(operation_table).where(_ops.id == operation_id))
    return found[0] if found else None


def newest(
    connection: sa.Connection,
    count: int,
    before: int | None = None,
    *,
    wanted: LogFilter = EVERYTHING,
    officers: Mapping[int, str] = NOBODY,
) -> list[Operation]:
    """The `count` newest operations, newest first; with `before`, those older than that id.

    `officers` have their names looked through for the text of `wanted`, too. What is wanted is looked for
    stretch by stretch: mostly it stands among the newest, and the log of an old office is long.
    """
    end = last_id(connection) + 1 if before is None else before
    length = end if wanted == EVERYTHING else _STRETCH
    found: list[Operation] = []
    while end > 0 and len(found) < count:
        begin = max(0, end - length)
        within = _ops.id.between(begin, end - 1)
        statement = sa.select(operation_table).where(
            within, *_conditions(connection, wanted, officers, (begin, end - 1))
        )
        found += _load(connection, statement.order_by(_ops.id.desc()).limit(count - len(found)))
        end, length = begin, _GROWTH * length
    return found


def _conditions(
    connection: sa.Connection, wanted: LogFilter, officers: Mapping[int, str], stretch: tuple[int, int]
) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.officer_id is not None:
        yield _ops.officer_id == wanted.officer_id
    if wanted.since is not None:
        yield _ops.at >= wanted.since
    if wanted.until is not None:
        yield _ops.at < wanted.until
    touched = [_chs.kind == wanted.kind] if wanted.kind else []
    if wanted.field:
        key = f'"{wanted.field}":'
        touched.append(_chs.before.contains(key, autoescape=True) | _chs.after.contains(key, autoescape=True))
    if touched:
        within = _chs.operation_id.between(*stretch)
        yield _ops.id.in_(sa.select(_chs.operation_id).where(within, *touched))
    for word in wanted.text.split():
        yield _holds(connection, word, officers, stretch)


def _holds(
    connection: sa.Connection, word: str, officers: Mapping[int, str], stretch: tuple[int, int]
) -> sa.ColumnElement[bool]:
    """Whether a word stands in what an operation is called here, or in what it changed."""
    labels = connection.execute(sa.select(_ops.label).where(_ops.id.between(*stretch)).distinct()).scalars()
    called = [label for label in labels if word.casefold() in _(label).casefold()]
    values = _has(_chs.before, word) | _has(_chs.after, word)
    within = _chs.operation_id.between(*stretch)
    return sa.or_(
        _ops.label.in_(called),
        _has(_ops.label_values, word),
        _ops.officer_id.in_([key for key, name in officers.items() if word.casefold() in name.casefold()]),
        _ops.id.in_(sa.select(_chs.operation_id).where(within, values)),
    )


def _has(column: sa.Column[Any], word: str) -> sa.ColumnElement[bool]:
    """Whether a word stands in a text; most have no capitals, and telling them from others takes longest."""
    return (column.contains if word.lower() == word.upper() else column.icontains)(word, autoescape=True)


def of_record(connection: sa.Connection, kind: str, record_ids: Iterable[int]) -> list[Operation]:
    """Operations that touched those records, newest first, each with its changes to them alone."""
    wanted = sa.and_(_chs.kind == kind, _chs.record_id.in_(list(record_ids)))
    touching = sa.select(_chs.operation_id).where(wanted)
    statement = sa.select(operation_table).where(_ops.id.in_(touching)).order_by(_ops.id.desc())
    return _load(connection, statement, wanted)


def deleting(connection: sa.Connection, kinds: Iterable[str], behind: int) -> list[Operation]:
    """Operations behind that id that deleted records of those kinds and undid nothing, newest first."""
    found = sa.select(_chs.operation_id).where(
        _chs.act == str(Act.DELETED), _chs.kind.in_(list(kinds)), _chs.operation_id > behind
    )
    statement = sa.select(operation_table).where(_ops.id.in_(found), _ops.undoes.is_(None))
    return _load(connection, statement.order_by(_ops.id.desc()))


def that_made(
    connection: sa.Connection, kinds: Iterable[str], operation_ids: Iterable[int]
) -> frozenset[int]:
    """Those of the operations that made a record of one of `kinds`."""
    statement = sa.select(_chs.operation_id).where(
        _chs.operation_id.in_(list(operation_ids)), _chs.kind.in_(list(kinds)), _chs.act == str(Act.CREATED)
    )
    return frozenset(connection.execute(statement).scalars())


def touched(connection: sa.Connection, kind: str, operation_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The ids of records of a kind that the operations touched, by operation."""
    found: dict[int, tuple[int, ...]] = {}
    for ids in batched(operation_ids, _SLICE):
        wanted = sa.select(_chs.operation_id, _chs.record_id).where(
            _chs.operation_id.in_(ids), _chs.kind == kind
        )
        for row in connection.execute(wanted):
            found[row.operation_id] = (*found.get(row.operation_id, ()), row.record_id)
    return found


def undone_steps(connection: sa.Connection, steps: Iterable[str]) -> frozenset[str]:
    """Those of `steps` that are taken back now; a step whose undo was undone is not."""
    rows = [
        row
        for names in batched(steps, _SLICE)
        for row in connection.execute(sa.select(_ops.step, _ops.undoes).where(_ops.undoes.in_(names)))
    ]
    if not rows:
        return frozenset()
    taken_back_undos = undone_steps(connection, [row.step for row in rows])
    return frozenset(row.undoes for row in rows if row.step not in taken_back_undos)


def later_steps(connection: sa.Connection, kind: str, record_id: int, operation_id: int) -> list[str]:
    """Steps that touched a record after `operation_id` and still stand; undoing is no touch."""
    statement = (
        sa.select(_ops.step)
        .join(change_table, _chs.operation_id == _ops.id)
        .where(_chs.kind == kind, _chs.record_id == record_id, _ops.id > operation_id, _ops.undoes.is_(None))
    )
    steps = list(dict.fromkeys(connection.execute(statement).scalars()))
    undone = undone_steps(connection, steps)
    return [step for step in steps if step not in undone]


def _load(connection: sa.Connection, statement: sa.Select[Any], only: Any = None) -> list[Operation]:
    rows = connection.execute(statement).all()
    made: dict[int, list[Change]] = {row.id: [] for row in rows}
    for ids in batched(made, _SLICE):
        wanted = sa.select(change_table).where(_chs.operation_id.in_(ids)).order_by(_chs.id)
        for row in connection.execute(wanted if only is None else wanted.where(only)):
            made[row.operation_id].append(
                Change(
                    kind=row.kind,
                    id=row.record_id,
                    act=Act(row.act),
                    before=json.loads(row.before),
                    after=json.loads(row.after),
                )
            )
    return [
        Operation(
            id=row.id,
            uid=row.uid,
            step=row.step,
            label=Label(text=row.label, values=_read_values(json.loads(row.label_values))),
            officer_id=row.officer_id,
            at=row.at,
            undoes=row.undoes,
            changes=tuple(made[row.id]),
        )
        for row in rows
    ]


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of `size`, the last one shorter."""
    waiting = iter(values)
    while part := list(islice(waiting, size)):
        yield part


def _plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {"text": value.text, "values": _plain_values(value.values)}
        if isinstance(value, Label)
        else value
        for name, value in values.items()
    }


def _read_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: Label(text=value["text"], values=_read_values(value["values"]))
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }
