"""The office's own names, for the lexicon and for finding the record that a name means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from crm.data.queries.names import NameForm
from crm.domain.checks import name_key
from crm.domain.records import Ref, new_uid
from crm.domain.review import Candidate
from crm.domain.suggestion_rules import SHORT_LENGTH, Mode
from crm.i18n import _
from crm.reading.gazetteers import warned_names
from crm.reading.known import HINT_LENGTH, KnownName, NameKind
from crm.reading.lexicon import Lexicon
from crm.services.steps.ledger import FormRules

NEEDS_NAMES = "needs names"  # what the child answers that was not told the names it is asked with
_KINDS = {"enterprise": NameKind.ENTERPRISE, "zone": NameKind.ZONE, "industry": NameKind.INDUSTRY}

MOST_CHANGED = 500  # names learnt and forgotten one by one before all of them are learnt again


@dataclass(frozen=True, kw_only=True)
class Names:
    """The office's names at one moment, and the lexicon that knows them besides the shipped ones."""

    forms: frozenset[NameForm]
    book: NameBook
    lexicon: Lexicon
    hints: Lexicon  # the forms that only hint
    base: Names | None = None  # the names that some were added to


def learn(forms: Sequence[NameForm], earlier: Names | None = None) -> Names:
    """These names. Where `earlier` knows all or nearly all of them, learning takes next to no time."""
    now = frozenset(forms)
    if earlier is not None:
        if now == earlier.forms:
            return earlier
        base = earlier.base or earlier
        gone, added = base.forms - now, [form for form in forms if form not in base.forms]
        if len(gone) + len(added) <= MOST_CHANGED:
            return _changed(base, now, added, gone)
    return Names(
        forms=now,
        book=NameBook(forms),
        lexicon=Lexicon.shipped().extended(map(known_name, forms)),
        hints=Lexicon.of(_hints(forms)),
    )


def _changed(
    base: Names, now: frozenset[NameForm], added: Sequence[NameForm], gone: frozenset[NameForm]
) -> Names:
    """The names of `base` without some and with others."""
    texts = {form.text for form in gone}
    kept = {known_name(form) for form in now if form.text in texts}  # of another record
    hidden = {known_name(form) for form in gone} - kept
    return Names(
        forms=now,
        book=NameBook(added, base.book, gone, hidden=hidden),
        lexicon=base.lexicon.changed(map(known_name, added), hidden),
        hints=base.hints.changed(_hints(added), hidden),
        base=base,
    )


def _hints(forms: Iterable[NameForm]) -> Iterator[KnownName]:
    return (known_name(form) for form in forms if form.is_hint)


def known_name(form: NameForm) -> KnownName:
    """A form as the lexicon knows it."""
    kind = _KINDS[form.kind]
    text = form.text.strip()
    return KnownName(text=text, kind=kind, name=form.name, rule=form.rule, common=is_common(form))


def is_common(form: NameForm) -> bool:
    """Whether the reader passes the form over; very short names of firms it asks for other evidence."""
    return form.is_hint and not (form.kind == "enterprise" and len(form.text.strip()) <= HINT_LENGTH)


FULL_NAMES = frozenset({"full name", "chain node"})  # rules of the names that records have officially


def judged(forms: Iterable[NameForm], rules: FormRules) -> list[NameForm]:
    """The forms as they are taken: blocked ones left out, those that only hint marked."""
    kept = []
    for form in forms:
        rule = rules.of_form(form.kind, form.id, form.text.strip())
        if rule is None:
            kept.append(form._replace(is_hint=bool(hint_reason(form))))
        elif rule.mode is not Mode.BLOCK:
            kept.append(form._replace(is_hint=rule.mode is Mode.HINT))
    return kept


def hint_reason(form: NameForm) -> str:
    """Why a form only hints, whatever the rules say; nothing if it does not."""
    text = form.text.strip()
    is_full = form.rule in FULL_NAMES
    if len(text) <= SHORT_LENGTH and (form.kind == "enterprise" or not is_full):
        return _("hint only: the name is very short")
    if text in warned_names() and not is_full:
        return _("hint only: an ordinary word")
    return _("hint only, as the rules say") if form.is_hint else ""


class NameBook:
    """From a name in a text to the records it may mean."""

    def __init__(
        self,
        forms: Iterable[NameForm],
        onto: NameBook | None = None,
        gone: Collection[NameForm] = (),
        *,
        hidden: Collection[KnownName] = (),
    ) -> None:
        """A book of `forms`, and of those in `onto` but `gone` besides.

        `hidden` are the names of the lexicon that go with them.
        """
        self.added, self.base, self.hidden = tuple(forms), onto, tuple(hidden)
        kept = tuple(form for form in onto.forms if form not in gone) if onto else ()
        self.forms: tuple[NameForm, ...] = (*kept, *self.added)
        self.key = new_uid()  # tells this state of the names from earlier ones
        self._by_text: dict[tuple[str, str], dict[int, NameForm]] = dict(onto._by_text) if onto else {}
        touched = {(form.kind, form.id) for form in gone}
        for form in gone:
            for place in _places(form):
                others = {key: one for key, one in self._by_text.get(place, {}).items() if key != form.id}
                self._by_text[place] = others
        for form in (*(form for form in kept if (form.kind, form.id) in touched), *self.added):
            for place in _places(form):
                known = self._by_text.get(place, {})
                self._by_text[place] = known if form.id in known else {**known, form.id: form}

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

    def choice(self, kind: str, name: str, texts: Iterable[str]) -> tuple[Candidate, ...]:
        """The records that `name` may mean, which the text tells of in these forms.

        Several share a form where no form in the text is one record's alone: nobody can say which it is.
        """
        forms = list(dict.fromkeys(texts))
        found = self.candidates(kind, name, *forms)
        if len(found) != 1 or any(len(self.meant(kind, form)) == 1 for form in forms):
            return found
        shared = self.candidates(kind, *forms)
        return shared if found[0].ref in {entry.ref for entry in shared} else found

    def form_of(self, kind: str, record_id: int, text: str) -> NameForm | None:
        """The form of a record's name that a text is."""
        for key in (text, name_key(text)) if kind == "enterprise" else (text,):
            if found := self._by_text.get((kind, key), {}).get(record_id):
                return found
        return None

    def rule_of(self, kind: str, record_id: int, text: str) -> str:
        """Which form of a record's name a text is, an N_() text."""
        form = self.form_of(kind, record_id, text)
        return form.rule if form is not None else ""

    def hint_of(self, kind: str, record_id: int, text: str) -> str:
        """Why a form of a record's name only hints; nothing if it does not, or is none."""
        form = self.form_of(kind, record_id, text)
        return hint_reason(form) if form is not None and form.is_hint else ""

    def candidates(self, kind: str, *texts: str | None) -> tuple[Candidate, ...]:
        """The same, as rows to choose from."""
        return tuple(
            Candidate(ref=Ref(kind=entry.kind, id=entry.id), name=entry.name, detail=entry.detail)
            for entry in self.meant(kind, *texts)
        )


def _places(form: NameForm) -> set[tuple[str, str]]:
    """Under which keys a book holds a form."""
    text = form.text.strip()
    return {(form.kind, key) for key in {text, name_key(text) if form.kind == "enterprise" else text}}
