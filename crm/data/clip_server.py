"""The door for the browser: 127.0.0.1 alone, with a token; nothing can be read through it.

A page that another program serves under a name of its own (DNS rebinding) sends that name as Host and is
turned away; one that sends its own Origin may hand over its own address only.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from crm.domain.clips import MOST_CLIP_BYTES, TOKEN_HEADER, SentPage
from crm.domain.errors import CrmError, Unusable
from crm.i18n import _

HOST = "127.0.0.1"
PATH = "/clip"
BODY_S = 10.0  # for a whole request; browsers on this machine need milliseconds
MOST_AT_ONCE = 4
_MOST_TITLE, _MOST_URL = 500, 2000
_log = logging.getLogger(__name__)

Take = Callable[[SentPage], object]


class ClipServer:
    """Serves from `start` until `stop`; `take` is called on a thread of the server."""

    def __init__(self, is_token: Callable[[str], bool], take: Take, *, body_s: float = BODY_S) -> None:
        self._is_token, self._take, self._body_s = is_token, take, body_s
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that is listened at; 0 while the server stands still."""
        return int(self._server.server_address[1]) if self._server is not None else 0

    def start(self, port: int = 0) -> int:
        """Listens at `port`, at any free one if it is 0; the port.

        Raises Unusable if another program has the port.
        """
        if self._server is not None:
            return self.port
        try:
            self._server = _Server(port, self._is_token, self._take, self._body_s)
        except OSError as error:
            sentence = _("Port {port} is in use by another program.")
            raise Unusable(sentence.format(port=port)) from error
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="clips", daemon=True
        )
        self._thread.start()
        return self.port

    def stop(self) -> None:
        """Listens no more; what is under way is finished."""
        server, thread, self._server = self._server, self._thread, None
        if server is not None and thread is not None:
            server.shutdown()
            thread.join()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False  # on Windows another program could share the port

    def __init__(self, port: int, is_token: Callable[[str], bool], take: Take, body_s: float) -> None:
        self.is_token, self.take, self.body_s = is_token, take, body_s
        self.places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__((HOST, port), _Door)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no fault worth a trace on the screen."""
        _log.info("a request to the clip server broke off", exc_info=True)


class _Door(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "", ""

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.body_s)
        self._timer = threading.Timer(self.server.body_s, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def finish(self) -> None:
        self._timer.cancel()
        super().finish()

    def _strike(self) -> None:
        """Ends a connection that trickles: it never runs into a timeout of its own."""
        try:
            self.connection.shutdown(socket.SHUT_RD)
        except OSError:
            return

    def do_OPTIONS(self) -> None:
        """What a browser asks before it sends: answered for the one request there is."""
        wanted = self.headers.get("Access-Control-Request-Headers", "").lower()
        asks = self.headers.get("Access-Control-Request-Method") == "POST" and TOKEN_HEADER.lower() in wanted
        if not self._is_here() or not asks or _web_origin(self.headers.get("Origin")) is None:
            self._answer(403)
            return
        self._answer(
            204,
            {
                **self._cors(),
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": f"Content-Type, {TOKEN_HEADER}",
                "Access-Control-Allow-Private-Network": "true",
                "Access-Control-Max-Age": "60",
            },
        )

    def do_POST(self) -> None:
        """Takes a clip."""
        if not self._is_here() or not self.server.is_token(self.headers.get(TOKEN_HEADER, "")):
            self._answer(403)
        elif not self.server.places.acquire(blocking=False):
            self._answer(503, self._cors())
        else:
            try:
                self._answer(self._taken(), self._cors())
            finally:
                self.server.places.release()

    def _taken(self) -> int:
        """The status that tells what became of a clip."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not length.isascii() or not length.isdigit():
            return 411
        if int(length) > MOST_CLIP_BYTES:
            return 413
        try:
            body = self.rfile.read(int(length))
        except TimeoutError:  # the socket's own patience may end a moment before the timer's
            return 408
        if len(body) < int(length):
            return 408
        clip = _clip(body)
        if clip is None:
            return 400
        origin = self.headers.get("Origin")
        if origin is not None and _web_origin(origin) != _web_origin(clip.url):
            return 403  # nobody hands over pages of somebody else
        try:
            self.server.take(clip)
        except CrmError:
            return 422  # the window has told why
        return 200

    def _is_here(self) -> bool:
        """Whether the one path is asked for under the one name, by a web page or by no page at all."""
        hosts = self.headers.get_all("Host", [])
        origin = self.headers.get("Origin")
        is_host = hosts == [f"{HOST}:{self.server.server_address[1]}"]
        return self.path == PATH and is_host and (origin is None or _web_origin(origin) is not None)

    def _cors(self) -> dict[str, str]:
        origin = self.headers.get("Origin")
        return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {}

    def _answer(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.close_connection = True
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Whatever else is asked for: no word more than the number."""
        self._answer(404 if code == 501 else code)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: addresses of pages are nobody's business."""


def _web_origin(address: str | None) -> tuple[str, str] | None:
    """Scheme and host with port of a web page; None for anything else."""
    if not address or len(address) > _MOST_URL:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    return parts.scheme, f"{parts.hostname}:{port or usual}"


def _clip(body: bytes) -> SentPage | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    names = ("url", "title", "html", "text", "selection")
    if not isinstance(told, dict) or not all(isinstance(told.get(name, ""), str) for name in names):
        return None
    url = told.get("url", "")
    if _web_origin(url) is None or not any(told.get(name, "").strip() for name in names[2:]):
        return None
    clip = {name: told.get(name, "") for name in names}
    return SentPage(**clip | {"title": clip["title"][:_MOST_TITLE]})
