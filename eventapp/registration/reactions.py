"""What registration does when the programme announces something."""

from eventapp.kernel.db import lock
from eventapp.programme import signals
from eventapp.programme.models import Event
from eventapp.registration import notices
from eventapp.registration.service import places


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.event_cancelled.connect(tell_cancelled)
    signals.event_moved.connect(tell_moved)
    signals.capacity_changed.connect(fill)


def tell_cancelled(event: Event) -> None:
    """Tell those who had a place; calendars strike the event out."""
    places.tell_those_at(event, notices.tell_event_cancelled)


def tell_moved(event: Event) -> None:
    """Tell those who have a place where and when it is now."""
    places.tell_those_at(event, notices.tell_event_moved)


def fill(event: Event) -> None:
    """More seats: those who wait inherit them."""
    lock(event)
    places.fill_free_places(event)
