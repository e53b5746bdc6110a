"""Taking one thing in: from bytes to an article in the inbox, for whoever brings it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.worker import Worker
from crm.domain.changes import Announcement
from crm.domain.codec import from_plain
from crm.domain.errors import Unreadable
from crm.domain.review import Captured, Intake
from crm.i18n import N_, _
from crm.services.steps.intake import Arrival, first_words, store_captured
from crm.services.steps.known_names import Names, learnt
from crm.services.steps.ledger import Ledger, ledger
from crm.services.steps.materials import Material
from crm.services.steps.reading_child import ReadingChild

_NAMING = frozenset({"enterprise", "zone", "industry", "alias", "suggestion_rule"})
_DECIDING = frozenset({"mention", "suggestion_rule"})


class IntakeDesk:
    """Reads in a child process and stores; shared by all who take articles in."""

    def __init__(self, store: Store, worker: Worker | None = None) -> None:
        self._store = store
        self.child = ReadingChild(worker)
        self._names: Names | None = None
        self._touched: dict[str, set[int]] = {}  # records that may have other names since; not which fields
        self._learning, self._guard = threading.Lock(), threading.Lock()
        self._ledger: Ledger | None = None
        store.subscribe(self._heard)

    def close(self) -> None:
        """Ends the child process that reads foreign files."""
        self.child.close()

    def names(self) -> Names:
        """The office's names as they are now; looked up again only when one may have changed."""
        with self._learning:
            with self._guard:
                touched, self._touched = self._touched, {}
            if self._names is None or touched:
                known, self._names = self._names, None  # where this fails, all are learnt the next time
                with self._store.read() as reader:
                    self._names = learnt(reader, known, touched)
            return self._names

    def ledger(self, reader: Reader) -> Ledger:
        """The ledger of suggestions; counted again only when a decision was written since."""
        counted = self._ledger
        if counted is None:
            counted = self._ledger = ledger(reader)
        return counted

    def capture(self, material: Material, today: date) -> Captured:
        """What is in it; Unreadable with the reason if there is no article."""
        book, url = self.names().book, material.url or None
        answer = self.child.ask(book, "capture", material.name, material.content, url, today.isoformat())
        captured = from_plain(Captured, answer)
        if not captured.body.strip():
            raise Unreadable(_("There is no article in it."))
        return captured

    def store(self, material: Material, captured: Captured, arrival: Arrival) -> Intake:
        """Lays it into the inbox, unless the same text is here already."""
        title = captured.title or first_words(captured.body)
        with self._store.write(
            N_("Take in “{title}”"),
            step=arrival.step,
            in_background=arrival.in_background,
            title=title[:60],
        ) as writer:
            told = replace(captured, title=title)
            return store_captured(writer, material, told, self.names().book, arrival)

    def _heard(self, announcement: Announcement) -> None:
        if announcement.kinds & _DECIDING:
            self._ledger = None
        with self._guard:
            for kind in announcement.kinds & _NAMING:
                self._touched.setdefault(kind, set()).update(announcement.touched[kind])
