"""Journeys kept; what changes late is remembered, and marked on the pick-up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from eventapp.arrivals import queries
from eventapp.arrivals.entries import JourneyEntry
from eventapp.arrivals.models.journeys import Journey, JourneyChange
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.vocabulary import Direction
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration

FACTS = ("mode", "number", "point_id", "at", "place", "note", "needs_pickup", "phone")
TELLING = ("at", "number", "point_id")  # a driver must know when they change


def keep_journey(
    traveller: Registration | Delegation, entry: JourneyEntry, *, by: str = ""
) -> Journey:
    """Enter how somebody travels, or a delegation together; or change it.

    What a known journey was before is kept. `by` is empty for whoever travels.
    """
    now = clock.now()
    lock(traveller)
    journey = queries.own_journey(traveller, entry.direction)
    if journey is None:
        journey = Journey(
            direction=entry.direction,
            changed_at=now,
            week_id=traveller.week_id,
            **_whose(traveller),
        )
        write(journey, entry)
        add(journey)
        mark_pickups(queries.travellers_with(journey), now)
        return journey
    if says(journey, entry):
        return journey
    before = {name: getattr(journey, name) for name in FACTS}
    was_known = journey.is_known
    write(journey, entry)
    journey.changed_at = now
    if was_known and any(getattr(journey, name) != before[name] for name in TELLING):
        db.session.add(
            JourneyChange(
                journey_id=journey.id,
                changed_at=now,
                by=by,
                at_before=before["at"],
                at_after=journey.at,
                number_before=before["number"],
                number_after=journey.number,
                point_before_id=before["point_id"],
                point_after_id=journey.point_id,
            )
        )
    db.session.flush()
    db.session.expire(journey, ["point"])
    mark_pickups(queries.travellers_with(journey), now)
    return journey


def travel_together(registration: Registration, direction: Direction) -> None:
    """Drop one's own journey: one goes as the delegation, or the delegate, does."""
    now = clock.now()
    lock(registration)
    journey = queries.own_journey(registration, direction)
    if journey is None:
        return
    concerned = queries.travellers_with(journey)
    db.session.delete(journey)
    db.session.flush()
    mark_pickups(concerned, now)


def write(journey: Journey, entry: JourneyEntry) -> None:
    """Let a journey say what was entered; nothing is kept of one not known yet."""
    for name, value in _facts(entry).items():
        setattr(journey, name, value)


def says(journey: Journey, entry: JourneyEntry) -> bool:
    """Whether a journey says this already."""
    return all(getattr(journey, name) == it for name, it in _facts(entry).items())


def mark_pickups(registrations: Iterable[UUID], now: datetime) -> None:
    """Let the pages that show the pick-ups of these people look again."""
    keys = queries.pickups_with(registrations)
    if keys:
        db.session.execute(
            update(Pickup)
            .where(Pickup.id.in_(keys))
            .values(version=Pickup.version + 1, changed_at=now)
            .execution_options(synchronize_session="fetch")
        )


def entry_of(journey: Journey, **changes: Any) -> JourneyEntry:
    """A journey as it would be entered again, with these changes."""
    facts: dict[str, Any] = {name: getattr(journey, name) for name in FACTS}
    return JourneyEntry(journey.direction, **(facts | changes))


def _facts(entry: JourneyEntry) -> dict[str, Any]:
    if entry.at is None:
        return dict.fromkeys(FACTS)
    facts = {name: getattr(entry, name) for name in FACTS}
    return {name: None if value == "" else value for name, value in facts.items()}


def _whose(traveller: Registration | Delegation) -> dict[str, UUID]:
    if isinstance(traveller, Delegation):
        return {"delegation_id": traveller.id}
    return {"registration_id": traveller.id}
