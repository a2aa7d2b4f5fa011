"""What a lead does: counts, takes along, moves, departs; each kept, none twice."""

from sqlalchemy import update

from eventapp.coaches.errors import DeedIdReused, NotOnTour
from eventapp.coaches.models.counts import CoachDeed, Presence
from eventapp.coaches.orders import Order
from eventapp.coaches.queries import deeds, riding
from eventapp.coaches.service import admitting, cases, departing, seating
from eventapp.coaches.service.cases import Case
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme import queries as programme
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.errors import EventCancelled, NotConfirmed
from eventapp.registration.service.places import give_place

ABOUT_NOBODY = {DeedKind.DEPART, DeedKind.REOPEN}


def do(order: Order) -> CoachDeed:
    """Decide about one order and keep it; the same again, if it is sent again.

    Raises:
        NotOnTour: the coach does not run for this event, or never stops there.
        DeedIdReused: the identifier stands for another order.
    """
    lock(order.event)
    known = deeds.deed(order.deed_id)
    if known is not None:
        if known.presented != order.presented:
            raise DeedIdReused
        return known
    case = Case(order, cases.stop_of(order))
    if order.kind in ABOUT_NOBODY:
        verdict = (
            departing.depart(case)
            if order.kind is DeedKind.DEPART
            else departing.reopen(case)
        )
        return _keep(case, verdict)
    deed = _keep(case, Told.UNKNOWN)  # presences point at it
    deed.verdict = cases.find(case) or _about(case, deed)
    _finish(case, deed)
    return deed


def put_aboard(case: Case, deed: CoachDeed) -> None:
    """Count somebody in this coach, wherever they were counted before."""
    if case.registration is None:
        return
    if case.presence is not None:
        case.other_id = case.presence.venue_id
        seating.uncount(case.stop, case.registration.id)
        db.session.expire(case.presence)
    add(
        Presence(
            counted_at=clock.now(),
            counted_by=case.order.by,
            stop_id=case.stop.id,
            venue_id=case.order.coach.id,
            registration_id=case.registration.id,
            deed_id=deed.id,
        )
    )


def _about(case: Case, deed: CoachDeed) -> Told:
    match case.order.kind:
        case DeedKind.COUNT:
            return _count(case, deed)
        case DeedKind.TAKE_ALONG:
            return _take_along(case, deed)
        case DeedKind.UNCOUNT:
            return _uncount(case)
        case DeedKind.MOVE:
            return _move(case)
        case _:
            return _leave(case)


def _count(case: Case, deed: CoachDeed) -> Told:  # noqa: PLR0911 - a table
    here = case.order.coach.id
    if case.presence is not None:
        case.other_id = case.presence.venue_id
        if case.presence.venue_id == here:
            case.other_id = None
            return Told.ALREADY
        is_sure = case.order.told is Told.ON_BOARD
        return Told.TWICE if is_sure else Told.ELSEWHERE
    if case.seat is None:
        return Told.NOT_LISTED
    if case.seat.venue_id != here:
        case.other_id = case.seat.venue_id
        if case.order.told is not Told.ON_BOARD:
            return Told.OTHER_COACH
        # They sit here, the phone could not know better: the seat follows them.
        return _take_along(case, deed)
    if case.seat.left_at is not None and not _has_room(case):
        return Told.FULL
    return _board(case, deed)


def _take_along(case: Case, deed: CoachDeed) -> Told:
    """Let somebody ride here, out of another coach, or as an extra guest."""
    registration, event = case.registration, case.order.event
    if registration is None:
        return Told.UNKNOWN
    sits = case.seat is not None and case.seat.left_at is None
    if case.seat is not None and sits and case.seat.venue_id == case.order.coach.id:
        return Told.ALREADY if case.is_here else _board(case, deed)
    if not _has_room(case):
        return Told.FULL
    if case.seat is None and event.signup is not SignUp.EVERYONE:
        try:
            give_place(registration, event, is_extra=True)
        except (NotConfirmed, EventCancelled):
            return Told.NOT_CONFIRMED
        case.seat = seating.seat_of(event, registration.id)  # perhaps seated by that
    if case.seat is not None and case.seat.venue_id != case.order.coach.id:
        case.other_id = case.seat.venue_id
    return _board(case, deed)


