"""Reprints: further sources of a text, groups of near-duplicates; watch lists of names."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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
    op.add_column(
        "article", sa.Column("is_lead_by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _record(
        "article_source",
        sa.Column("article_id", sa.Integer(), nullable=False),
        *_text("title", "source", "author", "url", "publishing_zone"),
        *_text("original", "original_name", "media_type"),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_source_article_id")),
    )
    op.create_index(op.f("ix_article_source_article_id"), "article_source", ["article_id"])
    _record("reprint_refusal", *_text("text_hash", "other_hash"))
    for column in ("text_hash", "other_hash"):
        op.create_index(op.f(f"ix_reprint_refusal_{column}"), "reprint_refusal", [column])
    _record("watch_list", *_text("name"))
    _record(
        "watch_list_entry",
        sa.Column("watch_list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_text("text", "target_kind"),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["watch_list_id"], ["watch_list.id"], name=op.f("fk_watch_list_entry_watch_list_id")
        ),
    )
    op.create_index(op.f("ix_watch_list_entry_watch_list_id"), "watch_list_entry", ["watch_list_id"])
    op.create_index(
        op.f("ix_watch_list_entry_target_kind_target_id"), "watch_list_entry", ["target_kind", "target_id"]
    )
    op.create_table(
        "text_signature",
        sa.Column("article_text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_text_id", name=op.f("pk_text_signature")),
    )
    op.create_table(
        "text_band",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("value", "article_text_id", name=op.f("pk_text_band")),
        sqlite_with_rowid=False,
    )
