"""The search index of the past: entries of what was written since are put aside, those of then put in."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from crm.data import search, search_index
from crm.data.log import batched
from crm.data.reader import Reader
from crm.data.schema import search_entries

ENTRIES_THEN = "search_entry_then"
Keys = Collection[tuple[str, int]]
_SLICE = 500
# Fields that no entry tells: a record that was changed in these alone is found as it is.
STILL = frozenset(
    {"version", "changed_at", "changed_by", "last_contact_on", "next_follow_up_on", "next_step"}
    | {"stage", "stage_since", "board_place", "is_on_hold", "review_on"}
)
_STALE = sa.Table(
    "search_stale",
    sa.MetaData(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Integer, primary_key=True, autoincrement=False),
    prefixes=["TEMPORARY"],
)
_WORDS = (
    "CREATE VIRTUAL TABLE temp.search_words USING fts5("
    "kind, name, typed, rest, content='', contentless_delete=1, tokenize='ascii')"
)


def hide(connection: sa.Connection, home: str, stale: Keys, *, is_first: bool) -> None:
    """Lets searches on this connection find the records of those keys by what the past knew of them."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_first:
        _make(connection, is_sqlite=is_sqlite)
    else:
        connection.exec_driver_sql("DROP VIEW search_entry")
        _rename(connection, (ENTRIES_THEN, "search_entry"), (search.WORDS_THEN, "search_words"))
    for part in batched(stale, _SLICE):
        connection.execute(sa.insert(_STALE), [{"kind": kind, "record_id": key} for kind, key in part])
    search_index.remember_all(Reader(connection), stale)  # into the temporary tables
    _rename(connection, ("search_entry", ENTRIES_THEN), ("search_words", search.WORDS_THEN))
    names = ", ".join(column.name for column in search_entries.columns if column.name != "id")
    connection.exec_driver_sql(
        f'CREATE TEMPORARY VIEW search_entry AS SELECT id, {names} FROM "{home}".search_entry AS kept'
        " WHERE NOT EXISTS (SELECT 1 FROM search_stale AS stale"
        " WHERE stale.kind = kept.kind AND stale.record_id = kept.record_id)"
        f" UNION ALL SELECT -id, {names} FROM {ENTRIES_THEN}"
    )
    connection.info[search.LOOKS_BACK] = is_sqlite


def _make(connection: sa.Connection, *, is_sqlite: bool) -> None:
    """An empty index that hides the real one."""
    _STALE.create(connection)
    columns = [
        sa.Column(column.name, column.type, primary_key=column.primary_key)
        for column in search_entries.columns
    ]
    sa.Table(search_entries.name, sa.MetaData(), *columns, prefixes=["TEMPORARY"]).create(connection)
    if is_sqlite:
        connection.exec_driver_sql(_WORDS)


def _rename(connection: sa.Connection, entries: tuple[str, str], words: tuple[str, str]) -> None:
    connection.exec_driver_sql("ALTER TABLE {} RENAME TO {}".format(*entries))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ALTER TABLE temp.{} RENAME TO {}".format(*words))


def owners(connection: sa.Connection, table: sa.FromClause, ids: Collection[int]) -> set[tuple[str, int]]:
    """The records whose entries hold the text of those rows of other names, or of texts of articles."""
    found: set[tuple[str, int]] = set()
    is_alias = "target_kind" in table.c
    for part in batched(ids, _SLICE):
        if is_alias:
            rows = sa.select(table.c.target_kind, table.c.target_id)
        else:
            rows = sa.select(sa.literal("article"), table.c.article_id)
        found.update((kind, key) for kind, key in connection.execute(rows.where(table.c.id.in_(part))))
    return found
