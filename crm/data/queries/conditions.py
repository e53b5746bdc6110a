"""Conditions on projects as SQL, the same for both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from crm.data.queries.trees import descendants
from crm.data.reader import Reader
from crm.data.schema import table
from crm.domain.articles import Article, Mention, MentionState
from crm.domain.conditions import FACTS, Condition, FactKind, Group, Match, Operator, Tree, known
from crm.domain.directory import Enterprise
from crm.domain.follow_ups import Attachment, FollowUp, FollowUpSubject
from crm.domain.projects import Claim, Obstacle, Project, StageEntry

Clause = sa.ColumnElement[bool]

_project, _firm = table(Project).c, table(Enterprise).c
_OF_FIRM = "enterprise."


def holds(reader: Reader, tree: Tree) -> Clause:
    """The condition on a row of the project table; true for a tree without groups."""
    groups = [_group(reader, group, tree.on or date.today()) for group in known(tree).groups]
    if not groups:
        return sa.true()
    return sa.and_(*groups) if tree.match is Match.ALL else sa.or_(*groups)


def _group(reader: Reader, group: Group, on: date) -> Clause:
    conditions = [_condition(reader, condition, on) for condition in group.conditions]
    joined = sa.and_(*conditions) if group.match is Match.ALL else sa.or_(*conditions)
    return sa.not_(joined) if group.negated else joined


def _condition(reader: Reader, condition: Condition, on: date) -> Clause:
    """Holds or does not: what is unknown does not hold, and so fits the negation."""
    kind = FACTS[condition.fact]
    clause: Clause
    if kind is FactKind.COUNT:
        clause = _project.id.in_(_RELATIONS[condition.fact](condition, on))
    elif condition.fact.startswith(_OF_FIRM):
        column = _firm[condition.fact.removeprefix(_OF_FIRM)]
        inside = _compared(reader, condition, kind, column, on)
        clause = _project.enterprise_id.in_(sa.select(_firm.id).where(inside))
    else:
        clause = _compared(reader, condition, kind, _project[condition.fact], on)
    sure = sa.func.coalesce(clause, sa.false())
    return sa.not_(sure) if condition.negated else sure


def _compared(
    reader: Reader, condition: Condition, kind: FactKind, column: sa.ColumnElement[Any], on: date
) -> Clause:
    if condition.operator is Operator.FILLED:
        return column.is_not(None) if kind is not FactKind.TEXT else _written(column).not_in(("", "[]"))
    if kind in (FactKind.MONEY, FactKind.NUMBER):
        return _measured(condition, kind, column)
    if kind is FactKind.DAY:
        return _within(condition, column, on)
    if kind is FactKind.TEXT:
        return _written(column).icontains("".join(condition.values), autoescape=True)
    if kind is FactKind.FLAG:
        return column.is_(sa.true())
    if kind is FactKind.RECORD:
        return column.in_(_ids(reader, condition))
    return column.in_(condition.values)


def _written(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """The column as text: labels lie in theirs as one list."""
    return sa.func.coalesce(sa.type_coerce(column, sa.Text), "")


def _measured(condition: Condition, kind: FactKind, column: sa.ColumnElement[Any]) -> Clause:
    limit = condition.number or 0
    reached = column >= limit if condition.operator is Operator.AT_LEAST else column <= limit
    if kind is FactKind.NUMBER:
        return reached
    return sa.and_(_project[f"{condition.fact}_currency"] == "CNY", reached)


def _within(condition: Condition, column: sa.ColumnElement[Any], on: date) -> Clause:
    first, last = _period(condition, on)
    limits: list[Clause] = [column.is_not(None)]
    if first is not None:
        limits.append(column >= first)
    if last is not None:
        limits.append(column <= last)
    return sa.and_(*limits)


def _period(condition: Condition, on: date) -> tuple[date | None, date | None]:
    """The first and last day that a condition speaks of."""
    days = timedelta(days=condition.days or 0)
    if condition.operator is Operator.NEXT_DAYS:
        return on, on + days
    if condition.operator is Operator.LAST_DAYS or condition.days is not None:
        return on - days, on
    return condition.first, condition.last


def _ids(reader: Reader, condition: Condition) -> list[int]:
    kind = condition.fact.removesuffix("_id")  # a view may name what was merged since
    ids = [reader.survivor(kind, int(value)) for value in condition.values if value.isdecimal()]
    if condition.fact != "industry_id":
        return ids
    return [below for node in ids for below in descendants(reader, node)]


# Relations: the projects with at least so many


def _enough(statement: sa.Select[Any], counted: Any, condition: Condition) -> sa.Select[Any]:
    least = max(1, int(condition.number or 1))
    return statement.having(sa.func.count(sa.distinct(counted)) >= least)


def _timed(statement: sa.Select[Any], column: Any, condition: Condition, on: date) -> sa.Select[Any]:
    if condition.days is None and condition.first is None and condition.last is None:
        return statement
    return statement.where(_within(condition, column, on))


def _articles(condition: Condition, on: date) -> sa.Select[Any]:
    return _naming("project", sa.select(table(Mention).c.target_id), condition, on)


def _articles_of_firm(condition: Condition, on: date) -> sa.Select[Any]:
    firms = _naming("enterprise", sa.select(table(Mention).c.target_id), condition, on)
    return sa.select(_project.id).where(_project.enterprise_id.in_(firms))


def _naming(kind: str, chosen: sa.Select[Any], condition: Condition, on: date) -> sa.Select[Any]:
    mention, article = table(Mention).c, table(Article).c
    statement = chosen.join_from(table(Mention), table(Article), article.id == mention.article_id)
    confirmed = statement.where(
        mention.target_kind == kind,
        mention.target_id.is_not(None),
        mention.state == str(MentionState.CONFIRMED),
    )
    timed = _timed(confirmed, article.published_on, condition, on).group_by(mention.target_id)
    return _enough(timed, mention.article_id, condition)


def _follow_ups(condition: Condition, on: date) -> sa.Select[Any]:
    subject, made = table(FollowUpSubject).c, table(FollowUp).c
    joined = sa.select(subject.target_id).join_from(
        table(FollowUpSubject), table(FollowUp), made.id == subject.follow_up_id
    )
    chosen = joined.where(subject.target_kind == "project")
    timed = _timed(chosen, made.happened_on, condition, on).group_by(subject.target_id)
    return _enough(timed, made.id, condition)


def _stage_entries(condition: Condition, on: date) -> sa.Select[Any]:
    entry = table(StageEntry).c
    chosen = sa.select(entry.project_id).where(sa.not_(entry.is_undone))
    if condition.values:
        chosen = chosen.where(entry.stage.in_(condition.values))
    timed = _timed(chosen, entry.entered_on, condition, on).group_by(entry.project_id)
    return _enough(timed, entry.id, condition)


def _obstacles(condition: Condition, _on: date) -> sa.Select[Any]:
    obstacle = table(Obstacle).c
    chosen = sa.select(obstacle.project_id).where(obstacle.closed_on.is_(None))
    return _enough(chosen.group_by(obstacle.project_id), obstacle.id, condition)


def _attachments(condition: Condition, _on: date) -> sa.Select[Any]:
    file = table(Attachment).c
    chosen = sa.select(file.target_id).where(file.target_kind == "project")
    return _enough(chosen.group_by(file.target_id), file.id, condition)


def _claims(condition: Condition, _on: date) -> sa.Select[Any]:
    claim = table(Claim).c
    chosen = sa.select(claim.project_id).where(claim.field_name == "total_investment")
    return _enough(chosen.group_by(claim.project_id), claim.amount, condition)


_RELATIONS: dict[str, Callable[[Condition, date], sa.Select[Any]]] = {
    "articles": _articles,
    "enterprise.articles": _articles_of_firm,
    "follow_ups": _follow_ups,
    "stage_entries": _stage_entries,
    "obstacles": _obstacles,
    "attachments": _attachments,
    "claims": _claims,
}
