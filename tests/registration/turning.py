"""How often the events in somebody's calendar turned, for tests."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.registration.models.places import Turn
from eventapp.registration.models.registrations import Registration


def turns(registration: Registration) -> dict[UUID, tuple[int, datetime]]:
    rows = select(Turn.event_id, Turn.count, Turn.changed_at).where(
        Turn.registration_id == registration.id
    )
    return {key: (count, at) for key, count, at in db.session.execute(rows)}
