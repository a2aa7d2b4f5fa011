"""What letters do when registration announces something."""

from eventapp.letters.service import forgetting
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_ended.connect(end)
    signals.registration_erased.connect(erase)


def end(registration: Registration) -> None:
    """Declined or cancelled: no letter, no passport."""
    forgetting.end(registration)


def erase(registration: Registration) -> None:
    """Erased: the number stays."""
    forgetting.erase(registration)
