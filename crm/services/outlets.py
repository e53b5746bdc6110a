"""Outlets: how far each can be trusted, as officers say and as its signings came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from crm.data.queries import outlets as queries
from crm.data.store import Store
from crm.domain.errors import ValidationError
from crm.domain.outlets import Grade, OutletGrade, OutletRow, is_due, usual_grade
from crm.domain.permissions import authorize
from crm.i18n import N_, _


class Outlets:
    """What an officer does with outlets."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self, today: date) -> list[OutletRow]:
        """Every outlet of the articles, those with the most articles first."""
        with self._store.read() as reader:
            counts = queries.article_counts(reader)
            told = [signing for signing in queries.signings(reader) if is_due(signing.told_on, today)]
            decided = {entry.outlet: entry.grade for entry in reader.all(OutletGrade)}
        signed = Counter(signing.outlet for signing in told)
        confirmed = Counter(
            signing.outlet
            for signing in told
            if signing.started_on is not None and signing.started_on >= signing.told_on
        )
        rows = [
            OutletRow(
                outlet=outlet,
                article_count=count,
                signings=signed[outlet],
                confirmed=confirmed[outlet],
                grade=decided.get(outlet, usual_grade(outlet)),
                is_decided=outlet in decided,
            )
            for outlet, count in counts.items()
        ]
        return sorted(rows, key=lambda row: (-row.article_count, row.outlet))

    def set_grade(self, outlet: str, grade: Grade | None) -> None:
        """The outlet has this grade from now on; None: the usual one for its kind."""
        authorize(self._store.actor, "articles.review")
        if not outlet.strip():
            raise ValidationError.of("outlet", _("An outlet needs a name."))
        with self._store.write(N_("Grade the outlet “{outlet}”"), outlet=outlet) as writer:
            known = writer.first(OutletGrade, outlet=outlet)
            if grade is not None:
                made = OutletGrade(outlet=outlet, grade=grade)
                writer.save(made if known is None else replace(known, grade=grade))
            elif known is not None:
                writer.delete(known)
