"""How Alembic reaches the database: through the connection that `store.schema` hands it."""

from alembic import context

from minutes.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite cannot alter a column; Alembic copies the table instead
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
