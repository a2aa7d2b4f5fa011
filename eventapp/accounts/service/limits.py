"""Limits on tries, and forms that are sent once."""

from datetime import timedelta

from sqlalchemy import delete

from eventapp.accounts import queries
from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.models import Attempt, SpentKey
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db, insert_unless_there
from eventapp.kernel.tokens import digest

WINDOW = timedelta(minutes=15)
KEYS_KEPT = timedelta(days=31)


def check_limit(purpose: str, subject: bytes, most: int) -> None:
    """Let `subject` go on, or refuse.

    Raises:
        TooManyAttempts: `most` tries were counted within fifteen minutes.
    """
    if queries.attempts_since(purpose, subject, clock.now() - WINDOW) >= most:
        raise TooManyAttempts


def count(purpose: str, subject: bytes) -> None:
    """Count one try, and forget old ones."""
    now = clock.now()
    db.session.execute(delete(Attempt).where(Attempt.at < now - WINDOW))
    db.session.add(Attempt(purpose=purpose, subject=subject, at=now))


def first_try(purpose: str, subject: bytes) -> bool:
    """Whether `subject` did not try within the last fifteen minutes."""
    return queries.attempts_since(purpose, subject, clock.now() - WINDOW) == 0


def spend(key: str) -> bool:
    """Whether a form with this key is sent for the first time; old keys are forgotten.

    Two that come together are told apart by the database.
    """
    now = clock.now()
    db.session.execute(delete(SpentKey).where(SpentKey.at < now - KEYS_KEPT))
    table = Model.metadata.tables[SpentKey.__tablename__]
    spent = insert_unless_there(table).values(digest=digest(f"form {key}"), at=now)
    return db.session.scalar(spent.returning(table.c.digest)) is not None
