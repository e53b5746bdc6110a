"""The office's own names, for the lexicon and for finding the record that a name means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crm.data.queries.names import NameForm
from crm.domain.checks import name_key
from crm.domain.records import Ref, new_uid
from crm.domain.review import Candidate
from crm.reading.known import KnownName, NameKind
from crm.reading.lexicon import Lexicon

NEEDS_NAMES = "needs names"  # what the child answers that was not told the names it is asked with
_KINDS = {"enterprise": NameKind.ENTERPRISE, "zone": NameKind.ZONE, "industry": NameKind.INDUSTRY}

MOST_ADDED = 500  # names learnt one by one before all of them are learnt again


@dataclass(frozen=True, kw_only=True)
class Names:
    """The office's names at one moment, and the lexicon that knows them besides the shipped ones."""

    forms: frozenset[NameForm]
    book: NameBook
    lexicon: Lexicon
    base: Names | None = None  # the names that some were added to


def learn(forms: Sequence[NameForm], earlier: Names | None = None) -> Names:
    """These names. Where `earlier` knows all or nearly all of them, learning takes next to no time."""
    now = frozenset(forms)
    if earlier is not None:
        if now == earlier.forms:
            return earlier
        base = earlier.base or earlier
        if base.forms <= now and len(now) - len(base.forms) <= MOST_ADDED:
            added = [form for form in forms if form not in base.forms]
            return Names(
                forms=now,
                book=NameBook(added, base.book),
                lexicon=base.lexicon.extended(map(known_name, added)),
                base=base,
            )
    return Names(forms=now, book=NameBook(forms), lexicon=Lexicon.shipped().extended(map(known_name, forms)))


def known_name(form: NameForm) -> KnownName:
    """A form as the lexicon knows it."""
    kind = _KINDS[form.kind]
    return KnownName(text=form.text.strip(), kind=kind, name=form.name, rule=form.rule, common=form.is_hint)


class NameBook:
    """From a name in a text to the records it may mean."""

    def __init__(self, forms: Iterable[NameForm], onto: NameBook | None = None) -> None:
        """A book of `forms`, and of those in `onto` besides."""
        added = tuple(forms)
        self.forms: tuple[NameForm, ...] = (*onto.forms, *added) if onto else added
        self.key = new_uid()  # tells this state of the names from earlier ones
        self._by_text: dict[tuple[str, str], dict[int, NameForm]] = dict(onto._by_text) if onto else {}
        for form in added:
            text = form.text.strip()
            for key in {text, name_key(text) if form.kind == "enterprise" else text}:
                known = self._by_text.get((form.kind, key), {})
                self._by_text[form.kind, key] = known if form.id in known else {**known, form.id: form}

    def meant(self, kind: str, *texts: str | None) -> tuple[NameForm, ...]:
        """Records of `kind` that the first of `texts` with any answer may mean."""
        for text in texts:
            if not text:
                continue
            forms = (text, name_key(text)) if kind == "enterprise" else (text,)
            for form in forms:
                if found := self._by_text.get((kind, form)):
                    return tuple(found.values())
        return ()

    def candidates(self, kind: str, *texts: str | None) -> tuple[Candidate, ...]:
        """The same, as rows to choose from."""
        return tuple(
            Candidate(ref=Ref(kind=entry.kind, id=entry.id), name=entry.name, detail=entry.detail)
            for entry in self.meant(kind, *texts)
        )
