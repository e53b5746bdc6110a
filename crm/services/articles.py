"""Articles: taking them in, reading them, reviewing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from crm.data.fetch import fetch
from crm.data.queries import articles as queries
from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.alike import NameQuestion, Unlike
from crm.domain.articles import (
    Article,
    ArticleSource,
    ArticleState,
    ArticleText,
    Mention,
)
from crm.domain.checks import check_name
from crm.domain.directory import Alias, Contact, Enterprise, Zone
from crm.domain.errors import Cancelled, CrmError, Refused, require
from crm.domain.office import Officer
from crm.domain.outlets import OutletGrade, usual_grade
from crm.domain.permissions import authorize
from crm.domain.projects import Claim, Project
from crm.domain.reading import Page, Reading
from crm.domain.records import Record, Ref
from crm.domain.review import Candidate, Clip, Evidence, Intake, ReviewSheet, Suggestion, Summary
from crm.domain.rows import ArticleFilter, ArticleRow, ArticleTally, Sort
from crm.domain.stages import ENDS
from crm.i18n import N_, _
from crm.paths import write_beside
from crm.reading.reader import read
from crm.services.steps import reprints
from crm.services.steps.contacts import enterprise_named, keyed
from crm.services.steps.evidence import evidence_of, release_evidence
from crm.services.steps.intake import Arrival
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.kept_pages import furniture_of, reading_of
from crm.services.steps.known_names import NameBook, Names
from crm.services.steps.ledger import BY_HAND
from crm.services.steps.lineage import names_of_project
from crm.services.steps.links import unlink
from crm.services.steps.materials import Material, files_in, load, of_clip
from crm.services.steps.posts import posts_on
from crm.services.steps.rejections import Watch
from crm.services.steps.reprints import newest_text
from crm.services.steps.reviews import Review, write_review
from crm.services.steps.suggestions import (
    Known,
    enterprises_meant,
    suggestions,
    zones_meant,
)
from crm.services.steps.twins import keep_apart, refuse_alike

Progress = Callable[[int, int], None]  # done, total; raises Cancelled
NEWEST_FIRST = queries.NEWEST_FIRST
_ANY_NEWS = (
    "日前，苏州市砺桥传动科技与南通市海晟经济开发区签约，砺桥传动项目总投资10亿元，主要从事精密减速器制造。"
)


class _Rehearsed(Exception):
    """Ends a transaction that must not be kept."""

    def __init__(self, summary: Summary) -> None:
        super().__init__()
        self.summary = summary


class Articles:
    """What an officer does with articles."""

    def __init__(self, store: Store, intakes: IntakeDesk, *, may_fetch: bool = True) -> None:
        self._store, self._intakes = store, intakes
        self.may_fetch = may_fetch  # pages from the network, as set on this machine

    # Looking

    def find(self, wanted: ArticleFilter, sort: Sort = NEWEST_FIRST) -> list[int]:
        """Ids of the articles that fit, the newest first."""
        with self._store.read() as reader:
            return queries.find(reader, wanted, sort)

    def items(self, ids: Sequence[int]) -> list[ArticleRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.items(reader, ids)

    def get(self, article_id: int) -> Article:
        """One article; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Article, article_id)

    def tally(self, midnight: datetime) -> ArticleTally:
        """How many articles wait, and how many were looked at since `midnight`."""
        with self._store.read() as reader:
            return queries.tally(reader, midnight)

    def claim(self, claim_id: int) -> Claim:
        """A figure with the article and the place it was told in; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Claim, claim_id)

    def original(self, article_id: int) -> bytes:
        """The bytes as they were captured."""
        with self._store.read() as reader:
            return reader.content(reader.get(Article, article_id).original)

    def save_original(self, article_id: int, target: Path) -> None:
        """Writes the bytes as they were captured to a file, complete or not at all."""
        content = self.original(article_id)
        with write_beside(target) as draft:
            draft.write_bytes(content)

    def open(self, article_id: int) -> ReviewSheet:
        """An article with its text, what was read in it, and what it suggests."""
        names = self.names()
        with self._store.read() as reader:
            article = reader.get(Article, article_id)
            text = newest_text(reader, article_id)
            reading = reading_of(article, text, names)
            mentions = reprints.group_mentions(reader, article, text, {})
            copies = reprints.members(reader, article)
            known = replace(
                _known(reader, reading, names.book, mentions, article_id),
                officers={officer.key: officer.name for officer in reader.all(Officer)},
                ledger=self._intakes.ledger(reader),
                hints=tuple(names.hints.hits(text.body)),
            )
            return ReviewSheet(
                article=article,
                text=text,
                furniture=furniture_of(text),
                reading=reading,
                suggestions=tuple(suggestions(reading, known)),
                mentions=mentions,
                outlet_grade=_grade(reader, article.source),
                reprints=tuple(copy for copy in copies if copy.id != article_id),
                sources=tuple(reprints.sources_of(reader, copies)),
            )

    # Taking in

    def new_step(self) -> str:
        """A name under which a job that was stopped and goes on later is still undone as one."""
        return self._store.new_step()

    def add_files(
        self,
        paths: Iterable[Path],
        today: date,
        progress: Progress = lambda _done, _all: None,
        step: str | None = None,
    ) -> list[Intake]:
        """Takes files in, each for itself: one that cannot be read costs nothing but itself.

        Folders stand for the files in them. All files are one undo step. Cancelling keeps what is in so
        far; the answer names the other files as waiting, to go on with under the same `step`.
        """
        wanted, outcomes = files_in(paths), list[Intake]()
        step = step or self.new_step()
        try:
            for done, path in enumerate(wanted):
                progress(done, len(wanted))
                outcomes.append(self._guarded(path.name, partial(load, path), today, step))
            progress(len(wanted), len(wanted))
        except Cancelled:
            waiting = wanted[len(outcomes) :]
            outcomes += [Intake(name=path.name, outcome="waiting", path=str(path)) for path in waiting]
        return outcomes

    def add_text(self, text: str, today: date) -> Intake:
        """Takes a pasted text in."""
        return self.add_clip(Clip(text=text), today)

    def add_clip(self, clip: Clip, today: date) -> Intake:
        """Takes in what was copied: its HTML keeps lines and table rows that plain text loses."""
        *rich, plain = of_clip(clip)
        for material in rich:
            intake = self._guarded(material.name, partial(replace, material), today, None)
            if intake.outcome != "failed":
                return intake
        return self._guarded(plain.name, lambda: plain, today, None)

    def add_url(self, url: str, today: date) -> Intake:
        """Fetches a page once and takes it in, unless the settings forbid it.

        Private addresses and other schemes are refused.
        """

        def fetched() -> Material:
            if not self.may_fetch:
                raise Refused(_("Pages are not fetched: this is switched off in the settings."))
            page = fetch(url)
            return Material(name=page.name, content=page.content, url=page.url)

        return self._guarded(url, fetched, today, None)

    def add(self, material: Material, today: date, step: str | None = None) -> Intake:
        """Takes one thing in; Unreadable with the reason if it cannot be read."""
        authorize(self._store.actor, "articles.add")
        return self._intakes.store(material, self._intakes.capture(material, today), Arrival(step=step))

    def _guarded(self, name: str, load_it: Callable[[], Material], today: date, step: str | None) -> Intake:
        try:
            authorize(self._store.actor, "articles.add")  # before anything is fetched
            return self.add(load_it(), today, step)
        except CrmError as error:
            return Intake(name=name, outcome="failed", reason=str(error))

    # Reviewing

    def confirm(
        self, article_id: int, rows: Sequence[Suggestion], today: date, *, is_sure: bool = False
    ) -> Summary:
        """Writes the ticked rows, remembers the rejected ones and takes the article out of the inbox.

        One transaction, one undo step. Raises ValidationError naming a row that cannot be written as it is,
        Doubtful for figures that can hardly be meant.
        """
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Review an article")) as writer:
            return _review(writer, article_id, rows, today, is_sure=is_sure)

    def rehearse(self, article_id: int, rows: Sequence[Suggestion], today: date) -> Summary:
        """What `confirm` would write, told by doing it and taking it back; raises what `confirm` would."""
        authorize(self._store.actor, "articles.review")
        try:
            with self._store.write(N_("Review an article")) as writer:
                raise _Rehearsed(_review(writer, article_id, rows, today, is_sure=True))
        except _Rehearsed as rehearsed:
            return rehearsed.summary

    def set_state(self, article_ids: Iterable[int], state: ArticleState, reason: str = "") -> None:
        """Puts articles with all their copies into the inbox, aside for later, or away as irrelevant."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Sort articles")) as writer:
            for article_id in article_ids:
                for copy in reprints.members(writer, writer.get(Article, article_id)):
                    writer.save(replace(copy, state=state, reason=reason))

    def link(self, article_id: int, target: Ref, span: tuple[int, int], role: str = "") -> Mention:
        """Links a stretch of the text to a record, as the officer marked it."""
        authorize(self._store.actor, "articles.review")
        start, end = span
        with self._store.write(N_("Link a record to an article")) as writer:
            text = newest_text(writer, article_id)
            return writer.save(
                Mention(
                    article_id=article_id,
                    article_text_id=text.id,
                    target_kind=target.kind,
                    target_id=target.id,
                    text=text.body[start:end],
                    start=start,
                    end=end,
                    quote=text.body[start:end],
                    role=role,
                    rule=BY_HAND,
                )
            )

    def unlink(self, mention_id: int) -> None:
        """Takes a link back."""
        authorize(self._store.actor, "articles.review")
        with self._store.write(N_("Take a link back")) as writer:
            writer.delete(writer.get(Mention, mention_id))

    def create_from_text(
        self, article_id: int, kind: str, name: str, span: tuple[int, int], unlike: Unlike | None = None
    ) -> Ref:
        """Links the marked stretch to the enterprise or zone of that name, made if need be; one undo step.

        Raises Alike if a known record may be the one made and `unlike` does not say that it is not.
        """
        authorize(self._store.actor, "articles.review")
        require(check_name(name))
        start, end = span
        with self._store.write(N_("Add “{name}” from an article"), name=name) as writer:
            text = newest_text(writer, article_id)
            target = Ref(kind=kind, id=_named(writer, kind, name, unlike))
            mention = Mention(
                article_id=article_id,
                article_text_id=text.id,
                target_kind=kind,
                target_id=target.id,
                text=text.body[start:end],
                start=start,
                end=end,
                quote=text.body[start:end],
                rule=BY_HAND,
            )
            writer.save(mention)
            return target

    def add_alias(self, target: Ref, text: str, article_id: int | None = None) -> Alias:
        """From now on `text` in any article means that record too; `article_id` used it first."""
        authorize(self._store.actor, "articles.review")
        require(check_name(text, "text"))
        with self._store.write(N_("Add the other name “{text}”"), text=text) as writer:
            known = writer.first(Alias, target_kind=target.kind, target_id=target.id, text=text)
            made = Alias(
                target_kind=target.kind,
                target_id=target.id,
                text=text,
                origin="article",
                article_id=article_id,
            )
            return known or writer.save(made)

    def save(self, article: Article) -> Article:
        """Header fields of an article as the officer corrected them."""
        authorize(self._store.actor, "articles.change", article)
        require(check_name(article.title, "title"))
        with self._store.write(N_("Change an article")) as writer:
            return writer.save(article)

    def evidence(self, article_ids: Sequence[int]) -> Evidence:
        """What these articles are evidence for, to be told before they are deleted."""
        with self._store.read() as reader:
            return evidence_of(reader, article_ids)

    def delete(self, article_ids: Iterable[int]) -> None:
        """Deletes articles with their texts and links; undo brings them back.

        What they were evidence for keeps its quotes and stands without its article.
        """
        authorize(self._store.actor, "articles.delete")
        with self._store.write(N_("Delete articles")) as writer:
            for article_id in article_ids:
                release_evidence(writer, article_id)
                reprints.leave(writer, writer.get(Article, article_id))
                for kind in (ArticleSource, Mention, ArticleText):
                    for record in writer.all(kind, article_id=article_id):
                        writer.delete(record)
                unlink(writer, Ref(kind="article", id=article_id))
                writer.delete(writer.get(Article, article_id))

    # Names

    def names(self) -> Names:
        """The office's names as they are now."""
        return self._intakes.names()

    def get_ready(self) -> None:
        """Learns names, counts decisions and loads the lists of words, which else the first article does."""
        lexicon = self.names().lexicon
        with self._store.read() as reader:
            self._intakes.ledger(reader)
        read(Page(title=None, published=None, source=None, publishing_zone=None, body=_ANY_NEWS), lexicon)

    def read(self, page: Page) -> Reading:
        """Reads a page with the office's names, storing nothing."""
        return read(page, self.names().lexicon)


