"""Who sits in which car now, and what no longer fits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.arrivals import queries
from eventapp.arrivals.models.journeys import Journey, JourneyChange
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.travellers import Traveller, travellers_among
from eventapp.arrivals.vocabulary import Direction, Finding
from eventapp.kernel.db import db
from eventapp.kernel.wall import midnight
from eventapp.programme.models.weeks import Week
from eventapp.registration.agreeing import who_agreed
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose


@dataclass(frozen=True)
class Seat:
    """One passenger, how they come now, and how they came when the car was planned."""

    passenger: Passenger
    traveller: Traveller
    change: JourneyChange | None  # the latest one of the journey
    note: str | None = None  # of luggage or health, as far as it was agreed to

    @property
    def registration(self) -> Registration:
        """Who it is."""
        return self.traveller.registration

    @property
    def journey(self) -> Journey | None:
        """How they come, as far as it is known now."""
        return self.traveller.journey

    @property
    def is_counted(self) -> bool:
        """Whether they need the seat."""
        return self.passenger.left_at is None

    @property
    def is_waited_for(self) -> bool:
        """Whether the driver still looks for them."""
        return self.is_counted and self.passenger.finding is Finding.EXPECTED

    @property
    def is_changed(self) -> bool:
        """Whether they come otherwise than planned, and nobody has decided on it."""
        if not self.is_counted or self.passenger.finding is Finding.MET:
            return False
        planned = self.passenger
        present = self.journey
        if present is None or present.at is None:
            return True
        return (present.at, present.point_id, present.number) != (
            planned.planned_at,
            planned.planned_point_id,
            planned.planned_number,
        )

    @property
    def fits(self) -> bool:
        """Whether this pick-up meets them as they come now, and as they wish."""
        return (
            self.journey is not None
            and self.traveller.wants_pickup
            and self.passenger.pickup.meets(self.journey)
        )

    @property
    def changed_at(self) -> datetime | None:
        """When the way was changed last, if it was."""
        return self.change.changed_at if self.change else None


@dataclass(frozen=True)
class Car:
    """A pick-up with its passengers, in order of arrival."""

    pickup: Pickup
    seats: Sequence[Seat]

    @property
    def taken(self) -> int:
        """How many seats are needed."""
        return sum(one.is_counted for one in self.seats)

    @property
    def free(self) -> int:
        """How many more people fit."""
        return self.pickup.seats - self.taken

    @property
    def flagged(self) -> Sequence[Seat]:
        """Those about whom the office has to decide."""
        if self.pickup.is_over:
            return []
        return [one for one in self.seats if one.is_changed or not one.is_counted]


def cars_of(week: Week) -> Sequence[Car]:
    """All pick-ups of a week in order of time, with everybody in them."""
    rows = select(Pickup).where(Pickup.week_id == week.id).options(*WITH)
    rows = rows.order_by(Pickup.starts_at, Pickup.id)
    return _filled(db.session.scalars(rows).all())


def cars_near(pickup: Pickup, week: Week) -> Sequence[Car]:
    """The pick-ups at the same point on the same day, this one among them."""
    day = pickup.starts_at.astimezone(week.tzinfo).date()
    rows = select(Pickup).where(
        Pickup.week_id == week.id,
        Pickup.point_id == pickup.point_id,
        Pickup.starts_at >= midnight(day, week.tzinfo),
        Pickup.starts_at < midnight(day + timedelta(days=1), week.tzinfo),
    )
    rows = rows.options(*WITH).order_by(Pickup.starts_at, Pickup.id)
    return _filled(db.session.scalars(rows).all())


def car_of(pickup: Pickup) -> Car:
    """One pick-up, with everybody in it."""
    return _filled([pickup])[0]


def passenger_of(registration: Registration) -> Passenger | None:
    """The seat of one person, with its pick-up."""
    rows = (
        select(Passenger)
        .options(joinedload(Passenger.pickup).options(*WITH))
        .where(Passenger.registration_id == registration.id)
    )
    return db.session.scalar(rows)


def taken_by(week: Week) -> Mapping[UUID, UUID]:
    """The pick-up of everybody who sits in one, the cancelled ones too."""
    rows = (
        select(Passenger.registration_id, Passenger.pickup_id)
        .join(Pickup, Pickup.id == Passenger.pickup_id)
        .where(Pickup.week_id == week.id)
    )
    return dict(iter(db.session.execute(rows)))


def people_in(pickup: Pickup) -> int:
    """How many seats of a pick-up are taken."""
    rows = select(func.count()).where(
        Passenger.pickup_id == pickup.id, Passenger.left_at.is_(None)
    )
    return db.session.scalar(rows) or 0


def passengers_among(keys: Collection[UUID]) -> Sequence[Passenger]:
    """The seats of these people, by key."""
    rows = (
        select(Passenger)
        .options(joinedload(Passenger.pickup), joinedload(Passenger.registration))
        .where(Passenger.registration_id.in_(keys))
        .order_by(Passenger.registration_id)
    )
    return db.session.scalars(rows).all()


def pickup_at(week: Week, key: UUID) -> Pickup | None:
    """One pick-up of a week."""
    rows = select(Pickup).where(Pickup.week_id == week.id, Pickup.id == key)
    return db.session.scalar(rows.options(*WITH))


def pickup_by_link(link_digest: bytes) -> Pickup | None:
    """The pick-up that this driver's address opens."""
    rows = select(Pickup).where(Pickup.link_digest == link_digest)
    return db.session.scalar(rows.options(*WITH))


