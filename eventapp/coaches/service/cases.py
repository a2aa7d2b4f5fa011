"""One order on its way to a decision: who it is about, and how they stand."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.badges.models import Badge
from eventapp.coaches.errors import NotOnTour
from eventapp.coaches.models.counts import Presence
from eventapp.coaches.models.seats import Seat, Stop
from eventapp.coaches.orders import Order
from eventapp.coaches.queries import manifests
from eventapp.coaches.service import seating, stops
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.journal.service import note
from eventapp.kernel import codes
from eventapp.kernel.codes import CodeKind, Outcome
from eventapp.kernel.db import db
from eventapp.programme import queries as programme
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

ENDED = {RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED}


@dataclass
class Case:
    """One order on its way: at which stop, about whom, how they stand there."""

    order: Order
    stop: Stop
    registration: Registration | None = None
    seat: Seat | None = None
    presence: Presence | None = None
    other_id: UUID | None = None

    @property
    def is_start(self) -> bool:
        """Whether the tour begins here."""
        return self.stop.position == 1

    @property
    def is_here(self) -> bool:
        """Whether they were counted in this coach."""
        found = self.presence
        return found is not None and found.venue_id == self.order.coach.id


def find(case: Case) -> Told | None:  # noqa: PLR0911 - a table
    """Find who an order is about, and fill `case`; tells what is wrong, if anything."""
    order = case.order
    is_revoked = False
    if order.code:
        reading = codes.parse(order.code)
        if reading.outcome is Outcome.MISREAD:
            return Told.MISREAD
        if reading.code is None or reading.kind is not CodeKind.PERSON:
            return Told.UNKNOWN
        rows = (
            select(Badge)
            .options(joinedload(Badge.registration))
            .where(Badge.code_digest == codes.digest(reading.code))
        )
        badge = db.session.scalar(rows)
        found = badge.registration if badge else None
        is_revoked = badge is not None and badge.is_revoked
    else:
        key = order.registration_id
        found = db.session.get(Registration, key) if key else None
    if found is None:
        return Told.UNKNOWN
    if found.week_id != order.event.week_id:
        return Told.STRANGER
    case.registration = found
    case.seat = seating.seat_of(order.event, found.id)
    case.presence = presence_of(case.stop, found.id)
    if order.kind not in {DeedKind.COUNT, DeedKind.TAKE_ALONG}:
        return None
    if is_revoked:
        return Told.REVOKED
    if found.status in ENDED:
        return Told.CANCELLED
    return None if found.is_confirmed else Told.NOT_CONFIRMED


def stop_of(order: Order) -> Stop:
    """The stop that an order names, else the one where the coach is, else the last.

    Raises:
        NotOnTour: the coach does not run for this event, or the stop is not one of it.
    """
    if order.coach.id not in {one.id for one in programme.coaches_of(order.event)}:
        raise NotOnTour
    known = stops.begin(order.event)
    if order.stop_id is None:
        return manifests.stop_now(order.event, order.coach.id) or known[-1]
    found = next((one for one in known if one.id == order.stop_id), None)
    if found is None:
        raise NotOnTour
    return found


def presence_of(stop: Stop, key: UUID) -> Presence | None:
    """Where somebody was counted at a stop, as it is now."""
    rows = select(Presence).where(
        Presence.stop_id == stop.id, Presence.registration_id == key
    )
    return db.session.scalar(rows.execution_options(populate_existing=True))


def note_about(
    action: str, case: Case, about: Registration | None = None, **details: int
) -> None:
    """Keep in the journal what a lead did."""
    order = case.order
    what = f"{order.event.title}: {order.coach.name}, {case.stop.name}"
    note(
        action,
        actor=order.by,
        actor_id=order.account_id,
        subject=f"{about.name}: {what}" if about else what,
        subject_id=about.id if about else order.event.id,
        week_id=order.event.week_id,
        details=dict(details),
    )
