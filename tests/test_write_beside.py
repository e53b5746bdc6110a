"""A file comes into being whole, or the old one stays and the user is told why."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm import paths
from crm.domain.errors import Unusable
from crm.domain.refusals import refusals_told
from crm.paths import write_beside


@contextlib.contextmanager
def told_and_beside(path: Path) -> Iterator[Path]:
    """As every writer uses the two together."""
    with refusals_told(path), write_beside(path) as draft:
        yield draft


def folder_names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_text("旧")
    with write_beside(target) as draft:
        draft.write_text("新")
        assert target.read_text() == "旧"
    assert target.read_text() == "新"
    assert folder_names(tmp_path) == ["台账.xlsx"]


def test_a_failure_keeps_the_old_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_text("旧")
    with pytest.raises(ZeroDivisionError), write_beside(target) as draft:
        draft.write_bytes(half_and_no_more(draft))
    assert target.read_text() == "旧"
    assert folder_names(tmp_path) == ["台账.xlsx"]


def half_and_no_more(draft: Path) -> bytes:
    """Writes a part of the file, then fails."""
    draft.write_text("半")
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "full"), "There is no space left"),
        (OSError(errno.EROFS, "read-only"), "cannot be written to"),
        (OSError(errno.ENAMETOOLONG, "long"), "too long"),
        (PermissionError(errno.EACCES, "denied"), "Close the file"),
        (IsADirectoryError(errno.EISDIR, "folder"), "is a folder"),
        (FileNotFoundError(errno.ENOENT, "gone"), "does not exist"),
        (OSError(errno.EIO, "bad sector"), "bad sector"),
    ],
)
def test_what_the_drive_refuses_is_a_sentence(tmp_path: Path, error: OSError, sentence: str) -> None:
    with pytest.raises(Unusable, match=sentence), told_and_beside(tmp_path / "a.xlsx"):
        raise error
    assert folder_names(tmp_path) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="does not exist"), told_and_beside(tmp_path / "x" / "a.xlsx") as draft:
        draft.write_text("新")


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(Unusable, match="is a folder"), told_and_beside(tmp_path / "a.xlsx") as draft:
        draft.write_text("新")


def held_open(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The system refuses to replace the file that many times, as Windows does while Excel holds it."""
    real, left = Path.replace, [times]

    def replace(self: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(paths.time, "sleep", lambda seconds: None)


def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held_open(monkeypatch, times=4)
    with write_beside(tmp_path / "a.xlsx") as draft:
        draft.write_text("新")
    assert (tmp_path / "a.xlsx").read_text() == "新"


def test_a_file_open_elsewhere_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_text("旧")
    held_open(monkeypatch, times=99)
    with pytest.raises(Unusable, match="Close the file"), told_and_beside(target) as draft:
        draft.write_text("新")
    assert target.read_text() == "旧"
    assert folder_names(tmp_path) == ["a.xlsx"]


def test_what_a_killed_program_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / ".investlead-0a1b2c3d.part", tmp_path / ".investlead-11223344.part"
    old.write_text("半")
    young.write_text("半")
    os.utime(old, (time.time() - 7_200,) * 2)
    with write_beside(tmp_path / "a.xlsx") as draft:
        draft.write_text("新")
    assert folder_names(tmp_path) == [young.name, "a.xlsx"]
