"""Rules of merging: records made one, and parted again; nothing that hung on them is lost."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.errors import Conflict, ValidationError
from crm.domain.merges import MERGEABLE, MergeRequest
from crm.domain.records import Ref, record_class, record_kinds
from tests.machine.model import Plain, Some
from tests.machine.officers import SIDES, WHICH, Officers

EVERYTHING = tuple(record_kinds())


class MergeRules(Officers):
    """What officers do with records that turned out to be one."""

    @rule(side=SIDES, kind=st.sampled_from(MERGEABLE), one=WHICH, two=WHICH)
    def merge(self, side: int, kind: str, one: int, two: int) -> None:
        kept, lost = self.pick(kind, one), self.pick(kind, two)
        if kept is None or lost is None or kept == lost:
            return
        request = MergeRequest(kind=kind, ids=(kept, lost), survivor_id=kept)
        plan = self.keyboards[side].crm.merges.plan(request)
        assert not self.model.differences(self.stored()), "a plan has changed something"
        hung = {key for key, record in self.model.records.items() if _points_at(key[0], record, kind, lost)}
        self.do(
            side,
            lambda crm: crm.merges.run(request),
            Some(EVERYTHING),
            refused=ValidationError if plan.blockers else None,
        )
        if plan.blockers:
            return
        assert (kind, lost) not in self.model.records
        assert self.keyboards[side].crm.directory.names_of([Ref(kind=kind, id=kept)])
        for key in hung & self.model.records.keys():
            assert not _points_at(key[0], self.model.records[key], kind, lost), key
        same = sum(count.same for count in plan.counts)
        assert len(hung - self.model.records.keys()) <= same + self._self_references(kind)

    @rule(side=SIDES, which=WHICH)
    def split(self, side: int, which: int) -> None:
        tombs = self.model.ids("merged")
        if not tombs:
            return
        tomb = self.model.get("merged", tombs[which % len(tombs)])
        target = Ref(kind=tomb["target_kind"], id=tomb["target_id"])
        crm = self.keyboards[side].crm
        notes = crm.merges.of_record(target)
        if not notes:
            return
        note = notes[which % len(notes)]
        before = dict(self.model.records)
        plan = self.do(
            side, lambda crm: crm.merges.split(note.operation_id), Some(EVERYTHING), may_refuse=Conflict
        )
        if plan is None:
            return
        back = [key for key in self.model.records if key not in before and key[0] == target.kind]
        assert len(back) == len(note.old_names)
        kept_kinds = ("follow_up", "claim", "obstacle", "attachment", "contact", "project", "mention")
        lost = [key for key in before if key not in self.model.records and key[0] in kept_kinds]
        assert lost == []

    def _self_references(self, kind: str) -> int:
        return sum(len(self.model.ids("project_link")) for _one in [kind] if kind == "project")


def _points_at(holder: str, record: Plain, kind: str, key: int) -> bool:
    """Whether a record refers to another; the tombstone of a merge may."""
    if holder == "merged":
        return False
    return any(
        record[name] == key and (fixed == kind or (kind_field and record[kind_field] == kind))
        for name, kind_field, fixed in _pointers(holder)
    )


def _pointers(kind: str) -> list[tuple[str, str, Any]]:
    return [
        (entry.name, entry.metadata.get("points", ""), entry.metadata.get("refers"))
        for entry in fields(record_class(kind))
        if "refers" in entry.metadata or "points" in entry.metadata
    ]
