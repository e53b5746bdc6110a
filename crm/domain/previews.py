"""What is shown of a file without opening it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class PreviewKind(StrEnum):
    """How a file is shown."""

    PAGE = "page"  # a page of a PDF as pixels
    PICTURE = "picture"  # the file itself, which the window decodes
    TEXT = "text"
    TABLES = "tables"


@dataclass(frozen=True, kw_only=True)
class PreviewTable:
    """The first rows of one sheet."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a file looks like; `is_cut` says that there is more than is shown."""

    kind: PreviewKind
    text: str = ""
    tables: tuple[PreviewTable, ...] = ()
    page: int = 0
    page_count: int = 1
    width: int = 0
    height: int = 0
    content: bytes = field(default=b"", repr=False)  # RGB of a page, rows without gaps, or a picture's file
    is_cut: bool = False


def preview_from_plain(plain: dict[str, Any]) -> Preview:
    """The preview that a child process made."""
    tables = tuple(
        PreviewTable(name=table["name"], rows=tuple(map(tuple, table["rows"])), is_cut=table["is_cut"])
        for table in plain.get("tables", ())
    )
    return Preview(**{**plain, "kind": PreviewKind(plain["kind"]), "tables": tables})
