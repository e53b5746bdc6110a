"""Finding records by any part of their text, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from crm.data.schema import search_entries, table
from crm.data.search_words import EDGE, even, fold, initial_pairs, kind_pair, kind_token, pairs_of
from crm.domain.articles import ArticleText
from crm.domain.errors import ValidationError
from crm.domain.searching import MOST_CHARACTERS, Hit
from crm.domain.texts import storable
from crm.i18n import _

_entry = search_entries.c
KIND_ORDER = ("project", "enterprise", "contact", "zone", "industry", "visit", "follow_up", "task", "article")
_MATCHING = sa.text("SELECT rowid FROM search_words WHERE search_words MATCH :match").columns(
    sa.column("rowid")
)


def find(connection: sa.Connection, question: str, kinds: Iterable[str] = (), limit: int = 50) -> list[Hit]:
    """Records that hold every word of `question`, names first, then the newest.

    Words are parted by spaces. Raises ValidationError if the question is too long.
    """
    if len(question) > MOST_CHARACTERS:
        sentence = _("Search for at most {most} characters.").format(most=MOST_CHARACTERS)
        raise ValidationError.of("question", sentence)
    asked = _Question(question)
    if not asked.words:
        return []
    rows: dict[int, Any] = {}
    for statement in _statements(connection, asked, tuple(kinds)):
        for row in _fitting(connection, statement, asked, 4 * limit):
            rows.setdefault(row.id, row)
        if len(rows) >= limit:
            break  # what the later ones find ranks behind
    ranked = sorted(rows.values(), key=lambda row: _rank(row, asked))[:limit]
    bodies = _bodies(connection, ranked)
    return [_hit(row, asked.words, bodies.get(row.id, row.raw)) for row in ranked]


def matching(connection: sa.Connection, question: str, kind: str) -> sa.CompoundSelect[tuple[int]]:
    """Finds the ids of the records of `kind` that hold every word of `question`, for filters of lists."""
    asked = _Question(question[:MOST_CHARACTERS])
    found: list[sa.Select[Any]] = [sa.select(_entry.record_id).where(sa.false())]
    statements = list(_statements(connection, asked, (kind,))) if asked.words else []
    # The last one finds what the others find, but for names that are asked for by their initials.
    for statement in statements[-2 if asked.initials else -1 :]:
        if asked.exact:
            compared = [row.id for row in _compared(connection, statement, asked.exact)]
            statement = statement.where(_entry.id.in_(_written_out(compared)))
        found.append(statement.with_only_columns(_entry.record_id).order_by(None))
    return sa.union(*found)


def _written_out(ids: list[int]) -> sa.BindParameter[list[int]]:
    """Ids as part of a statement's text: databases limit how many may be passed beside it."""
    return sa.bindparam(None, ids, expanding=True, literal_execute=True)


class _Where(Enum):
    WHOLE_NAME = 1
    NAME = 2  # or what a name is typed as
    ANY = 3


class _Question:
    """What was typed, as words, and in the forms in which they are compared."""

    def __init__(self, text: str) -> None:
        self.words = text.replace("\0", " ").split()
        self.folded = [fold(word) for word in self.words if fold(word)]
        self.exact = [even(word) for word in self.words if fold(word) != even(word)]
        self.joined = "".join(self.folded)
        self.initials = self.joined if len(self.joined) >= 2 and self.joined.isascii() else ""


def _statements(
    connection: sa.Connection, asked: _Question, kinds: tuple[str, ...]
) -> Iterator[sa.Select[Any]]:
    """What to ask, the surest first: the very name, names, titles of articles (there are many), texts."""
    wanted = kinds or KIND_ORDER
    if not asked.folded:
        written = [_entry.name.contains(storable(word), autoescape=True) for word in asked.words]
        yield _entries(wanted, sa.and_(*written))
        return
    ask = _ask_sqlite if connection.dialect.name == "sqlite" else _ask_server
    yield ask(asked, wanted, _Where.WHOLE_NAME)
    fewer = tuple(kind for kind in wanted if kind != "article")
    if fewer:
        yield ask(asked, fewer, _Where.NAME)
    if "article" in wanted:
        yield ask(asked, ("article",), _Where.NAME)
    yield ask(asked, wanted, _Where.ANY)


