"""How the invented delegates travel: journeys, nights, hotels, cars with drivers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from sqlalchemy import update

from eventapp.accounts.models import Account
from eventapp.arrivals import boarding, grouping, table
from eventapp.arrivals.entries import (
    HotelEntry,
    JourneyEntry,
    PointEntry,
    StayEntry,
    Travel,
)
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.service import hotels, meeting, pickups
from eventapp.arrivals.service.importing import keep_many
from eventapp.arrivals.service.journeys import entry_of, keep_journey
from eventapp.arrivals.service.points import keep_point
from eventapp.arrivals.table import Choice
from eventapp.arrivals.vocabulary import (
    Direction,
    Finding,
    PickupState,
    PointKind,
    RoomType,
    TravelMode,
    Vehicle,
)
from eventapp.demo import sources
from eventapp.demo.delegates import Delegate
from eventapp.demo.sources import Line, localised
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week

STATION = "hongqiao"  # whose cars are planned; the airports' wait for a proposal
EVERY_FOURTH = 4  # delegate sleeps in the second hotel
DELAY = timedelta(hours=3)


def plant_travel(week: Week, delegates: Sequence[Delegate], *, by: Account) -> None:
    """Enter journeys, stays, hotels; plan the cars of one station."""
    points = {line["key"]: _point(week, line) for line in sources.table("points")}
    known = {one.key: one.id for one in delegates}
    travels = [_travel(line, known, points) for line in sources.table("travel")]
    keep_many(week, travels, by="")
    houses = [
        hotels.keep_hotel(week, _hotel(line), by=by) for line in sources.table("hotels")
    ]
    _give_rooms(houses, [known[line["key"]] for line in sources.table("travel")])
    for pickup in _plan(week, points[STATION], by):
        meeting.tell(pickup, by=by)
        _come_late(pickup)


def _point(week: Week, line: Line) -> Point:
    entry = PointEntry(
        line["key"],
        PointKind(line["kind"]),
        localised(line, "name"),
        meeting_place=localised(line, "meeting"),
    )
    return keep_point(week, entry)


def _travel(
    line: Line, known: Mapping[str, UUID], points: Mapping[str, Point]
) -> Travel:
    arrival = departure = None
    if line["at"]:
        shared: dict[str, Any] = {
            "mode": TravelMode(line["mode"]),
            "point_id": points[line["point"]].id,
        }
        arrival = JourneyEntry(
            Direction.ARRIVAL,
            number=line["number"],
            at=datetime.fromisoformat(line["at"]),
            needs_pickup=line["pickup"] == "yes",
            **shared,
        )
        departure = JourneyEntry(
            Direction.DEPARTURE,
            number=line["departure_number"],
            at=datetime.fromisoformat(line["departure_at"]),
            **shared,
        )
    return Travel(known[line["key"]], arrival, departure, _stay(line))


def _stay(line: Line) -> StayEntry:
    if line["hotel"] != "yes":
        return StayEntry(needs_hotel=False)
    return StayEntry(
        needs_hotel=True,
        check_in=date.fromisoformat(line["check_in"]),
        check_out=date.fromisoformat(line["check_out"]),
        room=RoomType(line["room"]),
    )


def _hotel(line: Line) -> HotelEntry:
    return HotelEntry(
        localised(line, "name"),
        localised(line, "address"),
        line["phone"],
        int(line["single_rooms"]),
        int(line["twin_rooms"]),
    )


def _give_rooms(houses: Sequence[Hotel], keys: Sequence[UUID]) -> None:
    """Every fourth delegate sleeps in the second hotel; the last twenty in none yet."""
    placed = keys[:-20]
    second = placed[::EVERY_FOURTH]
    first = [key for key in placed if key not in set(second)]
    for house, people in zip(houses, (first, second), strict=True):
        db.session.execute(
            update(Stay)
            .where(Stay.registration_id.in_(people), Stay.needs_hotel.is_(True))
            .values(hotel_id=house.id)
        )


def _plan(week: Week, point: Point, by: Account) -> Sequence[Pickup]:
    """Cars of one station; those whose time has passed have brought everybody."""
    waiting = table.to_meet(week, Choice(point_id=point.id))
    groups = grouping.propose(grouping.to_be_met(waiting, ()))
    made = pickups.take_proposal(week, groups, by=by)
    drivers = cycle(sources.table("drivers"))
    for pickup in made:
        line = next(drivers)
        pickup.driver_name, pickup.driver_phone = line["name"], line["phone"]
        pickup.plate, pickup.vehicle = line["plate"], Vehicle(line["vehicle"])
    now = clock.now()
    past = [pickup for pickup in made if pickup.ends_at < now]
    for pickup in past:
        pickup.state = PickupState.DONE
    db.session.flush()
    db.session.execute(
        update(Passenger)
        .where(Passenger.pickup_id.in_([pickup.id for pickup in past]))
        .values(finding=Finding.MET)
    )
    return [pickup for pickup in made if pickup.ends_at >= now]


def _come_late(pickup: Pickup) -> None:
    """One passenger changes their train after the car was planned."""
    seat = boarding.car_of(pickup).seats[-1]
    journey = seat.journey
    if journey is not None and journey.at is not None:
        keep_journey(seat.registration, entry_of(journey, at=journey.at + DELAY))
