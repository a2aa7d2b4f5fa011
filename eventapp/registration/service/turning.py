"""Counting the turns of places, so that calendars see each of them."""

from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.kernel import clock
from eventapp.kernel.db import Model, db
from eventapp.registration.models.registrations import Registration


def turn(registration: Registration, event_id: UUID) -> None:
    """Note that the place of a delegate at an event becomes another one, or none.

    To be called in the transaction that changes it; the registration is locked.
    """
    now = clock.now()
    registration.agenda_changed_at = now
    table = Model.metadata.tables["turn"]
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    row = dialect.insert(table).values(
        registration_id=registration.id, event_id=event_id, count=1, changed_at=now
    )
    again = row.on_conflict_do_update(
        index_elements=["registration_id", "event_id"],
        set_={"count": table.c.count + 1, "changed_at": now},
    )
    db.session.flush()
    db.session.connection().execute(again)