def _grade(reader: Reader, outlet: str) -> str:
    decided = reader.first(OutletGrade, outlet=outlet)
    return "" if not outlet else str(decided.grade if decided is not None else usual_grade(outlet))


def _named(writer: Writer, kind: str, name: str, unlike: Unlike | None) -> int:
    """The enterprise or zone of that name, made if there is none."""
    is_zone = kind == "zone"
    known = writer.first(Zone, name=name) if is_zone else enterprise_named(writer, name)
    if known is not None:
        return known.key
    refuse_alike(writer, NameQuestion(kind=kind, text=name), unlike)
    owner_id = writer.actor.officer_id
    made: Record = Zone(name=name) if is_zone else keyed(Enterprise(name=name, owner_id=owner_id))
    saved = writer.save(made)
    keep_apart(writer, Ref(kind=kind, id=saved.key), unlike)
    return saved.key


def _review(
    writer: Writer, article_id: int, rows: Sequence[Suggestion], today: date, *, is_sure: bool
) -> Summary:
    article = writer.get(Article, article_id)
    text = newest_text(writer, article_id)
    review = Review(writer=writer, article=article, text=text, today=today, is_sure=is_sure)
    watch = Watch(writer, rows)
    summary = watch.tell(write_review(review, rows))
    for copy in reprints.members(writer, writer.get(Article, article_id)):
        writer.save(replace(copy, state=ArticleState.REVIEWED))
    return summary


