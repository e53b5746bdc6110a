"""Rules of the past: taken back with answers, restored from the trash, pinned to a timeline."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from crm.domain.errors import Conflict
from crm.domain.records import Ref
from crm.services.steps.trash import KEPT_FOR
from tests.machine.model import ANYTHING, Place, Step, changed, gone, made
from tests.machine.officers import SIDES, TODAY, WHICH, Officers


class PastRules(Officers):
    """What officers do with what was done."""

    @precondition(lambda self: self.model.steps)
    @rule(side=SIDES, which=WHICH, is_put_back=st.booleans())
    def take_back_with_answers(self, side: int, which: int, is_put_back: bool) -> None:
        """Fields that were changed since are named, and get their old value or keep their own."""
        step = self.model.steps[-1 - which % len(self.model.steps)]
        if not step.is_standing:
            return
        crm = self.keyboards[side].crm
        changed_since = self._changed_since(step)
        places = {clash.place for clash in crm.history.offer_take_back(step.name).clashes}
        assert {(place.kind, place.id, place.field) for place in places} == changed_since
        answers = dict.fromkeys(places, is_put_back)
        undone = self.model.reversal(step, changed_since, is_put_back=is_put_back)
        if undone is None:
            with pytest.raises(Conflict):
                crm.history.take_back(step.name, answers)
            assert not self.model.differences(self.stored())
            return
        crm.history.take_back(step.name, answers)
        self._forget_undo(side, step)
        self._name(side, [self.model.reversed(step, "", undone)])
        assert not self.model.differences(self.stored())

    # The trash

    @rule(side=SIDES, which=WHICH)
    def restore(self, side: int, which: int) -> None:
        """Brings a record back, and before it what it needs."""
        crm = self.keyboards[side].crm
        rows = crm.history.trash()
        if not rows:
            return
        offer = crm.history.offer_restore(rows[which % len(rows)])
        known = {step.name: step for step in self.model.steps}
        steps = [known[row.step] for row in (*offer.partners, offer.row)]
        done, is_refused = list[Step](), False
        for step in steps:
            undone = self.model.reversal(step) if step.is_standing else None
            if undone is None:
                is_refused = True
                break
            done.append(self.model.reversed(step, "", undone))
            self._forget_undo(side, step)
        if is_refused:
            with pytest.raises(Conflict):
                crm.history.restore(offer)
        else:
            crm.history.restore(offer)
        assert not self.model.differences(self.stored())
        self._name(side, done)

    @rule(side=SIDES, which=WHICH)
    def empty_trash(self, side: int, which: int) -> None:
        """What was deleted 90 days before is offered no more; what was deleted later is."""
        crm = self.keyboards[side].crm
        rows = crm.history.trash()
        if not rows:
            return
        last = rows[which % len(rows)].at
        key = self.pick("office_setting", 0, name="trash")
        told = (
            made("office_setting", name="trash", value=ANYTHING)
            if key is None
            else changed("office_setting", key, value=ANYTHING)
        )
        count = self.do(side, lambda crm: crm.history.empty_trash(last + KEPT_FOR), told)
        assert count == sum(row.at <= last for row in rows)
        assert crm.history.trash() == [row for row in rows if row.at > last]

    # Timelines

    @rule(side=SIDES, kind=st.sampled_from(("project", "enterprise")), which=WHICH, entry=WHICH)
    def pin(self, side: int, kind: str, which: int, entry: int) -> None:
        key = self.pick(kind, which)
        if key is None:
            return
        crm, about = self.keyboards[side].crm, Ref(kind=kind, id=key)
        page = (
            crm.projects.page(key, TODAY) if kind == "project" else crm.directory.enterprise_page(key, TODAY)
        )
        refs = [one.ref for one in page.timeline if one.ref is not None]
        if not refs:
            return
        target = refs[entry % len(refs)]
        told = {"about_kind": kind, "about_id": key, "target_kind": target.kind, "target_id": target.id}
        known = self.model.ids("pin", **told)
        self.do(
            side,
            lambda crm: crm.history.pin(about, target),
            *([] if known else [made("pin", **told)]),
        )

    @rule(side=SIDES, which=WHICH)
    def unpin(self, side: int, which: int) -> None:
        key = self.pick("pin", which)
        if key is None:
            return
        told = self.model.get("pin", key)
        about = Ref(kind=told["about_kind"], id=told["about_id"])
        target = Ref(kind=told["target_kind"], id=told["target_id"])
        self.do(
            side,
            lambda crm: crm.history.unpin(about, target),
            *(gone("pin", one) for one in self.model.ids("pin", **told)),
        )

    # Out of the model

    def _changed_since(self, step: Step) -> set[Place]:
        return {
            (*key, name)
            for key, (old, new) in step.differences.items()
            if old is not None and new is not None and key in self.model.records
            for name in new
            if old[name] != new[name] and self.model.records[key][name] != new[name]
        }

    def _forget_undo(self, side: int, step: Step) -> None:
        keyboard = self.keyboards[side]
        keyboard.undo = [entry for entry in keyboard.undo if entry is not step]

    def _name(self, side: int, done: list[Step]) -> None:
        """Gives the newest steps the names that they have in the history."""
        newest = self.keyboards[side].crm.history.newest(len(done)) if done else []
        for step, entry in zip(reversed(done), newest, strict=True):
            step.name = entry.step
