"""A delegate's choice of events: wishes before confirmation, places after it."""

from uuid import UUID

from eventapp.kernel import clock
from eventapp.kernel.db import lock
from eventapp.programme.models.events import Event
from eventapp.registration import seating
from eventapp.registration.errors import ChoiceOverlaps
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import places
from eventapp.registration.service.applying import check_changeable, mark_done
from eventapp.registration.service.eligibility import check_selectable


def choose_events(registration: Registration, keys: tuple[UUID, ...]) -> None:
    """Keep the wishes of a draft; change the places of a confirmed registration.

    Places change until an event begins, also after the deadline for answers.

    Raises:
        NoLongerOpen: the registration was declined or cancelled.
        TooLateToChange: wishes come after the deadline.
    """
    if not registration.is_confirmed:
        lock(registration)
    if registration.is_confirmed:
        places.wish_for(registration, keys)
    else:
        check_changeable(registration)
        registration.wishes = tuple(str(key) for key in keys)
    mark_done(registration, "events")


def wish_for_event(registration: Registration, event: Event) -> None:
    """Add one event to the wishes of a registration that is not confirmed yet.

    Raises:
        NoLongerOpen, TooLateToChange: as for other answers.
        EventNotOpen, EventCancelled, EventBegun: as for places.
        ChoiceOverlaps: one place at a time is allowed, and another is wished for.
    """
    lock(registration)
    check_changeable(registration)
    check_selectable(registration, event)
    other = seating.wished_at_same_time(registration, event)
    if other is not None:
        raise ChoiceOverlaps(one=event.title, other=other.title)
    if str(event.id) not in registration.wishes:
        registration.wishes = (*registration.wishes, str(event.id))
        registration.changed_at = clock.now()


def drop_wish(registration: Registration, event: Event) -> None:
    """Take one event out of the wishes; asking again changes nothing."""
    lock(registration)
    kept = tuple(key for key in registration.wishes if key != str(event.id))
    registration.wishes = kept
    registration.changed_at = clock.now()
