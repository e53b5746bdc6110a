"""How suggestions were decided, counted from the mentions that remember the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.suggestion_rules import Tally

NAMED = ("enterprise", "zone", "industry")  # kinds of record that names are known of
_mention, _article = table(Mention).c, table(Article).c
_accepted = sa.func.count(sa.case((_mention.state == str(MentionState.CONFIRMED), 1)))
_rejected = sa.func.count(sa.case((_mention.state == str(MentionState.REJECTED), 1)))


def by_rule(reader: Reader, not_by: str) -> dict[tuple[str, str], Tally]:
    """Tallies by kind of record and rule; mentions under the rule `not_by` are nobody's suggestion."""
    return dict(_tallies(reader, not_by, (_mention.target_kind, _mention.rule)))


def by_form(reader: Reader, not_by: str) -> dict[tuple[str, str, int, str], Tally]:
    """Tallies by kind, rule, record and the form of its name; forms nobody decided on are left out."""
    columns = (_mention.target_kind, _mention.rule, _mention.target_id, _mention.text)
    # Nearly all mentions are of such kinds: they are read as they lie, not by an index all over the file.
    named = (_mention.target_kind.concat("").in_(NAMED), (_mention.target_id + 0).is_not(None))
    return {key: tally for key, tally in _tallies(reader, not_by, columns, *named) if tally.decided}


def _tallies(
    reader: Reader, not_by: str, columns: Sequence[Any], *conditions: sa.ColumnElement[bool]
) -> Iterator[tuple[Any, Tally]]:
    statement = (
        sa.select(*columns, sa.func.count(), _accepted, _rejected)
        .where(_mention.rule.not_in(["", not_by]), *conditions)
        .group_by(*columns)
    )
    for *key, shown, accepted, rejected in reader.connection.execute(statement):
        yield tuple(key), Tally(shown=shown, accepted=accepted, rejected=rejected)


def rejections(reader: Reader, kind: str, target_id: int | None, text: str) -> int:
    """In how many articles, copies being one, that form was rejected for that record."""
    story = sa.func.coalesce(_article.reprint_of_id, _article.id)
    statement = (
        sa.select(sa.func.count(sa.distinct(story)))
        .select_from(table(Mention).join(table(Article), _mention.article_id == _article.id))
        .where(
            _mention.state == str(MentionState.REJECTED),
            _mention.target_kind == kind,
            _mention.target_id.is_(None) if target_id is None else _mention.target_id == target_id,
            _mention.text == text,
        )
    )
    return int(reader.connection.execute(statement).scalar_one())


def decided(
    reader: Reader, rule: str, state: MentionState, kind: str, targets: Iterable[int]
) -> list[Mention]:
    """What was decided so about suggestions of a rule for some records of a kind."""
    about = _mention.target_id.in_(list(targets))
    told = (_mention.target_kind == kind, about, _mention.state == str(state), _mention.rule == rule)
    return reader.among(Mention, "id", reader.ids(sa.select(_mention.id).where(*told)))


def rejected(reader: Reader, limit: int) -> list[Mention]:
    """The newest rejections."""
    newest = (
        sa.select(_mention.id)
        .where(_mention.state == str(MentionState.REJECTED))
        .order_by(_mention.changed_at.desc(), _mention.id.desc())
        .limit(limit)
    )
    ids = list(reader.connection.execute(newest).scalars())
    found = reader.by_id(Mention, ids)
    return [found[key] for key in ids]


def linked_articles(reader: Reader, kind: str, target_id: int) -> set[int]:
    """Articles in which something was decided, or is suggested already, about a record."""
    statement = sa.select(_mention.article_id).where(
        _mention.target_kind == kind, _mention.target_id == target_id
    )
    return set(reader.connection.execute(statement).scalars())


def depending(reader: Reader, kind: str, target_id: int, texts: Iterable[str]) -> list[Mention]:
    """The links to a record that one of these forms of its name made."""
    statement: Any = sa.select(_mention.id).where(
        _mention.target_kind == kind,
        _mention.target_id == target_id,
        _mention.state == str(MentionState.CONFIRMED),
        _mention.text.in_(list(texts)),
    )
    return reader.among(Mention, "id", reader.connection.execute(statement).scalars())
