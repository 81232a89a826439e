"""What Alembic runs: migrate over the connection it was given, inside that connection's transaction."""

from alembic import context

from app.store.schema import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_as_batch=True,  # SQLite changes most things about a table only by making it anew
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
