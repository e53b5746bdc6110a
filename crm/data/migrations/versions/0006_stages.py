"""Papers by kind, sentences that prove something, and what a change of stage left open."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0001"
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
