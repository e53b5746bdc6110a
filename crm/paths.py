"""Where the program's own files and the user's files are, and how a file comes into being whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from crm.domain.errors import Unusable

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
    Raises Unusable, with what to do about it, where the folder, the disk or another program refuses.
    """
    draft = path.with_name(f".investlead-{secrets.token_hex(4)}.part")
    try:
        _remove_leftovers(path.parent)
        yield draft
        _flush(draft)
        _take_place(draft, path)
        _flush_folder(path.parent)
    except OSError as error:
        raise Unusable(_why_not_written(path, error)) from error
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


def _why_not_written(path: Path, error: OSError) -> str:
    from crm.i18n import _  # i18n finds its catalogue through this module

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence = _("There is no space left for “{path}”. Make room on the drive or choose another folder.")
    elif error.errno == errno.EROFS:
        sentence = _("“{path}” lies on a drive that cannot be written to. Choose another folder.")
    elif isinstance(error, FileNotFoundError):
        sentence = _("The folder of “{path}” does not exist or is out of reach. Choose another folder.")
    elif error.errno == errno.ENAMETOOLONG:
        sentence = _("The name “{path}” is too long for the drive. Choose a shorter one.")
    elif isinstance(error, IsADirectoryError):
        sentence = _("“{path}” is a folder. Choose another file name.")
    elif isinstance(error, PermissionError):
        sentence = _(
            "“{path}” cannot be written: it is open in another program, or you may not write there. "
            "Close the file and try again, or choose another name."
        )
    else:
        sentence = _("“{path}” cannot be written: {reason}")
    return sentence.format(path=path, reason=error.strerror or error)
