"""Connections to SQLite or PostgreSQL, and what their errors mean to an officer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crm.domain.errors import Busy, Conflict, CrmError, Locked, Unusable
from crm.i18n import N_, _

BUSY_TIMEOUT_MS = 5000
STATEMENT_TIMEOUT_MS = 15000
WRITE_LOCK = 727_001  # any number, the same for all clients of the office

# FULL, not NORMAL: an acknowledged follow-up survives a power cut.
_PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", "trusted_schema=OFF", "secure_delete=ON", "temp_store=2")
# Setting WAL writes into a file that lacks it: only a connection that may write does so.
_PRAGMAS_OF = {
    "BEGIN": ("query_only=ON",),
    "BEGIN IMMEDIATE": ("journal_mode=WAL",),
    "BEGIN DEFERRED": (),  # reads, and writes what is temporary
}
# Words of libpq and of the server; what else is fatal while connecting is a refusal.
_OUT_OF_REACH = ("server closed", "terminating", "starting up", "shutting down", "too many clients")
_NOT_REACHED = ("connection failed", "connection is bad", "connection timeout", "failed to resolve host")
_UNREACHABLE = N_("The server cannot be reached. Nothing was saved; try again when the connection is back.")
_MEANINGS: tuple[tuple[tuple[str, ...], type[CrmError], str], ...] = (
    (
        ("database is locked", "database table is locked", "canceling statement", "lock timeout"),
        Busy,
        N_("Somebody else holds the database. Try again in a moment; nothing was lost."),
    ),
    (
        ("database or disk is full", "no space left", "disk full"),
        Unusable,
        N_("The disk is full. Free some space and save again; the database is unharmed."),
    ),
    (
        ("readonly database", "read-only", "permission denied"),
        Unusable,
        N_("The database may only be read here. Check the rights of its folder."),
    ),
    (
        ("file is not a database", "file is encrypted"),
        Locked,
        N_("This is not an InvestLead file, or the passphrase is wrong."),
    ),
    (
        ("disk image is malformed", "disk i/o error"),
        Unusable,
        N_("The database file is damaged or its disk fails. Restore the last backup."),
    ),
    (
        ("unable to open database file",),
        Unusable,
        N_("The database file cannot be opened. Check that its folder exists and may be written."),
    ),
    (_OUT_OF_REACH, Busy, _UNREACHABLE),
    (
        ("fatal:",),
        Unusable,
        N_("The server refuses. Check the name of its database, your login and the password."),
    ),
    (_NOT_REACHED, Busy, _UNREACHABLE),
)


class Database:
    """Where records lie: `reading` and `writing` give a connection inside a transaction."""

    def __init__(
        self, url: sa.URL, passphrase: str | None = None, busy_timeout_ms: int = BUSY_TIMEOUT_MS
    ) -> None:
        self.url = url
        self._busy_timeout_ms = busy_timeout_ms
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._reading = self._engine(passphrase, begin="BEGIN")
        self._writing = self._engine(passphrase, begin="BEGIN IMMEDIATE")
        self._aside = self._engine(passphrase, begin="BEGIN DEFERRED")

    @property
    def path(self) -> Path | None:
        """The file, or None for a server."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @property
    def place(self) -> str:
        """Where the records lie, fit to show: no password in it."""
        return str(self.path) if self.is_sqlite else f"{self.url.host or 'localhost'}/{self.url.database}"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one moment and writes nothing."""
        with self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection that alone may write; leaving without commit undoes everything."""
        with self._writing.connect() as connection:
            connection.begin()
            if not self.is_sqlite:
                # One writer at a time, as on SQLite: ids in the change log then follow commit order, so
                # that whoever polls for newer ids misses nothing. Released when the commit is visible.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
            yield connection

    def aside(self) -> sa.Connection:
        """A connection of its own that may make temporary tables; whoever takes it invalidates it."""
        with as_crm_error():
            return self._aside.connect()

    def copy_to(self, copy: Path) -> None:
        """Copies the file as it is at one moment, under the same passphrase; others may go on writing."""
        assert self.path is not None
        with as_crm_error(), self._writing.connect() as connection:
            connection.connection.cursor().execute("VACUUM INTO ?", (str(copy),))
        shutil.copymode(self.path, copy)

    def close(self) -> None:
        """Closes all connections."""
        self._reading.dispose()
        self._writing.dispose()
        self._aside.dispose()

    def _engine(self, passphrase: str | None, begin: str) -> sa.Engine:
        return self._sqlite_engine(passphrase, begin) if self.is_sqlite else self._server_engine(begin)

    def _sqlite_engine(self, passphrase: str | None, begin: str) -> sa.Engine:
        engine = sa.create_engine(
            self.url.set(drivername="sqlite+pysqlite"),
            module=sqlite,
            poolclass=sa.QueuePool,
            pool_timeout=self._busy_timeout_ms / 1000,
            connect_args={"check_same_thread": False, "timeout": self._busy_timeout_ms / 1000},
            hide_parameters=True,
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # transactions are begun below, DDL included
            if passphrase:
                connection.execute(f"PRAGMA key = '{passphrase.replace(chr(39), chr(39) * 2)}'")
            for pragma in (*_PRAGMAS, *_PRAGMAS_OF[begin]):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def start(connection: sa.Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _server_engine(self, begin: str) -> sa.Engine:
        reads, writes = begin == "BEGIN", begin == "BEGIN IMMEDIATE"
        options = {
            "statement_timeout": STATEMENT_TIMEOUT_MS,
            "lock_timeout": self._busy_timeout_ms,
            "timezone": "UTC",
            "default_transaction_read_only": "on" if reads else "off",
        }
        return sa.create_engine(
            self.url,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
            connect_args={
                "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
                # A statement prepared before a temporary table hid another would go on asking the other.
                "prepare_threshold": 5 if reads or writes else None,
            },
        )


@contextmanager
def as_crm_error() -> Iterator[None]:
    """Turns what a database says into a sentence."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy(_("The database is busy. Try again in a moment; nothing was lost.")) from error
    except IntegrityError as error:
        message = _("Other records refer to this one, or one like it is there already. Nothing was changed.")
        raise Conflict(message) from error
    except DBAPIError as error:
        meaning = meaning_of(error)
        if meaning is None:
            raise
        raise meaning from error


def meaning_of(error: DBAPIError) -> CrmError | None:
    """The sentence for what can happen to a correct program; None for our own mistakes."""
    told = str(error.orig).lower()
    for words, kind, sentence in _MEANINGS:
        if any(word in told for word in words):
            return kind(_(sentence))
    if isinstance(error, OperationalError) and error.connection_invalidated:
        return Busy(_("The connection to the server was lost. Nothing was saved; try again."))
    return None
