"""Reprints: groups of copies of one article, seen, compared, joined and split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from crm.data import signatures
from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.articles import Article, ArticleSource, ArticleText
from crm.domain.errors import ValidationError
from crm.domain.permissions import authorize
from crm.domain.reprints import Catalogued, Comparison, Copy, Outlet, ReprintGroup
from crm.i18n import N_, _
from crm.reading.differences import difference
from crm.reading.reprints import bands, likeness
from crm.services.steps import reprints as steps
from crm.services.steps.reprints import newest_text

Progress = Callable[[int, int], None]  # done, total; raises Cancelled
BATCH = 100  # texts in one transaction while older ones are indexed


class Reprints:
    """What an officer does with copies of one article."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def group(self, article_id: int) -> ReprintGroup:
        """The group an article belongs to, of one copy if it has no other; NotFound if it is gone."""
        with self._store.read() as reader:
            copies = steps.members(reader, reader.get(Article, article_id))
            return _group(reader, copies)

    def compare(self, article_id: int, other_id: int) -> Comparison:
        """What the second article's text deletes from the first's and inserts into it."""
        with self._store.read() as reader:
            one, other = newest_text(reader, article_id).body, newest_text(reader, other_id).body
        return Comparison(article_id=article_id, other_id=other_id, parts=difference(one, other))

    def split(self, article_id: int) -> None:
        """Takes a copy out of its group, for good: it is never joined to these again by the program.

        ValidationError if it has no copies.
        """
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Take a reprint out of its group")) as writer:
            article = writer.get(Article, article_id)
            if len(steps.members(writer, article)) < 2:
                raise ValidationError.of("article_id", _("This article has no reprints."))
            steps.split(writer, article)

    def join(self, article_ids: Sequence[int]) -> int:
        """Puts articles together with all their copies, by hand; the id of the lead copy.

        What was told apart before is forgotten. ValidationError if they are one group already.
        """
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Put articles together as reprints")) as writer:
            groups = [steps.members(writer, writer.get(Article, article_id)) for article_id in article_ids]
            leads = {group[0].key: group[0] for group in groups}
            if len(leads) < 2:
                raise ValidationError.of("article_ids", _("Choose another article to put it together with."))
            steps.allow(writer, [copy for group in groups for copy in group])
            first, *others = leads.values()
            return steps.join(writer, first, others).key

    def lead(self, article_id: int) -> None:
        """Makes a copy the one that stands for its group."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Choose the lead copy of a reprint group")) as writer:
            steps.lead_by_hand(writer, writer.get(Article, article_id))

    def remove_source(self, source_id: int) -> None:
        """Forgets that a text was also published there; undo brings it back."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Remove a source of an article")) as writer:
            writer.delete(writer.get(ArticleSource, source_id))

    def uncatalogued_count(self) -> int:
        """How many texts came in before reprints were looked for."""
        with self._store.read() as reader:
            return signatures.count_without(reader.connection)

    def catalogue(self, progress: Progress = lambda _done, _all: None) -> Catalogued:
        """Looks for reprints among the texts that came in before reprints were looked for.

        All groups found are one undo step. Cancelling keeps what is done; the next call goes on there.
        """
        authorize(self._store.actor, "articles.add")
        total, done, joined, step = self.uncatalogued_count(), 0, 0, self._store.new_step()
        while True:
            progress(done, max(total, done))
            with self._store.read() as reader:
                waiting = signatures.without(reader.connection, BATCH)
            if not waiting:
                return Catalogued(texts=done, joined=joined)
            found = {text_id: bands(body) for text_id, body in waiting}
            with self._store.write(N_("Look for reprints"), step=step) as writer:
                writer.keep_signatures(found)
                for text in writer.by_id(ArticleText, found).values():
                    article = writer.find(Article, text.article_id)
                    if article is None or article.reprint_of_id is not None:
                        continue
                    lead = steps.nearest(writer, article, text, found[text.key])
                    if lead is not None and lead.key != article.key:
                        steps.join(writer, lead, [article])
                        joined += 1
            done += len(found)


def _group(reader: Reader, copies: Sequence[Article]) -> ReprintGroup:
    lead = copies[0]
    texts = {copy.key: newest_text(reader, copy.key).body for copy in copies}
    further: dict[int, list[ArticleSource]] = {}
    for source in steps.sources_of(reader, copies):
        further.setdefault(source.article_id, []).append(source)
    shown = [
        Copy(
            id=copy.key,
            title=copy.title,
            is_lead=copy.key == lead.key,
            length=len(texts[copy.key]),
            likeness=1.0 if copy.key == lead.key else likeness(texts[lead.key], texts[copy.key]),
            outlets=_outlets(copy, further.get(copy.key, [])),
        )
        for copy in copies
    ]
    shown.sort(key=lambda copy: (not copy.is_lead, _earliest(copy.outlets) or date.max, copy.id))
    return ReprintGroup(
        lead_id=lead.key,
        title=lead.title,
        first_published_on=_earliest(outlet for copy in shown for outlet in copy.outlets),
        copies=tuple(shown),
    )


def _outlets(copy: Article, further: Sequence[ArticleSource]) -> tuple[Outlet, ...]:
    own = Outlet(source=copy.source, published_on=copy.published_on, url=copy.url)
    others = [
        Outlet(source=entry.source, published_on=entry.published_on, url=entry.url, source_id=entry.key)
        for entry in further
    ]
    return (own, *others)


def _earliest(outlets: Iterable[Outlet]) -> date | None:
    return min((outlet.published_on for outlet in outlets if outlet.published_on), default=None)
