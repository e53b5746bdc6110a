"""What the program keeps of sources: how they do, who polls them, what they have shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from crm.data import blobs
from crm.data.fetch import Validators
from crm.data.log import batched
from crm.data.reader import Reader
from crm.data.schema import blobs as blob_table
from crm.data.schema import source_items, source_states, table
from crm.domain.articles import Article, ArticleSource, ArticleState
from crm.domain.follow_ups import Attachment
from crm.domain.sources import DroppedItem, ItemState, SourceHealth

_state, _item = source_states.c, source_items.c
_WEEK = timedelta(days=7)
_SLICE = 500
_TAKEN = (str(ItemState.ADDED), str(ItemState.REPRINT))


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that a source showed, as it is remembered."""

    key: str
    state: ItemState
    mark: str = ""
    tries: int = 0
    title: str = ""
    name: str = ""
    url: str = ""
    rule: str = ""
    original: str = ""


def claim(
    connection: sa.Connection, source_id: int, program: str, now: datetime, until: datetime, *, if_due: bool
) -> bool:
    """Whether `program` may poll the source until then: nobody else does, and it is due if it must be."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    once = dialect.insert(source_states).values(source_id=source_id).on_conflict_do_nothing()
    connection.execute(once)
    free = sa.or_(_state.claimed_until.is_(None), _state.claimed_until < now, _state.claimed_by == program)
    conditions = [_state.source_id == source_id, free]
    if if_due:
        conditions.append(sa.or_(_state.due_at.is_(None), _state.due_at <= now))
    taken = sa.update(source_states).where(*conditions).values(claimed_by=program, claimed_until=until)
    return connection.execute(taken).rowcount == 1


def release(connection: sa.Connection, source_id: int, program: str, values: Mapping[str, Any]) -> None:
    """Ends the claim and notes how the round went, unless another program has taken over meanwhile."""
    mine = sa.and_(_state.source_id == source_id, _state.claimed_by == program)
    ended = {"claimed_by": "", "claimed_until": None}
    connection.execute(sa.update(source_states).where(mine).values(**values, **ended))


def wake(connection: sa.Connection, source_id: int) -> None:
    """Forgets what was known of a source but what it has shown: its address or recipe is another one."""
    fresh = {
        "due_at": None,
        "etag": "",
        "modified": "",
        "error": "",
        "failures": 0,
        "empty_rounds": 0,
    }
    connection.execute(sa.update(source_states).where(_state.source_id == source_id).values(**fresh))


def validators(connection: sa.Connection, source_id: int) -> Validators:
    """What the server said of the page the last time."""
    row = connection.execute(
        sa.select(_state.etag, _state.modified).where(_state.source_id == source_id)
    ).first()
    return Validators(etag=row.etag, modified=row.modified) if row is not None else Validators()


def health(connection: sa.Connection, now: datetime) -> dict[int, SourceHealth]:
    """How the sources do, by id; those never tried are not in it."""
    fresh = _item.seen_at >= now - _WEEK
    counted = sa.select(
        _item.source_id,
        sa.func.count(sa.case((_item.state != str(ItemState.WAITING), 1))).label("found"),
        sa.func.count(sa.case((_item.state.in_(_TAKEN), 1))).label("taken"),
    ).where(fresh)
    weeks = {row.source_id: row for row in connection.execute(counted.group_by(_item.source_id))}
    return {
        row.source_id: SourceHealth(
            tried_at=row.tried_at,
            succeeded_at=row.succeeded_at,
            error=row.error,
            failures=row.failures,
            empty_rounds=row.empty_rounds,
            due_at=row.due_at,
            found_week=weeks[row.source_id].found if row.source_id in weeks else 0,
            taken_week=weeks[row.source_id].taken if row.source_id in weeks else 0,
            is_being_polled=row.claimed_until is not None and row.claimed_until > now,
        )
        for row in connection.execute(sa.select(source_states))
    }


def seen(connection: sa.Connection, source_id: int, keys: Collection[str]) -> dict[str, Item]:
    """What is remembered of these keys."""
    found: dict[str, Item] = {}
    for some in batched(keys, _SLICE):
        wanted = sa.select(source_items).where(_item.source_id == source_id, _item.key.in_(some))
        for row in connection.execute(wanted):
            found[row.key] = Item(key=row.key, state=ItemState(row.state), mark=row.mark, tries=row.tries)
    return found


def remember(connection: sa.Connection, source_id: int, items: Iterable[Item], now: datetime) -> None:
    """Notes what became of things that a source showed; the newest word counts."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for item in items:
        values = {
            "state": str(item.state),
            "mark": item.mark,
            "tries": item.tries,
            "title": item.title,
            "name": item.name,
            "url": item.url,
            "rule": item.rule,
            "original": item.original,
            "seen_at": now,
        }
        statement = dialect.insert(source_items).values(source_id=source_id, key=item.key, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["source_id", "key"], set_=values))


