"""What became of reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reminder_mark",
        sa.Column("officer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", WHEN, nullable=True),
        sa.Column("snoozed_until", WHEN, nullable=True),
        sa.Column("is_silenced", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("officer_id", "target_kind", "target_id", name=op.f("pk_reminder_mark")),
    )


def downgrade() -> None:
    op.drop_table("reminder_mark")
