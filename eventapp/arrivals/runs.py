"""The pick-ups of one day, and what changed late: counted by the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.arrivals import boarding
from eventapp.arrivals.boarding import Seat
from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.travellers import ways
from eventapp.arrivals.vocabulary import Direction, Finding, PickupState
from eventapp.kernel.db import db
from eventapp.kernel.wall import midnight
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration

MOST_LATE = 50  # shown at once; the office decides, and others follow
OVER = (PickupState.MET, PickupState.DONE)


@dataclass(frozen=True)
class Run:
    """One line of a day: a pick-up, how full it is, whether somebody has to look."""

    pickup: Pickup
    taken: int
    is_flagged: bool


@dataclass(frozen=True)
class Late:
    """What no longer is as planned: the first seats, how many, of which pick-ups."""

    seats: Sequence[Seat]
    total: int
    pickups: Collection[UUID]


@dataclass(frozen=True)
class Unsettled:
    """What the office has to decide about pick-ups: how many people, how many cars."""

    late: int  # people who come otherwise than their car was planned
    driverless: int  # pick-ups ahead
    first_driverless_at: datetime | None


def days_of(week: Week) -> list[date]:
    """The days on which somebody is met."""
    rows = select(Pickup.starts_at).where(Pickup.week_id == week.id).distinct()
    zone = week.tzinfo
    return sorted({at.astimezone(zone).date() for at in db.session.scalars(rows)})


def runs_on(week: Week, day: date, flagged: Collection[UUID]) -> list[Run]:
    """The pick-ups of one day in order of time."""
    taken = (
        select(func.count())
        .where(Passenger.pickup_id == Pickup.id, Passenger.left_at.is_(None))
        .correlate(Pickup)
        .scalar_subquery()
    )
    rows = (
        select(Pickup, taken)
        .where(
            Pickup.week_id == week.id,
            Pickup.starts_at >= midnight(day, week.tzinfo),
            Pickup.starts_at < midnight(day + timedelta(days=1), week.tzinfo),
        )
        .options(*boarding.WITH)
        .order_by(Pickup.starts_at, Pickup.id)
    )
    return [
        Run(pickup, count, pickup.id in flagged)
        for pickup, count in db.session.execute(rows)
    ]


def runs_between(
    weeks: Collection[UUID] | None, since: datetime, until: datetime
) -> list[Run]:
    """The pick-ups of these weeks within a time, in its order; None: of all weeks."""
    taken = (
        select(func.count())
        .where(Passenger.pickup_id == Pickup.id, Passenger.left_at.is_(None))
        .correlate(Pickup)
        .scalar_subquery()
    )
    rows = select(Pickup, taken).where(
        Pickup.starts_at >= since, Pickup.starts_at < until
    )
    if weeks is not None:
        rows = rows.where(Pickup.week_id.in_(weeks))
    rows = rows.options(*boarding.WITH).order_by(Pickup.starts_at, Pickup.id)
    return [
        Run(pickup, count, is_flagged=False)
        for pickup, count in db.session.execute(rows)
    ]


def late_in(week: Week) -> Late:
    """Those of all days about whom the office has to decide; see `Seat.is_changed`."""
    rows = _late(week).order_by(
        Pickup.starts_at, Pickup.id, Registration.number, Registration.id
    )
    found = db.session.execute(rows).all()
    keys = [key for key, _pickup in found[:MOST_LATE]]
    return Late(_seats(keys), len(found), {pickup for _key, pickup in found})


def unsettled_in(week: Week, now: datetime) -> Unsettled:
    """What the office has to decide about pick-ups, in one statement."""
    late = select(func.count()).select_from(_late(week).subquery())
    driverless = (
        Pickup.week_id == week.id,
        Pickup.ends_at > now,
        Pickup.state.not_in(OVER),
        Pickup.driver_name.is_(None),
    )
    row = db.session.execute(
        select(
            late.scalar_subquery(),
            select(func.count(Pickup.id)).where(*driverless).scalar_subquery(),
            select(func.min(Pickup.starts_at)).where(*driverless).scalar_subquery(),
        )
    ).one()
    return Unsettled(*row)


def _late(week: Week) -> Select[UUID, UUID]:
    theirs = (
        select(Passenger.registration_id)
        .join(Passenger.pickup)
        .where(Pickup.week_id == week.id, Pickup.state.not_in(OVER))
    )
    differs = or_(
        Journey.at.is_(None),
        Journey.at.is_distinct_from(Passenger.planned_at),
        Journey.point_id.is_distinct_from(Passenger.planned_point_id),
        Journey.number.is_distinct_from(Passenger.planned_number),
    )
    return (
        ways(Direction.ARRIVAL)
        .join(Passenger, Passenger.registration_id == Registration.id)
        .join(Pickup, Pickup.id == Passenger.pickup_id)
        .where(
            Registration.id.in_(theirs),
            or_(
                Passenger.left_at.is_not(None),
                and_(Passenger.finding != Finding.MET, differs),
            ),
        )
        .with_only_columns(Registration.id, Pickup.id.label("pickup_id"))
    )


def _seats(keys: Sequence[UUID]) -> list[Seat]:
    rows = (
        select(Passenger)
        .options(joinedload(Passenger.pickup).options(*boarding.WITH))
        .where(Passenger.registration_id.in_(keys))
    )
    seats = boarding.seats_of(db.session.scalars(rows).all())
    return sorted(seats, key=lambda seat: keys.index(seat.registration.id))
