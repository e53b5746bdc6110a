"""Rules of judging: grades and labels of enterprises, what is not the same, and what certainly is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.directory import Grade, LabelGround
from crm.domain.errors import Conflict, Unexplained, ValidationError
from crm.domain.project_names import Relation
from tests.machine.merging import EVERYTHING
from tests.machine.model import Expected, Some, changed, gone, made
from tests.machine.officers import SIDES, WHICH, Officers

LABELS = st.sampled_from(["专精特新", "储能白名单", "上市公司"])
KINDS = st.sampled_from(("enterprise", "contact", "zone", "project"))
REASONS = st.sampled_from(["", "不是一家"])


class JudgingRules(Officers):
    """What officers think of records."""

    @rule(side=SIDES, which=WHICH, grade=st.none() | st.sampled_from(Grade), reason=REASONS)
    def grade(self, side: int, which: int, grade: Grade | None, reason: str) -> None:
        key = self.pick("enterprise", which)
        if key is None:
            return
        version = self.open_form(side, "enterprise", key).version
        is_old = self.close_form(side, "enterprise", key)
        is_unsaid = grade is not None and not reason
        self.do(
            side,
            lambda crm: crm.directory.grade(key, version, grade, reason),
            changed("enterprise", key, grade=grade, grade_reason=reason),
            refused=ValidationError if is_unsaid else Conflict if is_old else None,
        )

    # Labels

    @rule(side=SIDES, which=WHICH, name=LABELS)
    def add_label(self, side: int, which: int, name: str) -> None:
        key = self.pick("enterprise", which)
        if key is None:
            return
        told: dict[str, Any] = {"enterprise_id": key, "name": name, "batch": "第五批"}
        labels = tuple(dict.fromkeys([*self.model.get("enterprise", key)["labels"], name]))
        self.do(
            side,
            lambda crm: crm.directory.save_label(LabelGround(**told)),
            made("label_ground", **told),
            changed("enterprise", key, labels=labels),
        )

    @rule(side=SIDES, which=WHICH, name=LABELS)
    def rename_label(self, side: int, which: int, name: str) -> None:
        key = self.pick("label_ground", which)
        if key is None:
            return
        before: LabelGround = self.open_form(side, "label_ground", key)
        refused = Conflict if self.close_form(side, "label_ground", key) else None
        had = self.model.get("enterprise", before.enterprise_id)["labels"]
        labels = dict.fromkeys([*(name if one == before.name else one for one in had), name])
        self.do(
            side,
            lambda crm: crm.directory.save_label(replace(before, name=name)),
            changed("label_ground", key, name=name),
            changed("enterprise", before.enterprise_id, labels=tuple(labels)),
            refused=refused,
        )

    @rule(side=SIDES, which=WHICH)
    def remove_label(self, side: int, which: int) -> None:
        key = self.pick("label_ground", which)
        if key is None:
            return
        ground = self.model.get("label_ground", key)
        firm, name = ground["enterprise_id"], ground["name"]
        expected: list[Expected] = [gone("label_ground", key)]
        if self.model.ids("label_ground", enterprise_id=firm, name=name) == [key]:
            left = tuple(one for one in self.model.get("enterprise", firm)["labels"] if one != name)
            expected.append(changed("enterprise", firm, labels=left))
        self.do(side, lambda crm: crm.directory.remove_label(key), *expected)

    # Records that are there twice

    @rule(side=SIDES, kind=KINDS, one=WHICH, two=WHICH, reason=REASONS)
    def keep_apart(self, side: int, kind: str, one: int, two: int, reason: str) -> None:
        first, second = self.pick(kind, one), self.pick(kind, two)
        if first is None or second is None or first == second:
            return
        ids = (min(first, second), max(first, second))
        self.do(
            side,
            lambda crm: crm.duplicates.keep_apart(kind, ids, reason),
            *(self._parted(ids) if kind == "project" else self._not_same(kind, ids, reason)),
            refused=None if reason else Unexplained,
        )

    @rule(side=SIDES, kind=KINDS, which=WHICH)
    def forget_a_decision(self, side: int, kind: str, which: int) -> None:
        held = "project_link" if kind == "project" else "not_same"
        decisions = self.keyboards[side].crm.duplicates.decisions(kind)
        known = {"relation": Relation.DISTINCT} if kind == "project" else {"target_kind": kind}
        assert sorted(one.id for one in decisions if one.kind == kind) >= self.model.ids(held, **known)
        if decisions:
            decision = decisions[which % len(decisions)]
            where = "project_link" if decision.kind == "project" else "not_same"
            self.do(side, lambda crm: crm.duplicates.take_back(decision), gone(where, decision.id))

    @rule(side=SIDES)
    def merge_what_is_certain(self, side: int) -> None:
        """What was told before is what is done: the records are one, and nothing else is lost."""
        certain = self.keyboards[side].crm.duplicates.certain()
        assert not self.model.differences(self.stored()), "a rehearsal has changed something"
        requests = [one.request for one in certain if not one.skipped]
        firms = len(self.model.ids("enterprise"))
        done = self.do(side, lambda crm: crm.duplicates.merge_certain(requests), Some(EVERYTHING))
        assert [one.skipped for one in done] == [""] * len(requests)
        going = sum(len(one.ids) - 1 for one in requests)
        assert len(self.model.ids("enterprise")) == firms - going

    def _parted(self, ids: tuple[int, int]) -> list[Expected]:
        first, second = ids
        old = [
            *self.model.ids("project_link", project_id=first, other_id=second),
            *self.model.ids("project_link", project_id=second, other_id=first),
        ]
        new = made("project_link", project_id=first, other_id=second, relation=Relation.DISTINCT)
        return [*(gone("project_link", link) for link in old), new]

    def _not_same(self, kind: str, ids: tuple[int, int], reason: str) -> list[Expected]:
        first, second = ids
        known = [
            *self.model.ids("not_same", target_kind=kind, target_id=first, other_id=second),
            *self.model.ids("not_same", target_kind=kind, target_id=second, other_id=first),
        ]
        told = {"target_kind": kind, "target_id": first, "other_id": second, "reason": reason}
        return [] if known else [made("not_same", **told)]
