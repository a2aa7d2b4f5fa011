"""Runs migrations inside the application's context, on its own engine."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

import eventapp.app  # noqa: F401 - all models are known then

extension = current_app.extensions["migrate"]
metadata = extension.db.metadatas[None]


def run() -> None:
    """Bring the database to the wanted revision in one transaction.

    A caller may bring the connection, and then owns its transaction and its pragmas.
    """
    brought = context.config.attributes.get("connection")
    if brought is not None:
        _migrate(brought)
        return
    with extension.db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:  # a table is copied to change it: references rest meanwhile
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection)
        finally:
            if is_sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
