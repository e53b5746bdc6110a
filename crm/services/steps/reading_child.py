"""The child process that reads foreign files, and the names it must know for it."""

from __future__ import annotations

import threading
from typing import Any

from crm.data.worker import Worker
from crm.services.steps.known_names import NEEDS_NAMES, NameBook

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
                told = [[form.text, form.kind, form.name, form.rule, form.is_hint] for form in book.forms]
                self._worker.call(f"{_CAPTURE}:use_names", book.key, told)
                answer = self._worker.call(called, book.key, *arguments)["answer"]
        return answer

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function that needs no names answers, such as "crm.services.steps.watching:page_links"."""
        return self._worker.call(function, *arguments)

    def close(self) -> None:
        """Ends the child."""
        self._worker.close()
