"""The history: who changed what, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from crm.data import log
from crm.data.queries.follow_ups import names_of
from crm.data.queries.settings import stage_rules
from crm.data.reader import Reader
from crm.data.store import Listener, Store
from crm.data.undo import NO_ANSWERS
from crm.domain.changes import Act, Change, LogFilter, Operation, Place, Step
from crm.domain.follow_ups import Pin
from crm.domain.office import Officer
from crm.domain.office_rules import TRASH, TrashEmptied
from crm.domain.permissions import authorize
from crm.domain.records import Ref, record_class
from crm.domain.stage_rules import StageRules
from crm.domain.stages import Stage
from crm.domain.timeline import FieldChange, FieldValue
from crm.i18n import N_
from crm.services.steps.field_values import field_values
from crm.services.steps.reversing import ReverseOffer, reverse_offer
from crm.services.steps.settings import keep_setting
from crm.services.steps.timelines import shown
from crm.services.steps.trash import KEPT_FOR, RestoreOffer, TrashRow, restore_offer, trash

# What the program keeps for itself; nobody looks for it in the history.
_SILENT = frozenset(
    {"uid", "id", "version", "created_at", "created_by", "changed_at", "changed_by", "name_key", "text_hash"}
    | {"other_hash", "recipe"}
    | {"article_text_id", "start", "end", "furniture", "original", "sha256", "settings", "happened_at"}
    | {"board_place", "enterprise_hits", "zone_hits", "industry_hits", "project_hits"}
)
_STAGES = ("stage", "from_stage")


@dataclass(frozen=True, kw_only=True)
class RecordChange:
    """What an operation did to one record."""

    ref: Ref
    name: str
    act: Act
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One operation, as the history shows it."""

    id: int
    step: str
    label: str
    who: str
    at: datetime  # UTC
    is_undo: bool
    is_undone: bool
    changes: tuple[RecordChange, ...]


class History:
    """What an officer does with the past."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def newest(self, count: int = 100, before: int | None = None) -> list[HistoryEntry]:
        """The newest operations, newest first; with `before`, those older than that id."""
        return self.find(LogFilter(), count, before)

    def find(self, wanted: LogFilter, count: int = 100, before: int | None = None) -> list[HistoryEntry]:
        """The newest operations that fit, newest first; with `before`, those older than that id."""
        with self._store.read() as reader:
            names_of_officers = {officer.key: officer.name for officer in reader.all(Officer)}
            operations = log.newest(
                reader.connection, count, before, wanted=wanted, officers=names_of_officers
            )
            undone = log.undone_steps(reader.connection, {operation.step for operation in operations})
            officers = reader.by_id(Officer, [operation.officer_id for operation in operations])
            refs = [ref for operation in operations for ref in _mentioned(operation)]
            names, rules = names_of(reader, refs), stage_rules(reader)
        return [
            _entry(operation, officers.get(operation.officer_id or 0), operation.step in undone, names, rules)
            for operation in operations
        ]

    def of_field(self, ref: Ref, field: str) -> list[FieldValue]:
        """The values that a field of a record had, the present one first; NotFound if it is gone."""
        with self._store.read() as reader:
            return field_values(reader, ref, field)

    def next_undo(self) -> Step | None:
        """What `undo` would take back."""
        return self._store.next_undo()

    def next_redo(self) -> Step | None:
        """What `redo` would bring back."""
        return self._store.next_redo()

    def undo(self) -> Step | None:
        """Takes back the newest step of this session; Conflict if somebody has built on it."""
        authorize(self._store.actor, "history.undo")
        return self._store.undo()

    def redo(self) -> Step | None:
        """Brings back what was undone last."""
        authorize(self._store.actor, "history.undo")
        return self._store.redo()

    def offer_take_back(self, step: str) -> ReverseOffer:
        """What stands against taking a step back, in words; Conflict if it has been undone already."""
        plan = self._store.plan_take_back(step)
        with self._store.read() as reader:
            return reverse_offer(reader, plan)

    def take_back(self, step: str, answers: Mapping[Place, bool] = NO_ANSWERS) -> Step:
        """Takes any step back, whoever made it and whenever; Conflict if something stands on it.

        `answers` say of fields that were changed since whether they get their old value all the same.
        """
        authorize(self._store.actor, "history.take_back")
        return self._store.take_back(step, answers)

    def trash(self) -> list[TrashRow]:
        """What was deleted and neither restored nor emptied away, the newest first."""
        with self._store.read() as reader:
            return trash(reader)

    def offer_restore(self, row: TrashRow) -> RestoreOffer:
        """What has to come back with a deleted record."""
        with self._store.read() as reader:
            return restore_offer(reader, row)

    def restore(self, offer: RestoreOffer) -> None:
        """Brings a deleted record back with its links, and before it what it needs.

        Raises Conflict if something stands in the way; what came back before then stays.
        """
        authorize(self._store.actor, "history.restore")
        for row in (*offer.partners, offer.row):
            self._store.take_back(row.step)

    def empty_trash(self, now: datetime) -> int:
        """Lets go of what was deleted 90 days ago or earlier; how many records that were."""
        authorize(self._store.actor, "history.empty_trash")
        with self._store.write(N_("Empty the trash")) as writer:
            old = [row for row in trash(writer) if row.at <= now - KEPT_FOR]
            if old:
                last = log.last_before(writer.connection, now - KEPT_FOR)
                keep_setting(writer, TRASH, TrashEmptied(operation_id=last))
            return len(old)

    def pin(self, about: Ref, target: Ref) -> None:
        """Keeps an entry on top of the timeline of `about`; the same again changes nothing."""
        authorize(self._store.actor, "history.pin")
        with self._store.write(N_("Pin an entry")) as writer:
            pin = Pin(about_kind=about.kind, about_id=about.id, target_kind=target.kind, target_id=target.id)
            if not _pins(writer, pin):
                writer.save(pin)

    def unpin(self, about: Ref, target: Ref) -> None:
        """Lets an entry of the timeline of `about` go back to its day."""
        authorize(self._store.actor, "history.pin")
        with self._store.write(N_("Unpin an entry")) as writer:
            pin = Pin(about_kind=about.kind, about_id=about.id, target_kind=target.kind, target_id=target.id)
            for kept in _pins(writer, pin):
                writer.delete(kept)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` after every write, on any thread; answers with how to stop that."""
        return self._store.subscribe(listener)

    def poll(self) -> int:
        """Announces what others have written; how many operations that were."""
        return self._store.poll()


