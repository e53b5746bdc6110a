"""The plain model: every record as a dict, every step as what it changed, and what taking back must do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any

from crm.domain.records import Record, record_class, record_kinds

Key = tuple[str, int]  # kind and id
Place = tuple[str, int, str]  # kind, id and field
Plain = dict[str, Any]
Difference = tuple[Plain | None, Plain | None]  # before and after; None where there is no record

STAMPS = frozenset({"uid", "id", "version", "created_at", "created_by", "changed_at", "changed_by"})
ANYTHING = object()  # as a told value: whatever the service made of it


def plain(record: Record) -> Plain:
    """A record's fields without what the store keeps for itself."""
    return {name: getattr(record, name) for name in _names(type(record))}


def _names(kind: type[Record]) -> list[str]:
    return [entry.name for entry in fields(kind) if entry.name not in STAMPS]


def defaults(kind: str) -> Plain:
    """What a new record of that kind says where nobody said anything."""
    return {
        entry.name: entry.default
        for entry in fields(record_class(kind))
        if entry.name not in STAMPS and entry.default is not MISSING
    }


@dataclass(frozen=True)
class Expected:
    """What a step must do: make a record (`key` is None), change fields of one, or take one away."""

    kind: str
    key: int | None
    told: Mapping[str, Any] = field(default_factory=dict)
    is_gone: bool = False

    def fits(self, key: Key, difference: Difference) -> bool:
        """Whether this is what was told."""
        before, after = difference
        if key[0] != self.kind or (self.key is not None and key[1] != self.key):
            return False
        if self.is_gone:
            return after is None
        if after is None or (before is None) != (self.key is None):
            return False
        wanted = {**(before or defaults(self.kind)), **self.told}
        return all(value is ANYTHING or after[name] == value for name, value in wanted.items())

    def says_nothing_new(self, records: Mapping[Key, Plain]) -> bool:
        """Whether the record has been like this before, so that no difference is to be found."""
        if self.key is None or self.is_gone:
            return False
        known = records[self.kind, self.key]
        return all(value is ANYTHING or known[name] == value for name, value in self.told.items())


def made(kind: str, /, **told: Any) -> Expected:
    """A new record; what is not told is as in every new record."""
    return Expected(kind, None, told)


def changed(kind: str, key: int, /, **told: Any) -> Expected:
    """These fields of a record, and no others."""
    return Expected(kind, key, told)


def gone(kind: str, key: int) -> Expected:
    """A record that is no longer there."""
    return Expected(kind, key, is_gone=True)


def once(expected: Iterable[Expected]) -> list[Expected]:
    """Each once: a record that goes for two reasons goes only once."""
    kept: list[Expected] = []
    for one in expected:
        if one not in kept:
            kept.append(one)
    return kept


@dataclass(frozen=True)
class Some:
    """Any number of changes of some kinds that are all as `fits` says: for what reading a text finds."""

    kinds: Collection[str]
    fits: Callable[[Key, Difference], bool] = lambda _key, _difference: True


@dataclass(eq=False)
class Step:
    """What one step did."""

    name: str
    differences: dict[Key, Difference]
    is_undo: bool = False
    is_standing: bool = True
    undoes: Step | None = None


