"""Places at events: reserved, awaited, inherited, released."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration import notices, queries
from eventapp.registration.errors import (
    EventBegun,
    EventCancelled,
    EventFull,
    EventNotOpen,
    NotConfirmed,
    NotEnoughPlaces,
)
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus


def reserve_place(registration: Registration, event: Event) -> Place:
    """Reserve a place at `event`, or queue for one when the event is full.

    Asking again while holding or awaiting a place returns that same place. At an
    event by request everybody waits until an organiser gives the place.

    Raises:
        NotConfirmed: only a confirmed registration may choose events.
        EventNotOpen: the event takes no sign-up.
        EventCancelled: it does not take place.
        EventBegun: the doors are closed.
    """
    now = clock.now()
    if not registration.is_confirmed:
        raise NotConfirmed
    lock(event)
    lock(registration)
    if not registration.is_confirmed:  # cancelled while we waited for the event
        raise NotConfirmed
    check_selectable(registration, event)
    if place := queries.place_of(registration, event):
        return place
    free = event.signup is SignUp.OPEN and queries.has_room(event)
    registration.agenda_changed_at = now
    return add(
        Place(
            registration_id=registration.id,
            event_id=event.id,
            status=PlaceStatus.HELD if free else PlaceStatus.WAITING,
            asked_at=now,
            held_at=now if free else None,
        )
    )


def reserve_together(
    registrations: Sequence[Registration], event: Event
) -> list[Place]:
    """Reserve places at `event` for a whole group, or for nobody.

    Who holds a place already keeps it; who waited for one leaves the waiting list.

    Raises:
        NotConfirmed: only confirmed registrations have places.
        EventNotOpen, EventCancelled, EventBegun: as for one place.
        NotEnoughPlaces: there is not room for all of them.
    """
    now = clock.now()
    lock(event)
    for one in (group := sorted(set(registrations), key=lambda one: one.id)):
        lock(one)
        if not one.is_confirmed:
            raise NotConfirmed
        check_selectable(one, event)
    places = queries.places_at(event, [one.id for one in group])
    lacking = [one for one in group if not _holds(places.get(one.id))]
    left = queries.places_left(event)
    if left is not None and left < len(lacking):
        raise NotEnoughPlaces(left=left, needed=len(lacking))
    for one in lacking:
        place = places.setdefault(one.id, Place(asked_at=now))
        place.registration_id, place.event_id = one.id, event.id
        place.status, place.held_at = PlaceStatus.HELD, now
        one.agenda_changed_at = now
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
    if queries.place_of(registration, event) is None:
        return None
    registration.agenda_changed_at = clock.now()
    db.session.delete(place)
    db.session.flush()
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


def give_place(registration: Registration, event: Event) -> Place:
    """Let an organiser give a place, also at an event by request or by invitation.

    Raises:
        NotConfirmed: only a confirmed registration has places.
        EventCancelled: the event does not take place.
        EventFull: all places are held.
    """
    if event.week_id != registration.week_id:
        raise NotConfirmed
    lock(event)
    lock(registration)
    if not registration.is_confirmed:  # perhaps cancelled while we waited
        raise NotConfirmed
    if event.is_cancelled:
        raise EventCancelled
    place = queries.place_of(registration, event)
    if place is not None and place.is_held:
        return place
    if not queries.has_room(event):
        raise EventFull
    now = clock.now()
    if place is None:
        place = Place(registration_id=registration.id, event_id=event.id, asked_at=now)
    place.status = PlaceStatus.HELD
    place.held_at = now
    registration.agenda_changed_at = now
    return add(place)


def fill_free_places(event: Event) -> list[Place]:
    """Let those who wait inherit, in order of asking; the event is locked."""
    promoted: list[Place] = []
    now = clock.now()
    waits_for_organiser = event.signup is SignUp.BY_REQUEST
    if event.is_cancelled or event.has_begun(now) or waits_for_organiser:
        return promoted
    while queries.has_room(event) and (place := queries.next_in_line(event)):
        place.status = PlaceStatus.HELD
        place.held_at = now
        place.registration.agenda_changed_at = now
        db.session.flush()
        notices.tell_promoted(place.registration, event)
        promoted.append(place)
    return promoted


def check_selectable(registration: Registration, event: Event) -> None:
    """Let a delegate ask for a place at `event`, or refuse.

    Raises:
        EventNotOpen: the event takes no sign-up, or belongs to another week.
        EventCancelled: it does not take place.
        EventBegun: the doors are closed.
    """
    is_hidden = event.status is EventStatus.DRAFT
    if is_hidden or not event.takes_wishes or event.week_id != registration.week_id:
        raise EventNotOpen
    if event.is_cancelled:
        raise EventCancelled
    if event.has_begun(clock.now()):
        raise EventBegun


def lock_places(registration: Registration) -> None:
    """Hold the events of a registration, then itself: everybody locks in this order."""
    _lock_in_one_order(line.event for line in queries.lines_of(registration))
    lock(registration)


def release_all(registration: Registration) -> None:
    """Give all places of a registration back, event by event in one order."""
    present = queries.lines_of(registration)
    for line in present:
        release_place(line.place)


def wish_for(registration: Registration, keys: tuple[UUID, ...]) -> None:
    """Make the places of a confirmed registration those at the events `keys`.

    New ones are taken before others are released, so that nobody ends with fewer
    than before because of a full event. Places that only organisers give are left,
    and those at events which are cancelled or have begun.
    """
    chosen = events_by_key(registration.week_id, keys)
    present = queries.lines_of(registration)
    _lock_in_one_order([*chosen, *(line.event for line in present)])
    now = clock.now()
    for event in chosen:
        if queries.place_of(registration, event) is None:
            reserve_place(registration, event)
    for line in present:
        event = line.event
        stays = event.is_cancelled or event.has_begun(now) or not event.takes_wishes
        if not stays and event.id not in keys:
            release_place(line.place)


def events_by_key(week_id: UUID, keys: tuple[UUID, ...]) -> Sequence[Event]:
    """Those events of a week, in the order in which they are locked."""
    wanted = select(Event).where(Event.id.in_(keys), Event.week_id == week_id)
    return db.session.scalars(wanted.order_by(Event.id)).all()


def _holds(place: Place | None) -> bool:
    return place is not None and place.is_held


def _lock_in_one_order(events: Iterable[Event]) -> None:
    for event in sorted(set(events), key=lambda event: event.id):
        lock(event)