def _pins(reader: Reader, pin: Pin) -> list[Pin]:
    return reader.all(
        Pin,
        about_kind=pin.about_kind,
        about_id=pin.about_id,
        target_kind=pin.target_kind,
        target_id=pin.target_id,
    )


def _mentioned(operation: Operation) -> Iterator[Ref]:
    """The records an operation touched and those its values point at."""
    for change in operation.changes:
        yield Ref(kind=change.kind, id=change.id)
        for field, kind in _pointers(change).items():
            for values in (change.before, change.after):
                if isinstance(values.get(field), int):
                    yield Ref(kind=kind, id=values[field])


def _pointers(change: Change) -> dict[str, str]:
    """The changed fields that hold ids of other records, and of what kind these are."""
    touched = change.before.keys() | change.after.keys()
    return {
        field.name: field.metadata["refers"]
        for field in fields(record_class(change.kind))
        if field.name in touched and "refers" in field.metadata
    }


def _entry(
    operation: Operation,
    officer: Officer | None,
    is_undone: bool,
    names: Mapping[Ref, str],
    rules: StageRules,
) -> HistoryEntry:
    return HistoryEntry(
        id=operation.id,
        step=operation.step,
        label=str(operation.label),
        who=officer.name if officer else "",
        at=operation.at,
        is_undo=operation.undoes is not None,
        is_undone=is_undone,
        changes=tuple(_record_change(change, names, rules) for change in operation.changes),
    )


def _record_change(change: Change, names: Mapping[Ref, str], rules: StageRules) -> RecordChange:
    ref = Ref(kind=change.kind, id=change.id)
    known = names.get(ref) or str(change.before.get("name") or change.before.get("title") or "")
    pointers = _pointers(change)

    def told(field: str, value: Any) -> str:
        if field in pointers and isinstance(value, int):
            return names.get(Ref(kind=pointers[field], id=value)) or str(value)
        if field in _STAGES and value in set(Stage):
            return rules.name(Stage(value))
        return shown(value)

    silent = {*_SILENT, "value"} if change.kind == "office_setting" else _SILENT  # JSON is for no reader
    touched = [field for field in {**change.before, **change.after} if field not in silent]
    pairs = [(f, told(f, change.before.get(f)), told(f, change.after.get(f))) for f in touched]
    return RecordChange(
        ref=ref,
        name=known,
        act=change.act,
        fields=tuple(
            FieldChange(field=field, before=before, after=after)
            for field, before, after in pairs
            if before != after
        ),
    )
