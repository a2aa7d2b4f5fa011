"""Rows of the guests' office: a letter, journeys, a car, a room, a list of people."""

from dataclasses import dataclass
from typing import Any

from eventapp.arrivals.service.meeting import tell
from eventapp.intake.service.files import keep_list
from eventapp.letters.service.asking import ask
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from tests.arrivals.cars import make_pickup
from tests.builders import make_account, make_hotel, make_journey, make_point, make_stay
from tests.letters.kit import AGREED, ANSWERS, make_settings

PEOPLE = "name,e-mail\r\nAnna Nowak,anna@guest.example\r\n"


@dataclass
class Guests:
    """What addresses call these rows, and the driver's own address."""

    arguments: dict[str, Any]
    driver_token: str


def make_guests(
    confirmed: Registration, waiting: Registration, delegation: Delegation
) -> Guests:
    """One row of each for somebody confirmed, and what a delegation brings."""
    week, by = confirmed.week, make_account()
    point = make_point(week)
    make_journey(delegation, point)
    make_journey(confirmed, point)
    pickup = make_pickup(point, confirmed, driver_name=confirmed.name.latin)
    hotel = make_hotel(week)
    make_stay(confirmed, hotel, wishes=confirmed.access_note)
    make_stay(waiting, hotel)
    make_settings(week)
    letter = ask(confirmed, ANSWERS, AGREED)
    file = keep_list(week, "people.csv", PEOPLE.encode(), choices(), by=by)
    return Guests(
        {
            "point_id": point.id,
            "pickup_id": pickup.id,
            "hotel_id": hotel.id,
            "letter_id": letter.id,
            "file_id": file.id,
        },
        tell(pickup, by=by),
    )


def choices() -> dict[str, Any]:
    """What the columns of the list hold, as an organiser chose it."""
    return {
        "subject": "people",
        "head": ["name", "e-mail"],
        "columns": {"0": "name", "1": "address"},
    }
