"""Merging records that are one and the same, and parting them again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.errors import Fault, ValidationError
from crm.domain.merges import MergeNote, MergePlan, MergeRequest, SplitPlan
from crm.domain.permissions import authorize
from crm.domain.records import Ref, record_class
from crm.i18n import N_
from crm.services.steps.merging import link_count, merge
from crm.services.steps.splitting import notes, split


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is written."""

    def __init__(self, plan: MergePlan | SplitPlan) -> None:
        super().__init__()
        self.plan = plan


class Merges:
    """What an officer does with records that turned out to be one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def offer(self, kind: str, ids: Sequence[int]) -> MergeRequest:
        """The request that stands for itself: the record with most links stays, of equals the oldest."""
        with self._store.read() as reader:
            return MergeRequest(kind=kind, ids=tuple(ids), survivor_id=_best(reader, kind, ids))

    def plan(self, request: MergeRequest) -> MergePlan:
        """What `run` would do, told by doing it and taking it back; with blockers it would do nothing."""
        authorize(self._store.actor, _action(request.kind))
        try:
            with self._store.write(N_("Merge records")) as writer:
                raise _Rehearsed(merge(writer, request))
        except _Rehearsed as rehearsed:
            return cast(MergePlan, rehearsed.plan)

    def run(self, request: MergeRequest) -> MergePlan:
        """Makes the records one: one transaction, one undo step.

        Raises ValidationError naming what stands against it.
        """
        authorize(self._store.actor, _action(request.kind))
        with self._store.write(N_("Merge {count} records into {name}"), **self._words(request)) as writer:
            plan = merge(writer, request)
            if plan.blockers:
                raise ValidationError(Fault(field="", message=text) for text in plan.blockers)
            return plan

    def of_record(self, ref: Ref) -> list[MergeNote]:
        """The merges a record came out of, the newest first."""
        with self._store.read() as reader:
            return notes(reader, ref)

    def plan_split(self, operation_id: int, staying: Iterable[int] = ()) -> SplitPlan:
        """What `split` would give back, told by doing it and taking it back."""
        authorize(self._store.actor, "directory.merge")
        try:
            with self._store.write(N_("Split records")) as writer:
                raise _Rehearsed(split(writer, operation_id, staying))
        except _Rehearsed as rehearsed:
            return cast(SplitPlan, rehearsed.plan)

    def split(self, operation_id: int, staying: Iterable[int] = ()) -> SplitPlan:
        """Parts what was merged in that operation; what stands at the places of `staying` is not moved.

        Raises Conflict if the merge does not stand any more.
        """
        authorize(self._store.actor, "directory.merge")
        with self._store.write(N_("Split records")) as writer:
            return split(writer, operation_id, staying)

    def _words(self, request: MergeRequest) -> dict[str, Any]:
        with self._store.read() as reader:
            record = reader.get(record_class(request.kind), request.survivor_id)
        return {"count": len(request.ids), "name": getattr(record, "name", "")}


def _action(kind: str) -> str:
    return "projects.merge" if kind == "project" else "directory.merge"


def _best(reader: Reader, kind: str, ids: Sequence[int]) -> int:
    return min(ids, key=lambda record_id: (-link_count(reader, Ref(kind=kind, id=record_id)), record_id))
