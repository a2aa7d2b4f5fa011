"""Questions about the seats of one event: how many are taken, who is next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, or_, select, tuple_

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import (
    EventStatus,
    OverlapRule,
    SignUp,
    WaitingList,
)
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


@dataclass(frozen=True)
class Tally:
    """How many have a seat at an event, may take one, or wait for one."""

    capacity: int | None
    held: int
    offered: int
    waiting: int

    @property
    def left(self) -> int | None:
        """How many seats nobody has; None: there is no limit. An offer takes one."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.held - self.offered)


def tally(event: Event) -> Tally:
    """How the seats of an event are taken now; in one statement, from the index."""
    db.session.flush()
    rows = db.session.connection().execute(_TAKEN, {"event": event.id})
    found = {status: count for status, count in rows}  # noqa: C416 - typed rows
    held, offered, waiting = (found.get(status, 0) for status in PlaceStatus)
    return Tally(event.capacity, held, offered, waiting)


def place_of(registration: Registration, event: Event) -> Place | None:
    """The place that somebody holds or awaits at an event, as it is now."""
    wanted = select(Place).where(
        Place.registration_id == registration.id, Place.event_id == event.id
    )
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def lapsed_offers(event: Event, now: datetime) -> Sequence[Place]:
    """The offers of an event that nobody accepted in time, the oldest first."""
    rows = select(Place).where(
        Place.event_id == event.id,
        Place.status == PlaceStatus.OFFERED,
        Place.offered_until <= now,
    )
    rows = rows.order_by(Place.asked_at, Place.id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def next_in_line(event: Event, after: Place | None = None) -> Place | None:
    """Who has waited longest for an event, or longest after somebody else."""
    wanted = select(Place).where(
        Place.event_id == event.id, Place.status == PlaceStatus.WAITING
    )
    if after is not None:
        behind = tuple_(Place.asked_at, Place.id) > tuple_(after.asked_at, after.id)
        wanted = wanted.where(behind)
    wanted = wanted.order_by(Place.asked_at, Place.id).limit(1)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def clashing(
    keys: Collection[UUID], event: Event, leaving: Collection[UUID] = ()
) -> Mapping[UUID, Event]:
    """Who of these registrations holds a place at the same time, and where.

    Ends that touch do not overlap; an event and its parts do not; who waits holds
    nothing. Places at the events `leaving` do not count.
    """
    rows = db.session.execute(
        select(Place.registration_id, Event)
        .join(Place.event)
        .where(
            Place.registration_id.in_(keys),
            Place.status == PlaceStatus.HELD,
            Event.id.not_in({event.id, *leaving}),
            *_at_time_of(event),
        )
        .order_by(Event.starts_at, Event.id)
    )
    found: dict[UUID, Event] = {}
    for key, other in rows:
        found.setdefault(key, other)
    return found


def blocked(
    registration: Registration, event: Event, leaving: Collection[UUID] = ()
) -> Event | None:
    """The event that keeps somebody from a place, where the week blocks overlaps."""
    if event.week.overlap_rule is not OverlapRule.BLOCK:
        return None
    return clashing([registration.id], event, leaving).get(registration.id)


def wished_at_same_time(registration: Registration, event: Event) -> Event | None:
    """The wish at the time of an event, where the week blocks overlaps."""
    if event.week.overlap_rule is not OverlapRule.BLOCK:
        return None
    rows = (
        select(Event)
        .where(
            Event.id.in_([UUID(key) for key in registration.wishes]),
            Event.id != event.id,
            *_at_time_of(event),
        )
        .order_by(Event.starts_at, Event.id)
    )
    return db.session.scalars(rows).first()


def unsettled_events(now: datetime) -> Sequence[UUID]:
    """Events whose offers have ended, or where somebody may move up, in one order."""
    lapsed = select(Place.event_id).where(
        Place.status == PlaceStatus.OFFERED, Place.offered_until <= now
    )
    others = Place.__table__.alias()
    taken = (
        select(func.count())
        .where(others.c.event_id == Event.id, others.c.status != PlaceStatus.WAITING)
        .correlate(Event)
        .scalar_subquery()
    )
    waits = (
        select(Place.id)
        .where(Place.event_id == Event.id, Place.status == PlaceStatus.WAITING)
        .exists()
    )
    moving = select(Event.id).where(
        Event.starts_at > now,
        Event.status == EventStatus.SCHEDULED,
        Event.signup != SignUp.BY_REQUEST,
        Event.waiting_list != WaitingList.BY_HAND,
        waits,
        or_(Event.capacity.is_(None), Event.capacity > taken),
    )
    keys = {*db.session.scalars(lapsed), *db.session.scalars(moving)}
    return sorted(keys)


def members_of_delegation(registration: Registration) -> Sequence[UUID]:
    """The confirmed members of somebody's delegation."""
    rows = select(Registration.id).where(
        Registration.delegation_id == registration.delegation_id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    return db.session.scalars(rows).all()


# Built once: everybody who asks for a place counts.
_places = Place.__table__.c
_TAKEN = (
    select(_places.status, func.count())
    .where(_places.event_id == bindparam("event"))
    .group_by(_places.status)
)


def _at_time_of(event: Event) -> list[ColumnElement[bool]]:
    """Ends that touch do not overlap; an event and its parts do not."""
    return [
        Event.status == EventStatus.SCHEDULED,
        Event.starts_at < event.ends_at,
        Event.ends_at > event.starts_at,
        or_(Event.parent_id.is_(None), Event.parent_id != event.id),
        *([Event.id != event.parent_id] if event.parent_id else []),
    ]
