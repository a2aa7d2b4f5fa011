"""Seats given, changed and taken back; never more people than seats."""

import hashlib
from collections.abc import Collection
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from eventapp.coaches.errors import CoachFull, SeatsChangedMeanwhile
from eventapp.coaches.filling import Proposal
from eventapp.coaches.models.counts import CoachDeed, Presence
from eventapp.coaches.models.seats import Seat, Stop
from eventapp.coaches.queries import manifests, riding
from eventapp.coaches.queries.proposals import proposal_of
from eventapp.coaches.service.stops import begin
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration


def mark_of(proposal: Proposal) -> str:
    """What tells whether a proposal is still the one that was looked at."""
    seats = sorted((str(key), str(coach)) for key, coach in proposal.seats.items())
    return hashlib.sha256(repr(seats).encode()).hexdigest()[:24]


def take_proposal(event: Event, *, seen: str, by: str, by_id: UUID | None) -> int:
    """Give everybody without a seat the one that is proposed; how many got one.

    Raises:
        SeatsChangedMeanwhile: it is not the proposal that was looked at.
    """
    lock(event)
    proposal = proposal_of(event)
    if mark_of(proposal) != seen:
        raise SeatsChangedMeanwhile
    begin(event)
    _give(event, proposal)
    _note("coach.filled", event, by, by_id, people=len(proposal.seats))
    return len(proposal.seats)


def put(
    event: Event,
    people: Collection[UUID],
    coach: Venue | None,
    *,
    by: str,
    by_id: UUID | None,
) -> None:
    """Let these people ride in `coach`, or in none; the leads of both are told.

    Raises:
        CoachFull: there are not seats enough; nobody is moved.
    """
    lock(event)
    begin(event)
    rows = select(Registration.id).where(
        Registration.id.in_(people), Registration.week_id == event.week_id
    )
    wanted = set(db.session.scalars(rows))
    seats = {one.registration_id: one for one in _seats(event, wanted)}
    if coach is None:
        _take_back(event, wanted)
    else:
        here = {
            key
            for key, one in seats.items()
            if one.venue_id == coach.id and one.left_at is None
        }
        free = riding.seats_free(event, coach)
        if free is not None and len(wanted - here) > free:
            raise CoachFull(coach=coach.name, free=free)
        for key in wanted - here:
            seat = seats.get(key)
            if seat is not None and seat.venue_id != coach.id:
                _tell_leads(event, key, seat.venue_id, coach.id, by, by_id)
            change_seat(event, key, coach.id, seat)
    _note("coach.moved", event, by, by_id, people=len(wanted))


def change_seat(
    event: Event,
    key: UUID,
    coach_id: UUID,
    seat: Seat | None = None,
    *,
    is_extra: bool = False,
) -> Seat:
    """Give somebody the seat in this coach; the event is locked, and a seat is free.

    Who was counted in another coach that has not left yet is counted anew.
    """
    now = clock.now()
    if seat is None:
        seat = Seat(
            event_id=event.id,
            registration_id=key,
            venue_id=coach_id,
            is_extra=is_extra,
            changed_at=now,
        )
        return add(seat)
    if seat.venue_id != coach_id:
        stop = manifests.stop_now(event, seat.venue_id)
        if stop is not None:
            uncount(stop, key)
    seat.venue_id, seat.left_at, seat.changed_at = coach_id, None, now
    seat.is_extra = seat.is_extra or is_extra
    db.session.flush()
    return seat


def uncount(stop: Stop, key: UUID) -> None:
    """Let somebody be on board of no coach at this stop."""
    db.session.execute(
        delete(Presence).where(
            Presence.stop_id == stop.id, Presence.registration_id == key
        )
    )


def seat_of(event: Event, key: UUID) -> Seat | None:
    """The seat of somebody at an event, as it is now."""
    found = select(Seat).where(Seat.event_id == event.id, Seat.registration_id == key)
    return db.session.scalar(found.execution_options(populate_existing=True))


