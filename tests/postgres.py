"""A real PostgreSQL server for the tests, and a fresh database for each of them.

The server listens on a socket in a temporary folder only and goes away with the test run, however
that ends. INVESTLEAD_TEST_POSTGRES names another server to use instead (an address SQLAlchemy
understands, of a role that may create databases), or says "none" to leave these tests out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

ADDRESS_VARIABLE = "INVESTLEAD_TEST_POSTGRES"
OLDEST_MAJOR = 15
OWNER = "investlead"  # not a superuser: what it may not do, the tests must not do either
_DEBIAN = Path("/usr/lib/postgresql")
_PORT = 5432  # names the socket in our own folder; no network port is taken
_START_LIMIT_S = 60

# Settings that trade safety of the data for speed; it is thrown away anyway.
_OPTIONS = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off"]
_OPTIONS += ["-c", "synchronous_commit=off", "-c", "max_connections=60", "-c", "timezone=UTC"]

# The server runs under a shell that waits for its input to end: that happens when the test run ends,
# even by a kill. Interrupting PostgreSQL is its fast way to stop.
_KEEPER = 'folder=$1; shift; "$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$folder"'


class NoServerError(Exception):
    """Why there is no PostgreSQL to test with."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: the address of its database `postgres`, and the templates made so far."""

    admin_url: str
    owner: str
    templates: dict[Callable[[str], object], str] = field(default_factory=dict)

    def url(self, database: str) -> str:
        """The address of `database` for the program."""
        address = make_url(self.admin_url).set(database=database, username=self.owner)
        return address.render_as_string(hide_password=False)

    def execute(self, statement: str, *names: str) -> None:
        """Run one statement outside a transaction; {} stand for quoted names."""
        address = make_url(self.admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """The server of this test run. Without one the test is skipped, but fails where CI is set."""
    try:
        with running_server() as server:
            yield server
    except NoServerError as reason:
        if os.environ.get("CI") and os.environ.get(ADDRESS_VARIABLE) != "none":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@contextmanager
def fresh_database(server: Server, prepare: Callable[[str], object] | None = None) -> Iterator[str]:
    """The address of an empty database, dropped at the end.

    `prepare` fills the database at an address and lets go of it; it is called once in a test run, its result
    copied from then on, so hand in the same function each time.
    """
    template = "template1" if prepare is None else _template(server, prepare)
    name = f"t_{uuid.uuid4().hex}"
    server.execute("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy", name, template, server.owner)
    try:
        yield server.url(name)
    finally:
        server.execute("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def running_server() -> Iterator[Server]:
    """The server named by the environment, else a new one, stopped at the end. Raises NoServerError."""
    address = os.environ.get(ADDRESS_VARIABLE)
    if address == "none":
        raise NoServerError(f"{ADDRESS_VARIABLE} is none")
    if address:
        yield Server(admin_url=address, owner=make_url(address).username or "postgres")
        return
    if sys.platform == "win32":
        raise NoServerError(f"on Windows, name a PostgreSQL server in {ADDRESS_VARIABLE}")
    programs = find_programs()
    as_user = _user_of_server()
    # Not in the folder pytest uses: a server that root starts runs as somebody else and has to get in.
    folder = Path(tempfile.mkdtemp(prefix="investlead-pg-", dir="/tmp"))
    if "user" in as_user:
        os.chown(folder, as_user["user"], as_user["group"])
    with _started(programs, folder, as_user) as server:
        yield server


def find_programs(debian: Path = _DEBIAN) -> Path:
    """The folder of the newest PostgreSQL programs on this machine. Raises NoServerError."""
    folders = [path.parent for path in debian.glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    newest = max(folders, key=major_version, default=None)
    if newest is None or major_version(newest) < OLDEST_MAJOR:
        raise NoServerError(f"PostgreSQL {OLDEST_MAJOR} or newer is not installed")
    return newest


def major_version(programs: Path) -> int:
    """15 for the programs of PostgreSQL 15.x; 0 if they do not run."""
    try:
        told = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = re.search(r"\d+", told)
    return int(found[0]) if found else 0


def _template(server: Server, prepare: Callable[[str], object]) -> str:
    if prepare not in server.templates:
        name = f"template_{uuid.uuid4().hex}"
        server.execute("CREATE DATABASE {} OWNER {}", name, server.owner)
        prepare(server.url(name))
        server.execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        server.templates[prepare] = name
    return server.templates[prepare]


def _user_of_server() -> dict[str, Any]:
    """Who runs the server, as arguments of subprocess: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def _started(programs: Path, folder: Path, as_user: dict[str, Any]) -> Iterator[Server]:
    data, log = folder / "data", folder / "log"
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    arguments = [
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        f"--locale={locale}",
        "--no-sync",
    ]
    made = subprocess.run(
        [str(programs / "initdb"), *arguments], cwd=folder, capture_output=True, text=True, **as_user
    )
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServerError(f"initdb failed: {made.stderr.strip()}")
    serve = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(_PORT), *_OPTIONS]
    with log.open("wb") as written:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "sh", str(folder), *serve],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=written,
            start_new_session=True,  # Ctrl+C is for pytest, which then ends the server in order
            **as_user,
        )
    try:
        yield _when_ready(folder, log)
    finally:
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait(timeout=_START_LIMIT_S)


def _when_ready(folder: Path, log: Path) -> Server:
    admin = Server(
        admin_url=f"postgresql+psycopg://postgres@/postgres?host={folder}&port={_PORT}", owner=OWNER
    )
    deadline = time.monotonic() + _START_LIMIT_S
    while True:
        try:
            admin.execute("CREATE ROLE {} LOGIN CREATEDB", OWNER)
            return admin
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise NoServerError(f"PostgreSQL does not start ({error}):\n{log.read_text()}") from error
            time.sleep(0.05)
