"""Figures told about a project: from a reading to a claim, from a claim to the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm.data.queries import articles as article_queries
from crm.data.reader import Reader
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
    ids = [claim.article_id for claim in claims if claim.article_id is not None]
    articles = {row.id: row for row in article_queries.items(reader, ids)}
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
            reprint_count=article.reprint_count if article is not None else 0,
            mark=f"{grade if article is not None else ''}{credibility(claim, others, outlets)}",
        )
    return told


def once_per_group(reader: Reader, claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that another copy of the same article tells too; adopted ones stay."""
    told = list(claims)
    leads = article_queries.leads_of(reader, [claim.article_id for claim in told])
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(told, key=lambda claim: not claim.is_adopted):
        lead = leads.get(claim.article_id or 0)
        own = claim.key if lead is None else None  # what no article tells stands for itself
        figure = (claim.amount, claim.number, claim.text)
        kept.setdefault((claim.field_name, figure, claim.basis, claim.qualifier, lead, own), claim)
    return sorted(kept.values(), key=lambda claim: claim.key)
