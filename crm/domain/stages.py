"""The stages of a project in their order; the list comes from what offices use (DOMAIN 2.2).

What a stage asks for and when a project stalls in it are rules of the office: `crm.domain.stage_rules`.
"""

from __future__ import annotations

from enum import StrEnum

from crm.i18n import N_


class Stage(StrEnum):
    """Where a project stands; the two ends come last."""

    LEAD = "lead"
    INTENTION = "intention"
    NEGOTIATION = "negotiation"
    PENDING_SIGNING = "pending_signing"
    SIGNED = "signed"
    REGISTERED = "registered"
    LAND_SECURED = "land_secured"
    STARTED = "started"
    COMPLETED = "completed"
    IN_PRODUCTION = "in_production"
    AT_CAPACITY = "at_capacity"
    LOST = "lost"
    TERMINATED = "terminated"


ENDS = (Stage.LOST, Stage.TERMINATED)
WAY = tuple(stage for stage in Stage if stage not in ENDS)  # the stages in order, ends left out
BEFORE_SIGNING = WAY[: WAY.index(Stage.SIGNED)]

STAGE_NAMES = {
    Stage.LEAD: N_("Lead"),
    Stage.INTENTION: N_("Intention"),
    Stage.NEGOTIATION: N_("Negotiation"),
    Stage.PENDING_SIGNING: N_("Pending signing"),
    Stage.SIGNED: N_("Signed"),
    Stage.REGISTERED: N_("Registered"),
    Stage.LAND_SECURED: N_("Land secured"),
    Stage.STARTED: N_("Started"),
    Stage.COMPLETED: N_("Completed"),
    Stage.IN_PRODUCTION: N_("In production"),
    Stage.AT_CAPACITY: N_("At capacity"),
    Stage.LOST: N_("Lost"),
    Stage.TERMINATED: N_("Terminated"),
}


def position(stage: Stage) -> int:
    """Place of a stage on the way, counted from 0; both ends stand behind all others."""
    return _POSITIONS.get(stage, len(WAY))


_POSITIONS = {stage: place for place, stage in enumerate(WAY)}


def end_for(stage: Stage) -> Stage:
    """How a project ends from here: lost before signing, terminated after."""
    return Stage.LOST if stage in BEFORE_SIGNING else Stage.TERMINATED


def is_backward(current: Stage, target: Stage) -> bool:
    """Whether the move goes back, out of an end included."""
    return target not in ENDS and position(target) < position(current)
