"""A web site on this machine, for tests of what reads from the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass
class Page:
    """What one address answers with."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""


@dataclass
class Site:
    """Pages by path; `asked` tells which were asked for, with their headers."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://{HOST}:{self.port}{path}"

    def put(self, path: str, body: str | bytes, **values: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(body=content, **values)  # type: ignore[arg-type]

    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked if path != "/robots.txt"]


@contextmanager
def website() -> Iterator[Site]:
    """Serves a site on a free port."""
    site = Site()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            page = site.pages.get(self.path, Page(status=404))
            if page.etag and self.headers.get("If-None-Match") == page.etag:
                page = Page(status=304)
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.etag:
                self.send_header("ETag", page.etag)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    served = ThreadingHTTPServer((HOST, 0), Answers)
    site.port = served.server_address[1]
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        served.shutdown()
        thread.join()
        served.server_close()


def article(title: str, text: str = "", source: str = "海晟日报") -> str:
    """An invented page with one article; its body is long enough to be one."""
    body = text or f"{title}。5月12日，{title}活动在海晟县经济开发区举行，项目总投资10亿元，用地120亩。" * 3
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f"<p>发布时间：2026-05-12　来源：{source}</p><div><p>{body}</p></div></body></html>"
    )


def list_page(*rows: tuple[str, str], name: str = "list") -> str:
    """An invented list page: (path, headline) each."""
    inside = "".join(f'<li><a href="{path}">{text}</a><span>2026-05-12</span></li>' for path, text in rows)
    return (
        '<html><head><meta charset="utf-8"><title>开发区要闻</title></head><body>'
        f'<div class="nav"><a href="/about/">走进开发区</a></div><ul class="{name}">{inside}</ul>'
        "</body></html>"
    )


def rss(*entries: tuple[str, str], before: str = "") -> str:
    """An invented feed: (link, title) each."""
    inside = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Tue, 12 May 2026 08:00:00 +0800</pubDate></item>"
        for link, title in entries
    )
    head = f'<?xml version="1.0" encoding="utf-8"?>{before}'
    return f'{head}<rss version="2.0"><channel><title>海晟要闻</title>{inside}</channel></rss>'
