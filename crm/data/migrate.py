"""From an empty or older database to the schema of this program.

Alembic is loaded only where there is something to do: it would cost every start a seventh of a second.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from crm.data.database import Database, as_crm_error
from crm.domain.errors import Unusable
from crm.i18n import _

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0010"  # what SCRIPTS lead to


def head(scripts: Path = SCRIPTS) -> str:
    """The revision of the schema that the scripts lead to."""
    from alembic.script import ScriptDirectory

    newest = ScriptDirectory(str(scripts)).get_current_head()
    assert newest is not None
    return newest


def revision_of(database: Database) -> str | None:
    """The revision a database has; None if it is empty."""
    with as_crm_error(), database.reading() as connection:
        return _revision(connection)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(database: Database, scripts: Path = SCRIPTS) -> Path | None:
    """Creates or upgrades the schema in one transaction; the copy made of an older file, if one was.

    Raises Unusable if the database is newer than this program, or holds something else.
    """
    has = revision_of(database)
    wanted = NEWEST if scripts is SCRIPTS else head(scripts)
    if has == wanted:
        return None
    _refuse_foreign(database, has, scripts)
    copy = _copy_aside(database, has)
    with as_crm_error(), database.writing() as connection:
        if _revision(connection) != wanted:  # nobody was faster
            _upgrade(connection, scripts)
        connection.commit()
    return copy


def _upgrade(connection: sa.Connection, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_foreign(database: Database, has: str | None, scripts: Path) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}
    if has is not None and has not in known:
        sentence = _(
            "{place} was written by a newer version of InvestLead. It was left as it is; "
            "install the newer version to open it."
        )
        raise Unusable(sentence.format(place=database.place))
    if has is None:
        with as_crm_error(), database.reading() as connection:
            tables = sa.inspect(connection).get_table_names()
            # With the version there, somebody else has made the schema since `has` was read.
            if tables and "alembic_version" not in tables:
                raise Unusable(_("{place} holds something else.").format(place=database.place))


def _copy_aside(database: Database, has: str | None) -> Path | None:
    """Copies an SQLite file before it is upgraded; a server is backed up by its administrator."""
    if database.path is None or has is None:
        return None
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    copy = database.path.with_name(f"{database.path.stem}.{has}.{stamp}{database.path.suffix}")
    database.copy_to(copy)
    return copy