def _entries(kinds: tuple[str, ...], fits: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(search_entries).where(_entry.kind.in_(kinds), fits).order_by(_entry.id.desc())


def _fitting(
    connection: sa.Connection, statement: sa.Select[Any], asked: _Question, most: int | None = None
) -> Iterable[Any]:
    """The first `most` rows in which words with punctuation stand as they were typed."""
    if asked.exact:
        return islice(_compared(connection, statement, asked.exact), most)
    return connection.execute(statement.limit(most))


def _compared(connection: sa.Connection, statement: sa.Select[Any], exact: list[str]) -> Iterator[Any]:
    with connection.execute(statement, execution_options={"yield_per": 200}) as result:
        for rows in result.partitions():
            bodies = _bodies(connection, rows)
            for row in rows:
                text = even("\n".join((row.name, row.detail, bodies.get(row.id, row.raw))))
                if all(word in text for word in exact):
                    yield row


def _ask_sqlite(asked: _Question, kinds: tuple[str, ...], where: _Where) -> sa.Select[Any]:
    if where is _Where.WHOLE_NAME:
        match = "{name} : " + _phrase(f"{EDGE}{asked.joined}{EDGE}")
    else:
        match = f"({' AND '.join(map(_phrase, asked.folded))})"
    if where is _Where.NAME:
        match = "{name} : " + match
        if asked.initials:
            match = f"({match} OR {{typed}} : {_phrase(asked.initials)})"
    match = f"{{kind}} : ({' OR '.join(map(kind_token, kinds))}) AND {match}"
    return _entries(kinds, _entry.id.in_(_MATCHING.bindparams(sa.bindparam("match", match, unique=True))))


def _phrase(letters: str) -> str:
    return f'"{" ".join(letters)}"'


def _ask_server(asked: _Question, kinds: tuple[str, ...], where: _Where) -> sa.Select[Any]:
    if where is _Where.WHOLE_NAME:
        is_name = _entry.letters.startswith(f"{asked.joined}\n", autoescape=True)
        return _entries(kinds, sa.and_(_has_all(pairs_of(asked.joined) + kind_pair(*kinds)), is_name))
    place = _entry.letters if where is _Where.ANY else sa.func.split_part(_entry.letters, "\n", 1)
    # A word of one or two characters is in the index itself: if it may stand anywhere, that is enough.
    unsure = [word for word in asked.folded if where is not _Where.ANY or len(word) > 2]
    found = [place.contains(word, autoescape=True) for word in unsure]
    fits = sa.and_(_has_all(pairs_of("\n".join(asked.folded)) + kind_pair(*kinds)), *found)
    if where is _Where.NAME and asked.initials:
        typed = _has_all(initial_pairs(asked.initials) + kind_pair(*kinds))
        fits = sa.or_(fits, sa.and_(typed, _entry.initials.contains(asked.initials)))
    return _entries(kinds, fits)


def _has_all(pairs: list[str]) -> sa.ColumnElement[bool]:
    return sa.cast(_entry.pairs, ARRAY(sa.Text)).contains(sa.cast(pairs, ARRAY(sa.Text)))


def _rank(row: Any, asked: _Question) -> tuple[Any, ...]:
    name = fold(row.name)
    if name == asked.joined:
        nearness = 0
    elif all(word in name for word in asked.folded):
        nearness = 1
    else:
        nearness = 2 if asked.initials and asked.initials in row.initials else 3
    newest = -(row.day.toordinal()) if row.day else 0
    return nearness, KIND_ORDER.index(row.kind), newest, -row.id


def _bodies(connection: sa.Connection, rows: Iterable[Any]) -> dict[int, str]:
    """The newest text of those rows that are articles, by the id of the row."""
    articles = {row.record_id: row.id for row in rows if row.kind == "article"}
    if not articles:
        return {}
    text = table(ArticleText).c
    wanted = sa.select(text.article_id, text.body).where(text.article_id.in_(articles))
    found = connection.execute(wanted.order_by(text.revision))
    return {articles[row.article_id]: row.body for row in found}


def _hit(row: Any, words: list[str], text: str) -> Hit:
    return Hit(
        kind=row.kind,
        id=row.record_id,
        name=row.name,
        detail=row.detail,
        day=row.day,
        snippet=_snippet(text, words),
    )


def _snippet(text: str, words: list[str], around: int = 24) -> str:
    for word in words:
        at = text.casefold().find(word.casefold())
        if at >= 0:
            start, end = max(0, at - around), at + len(word) + around
            return (
                ("…" if start else "") + text[start:end].replace("\n", " ") + ("…" if end < len(text) else "")
            )
    return ""
