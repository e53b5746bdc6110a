"""How suggestions are taken: names that only hint, rejections, the ledger of rules, what a new name adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from crm.data.queries import ledger as queries
from crm.data.queries.follow_ups import names_of
from crm.data.queries.names import FormColumns, NameForm, name_forms
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.articles import Article, ArticleState, Mention, MentionState
from crm.domain.directory import Enterprise, Zone
from crm.domain.office import Officer
from crm.domain.permissions import authorize
from crm.domain.records import Ref, kind_of
from crm.domain.suggestion_rules import (
    FREQUENT_SHARE,
    LEAST_FREQUENT,
    SHORT_LENGTH,
    FrequentName,
    LedgerRow,
    Mode,
    Prospect,
    RejectedRow,
    RuleOrigin,
    SuggestionRule,
    Tally,
)
from crm.i18n import N_, _
from crm.services.steps import archive
from crm.services.steps.known_names import FULL_NAMES, hint_reason
from crm.services.steps.ledger import FormRules, Ledger, ledger
from crm.services.steps.reprints import newest_text

Progress = Callable[[int, int], None]  # done, total; raises Cancelled
OTHER_NAME = N_("other name")
MOST_REJECTED = 500  # rejections listed, the newest


def _quiet(_done: int, _all: int) -> None:
    """Nobody watches."""


class Suggestions:
    """What an officer does with rules for suggestions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Names that match too much

    def frequent(self, progress: Progress = _quiet) -> list[FrequentName]:
        """Short and other names that only hint, or should, those in most articles first."""
        with self._store.read() as reader:
            forms, rules = FormColumns(name_forms(reader)), FormRules(reader.all(SuggestionRule))
        counted, total = archive.count_forms(self._store, forms, progress)
        rows = [
            row
            for form in forms
            if (row := _frequent(form, rules, counted[form.kind, form.text.strip()], total)) is not None
        ]
        return sorted(rows, key=lambda row: (-row.article_count, row.text))

    def demote_frequent(self, names: Iterable[FrequentName], *, in_background: bool = False) -> int:
        """Makes those that stand in too many articles and have no rule yet only hint; how many."""
        authorize(self._store.actor, "articles.review")
        wanted = [name for name in names if _is_too_frequent(name) and not name.is_decided]
        label = N_("Names that stand in too many articles only hint")
        with self._store.write(label, in_background=in_background) as writer:
            for name in wanted:
                self._set(writer, _rule(name.target.kind, name.target.id, name.text), RuleOrigin.COUNT)
        return len(wanted)

    def set_mode(self, kind: str, target_id: int | None, text: str, mode: Mode) -> SuggestionRule:
        """From now on that form of a name is taken so; without `target_id` whatever record it stands for."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Change how “{text}” is suggested"), text=text) as writer:
            return self._set(writer, replace(_rule(kind, target_id, text), mode=mode))

    def set_rule_mode(self, kind: str, rule: str, mode: Mode) -> SuggestionRule:
        """From now on what that rule of the reader finds is taken so."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Change how a rule is taken")) as writer:
            return self._set(writer, SuggestionRule(rule=rule, target_kind=kind, mode=mode))

    # Rejections

    def rejected(self) -> list[RejectedRow]:
        """Rules that keep names away, then the newest rejections in single articles."""
        with self._store.read() as reader:
            rules = [rule for rule in reader.all(SuggestionRule) if rule.text and rule.mode is Mode.BLOCK]
            mentions = queries.rejected(reader, MOST_REJECTED)
            everything: list[SuggestionRule | Mention] = [*rules, *mentions]
            names = _official(reader, [ref for entry in everything if (ref := _target(entry))])
            articles = reader.by_id(Article, [mention.article_id for mention in mentions])
            officers = reader.by_id(Officer, [entry.changed_by for entry in everything])
            told = {key: officer.name for key, officer in officers.items()}
            return [
                *(_of_rule(rule, names, told) for rule in rules),
                *(_of_mention(mention, names, told, articles) for mention in mentions),
            ]

    def take_back(self, row: RejectedRow) -> None:
        """A rejection or a rule is forgotten: what it kept away is suggested again."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Take the rejection of “{text}” back"), text=row.text[:40]) as writer:
            if row.rule_id is not None:
                writer.delete(writer.get(SuggestionRule, row.rule_id))
            elif row.mention_id is not None:
                writer.delete(writer.get(Mention, row.mention_id))

    # The ledger

    def ledger(self) -> list[LedgerRow]:
        """Every rule of the reader and every form of a name with its record; the least trusted first."""
        with self._store.read() as reader:
            known = ledger(reader)
            return sorted(_ledger_rows(reader, known), key=_least_trusted)

    # What a name would add

    def prospect(self, target: Ref, texts: Iterable[str], progress: Progress = _quiet) -> Prospect:
        """Where articles hold these forms of a record's name without being linked to it; writes nothing."""
        wanted = tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
        with self._store.read() as reader:
            name = names_of(reader, [target]).get(target, "")
            forms = list(name_forms(reader))
            linked = queries.linked_articles(reader, target.kind, target.id)
        others = [form for form in forms if (form.kind, form.id) != (target.kind, target.id)]
        own = [NameForm(target.kind, target.id, text, "", name, "", False) for text in wanted]
        found = archive.finds(self._store, [*others, *own], target, progress)
        kept = tuple(find for find in found if find.article_id not in linked)
        return Prospect(target=target, name=name, texts=wanted, finds=kept)

    def suggest(self, prospect: Prospect) -> Sequence[int]:
        """Puts the articles of a prospect into the inbox with the suggestion waiting; their ids."""
        authorize(self._store.actor, "articles.review")
        label = N_("Suggest “{name}” in articles that are here")
        with self._store.write(label, name=prospect.name) as writer:
            linked = queries.linked_articles(writer, prospect.target.kind, prospect.target.id)
            first = {find.article_id: find for find in reversed(prospect.finds)}
            for article_id in prospect.article_ids:
                article = writer.find(Article, article_id)
                if article is None or article_id in linked:
                    continue
                find = first[article_id]
                writer.save(
                    Mention(
                        article_id=article_id,
                        article_text_id=newest_text(writer, article_id).id,
                        target_kind=prospect.target.kind,
                        target_id=prospect.target.id,
                        text=find.text,
                        start=find.start,
                        end=find.end,
                        rule=OTHER_NAME,
                        state=MentionState.SUGGESTED,
                    )
                )
                writer.save(replace(article, state=ArticleState.INBOX))
        return prospect.article_ids

    @staticmethod
    def _set(writer: Writer, rule: SuggestionRule, origin: RuleOrigin = RuleOrigin.OFFICER) -> SuggestionRule:
        like_it = writer.all(SuggestionRule, text=rule.text, rule=rule.rule, target_kind=rule.target_kind)
        known = next((entry for entry in like_it if entry.target_id == rule.target_id), rule)
        return writer.save(replace(known, mode=rule.mode, origin=origin))


