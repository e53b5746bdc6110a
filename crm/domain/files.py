"""Names of files that come from outside, and which of them may be opened."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

LONGEST = 120  # characters; with a folder before it every file system takes that
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names Windows keeps to itself

# Documents and pictures; nothing that a desktop would run.
OPENABLE = frozenset(
    {
        ".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".txt", ".md", ".xls", ".xlsx", ".et", ".csv",
        ".ppt", ".pptx", ".dps", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic",
        ".mp4", ".mp3", ".m4a", ".eml", ".zip", ".rar", ".7z", ".dwg", ".dxf",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file about to be kept; a pasted picture has no name yet and is given one."""

    name: str = ""
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class FileScan:
    """The state of all kept files."""

    missing: tuple[str, ...]  # names of attachments whose bytes are gone
    orphans: tuple[str, ...]  # sha256 of bytes that no attachment and no article names
    count: int  # files that are kept, each once
    size: int  # bytes, as they were given


def clean_file_name(name: str, otherwise: str = "file") -> str:
    """The last part of a path as every file system can keep it; `otherwise` if nothing is left."""
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", name)
        if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn") and not _is_control(letter)
    )
    last = re.split(r"[/\\]", plain)[-1]
    kept = " ".join(_FORBIDDEN.sub("_", last).split()).strip(" .")
    if _DEVICES.fullmatch(kept):
        kept = f"_{kept}"
    return _shortened(kept) or otherwise


def may_be_opened(name: str) -> bool:
    """Whether a file of this name is a document or picture rather than something to run."""
    return PurePosixPath(name).suffix.casefold() in OPENABLE


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and not letter.isspace()


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    suffix = PurePosixPath(name).suffix[:12]
    return name[: LONGEST - len(suffix)].rstrip(" .") + suffix
