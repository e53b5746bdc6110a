"""Figures that can be meant but hardly are: what is asked before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crm.domain.checks import MONEY_FIELDS
from crm.domain.errors import Doubtful
from crm.domain.money import DOUBT_ABOVE, WAN, Money, Rates, show
from crm.domain.projects import Project
from crm.i18n import _, language

# 万 taken for 亿 makes a figure ten thousand times too large or too small; no true figure changes by
# a thousand at once, and a slip together with a small true change is still far beyond it.
DOUBT_FACTOR = Decimal(1000)


def doubts(before: Project | None, after: Project, rates: Rates) -> Iterator[str]:
    """The questions that the changed figures of a project raise."""
    for field in MONEY_FIELDS:
        old = getattr(before, field) if before is not None else None
        new = getattr(after, field)
        if new is not None and new != old:
            question = _factor_doubt(old, new) or unit_doubt(new, rates)
            if question:
                yield question


def refuse_doubts(before: Project | None, after: Project, rates: Rates, *, is_sure: bool) -> None:
    """Raises Doubtful with the questions, unless somebody has answered them with yes."""
    questions = () if is_sure else tuple(doubts(before, after, rates))
    if questions:
        raise Doubtful(questions)


def unit_doubt(money: Money, rates: Rates) -> str | None:
    """The question about a sum above 100 亿元; None if there is no doubt."""
    yuan = rates.in_yuan(money)
    if (money if yuan is None else yuan).value <= DOUBT_ABOVE:
        return None
    smaller = Money(value=money.value / WAN, currency=money.currency)
    sentence = _("Is it really {amount}, or did you mean {smaller}?")
    return sentence.format(amount=show(money, language()), smaller=show(smaller, language()))


def _factor_doubt(old: Money | None, new: Money) -> str | None:
    """The question about a sum that grows or shrinks as only a wrong unit makes it."""
    if old is None or old.currency != new.currency or not old.value or not new.value:
        return None
    larger, smaller = max(old.value, new.value), min(old.value, new.value)
    if larger < smaller * DOUBT_FACTOR:
        return None
    sentence = _("{before} becomes {after}. Is that meant, or is it 万 for 亿?")
    return sentence.format(before=show(old, language()), after=show(new, language()))
