"""The private calendar address of a registration: derived, kept as a digest."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, update

from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db
from eventapp.kernel.tokens import address_token, derive, digest
from eventapp.registration.models.registrations import Registration


def agenda_token(registration: Registration) -> str:
    """What stands in the address of this registration's calendar."""
    return _token(registration.id, registration.agenda_generation)


def token_digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return digest(token)


def open_agenda(registration: Registration) -> None:
    """Let the present address work."""
    registration.agenda_digest = token_digest(agenda_token(registration))


def renew_agenda(registration: Registration) -> None:
    """Give the calendar a new address; the old one ends at once."""
    registration.agenda_generation += 1
    registration.agenda_changed_at = clock.now()
    open_agenda(registration)


def open_many(keys: Iterable[UUID]) -> None:
    """Open the calendars of many new registrations in one statement."""
    rows = [{"whose": key, "value": token_digest(_token(key, 1))} for key in keys]
    if not rows:
        return
    table = Model.metadata.tables["registration"]
    db.session.connection().execute(
        update(table)
        .where(table.c.id == bindparam("whose"))
        .values(agenda_digest=bindparam("value")),
        rows,
    )


def _token(key: UUID, generation: int) -> str:
    secret = derive(current().secret_key, "agenda", f"{key}:{generation}")
    return address_token(secret)
