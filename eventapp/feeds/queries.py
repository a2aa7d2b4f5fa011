"""What calendars show: the events of a week, and of one delegate."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.programme.models import Event, EventStatus, Week
from eventapp.registration.models import Place, PlaceStatus


def event(key: UUID) -> Event | None:
    """One event that the public may see, with its week."""
    wanted = (
        select(Event)
        .join(Event.week)
        .options(joinedload(Event.week).joinedload(Week.host), joinedload(Event.venue))
        .where(Event.id == key, Event.status != EventStatus.DRAFT, Week.is_public)
    )
    return db.session.scalar(wanted)


def places(registration_id: UUID) -> Sequence[tuple[Event, PlaceStatus]]:
    """The events at which somebody holds or awaits a place."""
    rows = db.session.execute(
        select(Event, Place.status)
        .join(Place, Place.event_id == Event.id)
        .options(joinedload(Event.venue))
        .where(
            Place.registration_id == registration_id, Event.status != EventStatus.DRAFT
        )
        .order_by(Event.starts_at, Event.id)
    )
    return [(event, status) for event, status in rows]


def version_of_week(slug: str) -> tuple[int, datetime] | None:
    """Revision and instant of the last change of a public week."""
    row = db.session.execute(
        select(Week.revision, Week.revised_at).where(Week.slug == slug, Week.is_public)
    ).first()
    return (row[0], row[1]) if row else None
