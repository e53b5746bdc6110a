"""Looking through all articles for names, page by page, so that it can be told how far it is and stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from crm.data.queries import archive as queries
from crm.data.queries.archive import ArchivedText
from crm.data.queries.names import NameForm
from crm.data.store import Store
from crm.domain.records import Ref
from crm.domain.suggestion_rules import Find
from crm.reading.lexicon import Lexicon
from crm.services.steps.known_names import known_name

PAGE = 200  # articles read at once
Progress = Callable[[int, int], None]  # done, total; raises Cancelled
Counted = Counter[tuple[str, str]]  # articles by kind of record and form of a name


def count_forms(store: Store, forms: Iterable[NameForm], progress: Progress) -> tuple[Counted, int]:
    """In how many articles each form stands where no longer name does, and how many articles there are.

    Copies of one article are one.
    """
    lexicon, counted, total = Lexicon.of(map(known_name, forms)), Counted(), 0
    for text in _texts(store, progress):
        if text.id == text.lead_id:
            total += 1
            counted.update(_forms_in(lexicon, text.body))
    return counted, total


def finds(store: Store, forms: Iterable[NameForm], wanted: Ref, progress: Progress) -> Iterator[Find]:
    """Every place where one of the forms of `wanted` stands and no longer name of another record does."""
    known = list(forms)
    own = {form.text.strip() for form in known if (form.kind, form.id) == (wanted.kind, wanted.id)}
    lexicon = Lexicon.of(map(known_name, known))
    for text in _texts(store, progress):
        if text.id != text.lead_id:
            continue
        for hit in lexicon.hits(text.body):
            if any(str(name.kind) == wanted.kind and name.text in own for name in hit.names):
                yield Find(article_id=text.id, text=hit.text, start=hit.start, end=hit.end)


def _forms_in(lexicon: Lexicon, body: str) -> set[tuple[str, str]]:
    return {(str(name.kind), name.text) for hit in lexicon.hits(body) for name in hit.names}


def _texts(store: Store, progress: Progress) -> Iterator[ArchivedText]:
    with store.read() as reader:
        ids = queries.every_id(reader)
    for start in range(0, len(ids), PAGE):
        progress(start, len(ids))
        with store.read() as reader:
            page = queries.texts(reader, ids[start : start + PAGE])
        yield from page
    progress(len(ids), len(ids))
