"""F05: a file or folder that may only be read is explained, without a traceback."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import children

NOBODY = 65534


@pytest.fixture
def office(empty_file: Path) -> Iterator[Path]:
    """A database in a folder of its own that everybody may enter."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("needs root to become somebody else")
    folder = Path(tempfile.mkdtemp(prefix="investlead-rights-", dir="/tmp"))
    folder.chmod(0o755)
    shutil.copy(empty_file, folder / "office.db")
    yield folder / "office.db"
    shutil.rmtree(folder)


def try_to_save(file: Path) -> str:
    receive, send = children.pipe()
    child = children.start(children.write_without_rights, file, NOBODY, send)
    assert receive.poll(30)
    told: str = receive.recv()
    child.join()
    return told


def test_read_only_folder_is_explained(office: Path) -> None:
    before = office.read_bytes()

    told = try_to_save(office)

    assert told.startswith("Unusable: The database")
    assert "folder" in told
    assert office.read_bytes() == before


def test_read_only_file_is_explained(office: Path) -> None:
    office.parent.chmod(0o777)
    office.chmod(0o444)

    told = try_to_save(office)

    assert told.startswith("Unusable: The database may only be read here.")


def test_unreadable_file_is_explained(office: Path) -> None:
    office.parent.chmod(0o777)
    office.chmod(0o000)

    assert try_to_save(office).startswith("Unusable: The database file cannot be opened.")


def test_folder_without_rights_is_explained(office: Path) -> None:
    assert try_to_save(office.parent / "new" / "office.db").startswith("Unusable: The folder")


def test_with_rights_the_same_child_saves(office: Path) -> None:
    office.parent.chmod(0o777)
    office.chmod(0o666)

    assert try_to_save(office) == "saved"
