"""Where the ids of merged records lead."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "merged",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("old_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged")),
        sa.UniqueConstraint("uid", name=op.f("uq_merged_uid")),
        sqlite_autoincrement=True,
    )
    for column in ("target_kind", "target_id", "old_id"):
        op.create_index(op.f(f"ix_merged_{column}"), "merged", [column])
