"""A delegate's answer to an offered place, and swaps of one place for another."""

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, lock
from eventapp.programme.models.events import Event
from eventapp.registration import seating
from eventapp.registration.errors import (
    EventBegun,
    EventCancelled,
    NoRoomToSwap,
    NotConfirmed,
    NothingToSwap,
    WholeDelegationOnly,
)
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.eligibility import check_overlap, check_selectable
from eventapp.registration.service.lines import hold, leaves_behind, settle
from eventapp.registration.service.locking import lock_in_one_order
from eventapp.registration.service.places import (
    is_free,
    new_place,
    release_place,
)


def accept_offer(registration: Registration, event: Event) -> Place | None:
    """Take the place that is kept for somebody; accepting again changes nothing.

    Returns:
        The place; None when the offer has ended: that is kept, and the next one asked.

    Raises:
        NotConfirmed: the registration was cancelled.
        EventCancelled, EventBegun: it is too late.
        Overlaps: the week allows one place at a time.
    """
    lock(event)
    lock(registration)
    now = clock.now()
    if not registration.is_confirmed:
        raise NotConfirmed
    place = seating.place_of(registration, event)
    if place is not None and place.is_held:
        return place
    if event.is_cancelled:
        raise EventCancelled
    if event.has_begun(now):
        raise EventBegun
    if place is None or not place.is_offered(now):
        settle(event)
        return None
    check_overlap(registration, event, leaves_behind(place, now))
    hold(place, registration, now)
    return place


def swap(registration: Registration, old: Event, new: Event) -> Place:
    """Change a place at one event for one at another, or keep it: never neither.

    Raises:
        NotConfirmed: only a confirmed registration has places.
        NothingToSwap: no place is held at the old event.
        EventBegun: the old one has begun; or the new one, as for any place.
        NoRoomToSwap: the new one is full. The old place stays.
        Overlaps: a third place is at the same time.
    """
    held = _held_place(registration, old, new)
    settled = settle(new)
    place = seating.place_of(registration, new)
    now = clock.now()
    if place is None or not place.is_held:
        check_overlap(registration, new, {old.id})
        is_theirs = place is not None and place.is_offered(now)
        room = settled.is_done and is_free(new, settled.tally, now)
        if not (is_theirs or room):
            raise NoRoomToSwap(event=new.title, kept=old.title)
        place = place or new_place(registration, new, now)
        place.gives_up_id = None
        hold(place, registration, now)
    _note(registration, old, new)
    release_place(held)
    return place


def wait_to_swap(registration: Registration, old: Event, new: Event) -> Place:
    """Queue for another event, and keep the old place until a new one is free.

    Raises:
        NotConfirmed, NothingToSwap, EventBegun: as for a swap at once.
        Overlaps: a third place is at the same time.
    """
    held = _held_place(registration, old, new)
    settled = settle(new)
    place = seating.place_of(registration, new)
    if place is not None and place.is_held:
        return place
    check_overlap(registration, new, {old.id})
    now = clock.now()
    place = place or new_place(registration, new, now)
    place.gives_up_id = held.id
    add(place)
    is_asked = place.is_offered(now)  # to accept it is theirs
    if not is_asked and settled.is_done and is_free(new, settled.tally, now):
        hold(place, registration, now)
    return place


def _held_place(registration: Registration, old: Event, new: Event) -> Place:
    lock_in_one_order([old, new])
    lock(registration)
    if not registration.is_confirmed:
        raise NotConfirmed
    check_selectable(registration, new)
    if new.whole_delegations and registration.delegation_id is not None:
        raise WholeDelegationOnly
    held = seating.place_of(registration, old)
    if held is None or not held.is_held or old.id == new.id:
        raise NothingToSwap(event=old.title)
    if old.has_begun(clock.now()):
        raise EventBegun
    return held


def _note(registration: Registration, old: Event, new: Event) -> None:
    note(
        "place.swapped",
        actor="delegate",
        subject=f"{registration.name}: {old.title} → {new.title}",
        subject_id=registration.id,
        week_id=registration.week_id,
    )