def seat_new(place: Place) -> None:
    """Give who gained a place a seat beside their people, once seats are planned.

    Who gives the place holds the event.
    """
    event = place.event
    if not event.coaches or not _is_planned(event):
        return
    seat = seat_of(event, place.registration_id)
    if seat is not None:
        seat.is_extra = False
        return
    coach_id = proposal_of(event).seats.get(place.registration_id)
    if coach_id is not None:
        change_seat(event, place.registration_id, coach_id)


def drop(place: Place) -> None:
    """Free the seat of who gave the place back; who was counted stays on the list."""
    seat = seat_of(place.event, place.registration_id)
    if seat is not None:
        _drop(seat)


def leave(registration: Registration) -> None:
    """Free all seats of somebody who does not come to the week."""
    rows = select(Seat).where(Seat.registration_id == registration.id)
    for seat in db.session.scalars(rows).all():
        _drop(seat)


def forget(registration: Registration) -> None:
    """Keep nothing about where somebody rode."""
    for kind in (Presence, Seat):
        db.session.execute(delete(kind).where(kind.registration_id == registration.id))
    deeds = select(CoachDeed).where(CoachDeed.registration_id == registration.id)
    for one in db.session.scalars(deeds):
        one.registration_id, one.is_open = None, False
    db.session.flush()


def _give(event: Event, proposal: Proposal) -> None:
    now = clock.now()
    known = {one.registration_id: one for one in _seats(event, proposal.seats)}
    for key, coach_id in proposal.seats.items():
        if key in known:
            change_seat(event, key, coach_id, known[key])
            continue
        db.session.add(
            Seat(
                event_id=event.id,
                registration_id=key,
                venue_id=coach_id,
                changed_at=now,
            )
        )
    db.session.flush()


def _seats(event: Event, people: Collection[UUID]) -> list[Seat]:
    rows = select(Seat).where(
        Seat.event_id == event.id, Seat.registration_id.in_(list(people))
    )
    fresh = rows.execution_options(populate_existing=True)
    return list(db.session.scalars(fresh))


def _take_back(event: Event, people: Collection[UUID]) -> None:
    stops = select(Stop.id).where(Stop.event_id == event.id)
    db.session.execute(
        delete(Presence).where(
            Presence.stop_id.in_(stops), Presence.registration_id.in_(list(people))
        )
    )
    db.session.execute(
        delete(Seat).where(
            Seat.event_id == event.id, Seat.registration_id.in_(list(people))
        )
    )


def _drop(seat: Seat) -> None:
    counted = (
        select(Presence.id)
        .join(Presence.stop)
        .where(
            Stop.event_id == seat.event_id,
            Presence.registration_id == seat.registration_id,
        )
    )
    if db.session.scalar(counted.limit(1)) is None:
        db.session.delete(seat)
    else:
        seat.is_extra = True  # is there: whoever is on board is counted
    db.session.flush()


def _is_planned(event: Event) -> bool:
    rows = select(Seat.id).where(Seat.event_id == event.id).limit(1)
    return db.session.scalar(rows) is not None


def _tell_leads(  # noqa: PLR0913, PLR0917 - who, from where, to where, by whom
    event: Event, key: UUID, old_id: UUID, new_id: UUID, by: str, by_id: UUID | None
) -> None:
    now = clock.now()
    deed_id = uuid4()
    db.session.add(
        CoachDeed(
            id=deed_id,
            kind=DeedKind.MOVE,
            verdict=Told.MOVED,
            presented=digest(str(deed_id)),
            done_at=now,
            received_at=now,
            by=by,
            event_id=event.id,
            venue_id=old_id,
            other_id=new_id,
            registration_id=key,
            account_id=by_id,
        )
    )


def _note(
    action: str, event: Event, by: str, by_id: UUID | None, **details: int
) -> None:
    note(
        action,
        actor=by,
        actor_id=by_id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
        details=dict(details),
    )
