"""Figures told about a project: from a reading to a claim, from a claim to the project."""

from __future__ import annotations

from typing import Any

from crm.domain.projects import Claim


def figure_of(claim: Claim) -> dict[str, Any]:
    """The project field that a claim speaks of, with its value."""
    return {claim.field_name: claim.amount if claim.amount is not None else claim.number}
