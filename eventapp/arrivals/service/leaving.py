"""Who does not come, and who is forgotten."""

from sqlalchemy import delete

from eventapp.arrivals import queries
from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.pickups import Passenger
from eventapp.arrivals.models.stays import RoomingLine, Stay
from eventapp.arrivals.service import stays
from eventapp.arrivals.service.journeys import mark_pickups
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration


def leave(registration: Registration) -> None:
    """Free the seat and the room of somebody who does not come.

    Both rows stay, marked, until the office has seen them. Who was met already stays
    met.
    """
    now = clock.now()
    mark_pickups([registration.id], now)
    passenger = db.session.get(Passenger, registration.id)
    if passenger is not None and passenger.left_at is None:
        passenger.left_at = now
    stay = queries.stay_of(registration)
    if stay is not None and stay.left_at is None:
        stays.part(stay)
        stay.left_at = now if stay.hotel_id else None
    db.session.flush()


def forget(registration: Registration) -> None:
    """Delete what is kept about one registration's travel."""
    now = clock.now()
    mark_pickups([registration.id], now)
    stay = queries.stay_of(registration)
    if stay is not None:
        stays.part(stay)
    for kind in (Journey, Passenger, RoomingLine, Stay):
        rows = delete(kind).where(kind.registration_id == registration.id)
        db.session.execute(rows)
    db.session.flush()
