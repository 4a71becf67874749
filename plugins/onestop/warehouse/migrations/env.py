"""Alembic's entry: run the revisions on the connection that `onestop.warehouse.migrate` opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
