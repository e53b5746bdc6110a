"""A second migration to try upgrades with, and pictures of whole databases to compare."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from crm.data.database import Database
from crm.data.location import parse_location
from crm.data.migrate import SCRIPTS, head

_SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade():
    op.add_column("zone", sa.Column("nickname", sa.Text()))
    op.execute("UPDATE zone SET nickname = name || '!'")
    op.create_table("chamber", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO chamber (id) SELECT id FROM zone")
    op.create_index("ix_zone_nickname", "zone", ["nickname"])

"""


def scripts_with_second(folder: Path) -> Path:
    """The program's migrations and one more, in a new folder."""
    scripts = folder / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "second.py").write_text(_SECOND.replace("{head}", head()))
    return scripts


def database_at(location: str, busy_timeout_ms: int = 5000) -> Database:
    """The database at `location`, whatever its schema."""
    return Database(parse_location(location), busy_timeout_ms=busy_timeout_ms)


@contextmanager
def restored(location: str) -> Iterator[None]:
    """Takes the second migration back at the end: tests share the server's database."""
    try:
        yield
    finally:
        database = database_at(location)
        with database.writing() as connection:
            if sa.inspect(connection).has_table("chamber"):
                for statement in (
                    "DROP INDEX ix_zone_nickname",
                    "DROP TABLE chamber",
                    "ALTER TABLE zone DROP COLUMN nickname",
                    f"UPDATE alembic_version SET version_num = '{head()}'",
                ):
                    connection.exec_driver_sql(statement)
            connection.commit()
        database.close()


def picture(location: str) -> dict[str, object]:
    """Tables, columns, indexes and rows of a database, to compare with later ones."""
    database = database_at(location)
    with database.reading() as connection:
        inspector = sa.inspect(connection)
        seen: dict[str, object] = {}
        for name in sorted(inspector.get_table_names()):
            columns = [(column["name"], str(column["type"])) for column in inspector.get_columns(name)]
            indexes = sorted(str(index["name"]) for index in inspector.get_indexes(name))
            rows = sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()))
            seen[name] = (columns, indexes, rows)
    database.close()
    return seen
