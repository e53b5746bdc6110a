"""Rules for suggestions, grades of outlets, credibility of figures, the article an alias came from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _record(name: str, *columns: sa.schema.SchemaItem) -> None:
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
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
        sqlite_autoincrement=True,
    )


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    _record(
        "suggestion_rule",
        *_text("text", "rule", "target_kind"),
        sa.Column("target_id", sa.Integer(), nullable=True),
        *_text("mode", "origin"),
    )
    for column in ("text", "target_id"):
        op.create_index(op.f(f"ix_suggestion_rule_{column}"), "suggestion_rule", [column])
    _record("outlet_grade", *_text("outlet", "grade"))
    op.create_index(op.f("ix_outlet_grade_outlet"), "outlet_grade", ["outlet"])
    op.add_column("claim", sa.Column("credibility", sa.Integer(), nullable=True))
    op.add_column("alias", sa.Column("article_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_alias_article_id"), "alias", ["article_id"])
