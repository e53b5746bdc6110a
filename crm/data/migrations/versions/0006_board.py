"""The board: where a card stands that was put somewhere by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("project", sa.Column("board_place", sa.Integer(), nullable=True))
