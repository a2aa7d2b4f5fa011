"""What coaches do when registration announces something."""

from flask_babel import gettext as _

from eventapp.coaches.queries.deeds import rides_of
from eventapp.coaches.service import seating
from eventapp.kernel.personal import Kept
from eventapp.registration import signals
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.place_held.connect(seat)
    signals.place_released.connect(unseat)
    signals.registration_ended.connect(leave)
    signals.registration_erased.connect(forget)
    signals.data_asked.connect(tell)


def seat(place: Place) -> None:
    """Who has a place rides beside their people, once seats are given."""
    seating.seat_new(place)


def unseat(place: Place) -> None:
    """Who gave the place back needs no seat."""
    seating.drop(place)


def leave(registration: Registration) -> None:
    """Who does not come to the week needs no seat."""
    seating.leave(registration)


def forget(registration: Registration) -> None:
    """Nothing is kept of where somebody rode."""
    seating.forget(registration)


def tell(registration: Registration) -> list[Kept]:
    """In which coaches somebody rides, and where they were counted."""
    zone = registration.week.tzinfo
    records = tuple(
        (
            (_("Event"), str(ride.event)),
            (_("Coach"), str(ride.coach)),
            (_("Stop"), str(ride.stop) if ride.stop else ""),
            (
                _("On board"),
                f"{ride.counted_at.astimezone(zone):%Y-%m-%d %H:%M}"
                if ride.counted_at
                else "",
            ),
        )
        for ride in rides_of(registration)
    )
    return [Kept(_("Coaches"), records)]
