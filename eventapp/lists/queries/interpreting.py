"""Who interprets at which event, and from which language into which."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, Part


def interpreters_of(week: Week) -> Sequence[Assignment]:
    """The published parts of interpreters, in the order of the programme."""
    rows = (
        select(Assignment)
        .join(Assignment.event)
        .options(
            contains_eager(Assignment.event).joinedload(Event.venue),
            joinedload(Assignment.person),
        )
        .where(
            Event.week_id == week.id,
            Event.status == EventStatus.SCHEDULED,
            Assignment.part == Part.INTERPRETER,
        )
        .order_by(Event.starts_at, Event.id, Assignment.position)
    )
    return db.session.scalars(rows).all()
