"""Sources: folders, feeds and list pages that are looked through for articles again and again."""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crm.data.politeness import PAUSE_S, PoliteFetcher
from crm.data.queries import sources as queries
from crm.data.queries.sources import Item
from crm.data.store import Store
from crm.domain.articles import Article, ArticleSource
from crm.domain.codec import from_plain
from crm.domain.errors import Busy, Cancelled, NotFound, Refused, Unreadable, Unusable, require
from crm.domain.permissions import authorize
from crm.domain.records import new_uid
from crm.domain.review import Intake
from crm.domain.sources import (
    EMPTY_TWICE,
    MOST_TRIES,
    Feed,
    ItemState,
    Learned,
    ListPage,
    PollResult,
    Source,
    SourceHealth,
    SourceKind,
    SourceRow,
    check_source,
    next_look,
)
from crm.i18n import N_, _
from crm.services.steps import watching
from crm.services.steps.intake import Arrival
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.judging import judge
from crm.services.steps.looking import Found, Look, Lookout

Progress = Callable[[int, int], None]  # done, total; raises Cancelled
MOST_A_ROUND = 50  # new things of one source in one round; the others come with the next
CLAIM = timedelta(minutes=10)  # nobody else polls meanwhile; renewed with every article
SECOND_LOOK = timedelta(minutes=1)  # at a file that may still be written
_DONE = frozenset(
    (ItemState.ADDED, ItemState.REPRINT, ItemState.DUPLICATE, ItemState.DROPPED)
)  # never looked at again


@dataclass
class _Round:
    """One look at one source under way."""

    source: Source
    today: date
    step: str
    in_background: bool
    intakes: list[Intake]
    rest: int = 0  # left for the next round


