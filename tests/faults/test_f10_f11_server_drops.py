"""F10, F11: a server that drops the connection, before or after the commit, loses and doubles nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from crm.data.store import Store
from crm.domain.directory import Zone
from crm.domain.errors import Busy
from tests.postgres import Server
from tests.stores import Open, empty_tables

DROP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'investlead'"


@pytest.fixture
def shared(server_database: str, open_session: Open) -> Iterator[Store]:
    """A store on the server alone."""
    yield open_session(server_database)
    empty_tables(server_database)


@contextmanager
def reply_to_commit_lost(server: Server) -> Iterator[None]:
    """The server commits, but the connection breaks before it can say so."""

    def drop(connection: sa.Connection) -> None:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")
        server.execute(DROP)

    sa.event.listen(sa.Engine, "commit", drop)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "commit", drop)


def save(store: Store, zone: Zone) -> Zone:
    with store.write("Save") as writer:
        return writer.save(zone)


def count(store: Store) -> int:
    with store.read() as reader:
        return reader.count(Zone)


def test_drop_in_the_middle_saves_nothing_and_can_be_repeated(shared: Store, postgres_server: Server) -> None:
    zone = Zone(name="洋口港经济开发区")

    def save_and_lose_the_server() -> None:
        with shared.write("Save") as writer:
            writer.save(zone)
            postgres_server.execute(DROP)
            writer.count(Zone)

    with pytest.raises(Busy, match="Nothing was saved"):
        save_and_lose_the_server()

    assert count(shared) == 0
    save(shared, zone)
    assert count(shared) == 1


def test_drop_between_two_actions_is_not_noticed(shared: Store, postgres_server: Server) -> None:
    save(shared, Zone(name="甲园"))
    postgres_server.execute(DROP)

    save(shared, Zone(name="乙园"))

    assert count(shared) == 2


def test_lost_reply_to_a_commit_is_a_commit(shared: Store, postgres_server: Server) -> None:
    heard: list[Any] = []
    shared.subscribe(heard.append)

    with reply_to_commit_lost(postgres_server):
        saved = save(shared, Zone(name="洋口港经济开发区"))

    assert count(shared) == 1
    assert len(heard) == 1
    assert shared.undo() is not None
    assert count(shared) == 0
    assert saved.id is not None


def test_commit_that_failed_is_told(shared: Store, postgres_server: Server) -> None:
    def drop(_connection: sa.Connection) -> None:
        postgres_server.execute(DROP)

    sa.event.listen(sa.Engine, "commit", drop)
    try:
        with pytest.raises(Busy, match="Nothing was saved"):
            save(shared, Zone(name="洋口港经济开发区"))
    finally:
        sa.event.remove(sa.Engine, "commit", drop)

    assert count(shared) == 0
    assert shared.next_undo() is None
