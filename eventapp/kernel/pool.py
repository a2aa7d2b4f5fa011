"""Connections of PostgreSQL that may have ended while they rested."""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

RESTED_SECONDS = 1.0
RESTS = "rests_since"


def ask_rested(engine: Engine) -> None:
    """Ask a connection whether it lives, unless it worked within the last second.

    A question before every transaction is one more way there and back. Where the
    database is started anew in a busy second, somebody gets a page that says that
    nothing was saved, and all other connections are opened anew.
    """

    @event.listens_for(engine, "checkin")
    def _rest(_connection: object, record: Any) -> None:  # noqa: ANN401 - DB-API
        record.info[RESTS] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - DB-API
        since = record.info.get(RESTS)
        if since is None or time.monotonic() - since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
