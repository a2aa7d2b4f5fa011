"""What calendars do when registration announces something."""

from eventapp.feeds import keeping
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_erased.connect(forget)


def forget(registration: Registration) -> None:
    """Erased: nobody remembers that there was a calendar."""
    keeping.forget(f"agenda:{registration.id}:")
