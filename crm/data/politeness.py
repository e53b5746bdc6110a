"""Fetching many pages as a good guest: one request at a time per host, with pauses, where robots.txt allows.

robots.txt is read with `urllib.robotparser` from bytes that our own fetcher brought; the parser itself
never opens an address.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from crm.data.fetch import NOTHING_KNOWN, USER_AGENT, Fetched, NotServed, Validators, fetch
from crm.domain.errors import Unreadable
from crm.i18n import _

PAUSE_S = 2.0  # between two requests to one host
LONGEST_PAUSE_S = 30.0  # however long robots.txt wants it
ROBOTS_AGE_S = 24 * 3600.0
_MOST_ROBOTS = 500 * 1024  # bytes of it that count, as RFC 9309 has it
_WORD_FOR_US = USER_AGENT.partition("/")[0]


@dataclass
class _Host:
    """What is known of one host; whoever holds the lock may ask it."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    asked_at: float | None = None
    robots: RobotFileParser | None = None
    robots_at: float = 0.0


class PoliteFetcher:
    """Fetches for sources; safe from several threads."""

    def __init__(
        self,
        allowed_hosts: frozenset[str] = frozenset(),
        *,
        pause_s: float = PAUSE_S,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`allowed_hosts` may lie in the office's own network, on any port."""
        self._allowed, self._pause_s, self._sleep, self._clock = allowed_hosts, pause_s, sleep, clock
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def get(self, url: str, known: Validators = NOTHING_KNOWN) -> Fetched:
        """The page at `url`, redirects checked like it.

        Raises Unreadable with the reason, also where robots.txt of a host does not want us.
        """
        held: list[_Host] = []

        def before(address: str) -> None:
            host = self._host(address)
            while held:
                held.pop().lock.release()
            host.lock.acquire()
            held.append(host)
            self._ask_robots(host, address)
            self._wait(host)

        try:
            return fetch(url, self._allowed, known=known, before=before)
        finally:
            while held:
                held.pop().lock.release()

    def _host(self, address: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(_root(address), _Host())

    def _ask_robots(self, host: _Host, address: str) -> None:
        if host.robots is None or self._clock() - host.robots_at > ROBOTS_AGE_S:
            host.robots = self._robots(host, _root(address))
            host.robots_at = self._clock()
        if not host.robots.can_fetch(USER_AGENT, address):
            sentence = _("{host} does not want programs to read this page (robots.txt).")
            raise Unreadable(sentence.format(host=urlsplit(address).hostname))

    def _robots(self, host: _Host, root: str) -> RobotFileParser:
        made = RobotFileParser()
        self._wait(host)
        try:
            content = fetch(f"{root}/robots.txt", self._allowed).content[:_MOST_ROBOTS]
        except NotServed as error:
            if error.status >= 500:  # RFC 9309: out of order means keep out
                raise
            content = b""
        lines = content.decode("utf-8", "replace").splitlines()
        # A page that says "not found" with status 200 holds no rules, and so forbids nothing.
        made.parse(lines)
        return made

    def _wait(self, host: _Host) -> None:
        pause = self._pause_s
        if host.robots is not None:
            wanted = host.robots.crawl_delay(_WORD_FOR_US)
            pause = max(pause, min(float(wanted or 0), LONGEST_PAUSE_S))
        if host.asked_at is not None:
            waited = max(0.0, self._clock() - host.asked_at)
            if waited < pause:
                self._sleep(pause - waited)
        host.asked_at = self._clock()


def _root(address: str) -> str:
    """Scheme, host and port: what has one robots.txt."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
