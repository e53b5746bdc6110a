"""Half-done trays: decisions that were not written wait until their article is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.shared.form import Drafts

Plain = Mapping[str, Any]  # what Decisions.to_plain gives


class KeptTrays:
    """Decisions by article; with `drafts` they survive the end of the program."""

    def __init__(self, drafts: Drafts | None) -> None:
        self._drafts = drafts
        self._kept: dict[int, Plain] = {}

    def keep(self, article_id: int, plain: Plain) -> None:
        """Remembers what was decided so far; nothing decided is nothing to remember."""
        self._kept[article_id] = plain
        if self._drafts is not None and plain:
            self._drafts.keep(_name(article_id), plain)
        elif self._drafts is not None:
            self._drafts.drop(_name(article_id))

    def of(self, article_id: int) -> Plain | None:
        """What was decided about an article and not written, if anything was."""
        kept = self._kept.get(article_id)
        if kept is None and self._drafts is not None:
            kept = self._drafts.load(_name(article_id))
        return kept or None

    def forget(self, article_id: int) -> None:
        """It was written."""
        self._kept.pop(article_id, None)
        if self._drafts is not None:
            self._drafts.drop(_name(article_id))


def _name(article_id: int) -> str:
    return f"review:{article_id}"
