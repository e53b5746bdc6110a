"""What the list of articles shows: its rows, its views, and what is said where there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.app import Crm
from crm.domain.rows import ArticleFilter, ArticleRow, ArticleTally, Sort
from crm.i18n import _
from ui.shared.widgets.sections import EmptyState

INBOX, ALL, REPRINTS, NAMES = "inbox", "all", "reprints", "names"


@dataclass(frozen=True, kw_only=True)
class ArticleRows:
    """Articles that fit, as a source of rows."""

    crm: Crm
    wanted: ArticleFilter

    def ids(self, order: Sort | None) -> Sequence[int]:
        """Their ids in this order."""
        return self.crm.articles.find(self.wanted, order) if order else self.crm.articles.find(self.wanted)

    def rows(self, ids: Sequence[int]) -> Sequence[ArticleRow]:
        """The rows of these ids."""
        return self.crm.articles.items(ids)


@dataclass(frozen=True, kw_only=True)
class EmptyActs:
    """What can be done where nothing is shown."""

    add: Callable[[], object]
    see_all: Callable[[], object]
    clear_filter: Callable[[], object]


def empty_state(view: str, tally: ArticleTally, acts: EmptyActs, *, is_filtered: bool) -> EmptyState:
    """Why there is nothing, and what to do next."""
    add = (_("Add articles"), acts.add)
    if is_filtered:
        return EmptyState(_("No article fits."), "", [(_("Clear the filter"), acts.clear_filter)])
    if not tally.all:
        help_text = _("Drop web pages, PDF or Word files here, or paste a text or an address.")
        return EmptyState(_("No articles yet"), help_text, [add], symbol="articles")
    if view == REPRINTS:
        help_text = _("Copies of one text are shown as one.")
        return EmptyState(_("No article was printed twice."), help_text, [(_("See all"), acts.see_all)])
    done = _("{count} looked at today.").format(count=tally.done_today)
    return EmptyState(_("Everything is read."), done, [add, (_("See all"), acts.see_all)], symbol="inbox")
