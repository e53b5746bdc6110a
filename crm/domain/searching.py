"""What the one search box answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MOST_CHARACTERS = 200  # in one question


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record found; `snippet` is the text around the first word found in it, if not in its name."""

    kind: str
    id: int
    name: str
    detail: str = ""
    day: date | None = None
    snippet: str = ""
