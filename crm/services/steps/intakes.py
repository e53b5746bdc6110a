"""Taking one thing in: from bytes to an article in the inbox, for whoever brings it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crm.data.queries.names import name_forms
from crm.data.search import fold
from crm.data.store import Store
from crm.data.worker import Worker
from crm.data.writer import Writer
from crm.domain.articles import Article, ArticleText, Mention, MentionState
from crm.domain.changes import Announcement
from crm.domain.codec import from_plain
from crm.domain.errors import Unreadable
from crm.domain.review import Captured, Intake
from crm.i18n import N_, _
from crm.services.steps.known_names import Names, learn
from crm.services.steps.reading_child import ReadingChild

MOST_BYTES = 20 * 1024 * 1024
_NAMING = frozenset({"enterprise", "zone", "industry", "alias"})


@dataclass(frozen=True, kw_only=True)
class Material:
    """Something to take in: bytes under a name, from an address if it was fetched."""

    name: str
    content: bytes
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """How something came, and under which step it is undone."""

    step: str | None = None
    in_background: bool = False
    via: str = ""
    labels: tuple[str, ...] = ()


class Intakes:
    """Reads in a child process and stores; shared by all who take articles in."""

    def __init__(self, store: Store, worker: Worker | None = None) -> None:
        self._store = store
        self.child = ReadingChild(worker)
        self._names: Names | None = None
        self._may_be_others = False  # names; an announcement tells which records, not which fields
        store.subscribe(self._heard)

    def close(self) -> None:
        """Ends the child process that reads foreign files."""
        self.child.close()

    def names(self) -> Names:
        """The office's names as they are now; looked up again only when one may have changed."""
        known = self._names
        if known is None or self._may_be_others:
            self._may_be_others = False
            with self._store.read() as reader:
                forms = name_forms(reader)
            known = self._names = learn(forms, known)
        return known

    def capture(self, material: Material, today: date) -> Captured:
        """What is in it; Unreadable with the reason if there is no article."""
        book, url = self.names().book, material.url or None
        answer = self.child.ask(book, "capture", material.name, material.content, url, today.isoformat())
        captured = from_plain(Captured, answer)
        if not captured.body.strip():
            raise Unreadable(_("There is no article in it."))
        return captured

    def store(self, material: Material, captured: Captured, arrival: Arrival) -> Intake:
        """Lays it into the inbox, unless the same text of the same source is here already."""
        text_hash = hashlib.sha256(fold(captured.body).encode()).hexdigest()
        title = captured.title or _first_words(captured.body)
        with self._store.write(
            N_("Take in “{title}”"),
            step=arrival.step,
            in_background=arrival.in_background,
            title=title[:60],
        ) as writer:
            twin = writer.first(Article, text_hash=text_hash)
            if twin is not None and twin.source == (captured.source or ""):
                return Intake(
                    name=material.name,
                    outcome="duplicate",
                    article_id=twin.id,
                    title=twin.title,
                    reason=_("It is here already: {title}").format(title=twin.title),
                )
            article = writer.save(_article(writer, material, captured, arrival, text_hash, twin))
            furniture = json.dumps(
                [[str(piece.kind), piece.text] for piece in captured.furniture], ensure_ascii=False
            )
            text = writer.save(ArticleText(article_id=article.key, body=captured.body, furniture=furniture))
            self._suggest(writer, article, text, captured)
        outcome = "reprint" if twin is not None else "added"
        return Intake(
            name=material.name,
            outcome=outcome,
            article_id=article.id,
            title=article.title,
            flags=article.flags,
        )

    def _suggest(self, writer: Writer, article: Article, text: ArticleText, captured: Captured) -> None:
        """Known records that a new article names wait for the officer, so that lists can tell."""
        book = self.names().book
        for hit in captured.hits:
            meant = book.meant(hit.kind, hit.name, hit.text)
            if len(meant) == 1:
                writer.save(
                    Mention(
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
                )

    def _heard(self, announcement: Announcement) -> None:
        if announcement.kinds & _NAMING:
            self._may_be_others = True


def load(path: Path) -> Material:
    """The bytes of a file; Unreadable with the reason if there are none or too many."""
    try:
        if not path.is_file():
            raise Unreadable(_("It is no file."))
        if path.stat().st_size > MOST_BYTES:
            sentence = _("The file has {size} MB; articles have at most {most} MB.")
            raise Unreadable(sentence.format(size=path.stat().st_size // 2**20, most=MOST_BYTES // 2**20))
        return Material(name=path.name, content=path.read_bytes())
    except OSError as error:
        raise Unreadable(_("It cannot be read: {reason}").format(reason=error.strerror)) from error


def _article(
    writer: Writer,
    material: Material,
    captured: Captured,
    arrival: Arrival,
    text_hash: str,
    twin: Article | None,
) -> Article:
    return Article(
        title=captured.title or _first_words(captured.body),
        source=captured.source or "",
        author=captured.author or "",
        published_on=captured.published,
        url=material.url,
        publishing_zone=captured.publishing_zone or "",
        original=writer.keep(material.content),
        original_name=material.name,
        media_type=captured.media_type,
        text_hash=text_hash,
        reprint_of_id=(twin.reprint_of_id or twin.id) if twin else None,
        kind=captured.kind,
        flags=captured.flags,
        enterprise_hits=captured.enterprise_count,
        zone_hits=captured.zone_count,
        industry_hits=captured.industry_count,
        project_hits=captured.project_count,
        via=arrival.via,
        labels=arrival.labels,
    )


def _first_words(body: str) -> str:
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    return first[:30]
