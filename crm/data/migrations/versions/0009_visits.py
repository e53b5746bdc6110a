"""Trips and receptions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
HUNDREDTHS = sa.Numeric(20, 2).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    _create(
        "visit",
        _words("kind", "state", "title", "purpose", "destination"),
        [sa.Column(name, sa.Date(), nullable=False) for name in ("begins_on", "ends_on")],
        _keys("visit", office_id="office", officer_id="officer", enterprise_id="enterprise"),
        _words("guests"),
        [
            sa.Column("guest_count", sa.Integer(), nullable=True),
            sa.Column("intended_investment", HUNDREDTHS, nullable=True),
            sa.Column("intended_investment_currency", sa.Text(), nullable=True),
        ],
        _words("outcome", "cancel_reason", "report"),
        [sa.Column("reported_on", sa.Date(), nullable=True)],
        _keys("visit", article_id="article"),
        _words("note"),
    )
    _index("visit", "kind", "state", "begins_on", "ends_on")
    _index("visit", "office_id", "officer_id", "enterprise_id", "article_id")
    _create(
        "visit_stop",
        _keys("visit_stop", visit_id="visit", is_nullable=False),
        [sa.Column("position", sa.Integer(), nullable=False), sa.Column("happens_on", sa.Date(), nullable=True)],
        _words("time", "target_kind"),
        [sa.Column("target_id", sa.Integer(), nullable=True)],
        _words("place", "note"),
        _keys("visit_stop", follow_up_id="follow_up"),
    )
    _index("visit_stop", "visit_id", "target_kind", "target_id", "follow_up_id")
    op.create_index(
        op.f("ix_visit_stop_target_kind_target_id"), "visit_stop", ["target_kind", "target_id"]
    )
    _create(
        "visit_stop_project",
        _keys(
            "visit_stop_project", visit_stop_id="visit_stop", project_id="project", is_nullable=False
        ),
    )
    _index("visit_stop_project", "visit_stop_id", "project_id")
    _create(
        "visit_person",
        _keys("visit_person", visit_id="visit", is_nullable=False),
        _keys("visit_person", visit_stop_id="visit_stop"),
        _words("side"),
        [sa.Column("position", sa.Integer(), nullable=False)],
        _keys("visit_person", officer_id="officer", contact_id="contact"),
        _words("name", "title", "body"),
        [sa.Column("is_leader", sa.Boolean(), nullable=False)],
    )
    _index("visit_person", "visit_id", "visit_stop_id", "officer_id", "contact_id")


def downgrade() -> None:
    for name in ("visit_person", "visit_stop_project", "visit_stop", "visit"):
        op.drop_table(name)


def _create(table: str, *parts: list[sa.Column[Any]]) -> None:
    op.create_table(
        table,
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        *(column for part in parts for column in part),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
        sqlite_autoincrement=True,
    )


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _keys(table: str, *, is_nullable: bool = True, **targets: str) -> list[sa.Column[Any]]:
    return [
        sa.Column(
            name,
            sa.Integer(),
            sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}")),
            nullable=is_nullable,
        )
        for name, target in targets.items()
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
