"""Where the program's own files and the user's files are, and how a file comes into being whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

APP_NAME = "InvestLead"
HOME_VARIABLE = "INVESTLEAD_HOME"  # one folder for everything, for tests and portable use

_REPLACE_TRIES = 5
_REPLACE_PATIENCE_S = 2.0  # virus scanners and indexers hold a fresh file for about that long
_LEFTOVER_AGE_S = 3600.0  # a half-written file this old belongs to a program that was killed
_LEFTOVERS = ".investlead-????????.part"


def resource(*parts: str) -> Path:
    """A file or folder under resources/, from the sources or from a bundle."""
    bundled = getattr(sys, "_MEIPASS", None)
    root = Path(bundled) if bundled else Path(__file__).resolve().parent.parent
    return root.joinpath("resources", *parts)


def data_folder() -> Path:
    """Where the office's file, originals, attachments and backups are kept."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) if home else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def settings_file() -> Path:
    """The settings of this user on this machine."""
    home = os.environ.get(HOME_VARIABLE)
    folder = Path(home) if home else Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))
    return folder / "settings.json"


def log_folder() -> Path:
    """Where the program writes its log."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / "log" if home else Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))


@contextlib.contextmanager
def write_beside(path: Path) -> Iterator[Path]:
    """A path in the same folder to write to; what is there at the end takes the place of `path`.

    Until then the old file stays as it is, also when the power fails or the block raises.
    OSErrors rise as they are; `refusals_told` makes sentences of them.
    """
    draft = path.with_name(f".investlead-{secrets.token_hex(4)}.part")
    try:
        _remove_leftovers(path.parent)
        yield draft
        _flush(draft)
        _take_place(draft, path)
        _flush_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _remove_leftovers(folder: Path) -> None:
    for leftover in folder.glob(_LEFTOVERS):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_AGE_S:
                leftover.unlink()


def _flush(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _take_place(draft: Path, path: Path) -> None:
    for attempt in range(1, _REPLACE_TRIES + 1):
        try:
            draft.replace(path)
            return
        except PermissionError:
            if attempt == _REPLACE_TRIES:
                raise
            time.sleep(_REPLACE_PATIENCE_S / (_REPLACE_TRIES - 1))


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; the rename is in the journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
