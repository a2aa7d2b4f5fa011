"""What arrivals do when registration announces something."""

from eventapp.arrivals.service import leaving
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_ended.connect(leave)
    signals.registration_erased.connect(forget)


def leave(registration: Registration) -> None:
    """Who does not come leaves the car and the room; the office sees it."""
    leaving.leave(registration)


def forget(registration: Registration) -> None:
    """Nothing is kept of how somebody travelled, and where they slept."""
    leaving.forget(registration)
