"""What Alembic runs: the connection comes from `storage.migrate`, so that one transaction holds all steps."""

from alembic import context

from fracttal_console.storage.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
