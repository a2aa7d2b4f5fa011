"""Cars for tests, at one hour before the week."""

from datetime import timedelta
from typing import Any

from eventapp.arrivals.entries import PickupEntry
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service import pickups
from eventapp.arrivals.vocabulary import Vehicle
from eventapp.registration.models.registrations import Registration
from tests.builders import MORNING, make_account, make_journey, make_registration

AT = MORNING - timedelta(days=1)


def entry(point: Point, **changes: Any) -> PickupEntry:
    values: dict[str, Any] = {
        "starts_at": AT,
        "ends_at": AT + timedelta(hours=1),
        "vehicle": Vehicle.CAR,
        "seats": 2,
    }
    return PickupEntry(point.id, **(values | changes))


def make_pickup(point: Point, *people: Registration, **changes: Any) -> Pickup:
    by = make_account()
    pickup = pickups.make_pickup(point.week, entry(point, **changes), by=by)
    if people:
        pickups.board(pickup, [one.id for one in people], by=by)
    return pickup


def make_traveller(point: Point, **changes: Any) -> Registration:
    registration = make_registration(point.week)
    make_journey(registration, point, **({"at": AT} | changes))
    return registration
