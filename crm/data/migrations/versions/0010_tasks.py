"""Tasks and what they are about; how often a project is followed up."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def _record(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    _record(
        "task",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("due_from", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("done_steps", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["officer.id"], name=op.f("fk_task_assignee_id")),
        sa.ForeignKeyConstraint(["done_by"], ["officer.id"], name=op.f("fk_task_done_by")),
    )
    for column in ("due_on", "assignee_id", "done_on", "done_by"):
        op.create_index(op.f(f"ix_task_{column}"), "task", [column])
    _record(
        "task_subject",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_subject_task_id")),
    )
    for column in ("task_id", "target_kind", "target_id"):
        op.create_index(op.f(f"ix_task_subject_{column}"), "task_subject", [column])
    pair = ["target_kind", "target_id"]
    op.create_index(op.f("ix_task_subject_target_kind_target_id"), "task_subject", pair)
    op.add_column("project", sa.Column("cadence_days", sa.Integer(), nullable=True))
    op.add_column(
        "project", sa.Column("keeps_cadence", sa.Boolean(), nullable=False, server_default=sa.false())
    )
