"""How far suggestions of one origin can be trusted: an officer's rules first, then the record so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm.data.queries import ledger as queries
from crm.data.reader import Reader
from crm.domain.suggestion_rules import Mode, RuleOrigin, SuggestionRule, Tally
from crm.i18n import _

BY_HAND = "officer"  # rule of a mention that the officer marked
Form = tuple[str, int, str]  # kind, id, text


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a suggestion is taken, and what is said about it."""

    mode: Mode = Mode.ALLOW
    why: str = ""


_TRUSTED = Verdict()


class FormRules:
    """What officers and counts decided about forms of names and rules of the reader."""

    def __init__(self, rules: Iterable[SuggestionRule] = ()) -> None:
        self._of_form: dict[tuple[str, int | None, str], SuggestionRule] = {}
        self._of_rule: dict[tuple[str, str], SuggestionRule] = {}
        for rule in rules:
            if rule.text:
                self._of_form[rule.target_kind, rule.target_id, rule.text] = rule
            else:
                self._of_rule[rule.target_kind, rule.rule] = rule

    def of_form(self, kind: str, target_id: int | None, text: str) -> SuggestionRule | None:
        """The rule for a form of a name: the one for this record, else the one for any."""
        found = self._of_form.get((kind, target_id, text))
        return found or self._of_form.get((kind, None, text))

    def of_rule(self, kind: str, rule: str) -> SuggestionRule | None:
        """The rule for a rule of the reader."""
        return self._of_rule.get((kind, rule))


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Rules and tallies at one moment."""

    rules: FormRules
    by_rule: Mapping[tuple[str, str], Tally]
    by_form: Mapping[Form, Tally]

    def verdict(self, kind: str, target_id: int | None, texts: Iterable[str], rule: str) -> Verdict:
        """How a suggestion is taken that these forms in the text speak for: as the best of them."""
        order = (Mode.ALLOW, Mode.HINT, Mode.BLOCK)
        told = [self._of_form(kind, target_id, text) for text in dict.fromkeys(texts)]
        decided = [verdict for verdict in told if verdict is not None]
        if decided and len(decided) == len(told):
            return min(decided, key=lambda verdict: order.index(verdict.mode))
        return self._of_rule(kind, rule)

    def weak_rules(self) -> set[tuple[str, str]]:
        """Rules of the reader that only hint because of their record."""
        return {key for key, tally in self.by_rule.items() if tally.is_weak and not self.rules.of_rule(*key)}

    def weak_forms(self) -> set[Form]:
        """Forms of names that only hint because of their record."""
        return {key for key, tally in self.by_form.items() if tally.is_weak and not self.rules.of_form(*key)}

    def _of_form(self, kind: str, target_id: int | None, text: str) -> Verdict | None:
        rule = self.rules.of_form(kind, target_id, text)
        if rule is not None:
            return _TRUSTED if rule.mode is Mode.ALLOW else Verdict(mode=rule.mode, why=_told(rule))
        tally = self.by_form.get((kind, target_id, text)) if target_id is not None else None
        if tally is None or not tally.is_weak:
            return None
        sentence = _("hint only: this name was right in {accepted} of {decided} cases")
        return Verdict(mode=Mode.HINT, why=sentence.format(accepted=tally.accepted, decided=tally.decided))

    def _of_rule(self, kind: str, rule: str) -> Verdict:
        chosen = self.rules.of_rule(kind, rule)
        if chosen is not None:
            return _TRUSTED if chosen.mode is Mode.ALLOW else Verdict(mode=chosen.mode, why=_told(chosen))
        tally = self.by_rule.get((kind, rule), Tally())
        if not tally.is_weak:
            return _TRUSTED
        sentence = _("hint only: this rule was right in {accepted} of {decided} cases")
        return Verdict(mode=Mode.HINT, why=sentence.format(accepted=tally.accepted, decided=tally.decided))


NO_LEDGER = Ledger(rules=FormRules(), by_rule={}, by_form={})


def ledger(reader: Reader) -> Ledger:
    """The ledger as the database has it now.

    A name that only hints by itself does not count against the rule that finds names like it.
    """
    rules = FormRules(reader.all(SuggestionRule))
    by_rule, by_form = queries.by_rule(reader, BY_HAND), dict[Form, Tally]()
    told = queries.by_form(reader, BY_HAND)
    for (kind, _rule, key, text), tally in told.items():
        by_form[kind, key, text] = by_form.get((kind, key, text), Tally()) + tally
    for (kind, rule, key, text), tally in told.items():
        if by_form[kind, key, text].is_weak or rules.of_form(kind, key, text) is not None:
            by_rule[kind, rule] -= tally
    return Ledger(rules=rules, by_rule=by_rule, by_form=by_form)


def _told(rule: SuggestionRule) -> str:
    if rule.mode is Mode.BLOCK:
        return _("blocked in the rules")
    if rule.origin is RuleOrigin.COUNT:
        return _("hint only: the name stands in very many articles")
    return _("hint only, as the rules say")
