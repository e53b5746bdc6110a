"""Asking the office's rules about an article that a source brings."""

from __future__ import annotations

from collections.abc import Sequence

from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.codec import from_plain, to_plain
from crm.domain.errors import Unreadable
from crm.domain.review import Captured
from crm.domain.sources import CaptureRule
from crm.services.steps import watching
from crm.services.steps.reading_child import ReadingChild
from crm.services.steps.rules import MOST_BODY, ArticleFacts, Verdict, judged


def in_order(reader: Reader) -> list[CaptureRule]:
    """All rules in the order they are asked in."""
    return sorted(reader.all(CaptureRule), key=lambda rule: (rule.position, rule.key))


def judge(store: Store, child: ReadingChild, captured: Captured) -> Verdict:
    """What the rules say to a captured article."""
    with store.read() as reader:
        rules = in_order(reader)
    facts = ArticleFacts(
        title=captured.title or "",
        body=captured.body[:MOST_BODY],
        source=captured.source or "",
        published_on=captured.published,
    )
    return verdicts(child, rules, [facts])[0]


def verdicts(
    child: ReadingChild, rules: Sequence[CaptureRule], facts: Sequence[ArticleFacts]
) -> list[Verdict]:
    """What the rules say to each article.

    Regular expressions are tried in the child, which may be killed. An expression that never ends drops
    nothing: it is left out, and the other rules decide.
    """
    if not any(rule.is_regex and rule.is_in_use for rule in rules):
        return [judged(rules, one) for one in facts]
    try:
        told = child.call(watching.JUDGE, to_plain(list(rules)), to_plain(list(facts)))
        return [from_plain(Verdict, verdict) for verdict in told]
    except Unreadable:
        plain = [rule for rule in rules if not rule.is_regex]
        return [judged(plain, one) for one in facts]
