"""What databases say, as sentences; and what is our own mistake, as it is."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm.data.opening import open_store
from crm.data.store import Store
from crm.domain.errors import Busy, Unusable


def test_our_own_mistake_is_no_sentence(store: Store) -> None:
    with pytest.raises(DBAPIError), store.read() as reader:
        reader.connection.exec_driver_sql("SELECT nonsense FROM nowhere")


def test_too_many_readers_at_once_are_told_to_wait(location: str) -> None:
    store = open_store(location, busy_timeout_ms=100)
    if not store.database.is_sqlite:
        store.close()
        pytest.skip("readers of a server wait longer than a test should")

    def read_in_thirty_places() -> None:
        with ExitStack() as readers:
            for _number in range(30):
                readers.enter_context(store.read())

    with pytest.raises(Busy, match="Try again"):
        read_in_thirty_places()
    store.close()


def test_statement_that_takes_too_long_is_ended(store: Store) -> None:
    if store.database.is_sqlite:
        pytest.skip("SQLite has no such limit")

    def take_too_long() -> None:
        with store.read() as reader:
            reader.connection.exec_driver_sql("SET LOCAL statement_timeout = 50")
            reader.connection.exec_driver_sql("SELECT pg_sleep(5)")

    with pytest.raises(Busy, match="nothing was lost"):
        take_too_long()


def test_server_out_of_reach_is_told() -> None:
    with pytest.raises(Busy, match="cannot be reached"):
        open_store("postgresql://officer@/office?host=/nonexistent")


def test_missing_database_or_wrong_password_is_told(location: str) -> None:
    if not location.startswith("postgresql"):
        pytest.skip("a file has neither")
    with pytest.raises(Unusable, match="refuses"):
        open_store(sa.make_url(location).set(database="nothing").render_as_string(hide_password=False))


def test_damaged_file_is_told(location: str) -> None:
    if location.startswith("postgresql"):
        pytest.skip("a server looks after its files")
    with open(location, "r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)

    with pytest.raises(Unusable, match="Restore the last backup"):
        open_store(location)


def test_parameters_are_not_shown_in_errors(store: Store) -> None:
    with pytest.raises(DBAPIError) as failed, store.read() as reader:
        reader.connection.execute(sa.text("SELECT nonsense(:price)"), {"price": "底价四十二万"})

    assert "底价" not in str(failed.value)
