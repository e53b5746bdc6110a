"""The PostgreSQL server that the tests get."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import (
    NoServerError,
    Server,
    find_programs,
    fresh_database,
    running_server,
)


def ask(url: str, question: str) -> object:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(question))
            return answer.scalar() if answer.returns_rows else None
    finally:
        engine.dispose()


@pytest.fixture
def database(postgres_server: Server) -> Iterator[str]:
    with fresh_database(postgres_server) as url:
        yield url


def test_a_database_can_be_written_and_read(database: str) -> None:
    ask(database, "CREATE TABLE firm AS SELECT '宁德时代' AS name")
    assert ask(database, "SELECT name FROM firm") == "宁德时代"


def test_letters_are_told_from_other_signs_as_trigrams_need_it(database: str) -> None:
    ask(database, "CREATE EXTENSION pg_trgm")
    assert ask(database, "SELECT cardinality(show_trgm('宁德时代'))") == 5


def test_the_program_is_not_a_superuser(database: str) -> None:
    assert ask(database, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False


def test_nothing_listens_on_the_network(database: str) -> None:
    assert ask(database, "SHOW listen_addresses") == ""


def test_each_database_is_new(postgres_server: Server) -> None:
    with fresh_database(postgres_server) as first, fresh_database(postgres_server) as second:
        ask(first, "CREATE TABLE firm (name text)")
        assert ask(second, "SELECT to_regclass('firm')") is None


def test_a_database_in_use_is_dropped_all_the_same(postgres_server: Server) -> None:
    with fresh_database(postgres_server) as url:
        left_open = create_engine(url).connect()
        left_open.execute(text("SELECT 1"))
    left_open.invalidate()
    left_open.close()
    name = url.split("/")[-1].split("?")[0]
    assert ask(postgres_server.admin_url, f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == 0


def test_the_preparation_is_done_once_and_copied(postgres_server: Server) -> None:
    done: list[str] = []

    def prepare(url: str) -> None:
        done.append(url)
        ask(url, "CREATE TABLE firm AS SELECT 1 AS number")

    for _round in range(2):
        with fresh_database(postgres_server, prepare) as url:
            assert ask(url, "UPDATE firm SET number = number + 1 RETURNING number") == 2
    assert len(done) == 1


def test_the_server_ends_when_the_test_run_is_killed(postgres_server: Server) -> None:
    program = (
        "from tests.postgres import *\nwith running_server() as s: print(s.admin_url, flush=True); input()"
    )
    environment = {key: value for key, value in os.environ.items() if key != "INVESTLEAD_TEST_POSTGRES"}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, env=environment) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().decode().partition("host=")[2].partition("&")[0])
        assert folder.exists()
        run.kill()
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


def test_without_programs_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoServerError, match="not installed"):
        find_programs(debian=tmp_path)


def test_an_old_postgresql_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in (9, 14):
        programs = tmp_path / str(version) / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").touch()
        (programs / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}.3'\n")
        (programs / "postgres").chmod(0o755)
    with pytest.raises(NoServerError, match="not installed"):
        find_programs(debian=tmp_path)


def test_the_server_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVESTLEAD_TEST_POSTGRES", "none")
    with pytest.raises(NoServerError), running_server():
        pass
