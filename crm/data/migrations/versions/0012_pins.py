"""Entries that stay on top of a timeline, and looking operations up by their time."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "pin",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("about_kind", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin")),
        sa.UniqueConstraint("uid", name=op.f("uq_pin_uid")),
        sqlite_autoincrement=True,
    )
    for column in ("about_kind", "about_id", "target_kind", "target_id"):
        op.create_index(op.f(f"ix_pin_{column}"), "pin", [column])
    op.create_index(op.f("ix_operation_at"), "operation", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_operation_at"), "operation")
    op.drop_table("pin")
