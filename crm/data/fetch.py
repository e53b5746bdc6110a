"""Fetching one page: http and https only, checked addresses only, bounded in size and time.

The name is resolved once, every address must be public, and the connection goes to the address that was
checked; so neither a redirect nor a name that changes its mind reaches the office's own network.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from crm.domain.errors import Unreadable
from crm.i18n import _

MOST_BYTES = 10 * 1024 * 1024  # decoded
TOTAL_S = 20.0  # for one page, redirects included
MOST_REDIRECTS = 5
MOST_URL = 2000  # characters
MOST_HEADER = 200  # characters
USER_AGENT = "InvestLead/0.1"
_PORTS = {"http": 80, "https": 443}
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
# Not private by Python's reckoning, but ways into a network all the same.
_TUNNELS = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "2002::/16", "2001::/32", "100.64.0.0/10", "168.63.129.16/32"))
)


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a server said of a page the last time, to be asked whether it has changed since."""

    etag: str = ""
    modified: str = ""


NOTHING_KNOWN = Validators()


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A page as it was served; without content if it is as it was."""

    name: str
    url: str  # where it lay in the end
    content: bytes
    is_unchanged: bool = False
    validators: Validators = NOTHING_KNOWN


class NotServed(Unreadable):
    """The server answered with something else than the page."""

    def __init__(self, status: int) -> None:
        super().__init__(_("The server answered {status}.").format(status=status))
        self.status = status


def fetch(
    url: str,
    allowed_hosts: frozenset[str] = frozenset(),
    *,
    known: Validators = NOTHING_KNOWN,
    before: Callable[[str], None] | None = None,
) -> Fetched:
    """The page at `url`; hosts of the office's own network only if they are in `allowed_hosts`.

    `before` is called with every address that is about to be asked, redirects included, and may refuse it
    or wait. Raises Unreadable with the reason: address refused, no answer, too large, too slow; NotServed
    where there is no page.
    """
    left_s, current = TOTAL_S, url.strip()
    for _attempt in range(MOST_REDIRECTS + 1):
        parts = _checked(current, allowed_hosts)
        if before is not None:
            before(current)
        began = time.monotonic()
        answer = _request(parts, allowed_hosts, began + left_s, known)
        left_s -= time.monotonic() - began
        if answer.location is None:
            return Fetched(
                name=parts.hostname or current,
                url=current,
                content=answer.content,
                is_unchanged=answer.is_unchanged,
                validators=answer.validators,
            )
        following = urljoin(current, answer.location)
        if parts.scheme == "https" and urlsplit(following).scheme == "http":
            raise Unreadable(_("The page leads from a protected to an unprotected address."))
        current = following
    raise Unreadable(_("The page leads from address to address without end."))


@dataclass(frozen=True, kw_only=True)
class _Answer:
    location: str | None
    content: bytes = b""
    is_unchanged: bool = False
    validators: Validators = NOTHING_KNOWN


def _checked(url: str, allowed_hosts: frozenset[str]) -> SplitResult:
    """The parts of an address that may be fetched, its path in ASCII."""
    if len(url) > MOST_URL or any(ord(letter) < 33 or letter == "\\" for letter in url):
        raise Unreadable(_("This is no address of a web page."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unreadable(_("This is no address of a web page.")) from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unreadable(_("Only addresses that begin with http:// or https:// can be fetched."))
    if parts.username is not None or parts.password is not None:
        raise Unreadable(_("The address holds a user name; it is not fetched."))
    if port not in (None, *_PORTS.values()) and parts.hostname not in allowed_hosts:
        raise Unreadable(_("Pages on port {port} are not fetched.").format(port=port))
    safe = "/%:?=&~!$'()*+,;@-._"
    return parts._replace(path=quote(parts.path or "/", safe=safe), query=quote(parts.query, safe=safe))


def _request(
    parts: SplitResult, allowed_hosts: frozenset[str], deadline: float, known: Validators
) -> _Answer:
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    address = _address(host, port, is_allowed=host in allowed_hosts)
    pool = _pool(parts.scheme, address, port, host)
    clock = _Clock(pool, deadline)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        response = pool.request(
            "GET",
            target,
            headers=_HEADERS | {"Host": parts.netloc} | _conditions(known),
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(total=max(0.1, deadline - time.monotonic())),
        )
        with contextlib.closing(response):
            answer = _answer(response, deadline, known)
        if clock.has_struck:  # the end of the connection looked like the end of the page
            raise Unreadable(_("The page takes longer than {most} seconds.").format(most=int(TOTAL_S)))
        return answer
    except (HTTPError, OSError) as error:
        raise Unreadable(_refusal(error, host, clock)) from error
    finally:
        clock.stop()
        pool.close()


def _refusal(error: Exception, host: str, clock: _Clock) -> str:
    reasons = (error, getattr(error, "reason", None), error.__cause__)
    if any(isinstance(reason, ssl.SSLError | urllib3.exceptions.SSLError) for reason in reasons):
        return _("The certificate of {host} cannot be trusted.").format(host=host)
    if clock.has_struck:
        return _("The page takes longer than {most} seconds.").format(most=int(TOTAL_S))
    return _("{host} does not answer.").format(host=host)


class _Clock:
    """Ends a connection when the time is up: one that trickles never runs into a timeout of its own."""

    def __init__(self, pool: urllib3.HTTPConnectionPool, deadline: float) -> None:
        self.has_struck = False
        self._sockets: list[socket.socket] = []
        made: Any = pool.ConnectionCls

        class Watched(made):  # type: ignore[misc]
            """A connection whose socket the clock knows."""

            clock = self

            def connect(self) -> None:
                """Connects, and is watched from then on."""
                super().connect()
                self.clock.watch(self.sock)

        pool.ConnectionCls = Watched
        self._timer = threading.Timer(max(0.1, deadline - time.monotonic()), self._strike)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connected: socket.socket) -> None:
        """Ends this one when the time is up."""
        self._sockets.append(connected)

    def stop(self) -> None:
        """Ends the watch and the connections."""
        self._timer.cancel()
        for connected in self._sockets:
            connected.close()

    def _strike(self) -> None:
        self.has_struck = True
        for connected in self._sockets:
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)


def _pool(scheme: str, address: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port)
    context = ssl.create_default_context()
    return urllib3.HTTPSConnectionPool(
        address, port, server_hostname=host, assert_hostname=host, ssl_context=context
    )


def _conditions(known: Validators) -> dict[str, str]:
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in wanted.items() if value}


def _answer(response: urllib3.BaseHTTPResponse, deadline: float, known: Validators) -> _Answer:
    if response.status in (301, 302, 303, 307, 308):
        return _Answer(location=response.headers.get("Location") or "")
    if response.status == 304 and _conditions(known):
        return _Answer(location=None, is_unchanged=True, validators=known)
    if response.status != 200:
        raise NotServed(response.status)
    content = bytearray()
    for piece in response.stream(65536, decode_content=True):
        content += piece
        if len(content) > MOST_BYTES:
            raise Unreadable(_("The page is larger than {most} MB.").format(most=MOST_BYTES // 2**20))
        if time.monotonic() > deadline:
            raise Unreadable(_("The page takes longer than {most} seconds.").format(most=int(TOTAL_S)))
    told = Validators(etag=_told(response, "ETag"), modified=_told(response, "Last-Modified"))
    return _Answer(location=None, content=bytes(content), validators=told)


def _told(response: urllib3.BaseHTTPResponse, name: str) -> str:
    """A header that may be sent back as it is."""
    value = response.headers.get(name) or ""
    return value if len(value) <= MOST_HEADER and value.isascii() and value.isprintable() else ""


def _address(host: str, port: int, *, is_allowed: bool) -> str:
    """The address to connect to: every one that the name stands for must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(_("{host} is not known.").format(host=host)) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not is_allowed and not all(map(is_public, addresses)):
        sentence = _("{host} lies in your own network; only an administrator can allow it.")
        raise Unreadable(sentence.format(host=host))
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    if any(parsed.version == network.version and parsed in network for network in _TUNNELS):
        return False
    return parsed.is_global and not parsed.is_multicast
