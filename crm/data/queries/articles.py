"""Lists of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.data.search import matching
from crm.domain.articles import Article, ArticleSource, ArticleState, Doubt, Mention, MentionState
from crm.domain.directory import Enterprise
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.rows import ArticleFilter, ArticleRow, ArticleTally, Sort
from crm.domain.stages import ENDS

_article, _mention, _project = table(Article).c, table(Mention).c, table(Project).c
_source, _firm = table(ArticleSource).c, table(Enterprise).c
_arrived_on = sa.func.coalesce(_article.published_on, sa.func.date(_article.created_at))
_lead = sa.func.coalesce(_article.reprint_of_id, _article.id)  # the copy that stands for an article

# The same of a mention's article. Copies are few: looking these up alone spares reading every article.
_copied = sa.select(_article.id, _article.reprint_of_id).where(_article.reprint_of_id.is_not(None))
_copy = _copied.cte("copy").prefix_with("MATERIALIZED")
_mentions = table(Mention).outerjoin(_copy, _copy.c.id == _mention.article_id)
_lead_of_mention = sa.func.coalesce(_copy.c.reprint_of_id, _mention.article_id)

_SLICE = 500  # ids in one IN list
NOWHERE: tuple[int, date | None] = (0, None)  # else: count of places and the earliest date there
NEWEST_FIRST = Sort(key="published_on", descending=True)


def find(reader: Reader, wanted: ArticleFilter, sort: Sort = NEWEST_FIRST) -> list[int]:
    """Ids of the articles that fit, the newest first; copies of one article are one.

    In the inbox an article without a date stands on the day it was taken in: what was pasted just now is on
    top. Among all articles it stands last, where the index gives the order.
    """
    column: sa.ColumnElement[Any] = _article.get(sort.key, _article.published_on)
    if column is _article.published_on and wanted.state is ArticleState.INBOX:
        column = _arrived_on
    directed = column.desc() if sort.descending else column.asc()
    statement = sa.select(_article.id).where(*_conditions(reader, wanted))
    return reader.ids(statement.order_by(directed.nulls_last(), _article.id.desc()))


def count(reader: Reader, wanted: ArticleFilter) -> int:
    """How many articles fit."""
    statement = sa.select(sa.func.count()).where(*_conditions(reader, wanted))
    return int(reader.connection.execute(statement).scalar_one())


def _conditions(reader: Reader, wanted: ArticleFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [_article.reprint_of_id.is_(None)]
    if wanted.text.strip():
        conditions.append(_article.id.in_(matching(reader.connection, wanted.text, "article")))
    if wanted.state is not None:
        conditions.append(_article.state == str(wanted.state))
    if wanted.has_reprints:
        conditions.append(_article.id.in_(_reprinted()))
    if wanted.about_open_projects:
        conditions.append(_article.id.in_(_naming_open_projects(wanted)))
    if wanted.source:
        conditions.append(_article.source == wanted.source)
    if wanted.published_from:
        conditions.append(_article.published_on >= wanted.published_from)
    if wanted.published_to:
        conditions.append(_article.published_on <= wanted.published_to)
    if wanted.doubt is not None:
        conditions.append(_doubted(wanted.doubt, wanted.today))
    if wanted.is_doubtful:
        conditions.append(sa.or_(*(_doubted(doubt, wanted.today) for doubt in Doubt)))
    if wanted.target is not None:
        kind, known = wanted.target.kind, wanted.target.id
        target = Ref(kind=kind, id=reader.survivor(kind, known))  # it may have been merged since
        conditions.append(_article.id.in_(_naming(target)))
    return conditions


def _doubted(doubt: Doubt, today: date | None) -> sa.ColumnElement[bool]:
    """The articles of which `crm.domain.articles.doubts` tells this doubt."""
    match doubt:
        case Doubt.NO_DATE:
            return _article.published_on.is_(None)
        case Doubt.NO_SOURCE:
            return _article.source == ""
        case Doubt.FUTURE:
            return sa.false() if today is None else _article.published_on > today
    return sa.type_coerce(_article.flags, sa.Text).contains(f'"{doubt}"')


def items(reader: Reader, ids: Sequence[int]) -> list[ArticleRow]:
    """Rows of those ids, in their order."""
    found = reader.by_id(Article, ids)
    leads = {key: article.reprint_of_id or key for key, article in found.items()}
    elsewhere = _elsewhere(reader, list(set(leads.values())))
    return [
        ArticleRow(
            id=key,
            version=article.version,
            title=article.title,
            source=article.source,
            published_on=article.published_on,
            state=article.state,
            kind=article.kind,
            flags=article.flags,
            enterprise_hits=article.enterprise_hits,
            zone_hits=article.zone_hits,
            industry_hits=article.industry_hits,
            project_hits=article.project_hits,
            reprint_count=elsewhere.get(leads[key], NOWHERE)[0],
            first_published_on=_earliest(article.published_on, elsewhere.get(leads[key], NOWHERE)[1]),
        )
        for key, article in ((key, found[key]) for key in ids if key in found)
    ]


def tally(reader: Reader, midnight: datetime) -> ArticleTally:
    """How many articles there are, and how many were looked at since `midnight`."""
    counted = sa.func.count
    is_first, in_inbox = _article.reprint_of_id.is_(None), _article.state == str(ArticleState.INBOX)
    copied = sa.select(counted()).select_from(_reprinted().subquery()).scalar_subquery()
    statement = sa.select(
        counted(sa.case((in_inbox, 1))),
        counted(),
        copied,
        counted(sa.case((sa.and_(sa.not_(in_inbox), _article.changed_at >= midnight), 1))),
    ).where(is_first)
    inbox, every, reprinted, done = reader.connection.execute(statement).one()
    return ArticleTally(inbox=inbox, all=every, reprinted=reprinted, done_today=done)


def leads_of(reader: Reader, ids: Iterable[int | None]) -> dict[int, int]:
    """The copy that stands for each article, by the article's id."""
    wanted = sorted({key for key in ids if key is not None})
    leads: dict[int, int] = {}
    for start in range(0, len(wanted), _SLICE):
        some = wanted[start : start + _SLICE]
        rows = reader.connection.execute(sa.select(_article.id, _lead).where(_article.id.in_(some)))
        leads.update((row[0], row[1]) for row in rows)
    return leads


