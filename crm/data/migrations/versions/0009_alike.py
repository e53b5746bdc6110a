"""Names that may mean the same record, and what was decided about them."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from crm.data import name_index

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
NAMED = {"enterprise": "name, short_name", "zone": "name, short_name", "project": "name", "contact": "name, phone"}


def upgrade() -> None:
    op.create_table(
        "not_same",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same")),
        sa.UniqueConstraint("uid", name=op.f("uq_not_same_uid")),
        sqlite_autoincrement=True,
    )
    for column in ("target_kind", "target_id", "other_id"):
        op.create_index(op.f(f"ix_not_same_{column}"), "not_same", [column])
    op.create_table(
        "name_key",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "form", "key", "record_id", name=op.f("pk_name_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_name_key_kind_record_id"), "name_key", ["kind", "record_id"])
    for kind in NAMED:
        _catalogue(op.get_bind(), kind)


def _catalogue(connection: sa.Connection, kind: str) -> None:
    """Keeps the keys of the records of a kind that are there already."""
    also: dict[int, list[str]] = {}
    for record_id, text in _rows(connection, f"SELECT target_id, text FROM alias WHERE target_kind = '{kind}'"):
        also.setdefault(record_id, []).append(text)
    for record_id, name, *rest in _rows(connection, f"SELECT id, {NAMED[kind]} FROM {kind}"):
        phone = rest.pop() if kind == "contact" else ""
        names = [text for text in (name, *rest, *also.get(record_id, ())) if text]
        name_index.remember(connection, kind, record_id, names, phone)


def _rows(connection: sa.Connection, statement: str) -> Iterator[Any]:
    yield from connection.execute(sa.text(statement)).all()
