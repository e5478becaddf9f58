"""What alembic runs: the steps, on the connection and in the transaction that `store.database` gives."""

from alembic import context

from store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,
)
context.run_migrations()
