"""Places at events: reserved, given, released; by one person or by a whole group."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.errors import Refusal
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp, WaitingList
from eventapp.registration import queries, seating, signals
from eventapp.registration.errors import (
    EventBegun,
    EventCancelled,
    EventFull,
    NotConfirmed,
    NotEnoughPlaces,
    WholeDelegationOnly,
)
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.eligibility import (
    check_overlap,
    check_overlaps,
    check_selectable,
    check_whole,
    may_choose,
)
from eventapp.registration.service.lines import fill_free_places, hold, settle
from eventapp.registration.service.locking import events_by_key, lock_in_one_order
from eventapp.registration.service.turning import shown_to, turn, turn_many
from eventapp.registration.vocabulary import PlaceStatus


def reserve_place(
    registration: Registration, event: Event, leaving: Collection[UUID] = ()
) -> Place:
    """Reserve a place at `event`, or queue for one when the event is full.

    Asking again while holding or awaiting a place returns that same place; who waits
    has it now if one is free that nobody before them may have. At an event by request
    everybody waits until an organiser gives the place. Places at the events `leaving`
    are about to go back.

    Raises:
        NotConfirmed: only a confirmed registration may choose events.
        EventNotOpen, EventCancelled, EventBegun: as `check_selectable` says.
        SignUpOpensLater, SignUpEnded: it is not the time to ask.
        WholeDelegationOnly: the delegation comes together.
        Overlaps: the week allows one place at a time.
    """
    if not registration.is_confirmed:
        raise NotConfirmed
    lock(event)
    lock(registration)
    if not registration.is_confirmed:  # cancelled while we waited for the event
        raise NotConfirmed
    check_selectable(registration, event)
    settled = settle(event)
    place = seating.place_of(registration, event)
    if place is not None and place.status is not PlaceStatus.WAITING:
        return place
    if event.whole_delegations and registration.delegation_id is not None:
        raise WholeDelegationOnly
    now = clock.now()  # after those whom we let pass: the order of asking
    free = is_free(event, settled.tally, now) and settled.is_done
    if place is None or free:
        check_overlap(registration, event, leaving)
    if place is None:
        place = new_place(registration, event, now)
    if free:
        hold(place, registration, now)
    return add(place)


def reserve_together(
    registrations: Sequence[Registration], event: Event
) -> list[Place]:
    """Reserve places at `event` for a whole group, or for nobody.

    Who holds a place already keeps it; who waited for one leaves the waiting list. At
    an event by request the whole group waits for an organiser.

    Raises:
        NotConfirmed: only confirmed registrations have places.
        EventNotOpen, EventCancelled, EventBegun: as for one place.
        SignUpOpensLater, SignUpEnded: as for one place.
        WholeDelegationOnly: members of the delegation are left out.
        MemberOverlaps: the week allows one place at a time.
        NotEnoughPlaces: there is not room for all of them.
    """
    lock(event)
    for one in (group := sorted(set(registrations), key=lambda one: one.id)):
        lock(one)
        if not one.is_confirmed:
            raise NotConfirmed
        check_selectable(one, event)
    check_whole(group, event)
    left = settle(event).tally.left
    places = queries.places_at(event, [one.id for one in group])
    lacking = [one for one in group if not _holds(places.get(one.id))]
    check_overlaps(lacking, event)
    by_request = event.signup is SignUp.BY_REQUEST
    offered = sum(_is_offer(places.get(one.id)) for one in lacking)  # theirs already
    if not by_request and left is not None and left + offered < len(lacking):
        raise NotEnoughPlaces(left=left + offered, needed=len(lacking))
    now = clock.now()
    for one in lacking:
        place = places.setdefault(one.id, new_place(one, event, now))
        if not by_request:
            hold(place, one, now)
        db.session.add(place)
    db.session.flush()
    return [places[one.id] for one in registrations]


def release_place(place: Place) -> Place | None:
    """Give a place back; the first in line inherits it, and is told.

    Giving it back again changes nothing.

    Returns:
        The place that was promoted, if somebody waited.
    """
    event, registration = place.event, place.registration
    lock(event)
    lock(registration)
    present = seating.place_of(registration, event)
    if present is None:
        return None
    db.session.delete(present)
    turn(registration, event.id)
    signals.place_released.send(place)
    promoted = fill_free_places(event)
    return promoted[0] if promoted else None


def give_back(registration: Registration, event: Event) -> Place | None:
    """Let a delegate release the place at an event; without one, nothing changes.

    Raises:
        EventBegun: the doors are closed, and the desk may have admitted.
    """
    if event.has_begun(clock.now()):
        raise EventBegun
    place = queries.place_of(registration, event)
    if place is None:
        return None
    note(
        "place.released",
        actor="delegate",
        subject=f"{registration.name}: {event.title}",
        subject_id=registration.id,
        week_id=registration.week_id,
    )
    return release_place(place)


def give_place(
    registration: Registration, event: Event, *, is_extra: bool = False
) -> Place:
    """Let an organiser give a place, also at an event by request or by invitation.

    The office may give one beside another at the same time, and one more than there
    are, if it says so.

    Raises:
        NotConfirmed: only a confirmed registration has places.
        EventCancelled: the event does not take place.
        EventFull: all places are held or offered.
    """
    if event.week_id != registration.week_id:
        raise NotConfirmed
    lock(event)
    lock(registration)
    if not registration.is_confirmed:  # perhaps cancelled while we waited
        raise NotConfirmed
    if event.is_cancelled:
        raise EventCancelled
    now = clock.now()
    place = seating.place_of(registration, event)
    if place is not None and place.is_held:
        return place
    is_theirs = place is not None and place.status is PlaceStatus.OFFERED
    if not is_extra and not is_theirs and seating.tally(event).left == 0:
        raise EventFull
    place = place or new_place(registration, event, now)
    hold(place, registration, now)
    return place


def new_place(registration: Registration, event: Event, now: datetime) -> Place:
    """A place in the waiting list; not kept yet."""
    turn(registration, event.id)
    return Place(
        registration_id=registration.id,
        event_id=event.id,
        status=PlaceStatus.WAITING,
        asked_at=now,
    )


def is_free(event: Event, tally: seating.Tally, now: datetime) -> bool:
    """Whether who asks now has a place at once; the waiting list is settled."""
    if event.signup is not SignUp.OPEN or tally.left == 0:
        return False
    is_by_hand = event.waiting_list is WaitingList.BY_HAND
    is_stopped = now >= event.promotion_stops_at
    return not is_by_hand or is_stopped or not tally.waiting


def release_all(registration: Registration) -> datetime:
    """Give all places of a registration back, event by event in one order.

    Returns:
        When the calendar ended: all that stood in it turned at that instant.
    """
    shown = shown_to([registration])
    present = queries.lines_of(registration)
    for line in present:
        release_place(line.place)
    now = clock.now()
    turn_many(registration, shown, now)
    return now


def wish_for(registration: Registration, keys: tuple[UUID, ...]) -> None:
    """Make the places of a confirmed registration those at the events `keys`.

    New ones are taken before others are released, so that nobody ends with fewer
    than before because of a full event. What cannot be chosen now stays: places that
    only organisers give, or whole delegations take, and those at events which are
    cancelled, have begun, or whose sign-up is closed.
    """
    chosen = events_by_key(registration.week_id, keys)
    present = queries.lines_of(registration)
    lock_in_one_order([*chosen, *(line.event for line in present)])
    now = clock.now()
    leaving = [
        line
        for line in present
        if line.event.id not in keys and may_choose(registration, line.event, now)
    ]
    for event in chosen:
        if queries.place_of(registration, event) is None:
            reserve_place(registration, event, {line.event.id for line in leaving})
    for line in leaving:
        release_place(line.place)


def take_wishes(registration: Registration) -> None:
    """Turn wishes into places, by the order of the programme.

    A wish that has become impossible is left out. The events are held.
    """
    keys = tuple(UUID(key) for key in registration.wishes)
    chosen = events_by_key(registration.week_id, keys)
    for event in sorted(chosen, key=lambda one: (one.starts_at, one.id)):
        try:
            reserve_place(registration, event)
        except Refusal:  # raised before anything was written for this person
            continue
    registration.wishes = ()


def _holds(place: Place | None) -> bool:
    return place is not None and place.is_held


def _is_offer(place: Place | None) -> bool:
    return place is not None and place.status is PlaceStatus.OFFERED
