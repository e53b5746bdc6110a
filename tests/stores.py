"""Stores to test with: what asks for `store` or `location` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete

from crm.data import search
from crm.data.opening import open_store
from crm.data.schema import metadata
from crm.data.store import Store
from tests.postgres import Server, fresh_database

TODAY = date(2026, 3, 2)
BOTH = ("sqlite", "postgresql")
Open = Callable[[str], Store]


def make_schema(location: str) -> None:
    """Fills an empty database with the program's tables."""
    open_store(location).close()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and nothing in it, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "office.db"
    make_schema(str(file))
    return file


@pytest.fixture(params=BOTH)
def empty_location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database may be made; nothing is there yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "office.db")
    else:
        with fresh_database(request.getfixturevalue("postgres_server")) as address:
            yield address


@pytest.fixture(params=BOTH)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the schema and nothing in it."""
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "office.db"))
    else:
        address = request.getfixturevalue("server_database")
        yield address
        empty_tables(address)


@pytest.fixture(scope="session")
def server_database(postgres_server: Server) -> Iterator[str]:
    """A database of the server with the schema; the tests share it one after the other."""
    with fresh_database(postgres_server) as address:
        make_schema(address)
        yield address


def empty_tables(address: str) -> None:
    """Removes every row; much faster than a new database."""
    engine = create_engine(address, connect_args={"options": "-c lock_timeout=5s"})
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    engine.dispose()


@pytest.fixture
def open_session() -> Iterator[Open]:
    """Opens a session on a database; all are closed when the test ends."""
    with ExitStack() as opened:

        def open_one(location: str) -> Store:
            store = open_store(location)
            opened.callback(store.close)
            return store

        yield open_one


@pytest.fixture
def store(location: str, open_session: Open) -> Store:
    """An open store with nothing in it."""
    return open_session(location)


@pytest.fixture
def colleague(location: str, store: Store, open_session: Open) -> Store:
    """A second session on the database of `store`."""
    return open_session(location)


def matching_ids(connection: Connection, question: str, kind: str) -> list[int]:
    """Ids of the records of a kind that a list filtered by `question` shows."""
    return [row.record_id for row in connection.execute(search.matching(connection, question, kind))]
