"""Rules for what sources bring: which words mean what, and what they say to an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from crm.domain.errors import Fault
from crm.domain.sources import CaptureRule, RuleAct, RuleField
from crm.i18n import _

MOST_PATTERN = 200  # characters
_COMPARED = ("<", ">")
MOST_BODY = 20_000  # characters of a body that rules look at


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """What rules may look at."""

    title: str = ""
    body: str = ""
    source: str = ""
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What rules say: the pattern that drops the article, if one does, and the labels put on.

    `fitting` are the places, in the order asked, of all rules that fit; whether they decide or not.
    """

    dropped_by: str = ""
    labels: tuple[str, ...] = ()
    fitting: tuple[int, ...] = ()


def judged(rules: Iterable[CaptureRule], article: ArticleFacts) -> Verdict:
    """What the rules say, asked in their order: the first that keeps or blocks decides."""
    dropped_by, is_kept, labels, fitting = "", False, list[str](), list[int]()
    for place, rule in enumerate(rules):
        if not rule.is_in_use or not _fits(rule, article):
            continue
        fitting.append(place)
        if rule.act is RuleAct.LABEL and rule.label not in labels:
            labels.append(rule.label)
        elif rule.act is RuleAct.KEEP:
            is_kept = True
        elif rule.act is RuleAct.BLOCK and not is_kept:
            dropped_by = dropped_by or rule.pattern
    return Verdict(dropped_by=dropped_by, labels=tuple(labels), fitting=tuple(fitting))


def check_rule(rule: CaptureRule) -> Iterator[Fault]:
    """A rule says what it looks for, in words or in a regular expression that can be read."""
    pattern = rule.pattern.strip()
    if not pattern.strip("*| "):
        yield Fault(field="pattern", message=_("Say what it looks for."))
    elif len(pattern) > MOST_PATTERN:
        sentence = _("{most} characters are the most.")
        yield Fault(field="pattern", message=sentence.format(most=MOST_PATTERN))
    elif rule.field is RuleField.DATE and pattern[:1] in _COMPARED and _limit(pattern) is None:
        yield Fault(field="pattern", message=_("Write the date like <2026-01-31."))
    elif rule.is_regex:
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            sentence = _("This regular expression cannot be read: {reason}")
            yield Fault(field="pattern", message=sentence.format(reason=error))
    if rule.act is RuleAct.LABEL and not rule.label.strip():
        yield Fault(field="label", message=_("Say which label is put on."))


def _fits(rule: CaptureRule, article: ArticleFacts) -> bool:
    if rule.field is RuleField.DATE:
        return _day_fits(rule, article.published_on)
    texts = {
        RuleField.TITLE: article.title,
        RuleField.BODY: article.body[:MOST_BODY],
        RuleField.SOURCE: article.source,
    }
    return _text_fits(rule, texts[rule.field])


def _text_fits(rule: CaptureRule, text: str) -> bool:
    if rule.is_regex:
        return re.search(rule.pattern, text, re.IGNORECASE) is not None
    folded = text.casefold()
    return any(_stands_in(words.strip().casefold(), folded) for words in rule.pattern.split("|"))


def _stands_in(words: str, text: str) -> bool:
    """Whether the pieces between the stars stand in the text, one behind the other; linear in its length."""
    pieces: Sequence[str] = [piece for piece in words.split("*") if piece]
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(pieces)


def _day_fits(rule: CaptureRule, day: date | None) -> bool:
    """`<2026-01-01` and `>2026-01-01` compare; anything else is looked for in 2026-05-18."""
    if day is None:
        return False
    if rule.pattern[:1] not in _COMPARED:
        return _text_fits(rule, day.isoformat())
    limit = _limit(rule.pattern)
    if limit is None:
        return False
    return day < limit if rule.pattern[0] == "<" else day > limit


def _limit(pattern: str) -> date | None:
    try:
        return date.fromisoformat(pattern[1:].strip())
    except ValueError:
        return None
