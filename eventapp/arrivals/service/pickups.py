"""Pick-ups planned: cars made, filled, parted, merged; never more people than seats."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from eventapp.accounts.models import Account
from eventapp.arrivals import boarding
from eventapp.arrivals.entries import PickupEntry
from eventapp.arrivals.errors import (
    CarFull,
    MetAlready,
    NotTheSamePoint,
    PickupChangedMeanwhile,
    SeatsTaken,
)
from eventapp.arrivals.grouping import Group
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.travellers import travellers_among
from eventapp.arrivals.vocabulary import Direction, Finding, PickupState
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week


def take_proposal(
    week: Week, groups: Sequence[Group], *, by: Account
) -> Sequence[Pickup]:
    """Make a pick-up of each group of a proposal.

    Raises:
        PickupChangedMeanwhile: somebody of them has a car by now.
    """
    lock(week)
    everybody = {one.key for group in groups for one in group.members}
    if everybody & boarding.taken_by(week).keys():
        raise PickupChangedMeanwhile
    made = []
    for group in groups:
        pickup = _new(
            week,
            PickupEntry(
                point_id=group.point_id,
                starts_at=group.starts_at,
                ends_at=group.ends_at,
                vehicle=group.vehicle,
                seats=group.seats,
            ),
        )
        _seat(pickup, [one.key for one in group.members])
        made.append(pickup)
    _note("pickup.proposed", week, by, subject=str(week.name), pickups=len(made))
    return made


def make_pickup(week: Week, entry: PickupEntry, *, by: Account) -> Pickup:
    """Plan one by hand, with nobody in it yet."""
    pickup = _new(week, entry)
    _note("pickup.saved", week, by, pickup)
    return pickup


def change_pickup(
    pickup: Pickup, entry: PickupEntry, *, seen_version: int, by: Account
) -> None:
    """Plan a pick-up otherwise: its point, window, car, driver, greeter.

    Raises:
        PickupChangedMeanwhile: another version was saved since it was read.
        SeatsTaken: more people are in it than the new car has seats.
    """
    lock(pickup)
    if pickup.version != seen_version:
        raise PickupChangedMeanwhile
    people = boarding.people_in(pickup)
    if people > entry.seats:
        raise SeatsTaken(people=people)
    for name, value in vars(entry).items():
        setattr(pickup, name, value)
    touch([pickup])
    db.session.expire(pickup, ["point", "greeter"])
    _note("pickup.saved", pickup.week, by, pickup)


def board(pickup: Pickup, people: Collection[UUID], *, by: Account) -> None:
    """Put people into a pick-up, out of another one where they are in one.

    Raises:
        CarFull: there are not seats enough; nobody is moved.
        MetAlready: somebody sits in another car by now.
    """
    before = _held(people, pickup)
    for one in before:
        if one.finding is Finding.MET and one.pickup_id != pickup.id:
            raise MetAlready(name=one.registration.name)
    there = {one.registration_id for one in before if one.pickup_id == pickup.id}
    needed = boarding.people_in(pickup) + len(set(people) - there)
    if needed > pickup.seats:
        raise CarFull(seats=pickup.seats)
    left = [one.pickup for one in before]
    _take_out(people)
    _seat(pickup, people)
    touch([pickup, *left])
    _note("pickup.boarded", pickup.week, by, pickup, people=len(set(people)))


def take_out(pickup: Pickup, people: Collection[UUID], *, by: Account) -> None:
    """Let people have no car again; also who was cancelled, once it is seen."""
    lock(pickup)
    inside = {
        one.registration_id
        for one in boarding.passengers_among(people)
        if one.pickup_id == pickup.id
    }
    _take_out(inside)
    touch([pickup])
    _note("pickup.left", pickup.week, by, pickup, people=len(inside))


def part(pickup: Pickup, people: Collection[UUID], *, by: Account) -> Pickup:
    """Split a pick-up: these people get a car of their own, at the same hours."""
    other = _new(
        pickup.week,
        PickupEntry(
            point_id=pickup.point_id,
            starts_at=pickup.starts_at,
            ends_at=pickup.ends_at,
            vehicle=pickup.vehicle,
            seats=pickup.seats,
            meeting_place=pickup.meeting_place,
        ),
    )
    board(other, people, by=by)
    return other


def merge(pickup: Pickup, other: Pickup, *, by: Account) -> None:
    """Move everybody of `other` into `pickup`, which waits for all; `other` ends.

    Raises:
        NotTheSamePoint: a car does not wait at two points.
        CarFull: there are not seats enough.
    """
    lock(pickup.week)
    _hold([pickup, other])
    if pickup.point_id != other.point_id:
        raise NotTheSamePoint
    car = boarding.car_of(other)
    board(pickup, [one.registration.id for one in car.seats if one.is_counted], by=by)
    pickup.starts_at = min(pickup.starts_at, other.starts_at)
    pickup.ends_at = max(pickup.ends_at, other.ends_at)
    remove(other, by=by)


def follow(pickup: Pickup, *, by: Account) -> None:
    """Wait as long as it takes: everybody in it stays, as they come now.

    The window grows to hold the times of all who arrive at its point.
    """
    lock(pickup)
    for seat in boarding.car_of(pickup).seats:
        journey = seat.journey
        if not seat.is_counted or journey is None or journey.at is None:
            continue
        if journey.point_id == pickup.point_id:
            pickup.starts_at = min(pickup.starts_at, journey.at)
            pickup.ends_at = max(pickup.ends_at, journey.at)
        _plan(seat.passenger, journey.at, journey.number, journey.point_id)
    touch([pickup])
    _note("pickup.follows", pickup.week, by, pickup)


def remove(pickup: Pickup, *, by: Account) -> None:
    """Plan it no more; its passengers have no car again."""
    lock(pickup)
    _note("pickup.removed", pickup.week, by, pickup)
    db.session.execute(delete(Passenger).where(Passenger.pickup_id == pickup.id))
    db.session.delete(pickup)
    db.session.flush()


def touch(pickups: Collection[Pickup]) -> None:
    """Let every page that shows them look again."""
    for pickup in set(pickups):
        pickup.version += 1
        pickup.changed_at = clock.now()
    db.session.flush()


def _new(week: Week, entry: PickupEntry) -> Pickup:
    return add(
        Pickup(
            week_id=week.id,
            week=week,
            state=PickupState.PLANNED,
            changed_at=clock.now(),
            **vars(entry),
        )
    )


def _held(people: Collection[UUID], pickup: Pickup) -> Sequence[Passenger]:
    """The seats of these people, once all cars concerned are held."""
    lock(pickup.week)  # two who plan the same people, into two cars
    before = boarding.passengers_among(people)
    _hold([pickup, *(one.pickup for one in before)])
    db.session.expire_all()
    return boarding.passengers_among(people)


def _hold(pickups: Collection[Pickup]) -> None:
    for pickup in sorted(set(pickups), key=lambda one: one.id):
        lock(pickup)


def _take_out(people: Collection[UUID]) -> None:
    rows = delete(Passenger).where(Passenger.registration_id.in_(people))
    db.session.execute(rows)
    db.session.flush()


def _seat(pickup: Pickup, people: Collection[UUID]) -> None:
    for key, one in travellers_among(people, Direction.ARRIVAL).items():
        passenger = Passenger(
            registration_id=key, pickup_id=pickup.id, finding=Finding.EXPECTED
        )
        if one.journey:
            _plan(passenger, one.journey.at, one.journey.number, one.journey.point_id)
        db.session.add(passenger)
    db.session.flush()


def _plan(
    passenger: Passenger,
    at: datetime | None,
    number: str | None,
    point_id: UUID | None,
) -> None:
    passenger.planned_at = at
    passenger.planned_number = number
    passenger.planned_point_id = point_id


def _note(
    action: str,
    week: Week,
    by: Account,
    pickup: Pickup | None = None,
    *,
    subject: str = "",
    **details: int,
) -> None:
    if pickup is not None:
        local = pickup.starts_at.astimezone(pickup.point.tzinfo)
        subject = f"{pickup.point.name}, {local:%Y-%m-%d %H:%M}"
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=subject,
        subject_id=pickup.id if pickup else week.id,
        week_id=week.id,
        details=dict(details),
    )
