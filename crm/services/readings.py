"""Reading files without storing anything: for scripts, and for looking before taking in."""

from __future__ import annotations

from datetime import date

from crm.domain.codec import from_plain
from crm.domain.reading import Reading
from crm.services.steps.known_names import NameBook
from crm.services.steps.reading_child import ReadingChild


class Readings:
    """Reads files in a child process; use it in a `with` block."""

    def __init__(self) -> None:
        self._child = ReadingChild()
        self._book = NameBook(())

    def __enter__(self) -> Readings:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._child.close()

    def use(self, book: NameBook) -> None:
        """Knows the names of an office from now on, besides the shipped ones."""
        self._book = book

    def read(self, name: str, content: bytes, today: date) -> Reading:
        """The reading of a file's content; Unreadable with the reason if there is none."""
        return from_plain(
            Reading, self._child.ask(self._book, "read_file", name, content, None, today.isoformat())
        )
