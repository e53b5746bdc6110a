"""The whole archive of articles with their texts, page by page, for looking through all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.articles import Article, ArticleText

_article, _text = table(Article).c, table(ArticleText).c


class ArchivedText(NamedTuple):
    """An article with its newest text; a plain tuple, because there are very many."""

    id: int
    lead_id: int
    has_copies: bool
    title: str
    source: str
    published_on: date | None
    body: str


def every_id(reader: Reader) -> list[int]:
    """Ids of all articles, copies too, the newest first."""
    newest_first = (_article.published_on.desc().nulls_last(), _article.id.desc())
    return list(reader.connection.execute(sa.select(_article.id).order_by(*newest_first)).scalars())


def texts(reader: Reader, ids: Sequence[int]) -> list[ArchivedText]:
    """The articles of those ids with their texts, in their order; those that have gone are left out."""
    copied = set(
        reader.connection.execute(
            sa.select(_article.reprint_of_id).where(_article.reprint_of_id.in_(ids)).distinct()
        ).scalars()
    )
    wanted = (
        sa.select(
            _article.id,
            _article.reprint_of_id,
            _article.title,
            _article.source,
            _article.published_on,
            _text.body,
        )
        .join_from(table(Article), table(ArticleText), _text.article_id == _article.id)
        .where(_article.id.in_(ids))
        .order_by(_text.revision)
    )
    found: dict[int, ArchivedText] = {}
    for key, lead, title, source, day, body in reader.connection.execute(wanted):
        found[key] = ArchivedText(key, lead or key, bool(lead) or key in copied, title, source, day, body)
    return [found[key] for key in ids if key in found]
