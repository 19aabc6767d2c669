"""How Alembic runs here: always on a connection that is handed in, inside its transaction (`data/decisions/database.py`)."""

from alembic import context

from data.decisions.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
