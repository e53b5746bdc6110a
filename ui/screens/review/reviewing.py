"""The articles screen as its parts know it."""

from __future__ import annotations

from typing import Protocol

from crm.domain.articles import ArticleState
from crm.domain.review import ReviewSheet
from ui.screens.review.article_list import ArticleList
from ui.screens.review.panes import Panes
from ui.screens.review.text_pane import TextPane
from ui.screens.review.tray import Tray


class Reviewing(Protocol):
    """The open article, the three panes, and what is done with them."""

    list: ArticleList
    pane: TextPane
    tray: Tray
    panes: Panes

    @property
    def shows_groups(self) -> bool:
        """True in the view of the reprint groups."""
        ...

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows an article, in the list of all if it is not in this one."""
        ...

    def open_at(self, article_id: int, place: tuple[int, int] | None) -> None:
        """Opens an article with a stretch of its text selected."""
        ...

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

    def make_visit(self) -> None:
        """Offers the open article as a visit."""
        ...

    def show_rules(self, shown: str = ...) -> None:
        """Shows how suggestions are taken."""
        ...
