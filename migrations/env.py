"""Runs migrations inside the application's context, on its own engine."""

from alembic import context
from flask import current_app

import eventapp.app  # noqa: F401 - all models are known then

extension = current_app.extensions["migrate"]
metadata = extension.db.metadatas[None]


def run() -> None:
    """Bring the database to the wanted revision in one transaction."""
    with extension.db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:  # a table is copied to change it: references rest meanwhile
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                render_as_batch=True,
                compare_type=True,
            )
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if is_sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


run()
