"""Leaving by oneself: whoever speaks for one's delegation hears of it."""

from eventapp.kernel.names import PersonName
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.service.handing_over import hand_over


def withdraw(registration: Registration) -> None:
    """Cancel one's own registration.

    Raises:
        NoLongerOpen: it was declined or cancelled before.
    """
    applying.cancel(registration)
    signals.member_left.send(registration, successor=None)


def let_come_instead(
    registration: Registration, name: PersonName, address: str
) -> Registration:
    """Give one's own registration to a colleague.

    Raises:
        NoLongerOpen: it was declined or cancelled.
        TooLateToChange: the week is over.
    """
    successor = hand_over(registration, name, address)
    signals.member_left.send(registration, successor=successor)
    return successor
