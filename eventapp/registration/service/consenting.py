"""Agreeing to what is free to choose; withdrawing it has its effect at once."""

from eventapp.kernel.db import db, lock
from eventapp.registration import queries, signals
from eventapp.registration.agreeing import latest, tells_something
from eventapp.registration.answers import Consents
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.vocabulary import ConsentPurpose


def choose(registration: Registration, consents: Consents) -> bool:
    """Keep what somebody chose, and tell whether answers were erased by it.

    What stays as it was is not kept twice. Who no longer agrees that we keep what they
    said about food and access loses these answers at once, wherever they stand; so
    does whose answers came from a list.
    """
    lock(registration)
    known = latest(queries.consents_of(registration))
    # Who says nothing about food and access need not say no.
    said = {ConsentPurpose.SENSITIVE: False, **known}
    changed = {
        purpose: is_given
        for purpose, is_given in consents.given.items()
        if said.get(purpose) is not is_given
    }
    applying.keep_consents(
        registration, Consents(changed, consents.texts, consents.language)
    )
    db.session.flush()
    is_refused = consents.given.get(ConsentPurpose.SENSITIVE) is False
    was_kept = said[ConsentPurpose.SENSITIVE] or tells_something(registration)
    if is_refused and was_kept:
        signals.sensitive_withdrawn.send(registration)
        return True
    return False
