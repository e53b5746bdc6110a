"""Clips: pages that the officer's own browser hands over."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date

from crm.data.clip_server import ClipServer
from crm.data.store import Store
from crm.domain.clips import SentPage, is_token
from crm.domain.errors import CrmError
from crm.domain.permissions import authorize
from crm.domain.review import Intake
from crm.i18n import _
from crm.services.steps.intake import Arrival
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.materials import Material

TOKEN_BYTES = 32
Heard = Callable[[Intake], None]


class Clips:
    """The door for the browser; closed until it is opened."""

    def __init__(self, store: Store, intakes: IntakeDesk) -> None:
        self._store, self._intakes = store, intakes
        self._server: ClipServer | None = None

    @property
    def port(self) -> int:
        """Where the browser is listened to; 0 while it is not."""
        return self._server.port if self._server is not None else 0

    @staticmethod
    def new_token() -> str:
        """A token that nobody guesses."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    def open_door(self, token_hash: str, port: int, heard: Heard, today: Callable[[], date]) -> int:
        """Listens on this machine alone, at `port` or any free one if it is 0; the port.

        `heard` is told on another thread what became of each clip. Raises Unusable if the port is taken.
        """
        authorize(self._store.actor, "articles.add")
        self.close_door()

        def take(clip: SentPage) -> None:
            intake = self.take(clip, today())
            heard(intake)
            if intake.outcome == "failed":
                raise CrmError(intake.reason)

        server = ClipServer(lambda token: is_token(token, token_hash), take)
        made = server.start(port)
        self._server = server
        return made

    def close_door(self) -> None:
        """Listens no more."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def take(self, clip: SentPage, today: date) -> Intake:
        """Takes a page or what was selected on it in, as if it were a file."""
        try:
            authorize(self._store.actor, "articles.add")
            material = _material(clip)
            captured = self._intakes.capture(material, today)
            return self._intakes.store(material, captured, Arrival(via=_("Browser"), in_background=True))
        except CrmError as error:
            return Intake(name=clip.title or clip.url, outcome="failed", reason=str(error))


def _material(clip: SentPage) -> Material:
    if clip.html.strip() and not clip.selection.strip():
        content = b"\xef\xbb\xbf" + clip.html.encode("utf-8", "replace")  # whatever charset the page declares
        return Material(name="clip.html", content=content, url=clip.url)
    told = clip.selection.strip() or clip.text.strip()
    if clip.title.strip() and not told.startswith(clip.title.strip()):
        told = f"{clip.title.strip()}\n{told}"
    return Material(name="clip.txt", content=told.encode("utf-8", "replace"), url=clip.url)