class Model:
    """What the office knows."""

    def __init__(self) -> None:
        self.records: dict[Key, Plain] = {}
        self.steps: list[Step] = []

    # Looking

    def ids(self, kind: str, /, **equal: Any) -> list[int]:
        """Ids of the records of a kind whose fields equal the given values, in the order they were made."""
        return [
            key
            for (one, key), record in sorted(self.records.items())
            if one == kind and all(record[name] == value for name, value in equal.items())
        ]

    def get(self, kind: str, key: int) -> Plain:
        """One record."""
        return self.records[kind, key]

    def about(self, kind: str, key: int, *, of: str) -> list[int]:
        """Ids of the records of a kind that point at a record."""
        return self.ids(of, target_kind=kind, target_id=key)

    # Steps

    def differences(self, stored: Mapping[Key, Plain]) -> dict[Key, Difference]:
        """What the database has otherwise than the model."""
        keys = {**self.records, **stored}
        return {
            key: (self.records.get(key), stored.get(key))
            for key in keys
            if self.records.get(key) != stored.get(key)
        }

    def apply(self, differences: Mapping[Key, Difference]) -> None:
        """Takes the differences over."""
        for key, (_before, after) in differences.items():
            if after is None:
                self.records.pop(key, None)
            else:
                self.records[key] = after

    def did(self, name: str, differences: dict[Key, Difference]) -> Step:
        """A step that was done."""
        step = Step(name, differences)
        self.apply(differences)
        self.steps.append(step)
        return step

    # Taking back

    def reversal(
        self, step: Step, answered: Collection[Place] = (), *, is_put_back: bool = True
    ) -> dict[Key, Difference] | None:
        """What taking the step back must do; None if somebody has built on it.

        The `answered` fields may have been changed since: they get their old value, or keep their own.
        """
        undone: dict[Key, Difference] = {}
        for key, (old, new) in step.differences.items():
            current = self.records.get(key)
            if (current is None) != (new is None):
                return None
            if old is None and self._is_touched_since(step, key):
                return None
            if old is None or new is None or current is None:
                undone[key] = current, old
                continue
            fields_changed = [name for name in new if old[name] != new[name]]
            asked = {name for name in fields_changed if (*key, name) in answered}
            if any(current[name] != new[name] for name in fields_changed if name not in asked):
                return None
            back = {name: old[name] for name in fields_changed if is_put_back or name not in asked}
            undone[key] = current, {**current, **back}
        return undone if self._holds_together(undone) else None

    def reversed(self, step: Step, name: str, undone: dict[Key, Difference]) -> Step:
        """The step that took `step` back."""
        self.apply(undone)
        step.is_standing = False
        if step.undoes is not None:
            step.undoes.is_standing = True
        undo = Step(name, undone, is_undo=True, undoes=step)
        self.steps.append(undo)
        return undo

    def _is_touched_since(self, step: Step, key: Key) -> bool:
        later = self.steps[self.steps.index(step) + 1 :]
        return any(key in other.differences and other.is_standing and not other.is_undo for other in later)

    def _holds_together(self, undone: Mapping[Key, Difference]) -> bool:
        """Whether everything refers to what is there, and nothing that is there once only is there twice."""
        after = dict(self.records)
        for key, (_before, record) in undone.items():
            if record is None:
                after.pop(key, None)
            else:
                after[key] = record
        return not list(dangling(after)) and not list(doubled(after))


def dangling(records: Mapping[Key, Plain]) -> Iterator[str]:
    """A sentence for every reference to a record that is not there."""
    for (kind, key), record in records.items():
        for name, kind_field, fixed in _references()[kind]:
            target = record[name]
            if target is not None and (fixed or record[kind_field], target) not in records:
                yield f"{kind} {key}: {name} {target} ({fixed or record[kind_field]}) is not there"


def doubled(records: Mapping[Key, Plain]) -> Iterator[str]:
    """A sentence for every pair of records that say the one thing that can be said once only."""
    seen: set[tuple[Any, ...]] = set()
    for (kind, key), record in records.items():
        names = record_class(kind).once
        if names and all(record[name] for name in names):
            said = kind, *(record[name] for name in names)
            if said in seen:
                yield f"{kind} {key}: {said} is there twice"
            seen.add(said)


@cache
def _references() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """By kind the fields that refer to others: their name, the field that names the kind, or the kind."""
    return {name: tuple(_referring(kind)) for name, kind in record_kinds().items()}


def _referring(kind: type[Record]) -> Iterable[tuple[str, str, str]]:
    for entry in fields(kind):
        if "refers" in entry.metadata:
            yield entry.name, "", entry.metadata["refers"]
        elif "points" in entry.metadata:
            yield entry.name, entry.metadata["points"], ""
