"""Revisions of the tables: which one is the latest, and how to get there."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection

from eventapp.kernel.db import db
from eventapp.operation.errors import CopyError


@cache
def head() -> str:
    """The latest revision that this version of the application knows."""
    # Scripts name constraints when they are loaded, which wants a context.
    dialect = db.engine.dialect.name
    with Operations.context(MigrationContext.configure(dialect_name=dialect)):
        return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to `revision`, inside the transaction of `connection`.

    Raises:
        CopyError: this version of the application does not know that revision.
    """
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        message = (
            f"Revision {revision} is not known here ({error}). The backup was made"
            " with a newer version of the application: install that one first."
        )
        raise CopyError(message) from error


def _config() -> Config:
    migrate = current_app.extensions["migrate"]
    config: Config = migrate.migrate.get_config(migrate.directory)
    return config
