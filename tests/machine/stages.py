"""Rules of stages: moved on and back, ended, written down afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.errors import CrmError, ValidationError
from crm.domain.money import Money
from crm.domain.projects import FairCompetitionState
from crm.domain.stages import ENDS, WAY, Stage, is_backward, position
from crm.services.steps.moves import ProjectMove
from crm.services.steps.stages import Move, PassedStage
from tests.machine.model import ANYTHING, Expected, changed, made
from tests.machine.officers import PAST, SIDES, TODAY, WHICH, Officers

# What every stage asks for in an office that has changed nothing, and what the officer fills in.
FILLED: dict[str, Any] = {
    "build_content": "建设电芯生产线",
    "planned_signing_on": TODAY,
    "fair_competition": FairCompetitionState.PASSED,
    "agreement_kind": "投资协议",
    "registered_name": "如东凌川储能有限公司",
    "land_situation": "已供地",
    "funds_in_place": Money(value=Decimal(10**7)),
}
NEEDS = {
    Stage.INTENTION: ("enterprise_id", "owner_id"),
    Stage.NEGOTIATION: ("total_investment", "zone_id", "office_id"),
    Stage.SIGNED: ("industry_id",),
}  # of what is not filled in


class StageRules(Officers):
    """What officers do with the stages of projects."""

    @rule(side=SIDES, which=WHICH, stage=st.sampled_from(Stage), on=PAST, zone=WHICH, node=WHICH)
    def move(self, side: int, which: int, stage: Stage, on: date, zone: int, node: int) -> None:
        key = self.pick("project", which)
        if key is None:
            return
        values = self._values(key, zone, node)
        filled = {**self.model.get("project", key), **values}
        version = self.open_form(side, "project", key).version
        is_old = self.close_form(side, "project", key)
        move = Move(stage=stage, on=on, today=TODAY, reason="企业计划调整", values=values)
        expected = self._entered(key, filled, values, move)
        refused = CrmError if is_old else None if self._may_enter(key, filled, move) else ValidationError
        self.do(side, lambda crm: crm.projects.move(key, version, move), *expected, refused=refused)

    @rule(
        side=SIDES,
        which=st.lists(WHICH, min_size=1, max_size=3),
        stage=st.sampled_from(Stage),
        on=PAST,
        those_that_can=st.booleans(),
    )
    def move_several(self, side: int, which: list[int], stage: Stage, on: date, those_that_can: bool) -> None:
        """Where one is refused none is moved, unless those that can are to."""
        keys = list(dict.fromkeys(key for one in which if (key := self.pick("project", one)) is not None))
        moves, able, expected = list[ProjectMove](), set[int](), list[Expected]()
        for key in keys:
            values = self._values(key, 0, 0)
            filled = {**self.model.get("project", key), **values}
            version = self.open_form(side, "project", key).version
            is_old = self.close_form(side, "project", key)
            move = Move(stage=stage, on=on, today=TODAY, reason="企业计划调整", values=values)
            moves.append(ProjectMove(project_id=key, version=version, move=move))
            if not is_old and self._may_enter(key, filled, move):
                able.add(key)
                expected += self._entered(key, filled, values, move)
        is_done = those_that_can or len(able) == len(keys)
        outcomes = self.do(
            side,
            lambda crm: crm.projects.move_many(moves, those_that_can=those_that_can),
            *(expected if is_done else []),
        )
        assert {one.project_id for one in outcomes if not one.faults} == able
        assert {one.project_id for one in outcomes if one.is_moved} == (able if is_done else set())

    @rule(side=SIDES, which=WHICH, stage=st.sampled_from(WAY), on=PAST)
    def record_stage(self, side: int, which: int, stage: Stage, on: date) -> None:
        key = self.pick("project", which)
        if key is None:
            return
        passed = PassedStage(stage=stage, on=on, today=TODAY, reason="补录")
        entries = [
            self.model.get("stage_entry", one) for one in self.model.ids("stage_entry", project_id=key)
        ]
        standing = [one for one in entries if not one["is_undone"] and one["stage"] not in ENDS]
        own = position(self.model.get("project", key)["stage"])
        reached = max((position(one["stage"]) for one in standing), default=own)
        before = [one for one in standing if position(one["stage"]) < position(stage)]
        behind = [one for one in standing if position(one["stage"]) > position(stage)]
        may = (
            position(stage) < max(reached, 0)
            and all(one["stage"] != stage for one in standing)
            and all(one["entered_on"] <= on for one in before)
            and all(on <= one["entered_on"] for one in behind)
        )
        came_from = max((one["stage"] for one in before), key=position, default=None)
        told = {"project_id": key, "stage": stage, "from_stage": came_from, "entered_on": on}
        self.do(
            side,
            lambda crm: crm.projects.record_stage(key, passed),
            made("stage_entry", **told, reason="补录", is_backdated=True),
            refused=None if may else ValidationError,
        )

    def _values(self, key: int, zone: int, node: int) -> dict[str, Any]:
        project, values = self.model.get("project", key), dict(FILLED)
        for name, kind, one in (("zone_id", "zone", zone), ("industry_id", "industry", node)):
            picked = self.pick(kind, one)
            if project[name] is None and picked is not None:
                values[name] = picked
        return values

    def _standing(self, key: int) -> dict[int, dict[str, Any]]:
        ids = self.model.ids("stage_entry", project_id=key, is_undone=False)
        return {one: self.model.get("stage_entry", one) for one in ids}

    def _may_enter(self, key: int, filled: dict[str, Any], move: Move) -> bool:
        current, target = filled["stage"], move.stage
        if target == current:
            return False
        asked = (
            []
            if target in ENDS
            else [
                name
                for stage, names in NEEDS.items()
                if position(stage) <= position(target)
                for name in names
            ]
        )
        if any(filled[name] is None for name in asked):
            return False
        is_back = is_backward(current, target)
        days = [
            entry["entered_on"]
            for entry in self._standing(key).values()
            if not (is_back and position(entry["stage"]) > position(target))
        ]
        return max(days, default=date.min) <= move.on

    def _entered(
        self, key: int, filled: dict[str, Any], values: dict[str, Any], move: Move
    ) -> list[Expected]:
        current, target = filled["stage"], move.stage
        told = {**values, "stage": target, "stage_since": move.on}
        told |= {"is_on_hold": False, "review_on": None, "hold_reason": ""}
        if target in ENDS:
            told |= {"loss_reason": move.reason, "next_follow_up_on": None, "next_step": ""}
        elif current in ENDS:
            told |= {"loss_reason": "", "went_to": ""}
        undone = [
            one
            for one, entry in self._standing(key).items()
            if is_backward(current, target)
            and (entry["stage"] in ENDS or is_backward(entry["stage"], target))
        ]
        is_return = any(entry["stage"] == target for entry in self._standing(key).values())
        entry = made(
            "stage_entry",
            project_id=key,
            stage=target,
            from_stage=current,
            entered_on=move.on,
            reason=move.reason,
            is_backdated=move.on < move.today,
            skipped=ANYTHING,
            lacking=ANYTHING,
            is_return=is_return,
            land_mu=filled["land_mu"],
        )
        return [
            changed("project", key, **told),
            *(changed("stage_entry", one, is_undone=True) for one in undone),
            entry,
        ]
