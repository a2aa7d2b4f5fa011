"""Questions about registrations, places and waiting lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus

SOON = timedelta(hours=24)
LIVE = (
    RegistrationStatus.DRAFT,
    RegistrationStatus.SUBMITTED,
    RegistrationStatus.CONFIRMED,
)


@dataclass(frozen=True)
class Line:
    """Where somebody stands at one event."""

    place: Place
    event: Event
    position: int | None  # in the waiting list, from 1; None: held or offered

    @property
    def state(self) -> Literal["mine", "offered", "waiting"]:
        """What pages call it."""
        if self.place.status is PlaceStatus.OFFERED:
            return "offered"
        return "mine" if self.place.is_held else "waiting"


def registration(key: UUID) -> Registration | None:
    """One registration, with its week and institution."""
    return db.session.scalar(_one_registration(), {"key": key})


@cache  # asked for at every step: making the question costs more than asking it
def _one_registration() -> Select[Registration]:
    return (
        select(Registration)
        .options(
            joinedload(Registration.week),
            joinedload(Registration.institution).joinedload(Institution.territory),
            joinedload(Registration.territory),
        )
        .where(Registration.id == bindparam("key"))
    )


def registrations(keys: Sequence[UUID]) -> Sequence[Registration]:
    """Several registrations, with their weeks."""
    rows = select(Registration).options(joinedload(Registration.week))
    rows = rows.where(
        Registration.id.in_(keys), Registration.erased_at.is_(None)
    ).order_by(Registration.created_at.desc())
    return db.session.scalars(rows).all()


def registrations_in(week: Week, keys: Sequence[UUID]) -> Sequence[Registration]:
    """Among `keys`, those for this week; live ones before those that ended."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.week))
        .where(
            Registration.week_id == week.id,
            Registration.id.in_(keys),
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.status.in_(LIVE).desc(), Registration.created_at.desc())
    )
    return db.session.scalars(rows).all()


def live_registration(week: Week, address: str) -> Registration | None:
    """What this address has begun or sent for a week, if it was not ended."""
    wanted = (
        select(Registration)
        .where(
            Registration.week_id == week.id,
            Registration.address == address.casefold(),
            Registration.has_own_address,  # else it is one of a secretary's people
            Registration.status.in_(LIVE),
        )
        .order_by(Registration.created_at)
        .limit(1)
    )
    return db.session.scalar(wanted)


def place_of(registration: Registration, event: Event) -> Place | None:
    """The place that somebody holds or awaits at an event."""
    wanted = select(Place).where(
        Place.registration_id == registration.id, Place.event_id == event.id
    )
    return db.session.scalar(wanted)


def places_at(event: Event, keys: Sequence[UUID]) -> dict[UUID, Place]:
    """The places of several registrations at an event, by registration."""
    rows = select(Place).where(
        Place.event_id == event.id, Place.registration_id.in_(keys)
    )
    found = db.session.scalars(rows.execution_options(populate_existing=True))
    return {place.registration_id: place for place in found}


def lines_of(registration: Registration) -> list[Line]:
    """All places of a registration in order of time, with waiting positions."""
    ahead = (
        select(func.count())
        .select_from(other := Place.__table__.alias())
        .where(
            other.c.event_id == Place.event_id,
            other.c.status == PlaceStatus.WAITING,
            or_(
                other.c.asked_at < Place.asked_at,
                and_(other.c.asked_at == Place.asked_at, other.c.id <= Place.id),
            ),
        )
        .correlate(Place)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Place, Event, ahead)
        .join(Place.event)
        .options(joinedload(Event.venue))
        .where(Place.registration_id == registration.id)
        .order_by(Event.starts_at, Event.id)
    )
    return [
        Line(place, event, position if place.status is PlaceStatus.WAITING else None)
        for place, event, position in rows
    ]


def sought_after(registration: Registration) -> Mapping[UUID, int]:
    """Own events that are full or awaited: how many others wait for each."""
    others = Place.__table__.alias()
    count = select(func.count()).where(others.c.event_id == Event.id).correlate(Event)
    waiting = count.where(
        others.c.status == PlaceStatus.WAITING,
        others.c.registration_id != registration.id,
    ).scalar_subquery()
    taken = count.where(others.c.status != PlaceStatus.WAITING).scalar_subquery()
    rows = db.session.execute(
        select(Event.id, waiting)
        .join(Place, Place.event_id == Event.id)
        .where(
            Place.registration_id == registration.id,
            or_(waiting > 0, Event.capacity <= taken),
        )
    )
    return {key: number for key, number in rows}  # noqa: C416 - typed rows


def selectable_events(week: Week, at: datetime) -> Sequence[Event]:
    """What delegates see when they choose: all that is still to come, in order."""
    rows = (
        select(Event)
        .options(joinedload(Event.venue))
        .where(
            Event.week_id == week.id,
            Event.status != EventStatus.DRAFT,
            Event.starts_at > at,
        )
    )
    rows = rows.order_by(Event.starts_at, Event.ends_at.desc(), Event.id)
    return db.session.scalars(rows).all()


def soon_for_everyone(week: Week, at: datetime) -> Sequence[Event]:
    """What all delegates may go to within a day, without the parts of other events."""
    rows = (
        select(Event)
        .options(joinedload(Event.venue))
        .where(
            Event.week_id == week.id,
            Event.signup == SignUp.EVERYONE,
            Event.status == EventStatus.SCHEDULED,
            Event.parent_id.is_(None),
            Event.ends_at > at,
            Event.starts_at < at + SOON,
        )
    )
    return db.session.scalars(rows.order_by(Event.starts_at, Event.id)).all()


def waiting_counts(week_id: UUID) -> Mapping[UUID, int]:
    """How many people wait for each event of a week."""
    rows = db.session.execute(
        select(Place.event_id, func.count())
        .join(Place.event)
        .where(Event.week_id == week_id, Place.status == PlaceStatus.WAITING)
        .group_by(Place.event_id)
    )
    return {key: count for key, count in rows}  # noqa: C416 - typed rows


def free_places(week: Week) -> Mapping[UUID, int]:
    """How many places are free at the events of a week that have a limit.

    An offered place is taken until its offer ends.
    """
    taken = (
        select(func.count())
        .where(Place.event_id == Event.id, Place.status != PlaceStatus.WAITING)
        .correlate(Event)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Event.id, Event.capacity, taken).where(
            Event.week_id == week.id, Event.capacity.is_not(None)
        )
    )
    return {key: max(0, capacity - count) for key, capacity, count in rows}


def places_left(event: Event) -> int | None:
    """How many more places can be held at `event`; None: as many as come.

    An offered place is taken until its offer ends.
    """
    if event.capacity is None:
        return None
    taken = select(func.count()).where(
        Place.event_id == event.id, Place.status != PlaceStatus.WAITING
    )
    return max(0, event.capacity - (db.session.scalar(taken) or 0))


def people_of(event: Event) -> Sequence[Place]:
    """Who holds or awaits a place at an event: held ones first, then in line."""
    rows = (
        select(Place)
        .options(
            joinedload(Place.registration).joinedload(Registration.institution),
        )
        .where(Place.event_id == event.id)
        .order_by(Place.status, Place.asked_at, Place.id)
    )
    return db.session.scalars(rows).all()


def consents_of(registration: Registration) -> Sequence[Consent]:
    """What somebody agreed to, in order."""
    rows = select(Consent).where(Consent.registration_id == registration.id)
    return db.session.scalars(rows.order_by(Consent.at, Consent.id)).all()
