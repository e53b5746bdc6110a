"""F15, F16: a migration that fails or is killed at any step leaves schema and data exactly old."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.data.migrate import NEWEST, bring_up_to_date
from crm.data.opening import open_store
from crm.domain.directory import Zone
from tests.faults import children
from tests.schemas import database_at, picture, restored, scripts_with_second

CHANGING = ("ALTER", "CREATE", "UPDATE", "INSERT")
KILLS = 50 if os.environ.get("INVESTLEAD_LONG") else 6


class BrokenOffError(Exception):
    """Stands for whatever may go wrong inside a migration."""


@contextmanager
def failing_after(step: int) -> Iterator[list[str]]:
    """The statements that were run; the one after `step` of them fails."""
    run: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().startswith(CHANGING):
            if len(run) == step:
                raise BrokenOffError
            run.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        yield run
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)


def add_zones(location: str) -> None:
    store = open_store(location)
    with store.write("Save") as writer:
        writer.save_all([Zone(name=f"园区{number}") for number in range(3)])
    store.close()


def upgrade(location: str, scripts: Path) -> None:
    database = database_at(location)
    try:
        bring_up_to_date(database, scripts)
    finally:
        database.close()


def test_upgrade_failing_at_any_step_changes_nothing(location: str, tmp_path: Path) -> None:
    add_zones(location)
    scripts = scripts_with_second(tmp_path)
    before = picture(location)

    with restored(location):
        for step in range(100):
            try:
                with failing_after(step):
                    upgrade(location, scripts)
                break
            except BrokenOffError:
                assert picture(location) == before
        assert step > 4
        assert picture(location) != before


def test_older_file_has_its_copy_when_the_upgrade_fails(empty_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    file.write_bytes(empty_file.read_bytes())
    before = picture(str(file))

    with pytest.raises(BrokenOffError), failing_after(2):
        upgrade(str(file), scripts_with_second(tmp_path))

    [copy] = tmp_path.glob(f"office.{NEWEST}.*.db")
    assert picture(str(copy)) == before


@pytest.mark.parametrize("step", [0, 1, 20, 60, 95])
def test_first_schema_failing_at_any_step_leaves_nothing(empty_location: str, step: int) -> None:
    with pytest.raises(BrokenOffError), failing_after(step) as run:
        open_store(empty_location)

    assert len(run) == step
    assert picture(empty_location) == {}
    open_store(empty_location).close()


def test_killed_upgrade_changes_nothing(location: str, tmp_path: Path) -> None:
    add_zones(location)
    scripts = scripts_with_second(tmp_path)
    before = picture(location)
    chance = random.Random(16)

    with restored(location):
        for _kill in range(KILLS):
            receive, send = children.pipe()
            child = children.start(children.upgrade_slowly, location, scripts, send)
            for _statement in range(chance.randint(1, 5)):
                assert receive.poll(30)
                assert receive.recv() != "done"
            child.kill()
            child.join()
            wait_for_end_of_session(location)
            assert picture(location) == before
        upgrade(location, scripts)
        assert picture(location) != before


def wait_for_end_of_session(location: str) -> None:
    """A server needs a moment to notice that the killed client is gone: the write lock tells when."""
    database = database_at(location)
    with database.writing():
        pass
    database.close()
