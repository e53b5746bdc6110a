"""Outlets: how many articles each has, and how the signings it told of came out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.projects import StageEntry
from crm.domain.reading import Action
from crm.domain.stages import ENDS, Stage, position

_article, _mention, _entry = table(Article).c, table(Mention).c, table(StageEntry).c
_SIGNED = [str(Action.SIGNED), str(Action.SETTLED)]
_GROUND_BROKEN = [
    str(stage) for stage in Stage if stage not in ENDS and position(stage) >= position(Stage.STARTED)
]


class Signing(NamedTuple):
    """An outlet told on a day that a project was signed; ground was broken on another, or never."""

    outlet: str
    project_id: int
    told_on: date
    started_on: date | None


def article_counts(reader: Reader) -> dict[str, int]:
    """How many articles there are of each outlet."""
    statement = (
        sa.select(_article.source, sa.func.count()).where(_article.source != "").group_by(_article.source)
    )
    return {row[0]: row[1] for row in reader.connection.execute(statement)}


def signings(reader: Reader) -> list[Signing]:
    """Each outlet's first word of each project's signing, as officers confirmed it."""
    started = (
        sa.select(_entry.project_id, sa.func.max(_entry.entered_on).label("on"))
        .where(_entry.stage.in_(_GROUND_BROKEN), _entry.is_undone.is_(False))
        .group_by(_entry.project_id)
        .subquery()
    )
    told = sa.func.min(_article.published_on)
    statement = (
        sa.select(_article.source, _mention.target_id, told, started.c.on)
        .join_from(table(Mention), table(Article), _mention.article_id == _article.id)
        .outerjoin(started, started.c.project_id == _mention.target_id)
        .where(
            _mention.target_kind == "project",
            _mention.state == str(MentionState.CONFIRMED),
            _mention.role.in_(_SIGNED),
            _article.source != "",
            _article.published_on.is_not(None),
        )
        .group_by(_article.source, _mention.target_id, started.c.on)
    )
    return [Signing(*row) for row in reader.connection.execute(statement)]
