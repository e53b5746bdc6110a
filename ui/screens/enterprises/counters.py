"""The figures over the page of an enterprise; each leads to its rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from crm.domain.money import YUAN, Money
from crm.domain.stages import ENDS
from crm.domain.timeline import EnterprisePage
from crm.i18n import _, _n
from ui.screens.enterprises.lists import talks_of
from ui.shared.directory_labels import SIGNAL_NAMES
from ui.shared.labels import day, joined, sum_of
from ui.shared.widgets.sections import Counter

RECENT = timedelta(days=90)


def counters_of(page: EnterprisePage, today: date) -> list[Counter]:
    """Projects in hand, contacts, articles, people and signals."""
    talks = talks_of(page)
    current = [row for row in page.contacts if row.is_current]
    decide = sum(1 for row in current if row.is_decision_maker)
    kinds = dict.fromkeys(_(SIGNAL_NAMES[signal.kind]) for signal in page.signals)
    days = (told.row.published_on for told in page.articles)
    recent = sum(1 for on in days if on is not None and today - RECENT <= on <= today)
    last = _("last {said}").format(said=_when(talks[0].day, today)) if talks else ""
    in_90_days = _n("{count} in 90 days", "{count} in 90 days", recent) if recent else ""
    deciding = _n("{count} decides", "{count} decide", decide) if decide else ""
    articles = max(len(page.articles), page.row.article_count)  # the page has the newest, a group more
    return [
        _projects(page),
        Counter(key="talks", title=_("Contacts made"), figure=str(len(talks)), note=last),
        Counter(
            key="articles",
            title=_("Articles"),
            figure=str(articles),
            note=in_90_days,
        ),
        Counter(key="people", title=_("People"), figure=str(len(current)), note=deciding),
        Counter(
            key="signals", title=_("Signals"), figure=str(len(page.signals)), note=joined(list(kinds)[:3])
        ),
    ]


def _projects(page: EnterprisePage) -> Counter:
    in_hand = [row for row in page.projects if row.stage not in ENDS]
    known = [row.total_investment for row in in_hand]
    total = sum((sum_.value for sum_ in known if sum_ and sum_.currency == YUAN), start=Decimal(0))
    note = sum_of(Money(value=total)) if total else ""
    return Counter(key="projects", title=_("Projects in hand"), figure=str(len(in_hand)), note=note)


def _when(on: date, today: date) -> str:
    return _("today") if on == today else day(on, today)
