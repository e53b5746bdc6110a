"""F04: a full disk is told in a sentence; what was saved stays, and work goes on after it is freed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.data.store import Store
from crm.domain.directory import Zone
from crm.domain.errors import Unusable
from tests.stores import Open


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True)
    if made.returncode:
        pytest.skip(f"no small disk can be made here: {made.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def save(store: Store, number: int) -> Zone:
    with store.write("Save") as writer:
        return writer.save(Zone(name=f"园区{number}", note=chr(0x4E00 + number) * 20_000))


def fill(store: Store) -> list[Zone]:
    saved: list[Zone] = []

    def save_until_it_fails() -> None:
        while True:
            saved.append(save(store, len(saved)))

    with pytest.raises(Unusable, match="disk is full"):
        save_until_it_fails()
    return saved


def test_full_disk_loses_nothing_and_work_goes_on(small_disk: Path, open_session: Open) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_500_000)
    store = open_session(str(small_disk / "office.db"))

    saved = fill(store)

    with store.read() as reader:
        assert reader.all(Zone) == saved
        assert reader.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    ballast.unlink()
    saved.append(save(store, 1001))
    store.undo()
    with store.read() as reader:
        assert reader.all(Zone) == saved[:-1]


def test_database_cannot_be_made_on_a_full_disk(small_disk: Path, open_session: Open) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 4_100_000)

    with pytest.raises(Unusable, match="disk is full"):
        open_session(str(small_disk / "office.db"))
    (small_disk / "ballast").unlink()

    save(open_session(str(small_disk / "office.db")), 1)
