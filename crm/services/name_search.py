"""Looking for a list of names in all articles at once, and lists of names that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from crm.data.charsets import decode
from crm.data.queries import archive
from crm.data.queries.archive import ArchivedText
from crm.data.queries.names import name_forms
from crm.data.store import Store
from crm.domain.articles import WatchList, WatchListEntry
from crm.domain.checks import check_name
from crm.domain.errors import ValidationError, require
from crm.domain.name_search import AskedName, AskedNames, NameHit, NameRow, NamesFound, WatchListRow
from crm.domain.permissions import authorize
from crm.domain.records import Ref
from crm.domain.tables import SheetFonts
from crm.i18n import N_, _
from crm.reading.name_list import LEAST_LENGTH, Found, NameList, listed, snippet
from crm.reports import sheets
from crm.reports.name_hits import book_of
from crm.services.steps.known_names import NameBook

Progress = Callable[[int, int], None]  # done, total; raises Cancelled
MOST_NAMES = 2000
MOST_HITS = 1000  # articles told one by one of one name; beyond these they are only counted
PAGE = 200  # articles read at once


@dataclass
class _Tally:
    """What was found of one name so far."""

    count: int = 0
    first_on: date | None = None
    last_on: date | None = None
    hits: list[NameHit] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)  # leads of those with copies that were counted

    def add(self, article: ArchivedText, found: Found, whole: str, body_at: int) -> None:
        if article.has_copies:
            if article.lead_id in self.groups:
                self._date(article.published_on)
                return
            self.groups.add(article.lead_id)
        self.count += 1
        self._date(article.published_on)
        if len(self.hits) < MOST_HITS:
            self.hits.append(_hit(article, found, whole, body_at))

    def _date(self, day: date | None) -> None:
        if day is not None:
            self.first_on = min(day, self.first_on or day)
            self.last_on = max(day, self.last_on or day)


class NameSearch:
    """What an officer does with lists of names."""

    def __init__(self, store: Store, fonts: SheetFonts) -> None:
        self._store = store
        self._fonts = fonts

    def text_of(self, content: bytes) -> str:
        """A file of names as text, in whatever charset it was written."""
        return decode(content).text

    def ask(self, pasted: str) -> AskedNames:
        """What a pasted column asks for: known enterprises with all their names, others as written.

        ValidationError if there is no name in it, or more than 2,000.
        """
        names = listed(pasted)
        if not names:
            raise ValidationError.of("names", _("Paste at least one name, one a line."))
        if len(names) > MOST_NAMES:
            sentence = _("At most {most} names can be looked for at once; these are {count}.")
            raise ValidationError.of("names", sentence.format(most=MOST_NAMES, count=len(names)))
        with self._store.read() as reader:
            asked = _asked(names, NameBook(form for form in name_forms(reader) if form.kind == "enterprise"))
        short = tuple(name for name in names if len(name) < LEAST_LENGTH)
        return AskedNames(names=tuple(one for one in asked if one.text not in short), passed_over=short)

    def search(self, asked: AskedNames, progress: Progress = lambda _done, _all: None) -> NamesFound:
        """Looks through every article once; titles count too."""
        names = NameList(one.forms for one in asked.names)
        tallies = [_Tally() for _one in asked.names]
        with self._store.read() as reader:
            ids = archive.every_id(reader)
        for done in range(0, len(ids), PAGE):
            progress(done, len(ids))
            with self._store.read() as reader:
                articles = archive.texts(reader, ids[done : done + PAGE])
            for article in articles:
                _look(article, names, tallies)
        progress(len(ids), len(ids))
        rows = tuple(_row(one, tally) for one, tally in zip(asked.names, tallies, strict=True))
        return NamesFound(rows=rows, searched=len(ids), passed_over=asked.passed_over)

    def export(self, found: NamesFound, path: Path) -> None:
        """Writes what was found as a workbook; Unusable with the reason if the file cannot be written."""
        authorize(self._store.actor, "reports.make")
        sheets.write(book_of(found, self._store.actor.name, datetime.now()), path, self._fonts)

    # Watch lists

    def lists(self) -> list[WatchListRow]:
        """The lists that are kept, by name."""
        with self._store.read() as reader:
            entries = reader.all(WatchListEntry)
            rows = [_list_row(kept, entries) for kept in reader.all(WatchList)]
        return sorted(rows, key=lambda row: row.name)

    def names_of(self, list_id: int) -> list[str]:
        """The names of a list, as they were pasted; NotFound if it is gone."""
        with self._store.read() as reader:
            kept = reader.get(WatchList, list_id)
            entries = reader.all(WatchListEntry, watch_list_id=kept.key)
        texts = {entry.position: entry.text for entry in entries}  # one a name, several of namesakes
        return [texts[position] for position in sorted(texts)]

    def save_list(self, name: str, asked: AskedNames) -> WatchList:
        """Keeps the names as a list; one of that name is replaced, in one undo step."""
        authorize(self._store.actor, "articles.review")
        require(check_name(name))
        with self._store.write(N_("Save the watch list “{name}”"), name=name) as writer:
            kept = writer.first(WatchList, name=name) or writer.save(WatchList(name=name))
            for entry in writer.all(WatchListEntry, watch_list_id=kept.key):
                writer.delete(entry)
            for position, one in enumerate(asked.names):
                writer.save_all(_entries(kept, position, one))
            return kept

    def delete_list(self, list_id: int) -> None:
        """Deletes a list; the enterprises in it stay."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Delete a watch list")) as writer:
            for entry in writer.all(WatchListEntry, watch_list_id=list_id):
                writer.delete(entry)
            writer.delete(writer.get(WatchList, list_id))


