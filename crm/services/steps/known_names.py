"""The office's own names, for the lexicon and for finding the record that a name means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from crm.data.queries.names import (
    FormColumns,
    Named,
    NameForm,
    called,
    forms_of,
    name_forms,
    targets_of,
)
from crm.data.reader import Reader
from crm.domain.checks import name_key
from crm.domain.records import Ref, new_uid
from crm.domain.review import Candidate
from crm.domain.suggestion_rules import SHORT_LENGTH, Mode, SuggestionRule
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

    book: NameBook
    lexicon: Lexicon
    hints: Lexicon  # the forms that only hint
    rules: frozenset[SuggestionRule]  # that forms were judged by
    base: Names | None = None  # the names that some were changed of


Touched = Mapping[str, Set[int]]  # kind -> ids of records that were written


def learnt(reader: Reader, known: Names | None = None, touched: Touched | None = None) -> Names:
    """The office's names as they are now.

    Where some are known, only those of the records `touched` since are looked up again.
    """
    rules = frozenset(reader.all(SuggestionRule))
    if known is not None and touched is not None:
        changed = _relearnt(reader, known, touched, rules)
        if changed is not None:
            return changed
    return _learn(name_forms(reader), rules)


def _learn(forms: Iterable[NameForm], rules: frozenset[SuggestionRule]) -> Names:
    book = NameBook(judged(forms, FormRules(rules)))
    return Names(
        book=book,
        lexicon=Lexicon.shipped().extended(map(known_name, book.forms)),
        hints=Lexicon.of(_hints(book.forms)),
        rules=rules,
    )


def _relearnt(
    reader: Reader, known: Names, touched: Touched, rules: frozenset[SuggestionRule]
) -> Names | None:
    """The known names with the touched records' as they are now; None if too much is changed for that."""
    base = known.base or known
    records = _concerned(reader, known, touched, {rule.text for rule in rules ^ known.rules if rule.text})
    if len(records) > MOST_CHANGED:
        return None
    now = dict.fromkeys(judged(forms_of(reader, records), FormRules(rules)))
    before = frozenset(base.book.forms.of(records))
    gone = {form for form in known.book.gone if (form.kind, form.id) not in records} | (before - now.keys())
    added = [form for form in known.book.added if (form.kind, form.id) not in records]
    added += [form for form in now if form not in before]
    if len(gone) + len(added) > MOST_CHANGED:
        return None
    if gone == known.book.gone and tuple(added) == known.book.added:
        return known if rules == known.rules else replace(known, rules=rules)
    return _changed(base, added, frozenset(gone), rules)


def _concerned(reader: Reader, known: Names, touched: Touched, texts: Set[str]) -> set[Named]:
    """The records whose names may be others than those known."""
    records = {(kind, record_id) for kind in _KINDS for record_id in touched.get(kind, ())}
    if aliases := touched.get("alias"):
        records |= known.book.with_aliases(aliases) | targets_of(reader, aliases)
    if texts:
        records |= known.book.called(texts) | called(reader, texts)
    return records


def _changed(
    base: Names, added: Sequence[NameForm], gone: frozenset[NameForm], rules: frozenset[SuggestionRule]
) -> Names:
    """The names of `base` without some and with others."""
    same = (other for form in gone for other in base.book.at(form.kind, form.text.strip()))
    hidden = {known_name(form) for form in gone} - {known_name(form) for form in same if form not in gone}
    return Names(
        book=NameBook(added, base.book, gone, hidden=hidden),
        lexicon=base.lexicon.changed(map(known_name, added), hidden),
        hints=base.hints.changed(_hints(added), hidden),
        rules=rules,
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


def judged(forms: Iterable[NameForm], rules: FormRules) -> Iterator[NameForm]:
    """The forms as they are taken: blocked ones left out, those that only hint marked."""
    for form in forms:
        rule = rules.of_form(form.kind, form.id, form.text.strip())
        if rule is not None and rule.mode is Mode.BLOCK:
            continue
        is_hint = bool(hint_reason(form)) if rule is None else rule.mode is Mode.HINT
        yield form if is_hint == form.is_hint else form._replace(is_hint=is_hint)


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
        base: NameBook | None = None,
        gone: frozenset[NameForm] = frozenset(),
        *,
        hidden: Collection[KnownName] = (),
    ) -> None:
        """A book of `forms`, and of those in `base` but `gone` besides.

        `hidden` are the names of the lexicon that go with them.
        """
        self.forms = FormColumns(forms)
        self.base, self.gone, self.hidden = base, gone, tuple(hidden)
        self.key = new_uid()  # tells this state of the names from earlier ones
        self._numbers: dict[str, dict[str, int | tuple[int, ...]]] = {}  # of forms, by kind and text
        for number, form in enumerate(self.forms):
            numbers = self._numbers.setdefault(form.kind, {})
            for text in _texts_of(form):
                before = numbers.get(text, ())
                earlier = before if isinstance(before, tuple) else (before,)
                numbers[text] = (*earlier, number) if earlier else number

    @property
    def added(self) -> tuple[NameForm, ...]:
        """The forms besides those of `base`."""
        return tuple(self.forms) if self.base is not None else ()

    def at(self, kind: str, text: str) -> Iterator[NameForm]:
        """The forms that a text, or what is compared of it, may be."""
        if self.base is not None:
            yield from (form for form in self.base.at(kind, text) if form not in self.gone)
        numbers = self._numbers.get(kind, {}).get(text, ())
        for number in numbers if isinstance(numbers, tuple) else (numbers,):
            yield self.forms[number]

    def called(self, texts: Set[str]) -> set[Named]:
        """The records that one of these texts stood for, those of `base` too."""
        return self.forms.called(texts) | (self.base.called(texts) if self.base is not None else set())

    def with_aliases(self, alias_ids: Set[int]) -> set[Named]:
        """The records that had these other names, those of `base` too."""
        found = self.forms.with_aliases(alias_ids)
        return found | (self.base.with_aliases(alias_ids) if self.base is not None else set())

    def meant(self, kind: str, *texts: str | None) -> tuple[NameForm, ...]:
        """Records of `kind` that the first of `texts` with any answer may mean."""
        for text in texts:
            if not text:
                continue
            for key in (text, name_key(text)) if kind == "enterprise" else (text,):
                found: dict[int, NameForm] = {}
                for form in self.at(kind, key):
                    found.setdefault(form.id, form)
                if found:
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
            found = next((form for form in self.at(kind, key) if form.id == record_id), None)
            if found is not None:
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


def _texts_of(form: NameForm) -> set[str]:
    """What a book knows a form by."""
    text = form.text.strip()
    return {text, name_key(text)} if form.kind == "enterprise" else {text}
