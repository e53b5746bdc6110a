"""After a name was added: what it would add to the articles that are here, offered and not written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.records import Ref
from crm.domain.suggestion_rules import Prospect
from crm.i18n import _, _n
from ui.shared.labels import joined
from ui.shared.screen import Desk


def offer_suggestions(desk: Desk, crm: Crm, owner: QWidget, ref: Ref, texts: Iterable[str]) -> None:
    """Looks for the names in all articles, as a job that can be stopped, and offers what it finds."""
    wanted = list(texts)
    desk.tasks.job(
        owner,
        _("Looking for “{text}” in all articles").format(text=joined(wanted)[:30]),
        lambda progress: crm.suggestions.prospect(ref, wanted, progress),
        lambda prospect: _offer(desk, crm, owner, prospect),
    )


def _offer(desk: Desk, crm: Crm, owner: QWidget, prospect: Prospect) -> None:
    if not prospect.finds:
        return
    places = _n("{count} more place", "{count} more places", len(prospect.finds))
    articles = _n("{count} article", "{count} articles", len(prospect.article_ids))
    told = _("“{text}” stands in {places} ({articles}).").format(
        text=joined(prospect.texts)[:30], places=places, articles=articles
    )

    def opened(ids: Sequence[int]) -> None:
        desk.show_toast(
            _n("{count} article is in the inbox", "{count} articles are in the inbox", len(ids)),
            [(_("Undo"), desk.undo)],
        )
        desk.open_record("article", ids[0])

    def suggest() -> None:
        desk.tasks.write(owner, lambda: crm.suggestions.suggest(prospect), opened)

    desk.show_toast(told, [(_("Suggest them"), suggest)])
