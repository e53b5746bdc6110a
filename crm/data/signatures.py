"""The index of near-duplicate texts: from the bands of a signature to the texts that share some.

A band is a number made from part of a text's signature; texts that are nearly the same share at least
one with near certainty. Looking up costs one seek a band, however many texts there are.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from crm.data.schema import bands as band_table
from crm.data.schema import signatures, table
from crm.domain.articles import ArticleText

MOST_IN_A_BAND = 16  # texts looked at of one band: a notice printed a thousand times costs no more
_text = table(ArticleText).c


def remember(connection: sa.Connection, text_id: int, bands: Sequence[int]) -> None:
    """Keeps the bands of a text; a second time changes nothing."""
    dialect = connection.dialect.name
    packed = struct.pack(f"<{len(bands)}q", *bands)
    connection.execute(_once(signatures, dialect), {"article_text_id": text_id, "bands": packed})
    rows = [{"value": band, "article_text_id": text_id} for band in dict.fromkeys(bands)]
    if rows:
        connection.execute(_once(band_table, dialect), rows)


def near(connection: sa.Connection, bands: Sequence[int], besides: int) -> list[int]:
    """Ids of other texts that share a band, those that share the most first."""
    values = list(dict.fromkeys(bands))
    if not values:
        return []
    given = {f"band_{place}": value for place, value in enumerate(values)}
    found = connection.execute(_look_up(len(values)), given).scalars()
    shared = Counter(text_id for text_id in found if text_id != besides)
    return sorted(shared, key=lambda text_id: (-shared[text_id], text_id))


def without(connection: sa.Connection, limit: int) -> list[tuple[int, str]]:
    """Id and body of texts that have no signature yet, in the order they came in."""
    known = sa.select(signatures.c.article_text_id).where(signatures.c.article_text_id == _text.id)
    wanted = sa.select(_text.id, _text.body).where(~known.exists()).order_by(_text.id).limit(limit)
    return [(row.id, row.body) for row in connection.execute(wanted)]


def count_without(connection: sa.Connection) -> int:
    """How many texts have no signature yet."""
    known = sa.select(signatures.c.article_text_id).where(signatures.c.article_text_id == _text.id)
    counted = sa.select(sa.func.count(_text.id)).where(~known.exists())
    return int(connection.execute(counted).scalar_one())


# Statements are made once: making them takes longer than running them.


@cache
def _once(wanted: sa.Table, dialect: str) -> Any:
    kind = postgresql if dialect == "postgresql" else sqlite
    return kind.insert(wanted).on_conflict_do_nothing()


@cache
def _look_up(count: int) -> sa.TextClause:
    """As text: the same made of expressions takes twenty times as long as the database needs for it."""
    one = "SELECT article_text_id FROM text_band WHERE value = :band_{} ORDER BY article_text_id LIMIT {}"
    parts = (f"SELECT * FROM ({one.format(place, MOST_IN_A_BAND)}) AS part_{place}" for place in range(count))
    return sa.text(" UNION ALL ".join(parts))
