"""Papers by kind, sentences that prove something, and what a change of stage left open."""

import json
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Exact decimals: hundredths as whole numbers on SQLite, which has no decimals.
HUNDREDTHS = sa.Numeric(20, 2).with_variant(sa.BigInteger(), "sqlite")


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def upgrade() -> None:
    op.add_column("attachment", _text("kind"))
    op.add_column("mention", _text("proves"))
    op.add_column("stage_entry", _text("skipped", "[]"))
    op.add_column("stage_entry", _text("lacking", "[]"))
    op.add_column(
        "stage_entry", sa.Column("is_return", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("stage_entry", sa.Column("land_mu", HUNDREDTHS, nullable=True))
    op.add_column("project", _text("hold_reason"))
    op.add_column("project", _text("planned_start"))
    op.add_column("project", sa.Column("planned_start_on", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("planned_start_until", sa.Date(), nullable=True))
    op.add_column("project", _text("verified_how"))
    officer = sa.ForeignKey("officer.id", name="fk_project_verified_by")
    op.add_column(
        "project", sa.Column("verified_by", sa.Integer(), officer, nullable=True), inline_references=True
    )
    op.create_index("ix_project_verified_by", "project", ["verified_by"], unique=False)
    op.add_column("project", sa.Column("verified_on", sa.Date(), nullable=True))
    op.add_column("alias", _text("kind"))
    _names_apart()
    _create(
        "project_link",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        refers={"project_id": "project", "other_id": "project"},
    )
    _create(
        "transfer",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("from_office_id", sa.Integer(), nullable=False),
        sa.Column("to_office_id", sa.Integer(), nullable=False),
        sa.Column("from_owner_id", sa.Integer(), nullable=True),
        sa.Column("to_owner_id", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        refers={
            "project_id": "project",
            "from_office_id": "office",
            "to_office_id": "office",
            "from_owner_id": "officer",
            "to_owner_id": "officer",
        },
    )


def _names_apart() -> None:
    """The other names of projects become aliases like those of firms and zones, which tell their origin."""
    connection = op.get_bind()
    named = sa.text("SELECT id, aliases FROM project WHERE aliases <> '[]'")
    put = sa.text(
        "INSERT INTO alias (uid, version, target_kind, target_id, text, origin, is_hint, kind) "
        "VALUES (:uid, 1, 'project', :project, :text, 'officer', :no, '')"
    )
    for project, aliases in connection.execute(named).all():
        for text in json.loads(aliases):
            connection.execute(put, {"uid": uuid4().hex, "project": project, "text": text, "no": False})
    op.drop_column("project", "aliases")


def _create(name: str, *columns: sa.Column[Any], refers: dict[str, str]) -> None:
    """A table of records: what every record has, its own columns, and an index for each reference."""
    op.create_table(
        name,
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in refers.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
        sqlite_autoincrement=True,
    )
    for column in refers:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
