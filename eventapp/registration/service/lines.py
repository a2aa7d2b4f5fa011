"""Waiting lists: who inherits a place, offers and their end, the office's own gifts.

Everybody locks events first, in the order of their keys, and own registrations after
them. Somebody else's registration is only ever taken if it is free at this moment, so
that nobody waits for each other in a circle; who was busy moves up with the next deed
at that event, or with the upkeep (docs/decisions/0028).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db, holds_all, lock, reading, writing
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import WaitingList
from eventapp.registration import notices_of_places as notices
from eventapp.registration import seating, signals
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.turning import turn
from eventapp.registration.vocabulary import PlaceStatus

Row = TypeVar("Row", bound=Model)


@dataclass
class Settled:
    """Who moved up, how the seats are taken then, and whether all who could, did."""

    tally: seating.Tally
    promoted: list[Place] = field(default_factory=list)
    is_done: bool = True


def settle(event: Event) -> Settled:
    """End offers that nobody took, then let those who wait move up, in order.

    The event is locked. Where nothing changes, this costs one statement.
    """
    now = clock.now()
    done = Settled(seating.tally(event))
    if done.tally.offered:
        done.is_done = _end_offers(event, now)
        done.tally = seating.tally(event)
    if done.tally.waiting and event.promotes(now):
        _fill(event, now, done)
    return done


def fill_free_places(event: Event) -> list[Place]:
    """Let those who wait inherit, in order of asking; the event is locked."""
    return settle(event).promoted


def hold(place: Place, registration: Registration, now: datetime) -> None:
    """Make a place somebody's own, and give up the one it was to replace."""
    place.status, place.held_at, place.offered_until = PlaceStatus.HELD, now, None
    old, place.gives_up_id = place.gives_up_id, None
    db.session.add(place)
    turn(registration, place.event_id)
    signals.place_held.send(place)
    if old is not None:
        _give_up(old, registration, now)


def leaves_behind(place: Place, now: datetime) -> set[UUID]:
    """The event whose place goes back when this one is held; at most one."""
    old = db.session.get(Place, place.gives_up_id) if place.gives_up_id else None
    return {old.event_id} if old and _can_go_back(old, now) else set()


def keep_moving() -> None:
    """Move all waiting lists on, each in a transaction of its own: the upkeep."""
    with reading():
        keys = seating.unsettled_events(clock.now())
    for key in keys:
        with writing():
            event = db.session.get(Event, key)
            if event is not None:
                lock(event)
                settle(event)


def _fill(event: Event, now: datetime, done: Settled) -> None:
    line = _line(event)
    while done.tally.left != 0 and (place := next(line, None)) is not None:
        registration = take_if_free(Registration, place.registration_id)
        if registration is None:
            done.is_done = False
            return
        if not _must_wait(place, registration, event, now):
            _move_up(place, registration, event, now)
            done.promoted.append(place)
            done.tally = seating.tally(event)


def _line(event: Event) -> Iterator[Place]:
    place = seating.next_in_line(event)
    while place is not None:
        asked = place
        yield place
        place = seating.next_in_line(event, after=asked)


def _must_wait(
    place: Place, registration: Registration, event: Event, now: datetime
) -> bool:
    """Who may not have a place now keeps waiting; the next one is asked."""
    if not registration.is_confirmed:
        return True
    if event.whole_delegations and registration.delegation_id is not None:
        return True
    leaving = leaves_behind(place, now)
    return seating.blocked(registration, event, leaving) is not None


def _can_go_back(old: Place, now: datetime) -> bool:
    return old.is_held and not old.event.has_begun(now)


def _move_up(
    place: Place, registration: Registration, event: Event, now: datetime
) -> None:
    if event.waiting_list is WaitingList.OFFER:
        until = min(now + timedelta(hours=event.offer_hours), event.promotion_stops_at)
        place.status, place.offered_until = PlaceStatus.OFFERED, until
        turn(registration, event.id)
        notices.tell_offered(registration, event, place)
        return
    swapped = _swapped_event(place, now)
    hold(place, registration, now)
    notices.tell_promoted(registration, event, swapped)


def _swapped_event(place: Place, now: datetime) -> Event | None:
    old = db.session.get(Place, place.gives_up_id) if place.gives_up_id else None
    return old.event if old and _can_go_back(old, now) else None


def _end_offers(event: Event, now: datetime) -> bool:
    """Forget lapsed offers; whether all of them could be."""
    for place in seating.lapsed_offers(event, now):
        registration = take_if_free(Registration, place.registration_id)
        if registration is None:
            return False
        db.session.delete(place)
        turn(registration, event.id)
        notices.tell_offer_ended(registration, event)
    return True


def _give_up(key: UUID, registration: Registration, now: datetime) -> None:
    """Release the place that was swapped; the registration is locked.

    A seat less is never one too many, so that its event need not be held for this.
    """
    old = db.session.get(Place, key)
    if old is None or not _can_go_back(old, now):
        return
    event = old.event
    note(
        "place.swapped",
        actor="delegate",
        subject=f"{registration.name}: {event.title}",
        subject_id=registration.id,
        week_id=registration.week_id,
    )
    db.session.delete(old)
    turn(registration, event.id)
    signals.place_released.send(old)
    held = take_if_free(Event, event.id)
    if held is not None:
        settle(held)


def take_if_free(kind: type[Row], key: UUID) -> Row | None:
    """Lock a row unless somebody else holds it now."""
    db.session.flush()
    if holds_all():
        return db.session.get(kind, key)
    free = (
        select(kind)
        .where(kind.id == key)  # type: ignore[attr-defined]  # each of ours has one
        .with_for_update(skip_locked=True, of=kind)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(free)
