"""Questions about journeys, stays and pick-ups, a few rows at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from eventapp.arrivals.models.journeys import Journey, JourneyChange, Point
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.vocabulary import Direction
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration


def points_of(week: Week) -> Sequence[Point]:
    """The points of a week, as the office put them in order."""
    rows = select(Point).where(Point.week_id == week.id)
    return db.session.scalars(rows.order_by(Point.position, Point.key)).all()


def is_point_used(point: Point) -> bool:
    """Whether a journey, a change of one, or a pick-up names it."""
    users = (
        Journey.point_id,
        JourneyChange.point_before_id,
        JourneyChange.point_after_id,
        Pickup.point_id,
        Passenger.planned_point_id,
    )
    return any(
        db.session.scalar(select(user).where(user == point.id).limit(1))
        for user in users
    )


def hotels_of(week: Week) -> Sequence[Hotel]:
    """The hotels of a week."""
    rows = select(Hotel).where(Hotel.week_id == week.id)
    return db.session.scalars(rows.order_by(Hotel.position, Hotel.id)).all()


def is_hotel_used(hotel: Hotel) -> bool:
    """Whether somebody sleeps there."""
    rows = select(Stay.registration_id).where(Stay.hotel_id == hotel.id)
    return db.session.scalar(rows.limit(1)) is not None


def own_journey(
    traveller: Registration | Delegation, direction: Direction
) -> Journey | None:
    """What was entered for this one; not what it would share with others."""
    whose = (
        Journey.delegation_id
        if isinstance(traveller, Delegation)
        else Journey.registration_id
    )
    rows = (
        select(Journey)
        .options(joinedload(Journey.point))
        .where(whose == traveller.id, Journey.direction == direction)
    )
    return db.session.scalar(rows)


def journeys_of_many(
    keys: Collection[UUID],
) -> Mapping[tuple[UUID, Direction], Journey]:
    """The own journeys of registrations, by registration and direction."""
    rows = select(Journey).where(Journey.registration_id.in_(keys))
    return {
        (one.registration_id, one.direction): one
        for one in db.session.scalars(rows)
        if one.registration_id
    }


def changes_of(keys: Collection[UUID]) -> Mapping[UUID, JourneyChange]:
    """The latest change of each of these journeys that was changed."""
    rows = (
        select(JourneyChange)
        .options(
            joinedload(JourneyChange.point_before),
            joinedload(JourneyChange.point_after),
        )
        .where(JourneyChange.journey_id.in_(keys))
        .order_by(JourneyChange.changed_at)
    )
    return {one.journey_id: one for one in db.session.scalars(rows)}


def travellers_with(journey: Journey) -> Sequence[UUID]:
    """The registrations that this journey may concern, companions among them."""
    host = aliased(Registration)
    if journey.delegation_id is not None:
        key = journey.delegation_id
        concerned = or_(Registration.delegation_id == key, host.delegation_id == key)
    else:
        own = journey.registration_id
        concerned = or_(Registration.id == own, Registration.accompanies_id == own)
    rows = (
        select(Registration.id)
        .outerjoin(host, host.id == Registration.accompanies_id)
        .where(concerned)
    )
    return db.session.scalars(rows).all()


def pickups_with(keys: Iterable[UUID]) -> Sequence[UUID]:
    """The pick-ups in which any of these registrations is a passenger."""
    rows = select(Passenger.pickup_id).where(Passenger.registration_id.in_(list(keys)))
    return db.session.scalars(rows.distinct()).all()


def stay_of(registration: Registration) -> Stay | None:
    """The nights of one registration."""
    return db.session.get(Stay, registration.id)


def stays_of_many(keys: Collection[UUID]) -> Mapping[UUID, Stay]:
    """The nights of registrations."""
    rows = select(Stay).where(Stay.registration_id.in_(keys))
    return {one.registration_id: one for one in db.session.scalars(rows)}


def stay_sharing_with(stay: Stay) -> Stay | None:
    """The stay of whoever shares this room."""
    rows = select(Stay).where(Stay.shares_with_id == stay.registration_id)
    return db.session.scalar(rows)


def stays_in(week: Week, keys: Collection[UUID]) -> list[UUID]:
    """Those of these keys that are stays of this week."""
    rows = (
        select(Stay.registration_id)
        .join(Registration, Registration.id == Stay.registration_id)
        .where(Stay.registration_id.in_(keys), Registration.week_id == week.id)
        .order_by(Stay.registration_id)
    )
    return list(db.session.scalars(rows))


def left_rooms(week: Week) -> Sequence[Stay]:
    """The rooms of people who were cancelled, until the office has seen it."""
    rows = (
        select(Stay)
        .join(Registration, Registration.id == Stay.registration_id)
        .options(joinedload(Stay.registration), joinedload(Stay.hotel))
        .where(Registration.week_id == week.id, Stay.left_at.is_not(None))
        .order_by(Stay.left_at)
    )
    return db.session.scalars(rows).all()
