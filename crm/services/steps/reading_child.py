"""The child process that reads foreign files, and the names it must know for it."""

from __future__ import annotations

import threading
from typing import Any

from crm.data.worker import Worker
from crm.reading.known import KnownName
from crm.services.steps.known_names import NEEDS_NAMES, NameBook, known_name

_CAPTURE = "crm.services.steps.capture"


class ReadingChild:
    """Asks functions of `crm.services.steps.capture`; safe from several threads, one question at a time."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._worker = worker or Worker()
        self._guard = threading.Lock()

    def ask(self, book: NameBook, function: str, *arguments: Any) -> Any:
        """What the function answers, told the names of `book` first where the child has not heard them."""
        called = f"{_CAPTURE}:{function}"
        with self._guard:
            answer = self._worker.call(called, book.key, *arguments)["answer"]
            if answer == NEEDS_NAMES:
                self._tell(book)
                answer = self._worker.call(called, book.key, *arguments)["answer"]
        return answer

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function that needs no names answers, such as "crm.services.steps.watching:page_links"."""
        return self._worker.call(function, *arguments)

    def _tell(self, book: NameBook) -> None:
        """Tells what changed since the names the child has heard, or all of them where it heard others."""
        whole = book.base or book
        if book.base is not None and self._change(book, whole):
            return
        self._worker.call(
            f"{_CAPTURE}:use_names", whole.key, [_plain(known_name(form)) for form in whole.forms]
        )
        if book.base is not None:
            self._change(book, whole)

    def _change(self, book: NameBook, whole: NameBook) -> bool:
        added = [_plain(known_name(form)) for form in book.added]
        gone = [_plain(name) for name in book.hidden]
        return bool(self._worker.call(f"{_CAPTURE}:change_names", book.key, whole.key, added, gone)["answer"])

    def close(self) -> None:
        """Ends the child."""
        self._worker.close()


def _plain(name: KnownName) -> list[Any]:
    return [name.text, str(name.kind), name.name, name.rule, name.common]
