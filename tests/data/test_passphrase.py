"""A file with a passphrase keeps nothing readable on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.data.opening import open_store
from crm.domain.directory import Enterprise
from crm.domain.errors import Unusable

PASSPHRASE = "如东'\" 2026"
SECRET = "底价四十二万元一亩"


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store = open_store(str(tmp_path / "office.db"), PASSPHRASE)
    with store.write("Save") as writer:
        writer.save(Enterprise(name="南通砺桥传动有限公司", note=SECRET))
    assert SECRET.encode() not in everything_in(tmp_path)  # the log of the open file included
    store.close()
    return tmp_path / "office.db"


def test_nothing_is_readable_on_the_disk(file: Path) -> None:
    content = everything_in(file.parent)

    assert SECRET.encode() not in content
    assert b"enterprise" not in content
    assert not content.startswith(b"SQLite format 3")


def test_right_passphrase_opens_it(file: Path) -> None:
    store = open_store(str(file), PASSPHRASE)

    with store.read() as reader:
        assert [firm.note for firm in reader.all(Enterprise)] == [SECRET]
    store.close()


@pytest.mark.parametrize("passphrase", ["别的", "", None])
def test_wrong_passphrase_is_refused_with_a_sentence(file: Path, passphrase: str | None) -> None:
    before = file.read_bytes()

    with pytest.raises(Unusable, match="passphrase is wrong"):
        open_store(str(file), passphrase)

    assert file.read_bytes() == before


def test_passphrase_for_a_file_without_one_is_refused(tmp_path: Path) -> None:
    open_store(str(tmp_path / "office.db")).close()

    with pytest.raises(Unusable, match="passphrase is wrong"):
        open_store(str(tmp_path / "office.db"), PASSPHRASE)


def test_copy_of_a_file_has_the_same_passphrase(file: Path, tmp_path: Path) -> None:
    store = open_store(str(file), PASSPHRASE)
    copy = tmp_path / "copy.db"

    store.database.copy_to(copy)
    store.close()

    assert SECRET.encode() not in copy.read_bytes()
    again = open_store(str(copy), PASSPHRASE)
    with again.read() as reader:
        assert reader.count(Enterprise) == 1
    again.close()
