"""What leads did: what somebody has to look at, who changed coaches, phones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from eventapp.coaches.models.counts import CoachDeed, Presence
from eventapp.coaches.models.seats import Seat, Stop
from eventapp.coaches.vocabulary import Told
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.registration.models.registrations import Registration


def deed(key: UUID) -> CoachDeed | None:
    """One deed with all that its answer tells."""
    return db.session.scalar(_deeds().where(CoachDeed.id == key))


def open_deeds(event_ids: Sequence[UUID]) -> Sequence[CoachDeed]:
    """What somebody has to look at, the oldest first."""
    rows = (
        _deeds()
        .where(CoachDeed.event_id.in_(event_ids), CoachDeed.is_open)
        .order_by(CoachDeed.received_at, CoachDeed.id)
    )
    return db.session.scalars(rows).all()


def moves_of(event: Event, coach_id: UUID, most: int) -> Sequence[CoachDeed]:
    """Who changed into or out of a coach lately, the latest first."""
    rows = (
        _deeds()
        .where(
            CoachDeed.event_id == event.id,
            CoachDeed.other_id.is_not(None),
            CoachDeed.verdict.in_((Told.MOVED, Told.ON_BOARD)),
            or_(CoachDeed.venue_id == coach_id, CoachDeed.other_id == coach_id),
        )
        .order_by(CoachDeed.received_at.desc(), CoachDeed.id)
        .limit(most)
    )
    return db.session.scalars(rows).all()


def phones(keys: Sequence[UUID]) -> Mapping[UUID, str]:
    """The phones of these people; of a companion, else that of the delegate."""
    host = aliased(Registration)
    rows = (
        select(Registration.id, Registration.phone, host.phone)
        .outerjoin(host, host.id == Registration.accompanies_id)
        .where(Registration.id.in_(keys))
    )
    found = {key: own or other for key, own, other in db.session.execute(rows)}
    return {key: phone for key, phone in found.items() if phone}


@dataclass(frozen=True)
class Ride:
    """In which coach somebody rode, and where they were counted."""

    event: Localised
    coach: Localised
    stop: Localised | None
    counted_at: datetime | None


def rides_of(registration: Registration) -> list[Ride]:
    """All that is kept of where somebody rode."""
    coach = aliased(Venue)
    rows = (
        select(Event.title, coach.name, Stop.name, Presence.counted_at)
        .select_from(Seat)
        .join(Event, Event.id == Seat.event_id)
        .join(coach, coach.id == Seat.venue_id)
        .outerjoin(Stop, Stop.event_id == Event.id)
        .outerjoin(
            Presence,
            and_(
                Presence.stop_id == Stop.id,
                Presence.registration_id == Seat.registration_id,
            ),
        )
        .where(Seat.registration_id == registration.id)
        .order_by(Event.starts_at, Stop.position)
    )
    return [Ride(*row) for row in db.session.execute(rows)]


def _deeds() -> Select[CoachDeed]:
    return select(CoachDeed).options(
        joinedload(CoachDeed.registration),
        joinedload(CoachDeed.coach),
        joinedload(CoachDeed.other),
        joinedload(CoachDeed.stop),
        joinedload(CoachDeed.event),
    )
