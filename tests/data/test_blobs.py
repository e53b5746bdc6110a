"""Originals and attachments: kept once, told when damaged."""

from __future__ import annotations

import os
import zlib

import pytest
import sqlalchemy as sa

from crm.data import blobs
from crm.data.schema import blobs as table
from crm.data.store import Store
from crm.domain.errors import NotFound, Unreadable


@pytest.mark.parametrize("content", [b"", b"a" * 100_000, os.urandom(5000), "招商".encode("gb18030")])
def test_what_is_stored_comes_back_byte_for_byte(store: Store, content: bytes) -> None:
    with store.database.writing() as connection:
        name = blobs.put(connection, content)
        assert blobs.put(connection, content) == name
        assert blobs.get(connection, name) == content
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 1


def test_a_file_that_is_not_there_is_told(store: Store) -> None:
    with store.database.reading() as connection, pytest.raises(NotFound):
        blobs.get(connection, "0" * 64)


@pytest.mark.parametrize("damage", [zlib.compress(b"other"), b"no zip at all"])
def test_damage_is_never_handed_out(store: Store, damage: bytes) -> None:
    with store.database.writing() as connection:
        name = blobs.put(connection, b"a" * 1000)
        connection.execute(sa.update(table).values(content=damage))
        with pytest.raises(Unreadable):
            blobs.get(connection, name)


def test_too_large_a_file_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "MOST_BYTES", 10)
    with store.database.writing() as connection, pytest.raises(Unreadable):
        blobs.put(connection, b"a" * 11)
