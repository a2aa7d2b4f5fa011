"""Somebody comes in the place of somebody else: what stays, and what must go."""

from dataclasses import dataclass

from sqlalchemy import delete

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.names import PersonName
from eventapp.registration import signals
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.places import Star
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.service import agenda, applying


@dataclass(frozen=True)
class Successor:
    """Who comes instead, and how we reach them."""

    name: PersonName
    address: str
    language: str
    has_own_address: bool = True


def replace_person(registration: Registration, successor: Successor) -> None:
    """Let `successor` have this registration: its number, its places, its delegation.

    Whatever told of the one before is forgotten: answers, consents, links, stars, the
    calendar's address, and what the packages above keep. The badge is theirs to renew.

    Raises:
        NoLongerOpen: the registration was declined or cancelled.
        TooLateToChange: the deadline has passed.
    """
    lock(registration)
    applying.check_changeable(registration)
    signals.registration_erased.send(registration)
    for kind in (Consent, PrivateLink, Star):
        theirs = kind.registration_id == registration.id
        db.session.execute(delete(kind).where(theirs))
    registration.name = successor.name
    registration.address = successor.address.casefold()
    registration.language = successor.language
    registration.has_own_address = successor.has_own_address
    registration.key = registration.to_be_named = registration.person_id = None
    registration.kind = registration.position = registration.phone = None
    registration.diet = registration.diet_note = registration.interpretation = None
    registration.access_note = registration.needs_visa_letter = None
    registration.arrives_on = registration.departs_on = None
    registration.languages = registration.access = registration.steps_done = ()
    registration.changed_at = clock.now()
    if registration.is_confirmed:
        agenda.renew_agenda(registration)
    applying.make_findable(registration)
    db.session.flush()
