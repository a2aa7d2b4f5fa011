"""The events of a week with their places."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.vocabulary import PlaceStatus

NEARLY_FULL = 0.9


@dataclass(frozen=True)
class Seats:
    """An event with its places: held, offered, waited for, and how many there are."""

    event: Event
    held: int
    waiting: int
    offered: int = 0  # kept for somebody, who has not answered yet

    @property
    def is_nearly_full(self) -> bool:
        """Whether more than nine of ten places are held."""
        capacity = self.event.capacity
        return bool(capacity) and self.held > NEARLY_FULL * (capacity or 0)

    @property
    def is_full(self) -> bool:
        """Whether nobody else can have a place."""
        capacity = self.event.capacity
        return capacity is not None and self.held + self.offered >= capacity


def seats(week: Week) -> list[Seats]:
    """The events of a week, drafts included, with their places."""
    rows = db.session.execute(
        select(
            Event,
            _places(PlaceStatus.HELD),
            _places(PlaceStatus.WAITING),
            _places(PlaceStatus.OFFERED),
        )
        .outerjoin(Event.venue)
        .options(contains_eager(Event.venue))
        .where(Event.week_id == week.id)
        .order_by(Event.starts_at, Event.ends_at.desc(), Event.id)
    )
    return [Seats(*row) for row in rows]


def has_events(week: Week) -> bool:
    """Whether anything is planned, drafts and cancelled events included."""
    planned = select(Event.id).where(Event.week_id == week.id).limit(1)
    return db.session.scalar(planned) is not None


def _places(status: PlaceStatus) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Place.event_id == Event.id, Place.status == status)
        .correlate(Event)
        .scalar_subquery()
    )
