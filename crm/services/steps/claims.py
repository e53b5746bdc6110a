"""Figures told about a project: from a reading to a claim, from a claim to the project."""

from __future__ import annotations

from typing import Any

from crm.domain.checks import MONEY_FIELDS
from crm.domain.errors import ValidationError
from crm.domain.projects import Claim
from crm.i18n import _

NUMBER_FIELDS = ("land_mu",)


def figure_of(claim: Claim) -> dict[str, Any]:
    """The project field that a claim speaks of, with its value.

    Raises ValidationError if the claim is words alone, or speaks of what is no figure of a project.
    """
    is_money = claim.field_name in MONEY_FIELDS
    value = claim.amount if is_money else claim.number
    if value is None or (not is_money and claim.field_name not in NUMBER_FIELDS):
        raise ValidationError.of(claim.field_name, _("Nothing was told here that could be taken over."))
    return {claim.field_name: value}
