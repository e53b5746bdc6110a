"""Opening a database for work."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from crm.data.database import BUSY_TIMEOUT_MS, Database
from crm.data.location import parse_location
from crm.data.migrate import bring_up_to_date
from crm.data.store import Store
from crm.domain.errors import Unusable
from crm.domain.permissions import Actor
from crm.i18n import _

_FIXED_SQLITE = (3, 51, 3)  # the first with the WAL-reset repair that we rely on


def open_store(
    location: str,
    passphrase: str | None = None,
    actor: Actor | None = None,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
) -> Store:
    """The store at `location`, a path or a postgresql:// URL, created or upgraded where needed.

    A write waits `busy_timeout_ms` for somebody else's to end before it raises Busy. Raises Unusable
    with a sentence if the place, the file or its version cannot be used.
    """
    url = parse_location(location)
    if url.get_backend_name() == "sqlite":
        _check_library()
        _make_folder(Path(url.database or ""))
    database = Database(url, passphrase, busy_timeout_ms)
    try:
        bring_up_to_date(database)
        return Store(database, actor or Actor())
    except BaseException:
        database.close()
        raise


def _check_library() -> None:
    if tuple(int(part) for part in sqlite.sqlite_version.split(".")) < _FIXED_SQLITE:
        sentence = _("SQLite {version} can lose data. Install InvestLead again to get a newer one.")
        raise Unusable(sentence.format(version=sqlite.sqlite_version))


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("The folder {folder} cannot be made: {reason}")
        raise Unusable(sentence.format(folder=path.parent, reason=error.strerror)) from error
