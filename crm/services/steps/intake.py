"""Storing what was captured: a new article, a further source of one, or a copy that joins its group."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm.data.writer import Writer
from crm.domain.articles import Article, ArticleSource, ArticleText, Mention, MentionState
from crm.domain.review import Captured, Intake
from crm.i18n import _
from crm.services.steps import reprints
from crm.services.steps.known_names import NameBook
from crm.services.steps.materials import Material


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """How something came, and under which step it is undone."""

    step: str | None = None
    in_background: bool = False
    via: str = ""
    labels: tuple[str, ...] = ()


def store_captured(
    writer: Writer, material: Material, captured: Captured, book: NameBook, arrival: Arrival
) -> Intake:
    """Stores a captured article that has a title; what became of it.

    The very same text as another's makes no second article, but a further source of that one.
    """
    twin = writer.first(Article, text_hash=captured.text_hash)
    if twin is not None:
        return _add_source(writer, twin, _source(writer, twin, material, captured))
    article = writer.save(_article(writer, material, captured, arrival))
    furniture = [[str(piece.kind), piece.text] for piece in captured.furniture]
    told = ArticleText(
        article_id=article.key, body=captured.body, furniture=json.dumps(furniture, ensure_ascii=False)
    )
    text = writer.save(told)
    lead = reprints.nearest(writer, article, text, captured.bands)
    writer.keep_signatures({text.key: captured.bands})
    if lead is None:
        writer.save_all(_suggested(article, text, captured, book))
    else:
        reprints.join(writer, lead, [article])
    return Intake(
        name=material.name,
        outcome="added" if lead is None else "reprint",
        article_id=article.id,
        title=article.title,
        reason="" if lead is None else _("A reprint of “{title}”").format(title=lead.title),
        flags=article.flags,
    )


MOST_TITLE, LEAST_TITLE = 40, 10  # characters of a title made of first words
_PAUSE = re.compile("[，。；：！？、,;!? ]")


def first_words(body: str) -> str:
    """What a text without a title is called: its first words, up to a pause if there is one."""
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    if len(first) <= MOST_TITLE:
        return first
    pauses = [pause.start() for pause in _PAUSE.finditer(first, LEAST_TITLE, MOST_TITLE + 1)]
    return first[: pauses[-1] if pauses else MOST_TITLE]


def _suggested(article: Article, text: ArticleText, captured: Captured, book: NameBook) -> Iterator[Mention]:
    """Known records that a new article names wait for the officer, so that lists can tell."""
    for hit in captured.hits:
        meant = book.meant(hit.kind, hit.name, hit.text)
        if len(meant) == 1 and not book.hint_of(hit.kind, meant[0].id, hit.text):
            yield Mention(
                article_id=article.key,
                article_text_id=text.key,
                target_kind=hit.kind,
                target_id=meant[0].id,
                text=hit.text,
                start=hit.start,
                end=hit.end,
                role=hit.role,
                rule=hit.rule,
                state=MentionState.SUGGESTED,
            )


def _article(writer: Writer, material: Material, captured: Captured, arrival: Arrival) -> Article:
    return Article(
        title=captured.title or "",
        source=captured.source or "",
        author=captured.author or "",
        published_on=captured.published,
        url=material.url,
        publishing_zone=captured.publishing_zone or "",
        original=writer.keep(material.content),
        original_name=material.name,
        media_type=captured.media_type,
        text_hash=captured.text_hash,
        kind=captured.kind,
        flags=captured.flags,
        enterprise_hits=captured.enterprise_count,
        zone_hits=captured.zone_count,
        industry_hits=captured.industry_count,
        project_hits=captured.project_count,
        via=arrival.via,
        labels=arrival.labels,
    )


def _source(writer: Writer, twin: Article, material: Material, captured: Captured) -> ArticleSource:
    return ArticleSource(
        article_id=twin.key,
        title=captured.title or "",
        source=captured.source or "",
        author=captured.author or "",
        published_on=captured.published,
        url=material.url,
        publishing_zone=captured.publishing_zone or "",
        original=writer.keep(material.content),
        original_name=material.name,
        media_type=captured.media_type,
    )


def _add_source(writer: Writer, twin: Article, told: ArticleSource) -> Intake:
    """The very text is here: it was published elsewhere too, unless that is known."""
    places = [(twin.source, twin.url)]
    places += [(entry.source, entry.url) for entry in writer.all(ArticleSource, article_id=twin.id)]
    is_known = any(
        source == told.source and (url == told.url or not (url and told.url)) for source, url in places
    )
    if is_known:
        outcome, reason = "duplicate", _("It is here already: {title}").format(title=twin.title)
    else:
        writer.save(told)
        sentence = _("The same text as “{title}”; “{source}” was added to its sources.")
        place = told.source or told.url or told.original_name
        outcome, reason = "source", sentence.format(title=twin.title, source=place)
    return Intake(
        name=told.original_name, outcome=outcome, article_id=twin.id, title=twin.title, reason=reason
    )
