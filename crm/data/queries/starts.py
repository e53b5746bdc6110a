"""Which projects have not started in time, and how many outlets tell of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.projects import Project, StageEntry
from crm.domain.starts import BEFORE_START, SIGNED_ON, StartRule, last_signing

_project, _entry = table(Project).c, table(StageEntry).c
_mention = table(Mention).c


def is_late(on: date, rule: StartRule) -> sa.ColumnElement[bool]:
    """The rule of `starts.is_late` for the database."""
    told = _project.planned_start_until
    signed = sa.select(sa.func.min(_entry.entered_on)).where(_entry.project_id == _project.id, *_signing())
    overdue = sa.or_(
        sa.and_(told.is_not(None), told < on),
        sa.and_(told.is_(None), signed.scalar_subquery() <= last_signing(on, rule)),
    )
    resting = sa.and_(_project.is_on_hold, sa.or_(_project.review_on.is_(None), _project.review_on >= on))
    return sa.and_(_project.stage.in_(list(map(str, BEFORE_START))), sa.not_(resting), overdue)


def _signing() -> tuple[sa.ColumnElement[bool], ...]:
    return (_entry.stage.in_(list(map(str, SIGNED_ON))), sa.not_(_entry.is_undone))


def outlet_counts(reader: Reader, ids: Iterable[int]) -> dict[int, int]:
    """How many outlets tell of each project: copies of an article are one, articles of one outlet too."""
    counted = sa.select(_mention.target_id, sa.func.count(sa.distinct(_outlet())))
    wanted = counted.select_from(_told()).where(*_confirmed(), _mention.target_id.in_(list(ids)))
    rows = reader.connection.execute(wanted.group_by(_mention.target_id))
    return {row[0]: row[1] for row in rows}


def outlets_of_project() -> sa.ScalarSelect[Any]:
    """The same number for the project of a list's row."""
    counted = sa.select(sa.func.count(sa.distinct(_outlet()))).select_from(_told())
    return (
        counted.where(*_confirmed(), _mention.target_id == _project.id)
        .correlate(table(Project))
        .scalar_subquery()
    )


_article, _lead = table(Article), table(Article).alias("lead")


def _told() -> sa.FromClause:
    lead = sa.func.coalesce(_article.c.reprint_of_id, _article.c.id)
    joined = table(Mention).join(_article, _article.c.id == _mention.article_id)
    return joined.join(_lead, _lead.c.id == lead)


def _outlet() -> sa.ColumnElement[str]:
    """The outlet of the first copy; an article without one stands for itself."""
    named = sa.func.nullif(_lead.c.source, "")
    return sa.func.coalesce(named, sa.cast(_lead.c.id, sa.Text))


def _confirmed() -> tuple[sa.ColumnElement[bool], ...]:
    return (_mention.target_kind == "project", _mention.state == str(MentionState.CONFIRMED))
