"""Who came late and waits outside."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.scans import Hold
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration


def waiting(event_id: UUID) -> Sequence[Hold]:
    """Those who wait, in the order in which they came."""
    rows = (
        select(Hold)
        .options(
            joinedload(Hold.registration).joinedload(Registration.institution),
            joinedload(Hold.desk),
            joinedload(Hold.event),
        )
        .where(Hold.event_id == event_id, Hold.released_at.is_(None))
        .order_by(Hold.held_at, Hold.id)
    )
    return db.session.scalars(rows).all()


def hold(key: UUID) -> Hold | None:
    """One of those who wait, or waited."""
    return db.session.get(Hold, key)
