"""Fetching one page: what is refused, and that nothing is read without end."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from crm.data import fetch as fetching
from crm.data.fetch import fetch, is_public
from crm.domain.errors import Unreadable

PIECES = 100  # sent one every tenth of a second
LOCAL = frozenset({"127.0.0.1"})
Serve = Callable[[socket.socket], None]


@contextmanager
def server(answer: Serve) -> Iterator[int]:
    """Answers every connection with `answer`, on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            try:
                connection, _address = listening.accept()
            except TimeoutError:
                continue
            with connection:
                connection.recv(65536)
                with suppress(OSError):  # the other side has had enough, as some tests want it
                    answer(connection)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        thread.join()
        listening.close()


def answering(body: bytes, *headers: str, status: str = "200 OK") -> Serve:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda connection: connection.sendall(head + body)


def refused(url: str, allowed: frozenset[str] = frozenset()) -> str:
    with pytest.raises(Unreadable) as caught:
        fetch(url, allowed)
    return str(caught.value)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and what they stand for; connections are made to nobody but these."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, port: int, *_rest: object, **_named: object) -> list[object]:
        if host not in known:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/a",
        "data:text/html,hello",
        "javascript:alert(1)",
        "gopher://news.example",
        "\\\\host\\x",
        "C:\\x",
        "jar:http://news.example!/a",
        "view-source:http://news.example",
        "",
    ],
)
def test_other_schemes_than_web_pages_are_refused(url: str) -> None:
    assert refused(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "0",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
        "127。0。0。1",
    ],
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    assert refused(f"http://{host}/")


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "ff02::1",
        "168.63.129.16",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "no address",
    ],
)
def test_addresses_of_networks_of_ones_own_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2400:3200::1"])
def test_addresses_of_the_open_net_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_is_refused_if_any_of_its_addresses_is_private(names: dict[str, list[str]]) -> None:
    names["inside.example"] = ["127.0.0.1"]
    names["both.example"] = ["1.1.1.1", "10.0.0.8"]
    assert "inside.example" in refused("http://inside.example/")
    assert "both.example" in refused("http://both.example/")
    assert "unknown.example" in refused("http://unknown.example/")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def changes_its_mind(host: str, port: int, *rest: object, **named: object) -> object:
        if host == "rebinding.example":
            asked.append(host)
            address = "127.0.0.1" if len(asked) == 1 else "10.9.9.9"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]
        return real(host, port, *rest, **named)

    monkeypatch.setattr(fetching.socket, "getaddrinfo", changes_its_mind)
    with server(answering(b"checked")) as port:
        page = fetch(f"http://rebinding.example:{port}/", frozenset({"rebinding.example"}))
    assert page.content == b"checked"
    assert asked == ["rebinding.example"]


def test_a_page_is_fetched_whole_with_its_address() -> None:
    with server(answering("<p>如东签约</p>".encode())) as port:
        url = f"http://127.0.0.1:{port}/新闻?页=1"
        page = fetch(f"  {url} ", LOCAL)
    assert page.content.decode() == "<p>如东签约</p>"
    assert page.url == url


def test_redirects_are_followed_and_checked_each_time(names: dict[str, list[str]]) -> None:
    names["127.0.0.1"] = ["127.0.0.1"]
    names["inside.example"] = ["10.0.0.1"]
    for target in ("http://inside.example/", "file:///etc/passwd", "ftp://news.example/"):
        with server(answering(b"", f"Location: {target}", status="302 Found")) as port:
            assert refused(f"http://127.0.0.1:{port}/", LOCAL)


def test_a_page_that_leads_to_itself_is_given_up() -> None:
    with server(answering(b"", "Location: /again", status="302 Found")) as port:
        assert "without end" in refused(f"http://127.0.0.1:{port}/", LOCAL)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:pass@news.example/",
        "http://good.cn@127.0.0.1/",
        "http://good.cn\\@127.0.0.1/",
        "http://127.0.0.1#@good.cn/",
    ],
)
def test_addresses_that_hide_their_host_are_refused(url: str) -> None:
    assert refused(url)


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 99999])
def test_ports_of_other_services_are_refused(port: int) -> None:
    assert refused(f"http://news.example:{port}/")


def test_a_page_that_unpacks_to_too_much_is_stopped() -> None:
    bomb = gzip.compress(b"\0" * (fetching.MOST_BYTES * 8))
    with server(answering(bomb, "Content-Encoding: gzip")) as port:
        assert "larger than 10 MB" in refused(f"http://127.0.0.1:{port}/", LOCAL)


def test_a_page_without_end_is_stopped() -> None:
    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    with server(pour) as port:
        assert "larger than 10 MB" in refused(f"http://127.0.0.1:{port}/", LOCAL)


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "]
)
def test_a_server_that_trickles_is_left_in_time(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TOTAL_S", 1.0)
    sent: list[bytes] = []

    def trickle(connection: socket.socket) -> None:
        connection.sendall(head)
        for _count in range(PIECES):
            connection.sendall(b"x")
            sent.append(b"x")
            time.sleep(0.1)

    with server(trickle) as port:
        assert "longer than 1 seconds" in refused(f"http://127.0.0.1:{port}/", LOCAL)
        assert len(sent) < PIECES  # it was left long before it had said all


def test_a_page_shorter_than_announced_is_refused() -> None:
    with server(lambda one: one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort")) as port:
        assert refused(f"http://127.0.0.1:{port}/", LOCAL)


def test_what_the_server_calls_the_content_does_not_matter() -> None:
    headers = ("Content-Type: image/png", "Content-Disposition: attachment; filename=../../x")
    with server(answering(b"<p>a</p>", *headers)) as port:
        page = fetch(f"http://127.0.0.1:{port}/", LOCAL)
    assert (page.content, page.name) == (b"<p>a</p>", "127.0.0.1")


def test_what_the_server_refuses_is_told() -> None:
    with server(answering(b"", status="404 Not Found")) as port:
        assert "404" in refused(f"http://127.0.0.1:{port}/", LOCAL)


def test_a_certificate_that_cannot_be_trusted_is_refused() -> None:
    with server(lambda one: one.sendall(b"no tls here")) as port:
        assert refused(f"https://127.0.0.1:{port}/", LOCAL)


def test_nobody_at_home_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert "127.0.0.1" in refused(f"http://127.0.0.1:{port}/", LOCAL)


@pytest.mark.parametrize("url", ["http://news.example/" + "a" * 100_000, "http://news.example/a\r\nX: y"])
def test_monstrous_addresses_are_refused(url: str) -> None:
    assert "no address" in refused(url)