def _known(
    reader: Reader, reading: Reading, book: NameBook, mentions: tuple[Mention, ...], article_id: int
) -> Known:
    """What is known of the enterprises and zones in this reading; the office may have 20,000 others."""
    firms, zones = enterprises_meant(reading, book), zones_meant(reading, book)
    projects: dict[int, tuple[Candidate, ...]] = {}
    for project in reader.among(Project, "enterprise_id", firms):
        if project.enterprise_id is not None and project.stage not in ENDS:
            names = tuple(alias.text for alias in names_of_project(reader, project.key))
            ref = Ref(kind="project", id=project.key)
            candidate = Candidate(ref=ref, name=project.name, detail="、".join(names), names=names)
            projects[project.enterprise_id] = (*projects.get(project.enterprise_id, ()), candidate)
    contacts: dict[tuple[str, Ref], Ref] = {}
    for kind, ids in (("enterprise", firms), ("zone", zones)):
        for contact in reader.among(Contact, f"{kind}_id", ids):
            body = Ref(kind=kind, id=getattr(contact, f"{kind}_id"))
            contacts[contact.name, body] = Ref(kind="contact", id=contact.key)
    posts = posts_on(reader, firms, zones, article_id, reading.page.published or date.max)
    targets = [Ref(kind=entry.target_kind, id=entry.target_id) for entry in mentions if entry.target_id]
    return Known(
        book=book,
        projects_of=projects,
        contacts=contacts,
        mentions=mentions,
        posts=posts,
        names=names_of(reader, targets),
    )
