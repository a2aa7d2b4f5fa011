"""What would be proposed for the coaches of an event now."""

from collections.abc import Hashable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from eventapp.coaches.filling import Proposal, Rider, propose
from eventapp.coaches.models.seats import Seat
from eventapp.coaches.queries.riding import entitled, rides
from eventapp.kernel.db import db
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration


def proposal_of(event: Event) -> Proposal:
    """Seats for all who have none; those who have one keep it."""
    coaches = {one.id: one.capacity for one in programme.coaches_of(event)}
    return propose(riders_of(event), coaches)


def riders_of(event: Event) -> list[Rider]:
    """Everybody who comes along, with the seat they have.

    A delegation belongs together, and so do a delegate and who accompanies them.
    """
    host = aliased(Registration)
    tie = func.coalesce(
        Registration.delegation_id,
        host.delegation_id,
        Registration.accompanies_id,
        Registration.id,
    )
    facts = (Registration.id, Registration.number, tie)
    seated = (
        select(*facts, Seat.venue_id, Seat.left_at)
        .select_from(Seat)
        .join(Registration, Registration.id == Seat.registration_id)
        .outerjoin(host, host.id == Registration.accompanies_id)
        .where(Seat.event_id == event.id, rides(event))
    )
    sitting = select(Seat.registration_id).where(Seat.event_id == event.id)
    waiting = (
        entitled(event)
        .outerjoin(host, host.id == Registration.accompanies_id)
        .where(Registration.id.not_in(sitting))
        .with_only_columns(*facts)
    )
    found = [
        _rider(key, number, tied, coach)
        for key, number, tied, coach, left_at in db.session.execute(seated)
        if left_at is None
    ]
    return found + [_rider(*row, None) for row in db.session.execute(waiting)]


def _rider(
    key: UUID, number: int | None, tie: Hashable, coach_id: UUID | None
) -> Rider:
    return Rider(key, tie, number or 0, coach_id)
