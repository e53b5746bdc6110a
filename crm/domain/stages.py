"""The stages of a project, which fields each one asks for, and when a project stalls.

The list, its facts and the day limits come from what offices use: DOMAIN 2.2 and 2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.i18n import N_

if TYPE_CHECKING:
    from crm.domain.projects import Project


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

STALL_DAYS = {
    Stage.LEAD: 45,
    Stage.INTENTION: 45,
    Stage.NEGOTIATION: 30,
    Stage.PENDING_SIGNING: 30,
    Stage.SIGNED: 20,
}


@dataclass(frozen=True, kw_only=True)
class Gate:
    """`field_name` of a project must be filled from `stage` on."""

    field_name: str
    stage: Stage


# One list, read by the form, the board, imports and the command line alike.
GATES = (
    Gate(field_name="enterprise_id", stage=Stage.INTENTION),
    Gate(field_name="owner_id", stage=Stage.INTENTION),
    Gate(field_name="build_content", stage=Stage.NEGOTIATION),
    Gate(field_name="total_investment", stage=Stage.NEGOTIATION),
    Gate(field_name="zone_id", stage=Stage.NEGOTIATION),
    Gate(field_name="office_id", stage=Stage.NEGOTIATION),
    Gate(field_name="planned_signing_on", stage=Stage.PENDING_SIGNING),
    Gate(field_name="fair_competition", stage=Stage.PENDING_SIGNING),
    Gate(field_name="agreement_kind", stage=Stage.SIGNED),
    Gate(field_name="industry_id", stage=Stage.SIGNED),
    Gate(field_name="registered_name", stage=Stage.REGISTERED),
    Gate(field_name="land_situation", stage=Stage.LAND_SECURED),
    Gate(field_name="funds_in_place", stage=Stage.IN_PRODUCTION),
)


UNFILLED = ("", "not_reviewed")  # values that say no more than nothing at all


def position(stage: Stage) -> int:
    """Place of a stage on the way, counted from 0; both ends stand behind all others."""
    return WAY.index(stage) if stage in WAY else len(WAY)


def missing_for(project: Project, stage: Stage) -> tuple[str, ...]:
    """Names of the fields that `project` lacks for `stage`, in the order of the gates."""
    if stage in ENDS:
        return ()
    return tuple(
        gate.field_name
        for gate in GATES
        if position(gate.stage) <= position(stage) and not _is_filled(project, gate.field_name)
    )


def _is_filled(project: Project, field_name: str) -> bool:
    value = getattr(project, field_name)
    return value is not None and value not in UNFILLED


def next_stage(stage: Stage) -> Stage | None:
    """The stage after this one; None at the end of the way and beyond it."""
    place = position(stage) + 1
    return WAY[place] if place < len(WAY) else None


def end_for(stage: Stage) -> Stage:
    """How a project ends from here: lost before signing, terminated after."""
    return Stage.LOST if stage in BEFORE_SIGNING else Stage.TERMINATED


def skipped(current: Stage, target: Stage) -> tuple[Stage, ...]:
    """The stages that a move forward leaves out."""
    if target in ENDS or current in ENDS:
        return ()
    return WAY[position(current) + 1 : position(target)]


def is_backward(current: Stage, target: Stage) -> bool:
    """Whether the move goes back, out of an end included."""
    return target not in ENDS and position(target) < position(current)


def stalled_days(project: Project, on: date) -> int:
    """Days by which `project` is silent beyond nothing at all: since the later of contact and stage change.

    0 where the stage has no limit, the project rests on hold, or nothing is known yet.
    """
    limit = STALL_DAYS.get(project.stage)
    if limit is None or (project.is_on_hold and (project.review_on is None or project.review_on >= on)):
        return 0
    known = [day for day in (project.last_contact_on, project.stage_since, project.first_reported_on) if day]
    silent = (on - max(known)).days if known else 0
    return silent if silent >= limit else 0


def stall_level(project: Project, on: date) -> int:
    """0 not stalled, 1 from the stage's limit on, 2 from twice the limit on."""
    days = stalled_days(project, on)
    return 0 if not days else 1 if days < 2 * STALL_DAYS[project.stage] else 2
