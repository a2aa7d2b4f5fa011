"""What badges do when registration announces something."""

from eventapp.badges import service
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_confirmed.connect(issue)
    signals.registration_named.connect(issue)


def issue(registration: Registration) -> None:
    """Who is expected bears a badge, as soon as we know who it is."""
    if registration.is_confirmed and registration.is_named:
        service.issue(registration)