def _official(reader: Reader, refs: Sequence[Ref]) -> dict[Ref, str]:
    """Full names: a short one would be told beside itself."""
    names = names_of(reader, refs)
    kinds: tuple[type[Enterprise | Zone], ...] = (Enterprise, Zone)
    for kind in kinds:
        wanted = [ref.id for ref in refs if ref.kind == kind_of(kind)]
        for key, record in reader.by_id(kind, wanted).items():
            names[Ref(kind=kind_of(kind), id=key)] = record.name
    return names


def _rule(kind: str, target_id: int | None, text: str) -> SuggestionRule:
    return SuggestionRule(text=text, target_kind=kind, target_id=target_id, mode=Mode.HINT)


def _is_too_frequent(name: FrequentName) -> bool:
    return name.article_count >= LEAST_FREQUENT and name.share > FREQUENT_SHARE


def _frequent(form: NameForm, rules: FormRules, count: int, total: int) -> FrequentName | None:
    """The form as a row of the list; None for one that is not to be spoken of.

    An official name of more than two characters means its record however often it is told.
    """
    text = form.text.strip()
    if form.rule in FULL_NAMES and len(text) > SHORT_LENGTH:
        return None
    rule, reason = rules.of_form(form.kind, form.id, text), hint_reason(form)
    row = FrequentName(
        target=Ref(kind=form.kind, id=form.id),
        text=text,
        name=form.name,
        article_count=count,
        share=count / total if total else 0.0,
        reason=reason,
        mode=rule.mode if rule is not None else Mode.HINT if reason else Mode.ALLOW,
        is_decided=rule is not None,
    )
    if not reason and _is_too_frequent(row):
        row = replace(row, reason=_("hint only: the name stands in very many articles"))
    return row if row.reason or rule is not None else None


def _target(entry: SuggestionRule | Mention) -> Ref | None:
    return Ref(kind=entry.target_kind, id=entry.target_id) if entry.target_id is not None else None


def _of_rule(rule: SuggestionRule, names: dict[Ref, str], officers: dict[int, str]) -> RejectedRow:
    target = _target(rule)
    return RejectedRow(
        text=rule.text,
        target_kind=rule.target_kind,
        target=target,
        name=names.get(target, "") if target else "",
        rule_id=rule.id,
        mode=rule.mode,
        officer=officers.get(rule.changed_by or 0, ""),
    )


def _of_mention(
    mention: Mention, names: dict[Ref, str], officers: dict[int, str], articles: dict[int, Article]
) -> RejectedRow:
    target = _target(mention)
    article = articles.get(mention.article_id)
    return RejectedRow(
        text=mention.text,
        target_kind=mention.target_kind,
        target=target,
        name=names.get(target, "") if target else "",
        mention_id=mention.id,
        article_id=mention.article_id,
        article=article.title if article is not None else "",
        officer=officers.get(mention.changed_by or 0, ""),
    )


def _ledger_rows(reader: Reader, known: Ledger) -> list[LedgerRow]:
    names = _official(reader, [Ref(kind=kind, id=key) for kind, key, _text in known.by_form])
    rows = []
    for (kind, name), tally in known.by_rule.items():
        chosen = known.rules.of_rule(kind, name)
        mode = chosen.mode if chosen is not None else _mode_of(tally)
        rows.append(
            LedgerRow(target_kind=kind, rule=name, tally=tally, mode=mode, is_decided=chosen is not None)
        )
    for (kind, key, text), tally in known.by_form.items():
        chosen, target = known.rules.of_form(kind, key, text), Ref(kind=kind, id=key)
        mode = chosen.mode if chosen is not None else _mode_of(tally)
        rows.append(
            LedgerRow(
                target_kind=kind,
                text=text,
                target=target,
                name=names.get(target, ""),
                tally=tally,
                mode=mode,
                is_decided=chosen is not None,
            )
        )
    return rows


def _mode_of(tally: Tally) -> Mode:
    return Mode.HINT if tally.is_weak else Mode.ALLOW


def _least_trusted(row: LedgerRow) -> tuple[bool, bool, float, int]:
    precision = row.tally.precision
    return bool(row.text), precision is None, precision if precision is not None else 1.0, -row.tally.decided
