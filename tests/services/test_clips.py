"""The door for the browser: what comes in through it, and who is turned away."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.app import Crm
from crm.data.clip_server import ClipServer
from crm.domain.articles import Article, ArticleState
from crm.domain.clips import MOST_CLIP_BYTES, TOKEN_HEADER, SentPage, bookmarklet, is_token, token_hash
from crm.domain.errors import Unusable
from crm.domain.review import Intake
from tests.crm import TODAY
from tests.websites import article

TITLE = "曜衡储能电芯项目签约"
PAGE = "https://news.example/xw/1.html"
ORIGIN = "https://news.example"


@dataclass
class Door:
    """An open door, and what came in."""

    port: int
    token: str
    heard: list[Any]

    def ask(
        self, method: str = "POST", path: str = "/clip", body: Any = None, **headers: str
    ) -> HTTPResponse:
        """Asks as the bookmarklet does; `headers` with _ for - take the place of the usual ones."""
        data = body if isinstance(body, bytes) else json.dumps(body or _clip()).encode()
        usual = {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            "Origin": ORIGIN,
            "Host": f"127.0.0.1:{self.port}",
            TOKEN_HEADER: self.token,
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**usual, **given}.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        if method == "POST":
            connection.send(data)
        answer = connection.getresponse()
        assert answer.read() == b""  # nothing can be read through the door
        connection.close()
        return answer


def _clip(**values: str) -> dict[str, str]:
    return {"url": PAGE, "title": TITLE, "html": article(TITLE), "selection": "", **values}


@pytest.fixture
def door(crm: Crm) -> Iterator[Door]:
    token = crm.clips.new_token()
    heard: list[Intake] = []
    port = crm.clips.open_door(token_hash(token), 0, heard.append, lambda: TODAY)
    yield Door(port=port, token=token, heard=heard)
    crm.clips.close_door()


@pytest.fixture
def bare() -> Iterator[Door]:
    """A door with nothing behind it, and little patience."""
    heard: list[SentPage] = []
    kept = token_hash("secret")
    server = ClipServer(lambda token: is_token(token, kept), heard.append, body_s=0.3)
    yield Door(port=server.start(), token="secret", heard=heard)
    server.stop()


def articles(crm: Crm) -> list[Article]:
    with crm.store.read() as reader:
        return reader.all(Article)


def test_a_page_lands_in_the_inbox_with_its_address(crm: Crm, door: Door) -> None:
    answer = door.ask()
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, ORIGIN)
    (made,) = articles(crm)
    assert (made.title, made.url, made.state, made.via) == (TITLE, PAGE, ArticleState.INBOX, "Browser")
    assert [intake.outcome for intake in door.heard] == ["added"]


def test_a_selection_is_taken_instead_of_the_page(crm: Crm, door: Door) -> None:
    door.ask(body=_clip(html="", selection="澄屿海缆二期项目在海晟县开工，总投资10亿元。" * 5))
    (made,) = articles(crm)
    assert "澄屿海缆" in crm.articles.open(made.key).text.body
    assert made.url == PAGE


def test_a_page_that_declares_another_charset_is_read_all_the_same(crm: Crm, door: Door) -> None:
    door.ask(body=_clip(html=article(TITLE).replace("utf-8", "gb2312")))
    assert [made.title for made in articles(crm)] == [TITLE]


def test_a_page_without_an_article_is_told_as_failed(crm: Crm, door: Door) -> None:
    assert door.ask(body=_clip(html="<html></html>")).status == 422
    assert [intake.outcome for intake in door.heard] == ["failed"]
    assert articles(crm) == []


@pytest.mark.parametrize("token", ["", "x", "ö", "x" * 5000])
def test_a_wrong_token_is_turned_away_and_may_read_nothing(bare: Door, token: str) -> None:
    answer = bare.ask(**{TOKEN_HEADER: token.encode("latin-1").decode("latin-1")})
    assert answer.status == 403
    assert answer.headers["Access-Control-Allow-Origin"] is None
    assert bare.heard == []


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_name_for_this_machine_is_turned_away(bare: Door, host: str) -> None:
    assert bare.ask(Host=host.format(port=bare.port)).status == 403
    assert bare.heard == []


@pytest.mark.parametrize(
    "origin", ["null", "file://", "chrome-extension://abc", "http://[::1", "https://a@b"]
)
def test_what_is_no_web_page_is_turned_away(bare: Door, origin: str) -> None:
    assert bare.ask(Origin=origin).status == 403


def test_a_page_cannot_hand_over_one_of_somebody_else(bare: Door) -> None:
    assert bare.ask(Origin="https://evil.example").status == 403
    assert bare.heard == []


def test_a_script_of_the_office_needs_no_origin(bare: Door) -> None:
    assert bare.ask(Origin="").status == 200
    assert bare.heard == [SentPage(url=PAGE, title=TITLE, html=article(TITLE))]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "TRACE", "PATCH"])
@pytest.mark.parametrize("path", ["/clip", "/", "/clip/../../etc/passwd"])
def test_there_is_nothing_to_read(bare: Door, method: str, path: str) -> None:
    answer = bare.ask(method, path, Content_Length="0")
    assert answer.status == 404
    assert not set(answer.headers) & {"Server", "Date", "Access-Control-Allow-Origin"}


def test_the_browsers_question_before_is_answered_for_the_one_request(bare: Door) -> None:
    asks = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": TOKEN_HEADER.lower()}
    answer = bare.ask("OPTIONS", **asks, Content_Length="0")
    assert (answer.status, answer.headers["Access-Control-Allow-Methods"]) == (204, "POST")
    for other in (
        {"Access_Control_Request_Method": "GET"},
        {"Access_Control_Request_Headers": ""},
        {"Host": "evil.example"},
    ):
        assert bare.ask("OPTIONS", **{**asks, **other}, Content_Length="0").status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Length": str(MOST_CLIP_BYTES + 1)}, 413),
        ({"Content_Length": ""}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "１２"}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_sizes_that_are_too_large_or_not_told_are_refused(
    bare: Door, headers: dict[str, str], status: int
) -> None:
    headers = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert bare.ask(**headers).status == status
    assert bare.heard == []


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"url": PAGE, "title": "t", "html": 7}).encode(),
        json.dumps({"url": "file:///etc/passwd", "html": "<p>x"}).encode(),
        json.dumps({"url": PAGE, "html": "  "}).encode(),
    ],
)
def test_what_is_no_clip_is_refused(bare: Door, body: bytes) -> None:
    assert bare.ask(body=body).status == 400
    assert bare.heard == []


def test_a_body_that_trickles_is_given_up(bare: Door) -> None:
    head = (
        f"POST /clip HTTP/1.1\r\nHost: 127.0.0.1:{bare.port}\r\n{TOKEN_HEADER}: {bare.token}\r\n"
        "Content-Length: 1000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", bare.port), timeout=20) as slow:
        slow.sendall(head.encode() + b"{")
        assert b" 408 " in slow.recv(1000)
    with socket.create_connection(("127.0.0.1", bare.port), timeout=20) as slow:
        slow.sendall(b"POST /cl")
        assert slow.recv(1000) == b""
    assert bare.heard == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_bring_the_door_down(bare: Door, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", bare.port), timeout=20) as noise:
        noise.sendall(data)
        noise.shutdown(socket.SHUT_WR)
        while noise.recv(1000):
            pass
    assert bare.heard == []


def test_a_port_that_is_taken_is_told(crm: Crm, bare: Door) -> None:
    with pytest.raises(Unusable, match=str(bare.port)):
        crm.clips.open_door(token_hash("x"), bare.port, print, lambda: TODAY)
    assert crm.clips.port == 0


def test_a_token_is_kept_as_a_hash_alone() -> None:
    assert is_token("secret", token_hash("secret"))
    assert not is_token("", "")
    assert not is_token("secret", "")
    assert "secret" not in token_hash("secret")


def test_the_bookmarklet_is_one_address_with_port_and_token() -> None:
    made = bookmarklet(8123, "tok", '收录了"', "没有收录")
    assert made.startswith("javascript:")
    assert "127.0.0.1:8123/clip" in made
    assert '"tok"' in made
    assert "\n" not in made