def others_of_driver(pickup: Pickup) -> Sequence[Pickup]:
    """The other pick-ups with a link and the same driver's phone, near in time."""
    if not pickup.driver_phone:
        return []
    rows = (
        select(Pickup)
        .where(
            Pickup.week_id == pickup.week_id,
            Pickup.id != pickup.id,
            Pickup.driver_phone == pickup.driver_phone,
            Pickup.link_digest.is_not(None),
        )
        .options(*WITH)
        .order_by(Pickup.starts_at, Pickup.id)
    )
    return db.session.scalars(rows).all()


def seats_of(passengers: Sequence[Passenger]) -> list[Seat]:
    """Passengers with their ways, and the latest changes of these."""
    keys = [one.registration_id for one in passengers]
    ways = travellers_among(keys, Direction.ARRIVAL)
    changes = queries.changes_of(
        {one.journey.id for one in ways.values() if one.journey}
    )
    told = {
        one.journey.registration_id
        for one in ways.values()
        if one.journey and one.journey.note and one.journey.registration_id
    }
    agreed = who_agreed(told, ConsentPurpose.SENSITIVE)
    seats = []
    for one in passengers:
        way = ways[one.registration_id]
        change = changes.get(way.journey.id) if way.journey else None
        note = _note(way.journey, agreed) if way.journey else None
        seats.append(Seat(one, way, change, note))
    return seats


def _filled(pickups: Sequence[Pickup]) -> list[Car]:
    rows = select(Passenger).where(
        Passenger.pickup_id.in_([pickup.id for pickup in pickups])
    )
    seats: dict[UUID, list[Seat]] = {pickup.id: [] for pickup in pickups}
    for seat in seats_of(db.session.scalars(rows).all()):
        seats[seat.passenger.pickup_id].append(seat)
    return [Car(pickup, sorted(seats[pickup.id], key=_order)) for pickup in pickups]


def _order(seat: Seat) -> tuple[str, int, str]:
    at = seat.journey.at if seat.journey else None
    person = seat.registration
    return at.isoformat() if at else "~", person.number or 0, str(person.id)


WITH = (
    joinedload(Pickup.point),
    joinedload(Pickup.week),
    joinedload(Pickup.greeter),
)


def _note(journey: Journey, agreed: Collection[UUID]) -> str | None:
    """What a driver may read: of one person by consent only; a group has luggage."""
    is_shown = journey.registration_id is None or journey.registration_id in agreed
    return journey.note if is_shown else None