def _board(case: Case, deed: CoachDeed) -> Told:
    registration = case.registration
    if registration is None:
        return Told.UNKNOWN
    if case.is_start and not admitting.admit(case.order, registration.id):
        return Told.REFUSED
    is_extra = case.seat is None
    seating.change_seat(
        case.order.event,
        registration.id,
        case.order.coach.id,
        case.seat,
        is_extra=is_extra,
    )
    case.presence = cases.presence_of(case.stop, registration.id)
    put_aboard(case, deed)
    if is_extra or case.other_id:
        cases.note_about("coach.taken_along", case, registration)
    return Told.ON_BOARD


def _uncount(case: Case) -> Told:
    if case.presence is not None and case.is_here and case.registration:
        deed_id = case.presence.deed_id
        seating.uncount(case.stop, case.registration.id)
        if case.is_start:
            by, by_id = case.order.by, case.order.account_id
            admitting.take_back(deed_id, by=by, by_id=by_id)
    return Told.NOT_COUNTED


def _move(case: Case) -> Told:
    """Give somebody a seat in another coach; they are counted there."""
    order, registration = case.order, case.registration
    other = next(
        (one for one in programme.coaches_of(order.event) if one.id == order.to_id),
        None,
    )
    if other is None or registration is None:
        raise NotOnTour
    if case.seat is None:
        return Told.NOT_LISTED
    case.other_id = other.id
    if case.seat.venue_id == other.id and case.seat.left_at is None:
        return Told.MOVED
    if riding.seats_free(order.event, other) == 0:
        return Told.FULL
    seating.change_seat(order.event, registration.id, other.id, case.seat)
    cases.note_about("coach.moved", case, registration)
    return Told.MOVED


def _leave(case: Case) -> Told:
    if case.seat is None or case.registration is None:
        return Told.NOT_LISTED
    if case.is_here:
        _uncount(case)
    if case.seat.left_at is None:
        case.seat.left_at = case.seat.changed_at = clock.now()
        cases.note_about("coach.left_out", case, case.registration)
    return Told.LEFT


def _keep(case: Case, verdict: Told) -> CoachDeed:
    order = case.order
    return add(
        CoachDeed(
            id=order.deed_id,
            kind=order.kind,
            verdict=verdict,
            presented=order.presented,
            told=order.told,
            was_offline=order.was_offline,
            done_at=order.done_at,
            received_at=clock.now(),
            by=order.by[:200],
            event_id=order.event.id,
            stop_id=case.stop.id,
            venue_id=order.coach.id,
            account_id=order.account_id,
            device_id=order.device_id,
        )
    )


def _finish(case: Case, deed: CoachDeed) -> None:
    """Write down what came of it; what a phone promised wrongly, somebody looks at."""
    registration = case.registration
    deed.registration_id = registration.id if registration else None
    deed.other_id = case.other_id
    is_along = case.order.kind is DeedKind.TAKE_ALONG
    # A lead who takes somebody along with network reads the answer at once.
    promised = case.order.told is Told.ON_BOARD and (
        case.order.was_offline or not is_along
    )
    deed.is_open = promised and not deed.verdict.is_aboard
    db.session.flush()
    db.session.expire(deed)
    if is_along and deed.verdict.is_aboard:
        db.session.execute(
            update(CoachDeed)
            .where(
                CoachDeed.registration_id == deed.registration_id,
                CoachDeed.stop_id == case.stop.id,
                CoachDeed.is_open,
            )
            .values(
                is_open=False, settled_at=clock.now(), settled_by=case.order.by[:200]
            )
        )


def _has_room(case: Case) -> bool:
    return riding.seats_free(case.order.event, case.order.coach) != 0
