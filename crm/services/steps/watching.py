"""What sources show, taken apart in the child process that may be killed; called by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm.data.documents import read_document
from crm.data.feeds import read_feed
from crm.domain.codec import from_plain, to_plain
from crm.domain.documents import DocumentKind
from crm.domain.errors import Unreadable
from crm.domain.sources import CaptureRule, Recipe
from crm.i18n import _
from crm.reading import headlines
from crm.services.steps.rules import ArticleFacts, judged

_HERE = "crm.services.steps.watching"
FEED = f"{_HERE}:feed"
PAGE_LINKS = f"{_HERE}:page_links"
LEARN = f"{_HERE}:learn"
HEADLINES = f"{_HERE}:page_headlines"
JUDGE = f"{_HERE}:judge"


def feed(content: bytes, url: str) -> Any:
    """A Feed; Unreadable if it is none."""
    return to_plain(read_feed(content, url))


def page_links(content: bytes, url: str, today: str) -> Any:
    """The title of a page and its links."""
    source = _markup(content)
    links = headlines.links_of(source, url, date.fromisoformat(today))
    return {"title": headlines.title_of(source), "links": to_plain(links)}


def learn(content: bytes, url: str, place: int, today: str) -> Any:
    """What the link at `place` stands for: a Learned."""
    return to_plain(headlines.learn(_markup(content), url, place, date.fromisoformat(today)))


def page_headlines(content: bytes, url: str, recipe: Any, today: str) -> Any:
    """The headlines that a recipe takes."""
    known = from_plain(Recipe, recipe)
    return to_plain(headlines.headlines(_markup(content), url, known, date.fromisoformat(today)))


def judge(rules: Any, facts: Any) -> Any:
    """What rules say to each article; a regular expression may take for ever, hence the child."""
    known = [from_plain(CaptureRule, rule) for rule in rules]
    return [to_plain(judged(known, from_plain(ArticleFacts, one))) for one in facts]


def _markup(content: bytes) -> str:
    document = read_document("page.html", content)
    if document.kind is not DocumentKind.MARKUP:
        raise Unreadable(_("This is no web page."))
    return document.text
