"""Facts of enterprises, what their labels rest on, who decides there."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
MONEY = sa.Numeric(20, 2).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    for name in ("controller", "stock_code", "revenue_source", "products"):
        op.add_column("enterprise", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for column in (
        sa.Column("ownership", sa.Text(), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("revenue", MONEY, nullable=True),
        sa.Column("revenue_currency", sa.Text(), nullable=True),
        sa.Column("revenue_year", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
    ):
        op.add_column("enterprise", column)
    op.add_column(
        "contact", sa.Column("is_decision_maker", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "label_ground",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_label_ground_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_ground")),
        sa.UniqueConstraint("uid", name=op.f("uq_label_ground_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_label_ground_enterprise_id"), "label_ground", ["enterprise_id"])
