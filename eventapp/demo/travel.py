"""How the invented delegates travel: journeys, nights, hotels, cars with drivers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
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
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.service import hotels, meeting, pickups
from eventapp.arrivals.service.importing import keep_many
from eventapp.arrivals.service.journeys import entry_of, keep_journey
from eventapp.arrivals.service.points import keep_point
from eventapp.arrivals.table import Choice
from eventapp.arrivals.vocabulary import (
    Direction,
    PointKind,
    RoomType,
    TravelMode,
    Vehicle,
)
from eventapp.demo import sources
from eventapp.demo.delegates import Delegate
from eventapp.demo.sources import Line, localised
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
    made = _plan(week, points[STATION], by)
    _name_drivers(made, by)
    _come_late(made[0])


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
    waiting = table.to_meet(week, Choice(point_id=point.id))
    groups = grouping.propose(grouping.to_be_met(waiting, ()))
    return pickups.take_proposal(week, groups, by=by)


def _name_drivers(made: Sequence[Pickup], by: Account) -> None:
    for pickup, line in zip(made, sources.table("drivers"), strict=False):
        pickup.driver_name, pickup.driver_phone = line["name"], line["phone"]
        pickup.plate = line["plate"]
        if pickup.seats <= grouping.SEATS:
            pickup.vehicle = Vehicle(line["vehicle"])
        meeting.tell(pickup, by=by)


def _come_late(pickup: Pickup) -> None:
    """One passenger of the first car changes their train after it was planned."""
    seat = boarding.car_of(pickup).seats[-1]
    journey = seat.journey
    if journey is None or journey.at is None:
        return
    later = entry_of(journey, at=journey.at + DELAY)
    keep_journey(seat.registration, later)
