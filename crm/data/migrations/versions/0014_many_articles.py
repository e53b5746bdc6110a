"""Indexes for a hundred thousand articles: mentions counted and lists ordered without reading the rows."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_mention_target_kind_target_id"), table_name="mention")
    op.create_index(
        op.f("ix_mention_target_kind_target_id_state_article_id"),
        "mention",
        ["target_kind", "target_id", "state", "article_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_article_reprint_of_id_published_on"),
        "article",
        ["reprint_of_id", "published_on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_article_reprint_of_id_published_on"), table_name="article")
    op.drop_index(op.f("ix_mention_target_kind_target_id_state_article_id"), table_name="mention")
    op.create_index(
        op.f("ix_mention_target_kind_target_id"), "mention", ["target_kind", "target_id"], unique=False
    )
