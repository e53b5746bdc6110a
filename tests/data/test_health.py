"""What a check of the database finds."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from crm.data import blobs
from crm.data.health import findings, server_version
from crm.data.schema import blobs as blob_table
from crm.data.schema import map_of, search_entries
from crm.data.store import Store
from crm.domain.directory import Alias, Contact, Enterprise, Zone


def found(store: Store) -> list[str]:
    with store.read() as reader:
        return findings(reader)


def filled(store: Store) -> Enterprise:
    with store.write("Fill") as writer:
        firm = writer.save(Enterprise(name="澄屿装备有限公司"))
        writer.save(Alias(target_kind="enterprise", target_id=firm.key, text="澄屿", origin="officer"))
        writer.save(Contact(name="周岚", enterprise_id=firm.id))
        writer.keep(b"a" * 1000)
        return firm


def test_a_sound_database_has_no_findings(store: Store) -> None:
    filled(store)
    assert found(store) == []


def test_a_database_that_was_written_to_between_two_checks_is_not_called_damaged(store: Store) -> None:
    filled(store)
    assert found(store) == []
    for number in range(20):
        with store.write("Add") as writer:
            writer.save(Zone(name=f"如东{number}号开发区"))
    assert found(store) == []


def test_a_damaged_file_is_found(store: Store) -> None:
    filled(store)
    with store.database.writing() as connection:
        name = blobs.put(connection, b"b" * 1000)
        connection.execute(sa.update(blob_table).where(blob_table.c.sha256 == name).values(content=b"?"))
        connection.commit()
    assert name[:12] in " ".join(found(store))


def test_a_link_that_leads_nowhere_is_found(store: Store) -> None:
    filled(store)
    with store.database.writing() as connection:
        connection.execute(sa.update(map_of(Alias).table).values(target_id=4711))
        connection.commit()
    assert any("alias" in sentence for sentence in found(store))


@pytest.mark.parametrize("kind", ["enterprise", "contact"])
def test_a_record_that_cannot_be_searched_is_found(store: Store, kind: str) -> None:
    filled(store)
    with store.database.writing() as connection:
        connection.execute(sa.delete(search_entries).where(search_entries.c.kind == kind))
        connection.commit()
    assert any(kind in sentence and "searched" in sentence for sentence in found(store))


def test_the_database_says_what_it_is(store: Store) -> None:
    with store.read() as reader:
        assert server_version(reader).startswith("SQLite 3." if store.database.is_sqlite else "PostgreSQL 1")
