"""Stages in their order."""

from __future__ import annotations

import pytest

from crm.domain.stages import ENDS, STAGE_NAMES, WAY, Stage, end_for, is_backward, position


def test_every_stage_has_a_name_and_its_place() -> None:
    assert set(STAGE_NAMES) == set(Stage)
    assert WAY[0] is Stage.LEAD
    assert WAY[-1] is Stage.AT_CAPACITY
    assert [position(stage) for stage in WAY] == list(range(11))
    assert {position(stage) for stage in ENDS} == {11}


@pytest.mark.parametrize(
    ("stage", "end"),
    [
        (Stage.LEAD, Stage.LOST),
        (Stage.PENDING_SIGNING, Stage.LOST),
        (Stage.SIGNED, Stage.TERMINATED),
        (Stage.AT_CAPACITY, Stage.TERMINATED),
    ],
)
def test_end_depends_on_signing(stage: Stage, end: Stage) -> None:
    assert end_for(stage) is end


@pytest.mark.parametrize(
    ("current", "target", "goes_back"),
    [
        (Stage.LEAD, Stage.INTENTION, False),
        (Stage.SIGNED, Stage.SIGNED, False),
        (Stage.SIGNED, Stage.NEGOTIATION, True),
        (Stage.NEGOTIATION, Stage.LOST, False),
        (Stage.LOST, Stage.NEGOTIATION, True),
        (Stage.LOST, Stage.TERMINATED, False),
    ],
)
def test_moves(current: Stage, target: Stage, goes_back: bool) -> None:
    assert is_backward(current, target) == goes_back
