"""Figures told about a project: from a reading to a claim, from a claim to the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm.data.reader import Reader
from crm.domain.articles import Article
from crm.domain.checks import MONEY_FIELDS
from crm.domain.errors import ValidationError
from crm.domain.outlets import OutletGrade, credibility, usual_grade
from crm.domain.projects import Claim
from crm.domain.timeline import ClaimSource
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


def claim_sources(reader: Reader, claims: Sequence[Claim]) -> Mapping[int, ClaimSource]:
    """Where each figure of a project was told, and how far it can be trusted, by id of the claim."""
    articles = reader.by_id(Article, [claim.article_id for claim in claims])
    outlets = {key: article.source for key, article in articles.items()}
    graded = reader.among(OutletGrade, "outlet", outlets.values())
    grades = {entry.outlet: entry.grade for entry in graded}
    told = {}
    for claim in claims:
        others = [other for other in claims if other.field_name == claim.field_name]
        article = articles.get(claim.article_id or 0)
        outlet = article.source if article is not None else ""
        grade = grades.get(outlet) or usual_grade(outlet)
        told[claim.key] = ClaimSource(
            outlet=outlet or (article.title if article is not None else ""),
            mark=f"{grade if article is not None else ''}{credibility(claim, others, outlets)}",
        )
    return told