class Sources:
    """What an officer does with sources."""

    def __init__(
        self,
        store: Store,
        intakes: IntakeDesk,
        *,
        may_fetch: bool = True,
        allowed_hosts: frozenset[str] = frozenset(),
        pause_s: float = PAUSE_S,
        sleep: Callable[[float], object] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`allowed_hosts` may lie in the office's own network."""
        self._store, self._intakes = store, intakes
        self.may_fetch = may_fetch  # pages from the network, as set on this machine
        self._now = now
        self._program = new_uid()  # who claims a source while it is polled
        fetcher = PoliteFetcher(allowed_hosts, pause_s=pause_s, sleep=sleep, clock=lambda: now().timestamp())
        self._lookout = Lookout(intakes.child, fetcher)

    # Looking

    def items(self) -> list[SourceRow]:
        """All sources with their health, in the order they were added."""
        with self._store.read() as reader:
            known = queries.health(reader.connection, self._now())
            return [
                SourceRow(source=source, health=known.get(source.key, SourceHealth()))
                for source in reader.all(Source)
            ]

    def get(self, source_id: int) -> Source:
        """One source; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Source, source_id)

    def due(self) -> list[int]:
        """Ids of the sources that should be polled now, on this machine and with these settings."""
        now = self._now()
        return [
            row.source.key
            for row in self.items()
            if not row.source.is_paused
            and not row.health.is_being_polled
            and (row.health.due_at is None or row.health.due_at <= now)
            and self._why_not(row.source) is None
        ]

    # Setting up

    def feed(self, address: str) -> Feed:
        """The feed at an address, to see what it would bring; nothing is stored."""
        self._require_network()
        authorize(self._store.actor, "sources.change")
        return self._lookout.feed(address.strip())

    def page(self, address: str, today: date) -> ListPage:
        """A page and its links, to choose one headline from; nothing is stored."""
        self._require_network()
        authorize(self._store.actor, "sources.change")
        return self._lookout.page(address.strip(), today)

    def learn(self, page: ListPage, place: int, today: date) -> Learned:
        """The recipe that a chosen link stands for, and the headlines it takes now."""
        arguments = (page.content, page.url, place, today.isoformat())
        return from_plain(Learned, self._intakes.child.call(watching.LEARN, *arguments))

    def save(self, source: Source) -> Source:
        """The source as stored, a new or a changed one; it is due at once if another place is looked at."""
        authorize(self._store.actor, "sources.change", source)
        clean = replace(source, name=source.name.strip(), place=source.place.strip())
        require(check_source(clean))
        if clean.kind is SourceKind.FOLDER and not clean.machine:
            clean = replace(clean, machine=platform.node())
        label = N_("Change source {name}") if clean.id else N_("Add source {name}")
        with self._store.write(label, name=clean.name) as writer:
            before = writer.find(Source, clean.id) if clean.id is not None else None
            saved = writer.save(clean)
            if before is not None and (before.place, before.recipe) != (saved.place, saved.recipe):
                queries.wake(writer.connection, saved.key)
        return saved

    def pause(self, source_id: int, is_paused: bool = True) -> Source:
        """Lets a source rest, or go on."""
        authorize(self._store.actor, "sources.change")
        label = N_("Pause source {name}") if is_paused else N_("Go on with source {name}")
        name = self.get(source_id).name
        with self._store.write(label, name=name) as writer:
            return writer.save(replace(writer.get(Source, source_id), is_paused=is_paused))

    def remove(self, source_id: int) -> None:
        """Removes a source; its articles stay, and what it has shown is remembered should it come back."""
        authorize(self._store.actor, "sources.change")
        name = self.get(source_id).name
        with self._store.write(N_("Remove source {name}"), name=name) as writer:
            writer.delete(writer.get(Source, source_id))

    # Polling

    def poll(
        self,
        source_id: int,
        today: date,
        progress: Progress = lambda _done, _all: None,
        *,
        in_background: bool = False,
    ) -> PollResult:
        """Looks at a source now and takes what is new into the inbox, as one undo step.

        What goes wrong with the source is told in the answer and in its health. Raises Busy if another
        program polls it, Refused if it may not be polled here. In the background only what is due is
        polled, and the officer's undo does not reach it; the history does.
        """
        authorize(self._store.actor, "sources.poll")
        source = self.get(source_id)
        reason = self._why_not(source)
        if reason is not None:
            raise Refused(reason)
        if not self._claim(source_id, if_due=in_background):
            raise Busy(_("Another program is looking at “{name}” just now.").format(name=source.name))
        under_way = _Round(
            source=source,
            today=today,
            step=self._store.new_step(),
            in_background=in_background,
            intakes=[],
        )
        ended = self._ended(under_way, progress)
        return PollResult(
            source_id=source_id,
            name=source.name,
            found=len(under_way.intakes),
            intakes=tuple(under_way.intakes),
            error=str(ended.get("error", "")),
        )

    def _ended(self, under_way: _Round, progress: Progress) -> dict[str, Any]:
        """How the source does after a look that was claimed; the claim is given back whatever happens."""
        source = under_way.source
        ended: dict[str, Any] = {}
        try:
            known = self._health(source.key)
            try:
                ended = self._look(under_way, known, progress)
            except (Unreadable, Unusable) as error:
                ended = self._failed(source, known, str(error))
        except Cancelled:
            ended = {"due_at": None}  # nothing was wrong with the source: it goes on where it was stopped
        finally:
            with self._store.keeping() as connection:
                queries.release(connection, source.key, self._program, ended)
        return ended

    def poll_due(self, today: date, progress: Progress = lambda _done, _all: None) -> list[PollResult]:
        """One round over all that is due; a source that another program is at is left to it."""
        results = []
        for source_id in self.due():
            try:
                results.append(self.poll(source_id, today, progress, in_background=True))
            except (Busy, NotFound):
                continue
        return results

    def _look(self, under_way: _Round, known: SourceHealth, progress: Progress) -> dict[str, Any]:
        """Takes in what is new; how the source does now."""
        source = under_way.source
        with self._store.read() as reader:
            validators = queries.validators(reader.connection, source.key)
        look = self._lookout.look(source, validators, under_way.today)
        wanted = self._new_ones(under_way, look)
        for done, found in enumerate(wanted):
            progress(done, len(wanted))
            self._take(under_way, found)
        progress(len(wanted), len(wanted))
        return self._succeeded(under_way, known, look)

    def _new_ones(self, under_way: _Round, look: Look) -> list[Found]:
        """What has not been taken before, oldest first, as far as one round goes."""
        source = under_way.source
        with self._store.read() as reader:
            seen = queries.seen(reader.connection, source.key, [found.key for found in look.found])
        wanted: list[Found] = []
        waiting: list[Item] = []
        for found in look.found:
            item = seen.get(found.key)
            if source.kind is SourceKind.FOLDER:
                if item is None or item.mark != found.mark:
                    waiting.append(Item(key=found.key, state=ItemState.WAITING, mark=found.mark))
                elif item.state is ItemState.WAITING:
                    wanted.append(found)
            elif item is None or (item.state is ItemState.FAILED and item.tries < MOST_TRIES):
                wanted.append(found)
        if waiting:
            self._remember(source.key, waiting)
        chosen = wanted[:MOST_A_ROUND]
        under_way.rest = len(waiting) + len(wanted) - len(chosen)
        return chosen if source.kind is SourceKind.FOLDER else chosen[::-1]  # pages show the newest first

    def _take(self, under_way: _Round, found: Found) -> None:
        self._claim(under_way.source.key, if_due=False)
        item, intake = self._taken(under_way, found)
        if item.state is ItemState.FAILED:
            with self._store.read() as reader:
                before = queries.seen(reader.connection, under_way.source.key, [found.key])
            tries = before[found.key].tries + 1 if found.key in before else 1
            item = replace(item, tries=tries)
        self._remember(under_way.source.key, [item])
        under_way.intakes.append(intake)

    def _taken(self, under_way: _Round, found: Found) -> tuple[Item, Intake]:
        item = Item(key=found.key, state=ItemState.FAILED, mark=found.mark, title=found.title, url=found.url)
        known = self._article_at(found.url)
        if known is not None:
            reason = _("It is here already: {title}").format(title=known.title)
            told = Intake(
                name=found.title,
                outcome="duplicate",
                article_id=known.id,
                title=known.title,
                reason=reason,
            )
            return replace(item, state=ItemState.DUPLICATE), told
        try:
            return self._stored(under_way, item, found)
        except (Unreadable, Unusable) as error:
            return item, Intake(name=found.title, outcome="failed", reason=str(error))

    def _stored(self, under_way: _Round, item: Item, found: Found) -> tuple[Item, Intake]:
        """Into the inbox, or into the bin if a rule says so."""
        material = found.load()
        captured = found.filled(self._intakes.capture(material, under_way.today))
        if not captured.source:
            captured = replace(captured, source=under_way.source.name)
        verdict = judge(self._store, self._intakes.child, captured)
        if verdict.dropped_by:
            told = replace(item, title=captured.title or item.title, name=material.name)
            return self._dropped(told, material.content, verdict.dropped_by)
        arrival = Arrival(
            step=under_way.step,
            in_background=under_way.in_background,
            via=under_way.source.name,
            labels=verdict.labels,
        )
        intake = self._intakes.store(material, captured, arrival)
        return replace(item, state=ItemState(intake.outcome)), intake

    def _dropped(self, item: Item, content: bytes, rule: str) -> tuple[Item, Intake]:
        """Into the bin: the bytes are kept for thirty days."""
        with self._store.keeping() as connection:
            original = queries.keep_original(connection, content)
        reason = _("The rule “{rule}” dropped it.").format(rule=rule)
        kept = replace(item, state=ItemState.DROPPED, rule=rule, original=original)
        return kept, Intake(name=item.title, outcome="dropped", title=item.title, reason=reason)

    def _article_at(self, url: str) -> Article | None:
        if not url:
            return None
        with self._store.read() as reader:
            known = reader.first(Article, url=url)
            elsewhere = reader.first(ArticleSource, url=url) if known is None else None
            return known if elsewhere is None else reader.find(Article, elsewhere.article_id)

    # Health

    def _succeeded(self, under_way: _Round, known: SourceHealth, look: Look) -> dict[str, Any]:
        source, now = under_way.source, self._now()
        is_empty = source.kind is SourceKind.LIST_PAGE and not look.found and not look.is_unchanged
        empty_rounds = known.empty_rounds + 1 if is_empty else 0
        due_at = next_look(now, timedelta(minutes=source.interval_min), 0, random.uniform(-1, 1))
        if under_way.rest and source.kind is SourceKind.FOLDER:
            due_at = min(due_at, now + SECOND_LOOK)
        # While something waits for the next round the server must not answer "as it was".
        is_over = not under_way.rest and all(intake.outcome != "failed" for intake in under_way.intakes)
        ended = {
            "tried_at": now,
            "succeeded_at": now,
            "error": "",
            "failures": 0,
            "empty_rounds": empty_rounds,
            "due_at": due_at,
            "etag": look.validators.etag if is_over and not is_empty else "",
            "modified": look.validators.modified if is_over and not is_empty else "",
        }
        failed = [intake.reason for intake in under_way.intakes if intake.outcome == "failed"]
        if failed and len(failed) == len(under_way.intakes):
            sentence = _("The headlines are there, but not their pages: {reason}")
            ended["error"] = sentence.format(reason=failed[0])
        if empty_rounds >= EMPTY_TWICE:
            ended["error"] = _("No headline was found {count} times; the page may have a new layout.").format(
                count=empty_rounds
            )
            del ended["succeeded_at"]
        return ended

    def _failed(self, source: Source, known: SourceHealth, sentence: str) -> dict[str, Any]:
        failures, now = known.failures + 1, self._now()
        interval = timedelta(minutes=source.interval_min)
        return {
            "tried_at": now,
            "error": sentence,
            "failures": failures,
            "due_at": next_look(now, interval, failures, random.uniform(-1, 1)),
        }

    def _health(self, source_id: int) -> SourceHealth:
        with self._store.read() as reader:
            return queries.health(reader.connection, self._now()).get(source_id, SourceHealth())

    def _claim(self, source_id: int, *, if_due: bool) -> bool:
        now = self._now()
        with self._store.keeping() as connection:
            return queries.claim(connection, source_id, self._program, now, now + CLAIM, if_due=if_due)

    def _remember(self, source_id: int, items: Sequence[Item]) -> None:
        with self._store.keeping() as connection:
            queries.remember(connection, source_id, items, self._now())

    def _require_network(self) -> None:
        if not self.may_fetch:
            raise Refused(_("Pages are not fetched: this is switched off in the settings."))

    def _why_not(self, source: Source) -> str | None:
        """Why a source cannot be polled here; None if it can."""
        if source.kind is not SourceKind.FOLDER:
            if not self.may_fetch:
                return _("Pages are not fetched: this is switched off in the settings.")
        elif source.machine and source.machine != platform.node():
            return _("This folder lies on the computer {name}.").format(name=source.machine)
        return None
