"""Which fields each stage asks for, and what a project lacks.

The list comes from what offices use: DOMAIN 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.domain.projects import Project
from crm.domain.stages import ENDS, Stage, position


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
