"""The articles screen as its parts know it."""

from __future__ import annotations

from typing import Protocol

from crm.domain.articles import ArticleState
from crm.domain.review import ReviewSheet
from ui.screens.review.article_list import ArticleList
from ui.screens.review.text_pane import TextPane
from ui.screens.review.tray import Tray


class Reviewing(Protocol):
    """The open article, the three panes, and what is done with them."""

    list: ArticleList
    pane: TextPane
    tray: Tray

    @property
    def sheet(self) -> ReviewSheet | None:
        """The article that is open."""
        ...

    def reopen(self) -> None:
        """Reads the open article again."""
        ...

    def write(self, and_next: bool = True) -> None:
        """Writes what is ticked, in one step."""
        ...

    def put_away(self, state: ArticleState, reason: str = "") -> None:
        """Puts the article aside for later, or away as irrelevant."""
        ...

    def delete(self) -> None:
        """Deletes the open article, after telling what it is evidence for."""
        ...

    def show_rules(self, shown: str = ...) -> None:
        """Shows how suggestions are taken."""
        ...