def naming(reader: Reader, ref: Ref, most: int) -> list[tuple[int, int]]:
    """The newest articles that name a record, each once, with the first confirmed mention of it."""
    told = _told_of(ref.kind).where(_mention.target_id == ref.id).subquery().c
    first = sa.select(told.lead, sa.func.min(told.mention_id).label("first")).group_by(told.lead).subquery()
    ordered = (
        sa.select(first.c.lead, first.c.first)
        .join_from(first, table(Article), _article.id == first.c.lead)
        .order_by(_article.published_on.desc().nulls_last(), first.c.first)
    )
    return [(row[0], row[1]) for row in reader.connection.execute(ordered.limit(most))]


def naming_counts(reader: Reader, kind: str, ids: Iterable[int]) -> dict[int, int]:
    """How many articles name each record of a kind; copies of one article are one."""
    told = _told_of(kind).where(_mention.target_id.in_(list(ids))).subquery().c
    counted = sa.select(told.target_id, sa.func.count(sa.distinct(told.lead))).group_by(told.target_id)
    return {row[0]: row[1] for row in reader.connection.execute(counted)}


def _told_of(kind: str) -> sa.Select[Any]:
    """Confirmed mentions of records of a kind, with the copy that stands for their article."""
    chosen = sa.select(_mention.target_id, _mention.id.label("mention_id"), _lead_of_mention.label("lead"))
    confirmed = (_mention.target_kind == kind, _mention.state == str(MentionState.CONFIRMED))
    return chosen.select_from(_mentions).where(*confirmed)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _elsewhere(reader: Reader, ids: Sequence[int]) -> dict[int, tuple[int, date | None]]:
    """In how many other places each was published, and when first there."""
    found: dict[int, tuple[int, date | None]] = {}
    lead_of_source = sa.select(_lead.label("lead"), _source.published_on).join_from(
        table(ArticleSource), table(Article), _source.article_id == _article.id
    )
    copies = sa.select(_article.reprint_of_id.label("lead"), _article.published_on)
    both = sa.union_all(
        copies.where(_article.reprint_of_id.in_(ids)),
        lead_of_source.where(sa.or_(_article.id.in_(ids), _article.reprint_of_id.in_(ids))),
    ).subquery()
    counted = sa.select(both.c.lead, sa.func.count(), sa.func.min(both.c.published_on))
    for lead, count, first in reader.connection.execute(counted.group_by(both.c.lead)):
        found[lead] = (count, first)
    return found


def _reprinted() -> sa.CompoundSelect[tuple[int]]:
    """Articles that were published in several places."""
    copied = sa.select(_article.reprint_of_id).where(_article.reprint_of_id.is_not(None))
    sourced = sa.select(_lead).join_from(
        table(ArticleSource), table(Article), _source.article_id == _article.id
    )
    return sa.union(copied, sourced)


def _mentioned_in() -> sa.Select[Any]:
    """The copies that stand for the articles of mentions."""
    return sa.select(_lead_of_mention).select_from(_mentions)


def _naming_open_projects(wanted: ArticleFilter) -> sa.Select[Any]:
    of_projects = sa.select(_project.enterprise_id).where(
        _project.stage.not_in([str(stage) for stage in ENDS]), _project.enterprise_id.is_not(None)
    )
    firms: sa.Select[Any] | sa.CompoundSelect[Any] = of_projects
    if wanted.about_owner_id is not None:
        own = sa.select(_firm.id).where(_firm.owner_id == wanted.about_owner_id)
        firms = sa.union(of_projects.where(_project.owner_id == wanted.about_owner_id), own)
    if wanted.about_office_id is not None:
        firms = of_projects.where(_project.office_id == wanted.about_office_id)
    return _mentioned_in().where(
        _mention.target_kind == "enterprise",
        _mention.target_id.in_(firms),
        _mention.state != str(MentionState.REJECTED),
    )


def _naming(target: Ref) -> sa.Select[Any]:
    return _mentioned_in().where(
        _mention.target_kind == target.kind,
        _mention.target_id == target.id,
        _mention.state == str(MentionState.CONFIRMED),
    )
