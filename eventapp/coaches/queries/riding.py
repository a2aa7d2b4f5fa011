"""Who may ride: seats that count, seats that are free."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all

from eventapp.coaches.models.seats import Seat
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


def seats_taken(event: Event, coach_id: UUID) -> int:
    """How many seats of a coach somebody has; under the lock of the event, exactly."""
    counted = (
        select(func.count())
        .select_from(Seat)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(
            Seat.event_id == event.id,
            Seat.venue_id == coach_id,
            Seat.left_at.is_(None),
            rides(event),
        )
    )
    return db.session.scalar(counted) or 0


def seats_free(event: Event, coach: Venue) -> int | None:
    """How many more people a coach holds; None: nobody has said how many seats."""
    if coach.capacity is None:
        return None
    return max(0, coach.capacity - seats_taken(event, coach.id))


def rides(*events: Event) -> ColumnElement[bool]:
    """Whether the seat of a joined registration counts: it may come, or is there."""
    to_all = [one.id for one in events if one.signup is SignUp.EVERYONE]
    others = [one.id for one in events if one.signup is not SignUp.EVERYONE]
    is_confirmed = Registration.status == RegistrationStatus.CONFIRMED
    holds = (
        select(Place.id)
        .where(
            Place.registration_id == Registration.id,
            Place.event_id == Seat.event_id,
            Place.status == PlaceStatus.HELD,
        )
        .correlate(Registration, Seat)
        .exists()
    )
    return or_(
        and_(Seat.event_id.in_(to_all), is_confirmed),
        and_(Seat.event_id.in_(others), or_(Seat.is_extra, and_(is_confirmed, holds))),
    )


def entitled(event: Event) -> Select[Registration]:
    """The registrations that may come to an event."""
    confirmed = select(Registration).where(
        Registration.week_id == event.week_id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    if event.signup is SignUp.EVERYONE:
        return confirmed
    return confirmed.join(
        Place,
        and_(
            Place.registration_id == Registration.id,
            Place.event_id == event.id,
            Place.status == PlaceStatus.HELD,
        ),
    )


def without_seat(event: Event) -> Sequence[Registration]:
    """Who may come, and has no seat in any coach; by badge number."""
    seated = select(Seat.registration_id).where(Seat.event_id == event.id)
    rows = entitled(event).where(Registration.id.not_in(seated))
    return db.session.scalars(rows.order_by(Registration.number, Registration.id)).all()


def count_without_seat(events: Sequence[Event]) -> Mapping[UUID, int]:
    """How many may come to each of these events, and have no seat in any coach."""
    people = select(Event.id, func.count()).select_from(Event)
    to_all = people.join(Registration, Registration.week_id == Event.week_id).where(
        Event.signup == SignUp.EVERYONE
    )
    with_place = (
        people.join(Place, Place.event_id == Event.id)
        .join(Registration, Registration.id == Place.registration_id)
        .where(Event.signup != SignUp.EVERYONE, Place.status == PlaceStatus.HELD)
    )
    is_seated = exists().where(
        Seat.event_id == Event.id, Seat.registration_id == Registration.id
    )
    wanted = (
        Event.id.in_([one.id for one in events]),
        Registration.status == RegistrationStatus.CONFIRMED,
        ~is_seated,
    )
    rows = union_all(
        *(one.where(*wanted).group_by(Event.id) for one in (to_all, with_place))
    )
    return {key: count for key, count in db.session.execute(rows)}  # noqa: C416 - rows