def _asked(names: Sequence[str], book: NameBook) -> list[AskedName]:
    meanings = {name: book.meant("enterprise", name) for name in names}
    by_id: dict[int, dict[str, None]] = {}
    for form in book.forms.of({(form.kind, form.id) for meant in meanings.values() for form in meant}):
        by_id.setdefault(form.id, {})[form.text.strip()] = None
    asked = []
    for name in names:
        meant = meanings[name]
        known = dict.fromkeys(text for form in meant for text in by_id[form.id])
        asked.append(
            AskedName(
                text=name,
                enterprises=tuple(Ref(kind="enterprise", id=form.id) for form in meant),
                enterprise="、".join(dict.fromkeys(form.name for form in meant)),
                forms=tuple(dict.fromkeys((name, *known))),
            )
        )
    return asked


def _look(article: ArchivedText, names: NameList, tallies: Sequence[_Tally]) -> None:
    body_at = len(article.title) + 1
    whole = f"{article.title}\n{article.body}"
    for found in names.find(whole):
        tallies[found.number].add(article, found, whole, body_at)


def _hit(article: ArchivedText, found: Found, whole: str, body_at: int) -> NameHit:
    """The place in the text where there is one: that is where the officer wants to land."""
    start, end = found.start, found.end
    in_body = whole.find(found.text, body_at) if start < body_at else start
    if in_body >= 0:
        start, end = in_body, in_body + len(found.text)
    return NameHit(
        article_id=article.id,
        lead_id=article.lead_id,
        title=article.title,
        source=article.source,
        published_on=article.published_on,
        form=found.text,
        start=start - body_at if in_body >= 0 else None,
        end=end - body_at if in_body >= 0 else None,
        count=found.count,
        snippet=snippet(whole, start, end),
    )


def _row(asked: AskedName, tally: _Tally) -> NameRow:
    return NameRow(
        asked=asked,
        article_count=tally.count,
        first_on=tally.first_on,
        last_on=tally.last_on,
        hits=tuple(tally.hits),
    )


def _entries(kept: WatchList, position: int, one: AskedName) -> Iterator[WatchListEntry]:
    if not one.enterprises:
        yield WatchListEntry(watch_list_id=kept.key, position=position, text=one.text)
    for ref in one.enterprises:
        yield WatchListEntry(
            watch_list_id=kept.key,
            position=position,
            text=one.text,
            target_kind=ref.kind,
            target_id=ref.id,
        )


def _list_row(kept: WatchList, entries: Sequence[WatchListEntry]) -> WatchListRow:
    own = [entry for entry in entries if entry.watch_list_id == kept.id]
    return WatchListRow(
        id=kept.key,
        version=kept.version,
        name=kept.name,
        name_count=len({entry.position for entry in own}),
        enterprise_count=len({entry.target_id for entry in own if entry.target_id is not None}),
    )
