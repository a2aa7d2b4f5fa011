"""A connection that ended while it rested is noticed, and replaced."""

from time import sleep

import pytest
import sqlalchemy as sa

from eventapp.kernel.db import db
from eventapp.kernel.pool import RESTED_SECONDS, ask_rested


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_ended_while_it_rested_is_replaced(database: str) -> None:
    assert database == "postgresql"  # a file does not end connections
    own = sa.create_engine(db.engine.url)
    ask_rested(own)
    asked = sa.text("SELECT pg_backend_pid()")
    with own.connect() as connection:
        ended = connection.scalar(asked)
    db.session.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": ended})
    sleep(RESTED_SECONDS)

    with own.connect() as connection:
        assert connection.scalar(asked) != ended

    own.dispose()