def newest_articles(reader: Reader, count: int) -> list[Article]:
    """The articles that came last."""
    ids = sa.select(table(Article).c.id).order_by(table(Article).c.id.desc()).limit(count)
    return reader.among(Article, "id", reader.connection.execute(ids).scalars().all())


def waiting(reader: Reader) -> list[Article]:
    """The articles that wait in the inbox, of several copies the lead, the oldest first."""
    found = reader.all(Article, state=ArticleState.INBOX, reprint_of_id=None)
    return sorted(found, key=lambda article: article.key)


# The bin


def keep_original(connection: sa.Connection, content: bytes) -> str:
    """Stores what was dropped; its sha256."""
    return blobs.put(connection, content)


def dropped(connection: sa.Connection, names: Mapping[int, str]) -> list[DroppedItem]:
    """What rules dropped and can still be taken back, the newest first; `names` of sources by id."""
    wanted = sa.select(source_items).where(_item.state == str(ItemState.DROPPED), _item.original != "")
    return [
        DroppedItem(
            id=row.id,
            title=row.title,
            source=names.get(row.source_id, ""),
            rule=row.rule,
            seen_at=row.seen_at,
        )
        for row in connection.execute(wanted.order_by(_item.seen_at.desc(), _item.id.desc()))
    ]


def dropped_rows(connection: sa.Connection, ids: Collection[int]) -> list[Any]:
    """The rows of things in the bin."""
    there = sa.and_(_item.state == str(ItemState.DROPPED), _item.original != "")
    wanted = sa.select(source_items).where(_item.id.in_(list(ids)), there)
    return list(connection.execute(wanted.order_by(_item.id)))


def set_state(connection: sa.Connection, item_id: int, state: ItemState) -> None:
    """Notes that something left the bin."""
    changed = sa.update(source_items).where(_item.id == item_id).values(state=str(state), original="")
    connection.execute(changed)


def empty_bin(connection: sa.Connection, before: datetime) -> None:
    """Lets go of what was dropped before that instant; that it was seen is remembered.

    The bytes go as well, unless an article or attachment holds the same.
    """

    old = sa.and_(_item.state == str(ItemState.DROPPED), _item.original != "", _item.seen_at < before)
    gone = set(connection.execute(sa.select(_item.original).where(old)).scalars())
    if not gone:
        return
    connection.execute(sa.update(source_items).where(old).values(original=""))
    held = (
        table(Article).c.original,
        table(ArticleSource).c.original,
        table(Attachment).c.sha256,
        _item.original,
    )
    for holder in held:
        for some in batched(gone, _SLICE):
            gone -= set(connection.execute(sa.select(holder).where(holder.in_(some))).scalars())
    for some in batched(gone, _SLICE):
        connection.execute(sa.delete(blob_table).where(blob_table.c.sha256.in_(some)))
