"""What badges do when registration announces something."""

from eventapp.badges import cards, service
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_confirmed.connect(issue)
    signals.registration_named.connect(issue)


def issue(registration: Registration) -> None:
    """Who is expected bears a badge, as soon as we know who it is.

    Their delegation has a card from then on.
    """
    if registration.is_confirmed and registration.delegation_id is not None:
        cards.issue_card(registration.delegation_id)
    if registration.is_confirmed and registration.is_named:
        service.issue(registration)
