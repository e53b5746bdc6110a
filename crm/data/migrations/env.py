"""Runs migrations on the connection that `crm.data.migrate` opened."""

from alembic import context

from crm.data.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,  # all or nothing
)
context.run_migrations()
