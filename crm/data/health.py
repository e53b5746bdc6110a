"""Checking a database for damage."""

from __future__ import annotations

import hashlib
import zlib

import sqlalchemy as sa

from crm.data.queries import files
from crm.data.reader import Reader
from crm.data.schema import blobs, map_of, search_entries
from crm.data.search import KIND_ORDER
from crm.domain.records import record_kinds
from crm.i18n import _


def findings(reader: Reader) -> list[str]:
    """What is wrong, a sentence each; empty for a sound database."""
    connection = reader.connection
    found: list[str] = []
    if connection.dialect.name == "sqlite":
        # A connection knows the search index as it last looked into it, and the check does not look anew: it
        # would call an index damaged that others have only written to.
        connection.exec_driver_sql("SELECT rowid FROM search_words LIMIT 1").all()
        answers = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        found += [
            _("The file is damaged: {what}").format(what=answer) for answer in answers if answer != "ok"
        ]
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            found.append(_("A record of {table} refers to one that is gone.").format(table=row[0]))
    return (
        found
        + _damaged_files(connection)
        + _missing_files(reader)
        + _dead_links(connection)
        + _unindexed(connection)
    )


def server_version(reader: Reader) -> str:
    """Which database the records lie in, in which version."""
    connection = reader.connection
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"
    return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"


def _damaged_files(connection: sa.Connection) -> list[str]:
    found = []
    few = {"yield_per": 20}  # a server would send all of them at once
    for row in connection.execute(sa.select(blobs), execution_options=few):
        try:
            content = zlib.decompress(row.content) if row.is_packed else row.content
            is_sound = hashlib.sha256(content).hexdigest() == row.sha256
        except zlib.error:
            is_sound = False
        if not is_sound:
            found.append(_("The stored file {name} is damaged.").format(name=row.sha256[:12]))
    return found


def _missing_files(reader: Reader) -> list[str]:
    return [_("The file {name} is missing.").format(name=name) for name in files.scan(reader).missing]


def _dead_links(connection: sa.Connection) -> list[str]:
    """Links by kind and id that lead nowhere."""
    found = []
    for kind, record in record_kinds().items():
        columns = map_of(record).table.c
        if "target_kind" not in columns:
            continue
        for target_kind, target in record_kinds().items():
            there = sa.select(map_of(target).table.c.id)
            dead = sa.select(sa.func.count()).where(
                columns.target_kind == target_kind,
                columns.target_id.is_not(None),
                columns.target_id.not_in(there),
            )
            if count := connection.execute(dead).scalar_one():
                sentence = _("{count} records of {table} refer to a {target} that is gone.")
                found.append(sentence.format(count=count, table=kind, target=target_kind))
    return found


def _unindexed(connection: sa.Connection) -> list[str]:
    """Records that the search box would not find."""
    found = []
    for kind in KIND_ORDER:
        columns = map_of(record_kinds()[kind]).table.c
        indexed = sa.select(search_entries.c.record_id).where(search_entries.c.kind == kind)
        missing = connection.execute(
            sa.select(sa.func.count()).where(columns.id.not_in(indexed))
        ).scalar_one()
        if missing:
            found.append(
                _("{count} records of {table} cannot be searched.").format(count=missing, table=kind)
            )
    return found
