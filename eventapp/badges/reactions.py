"""What badges do when registration announces something."""

from eventapp.badges import service
from eventapp.registration import signals
from eventapp.registration.models import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_confirmed.connect(issue)


def issue(registration: Registration) -> None:
    """Who is expected bears a badge."""
    service.issue(registration)
