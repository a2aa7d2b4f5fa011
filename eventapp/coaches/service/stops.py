"""The stops of a tour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eventapp.coaches.errors import StopIsUsed
from eventapp.coaches.models.counts import Departure, Presence
from eventapp.coaches.models.seats import Stop
from eventapp.coaches.queries.manifests import stops_of
from eventapp.journal.service import note
from eventapp.kernel.db import db, lock
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event

START = Localised({"en": "Departure", "zh-Hans": "出发"})
RETURN = Localised({"en": "Way back", "zh-Hans": "返程"})


@dataclass(frozen=True)
class StopPlan:
    """What an organiser decides about a stop."""

    name: Localised
    leaves_at: datetime | None = None
    key: UUID | None = None  # None: a new one


def begin(event: Event) -> Sequence[Stop]:
    """The stops of a tour; until somebody plans them, where it begins and the return.

    The event is locked.
    """
    known = stops_of(event)
    if known:
        return known
    place = event.meeting_point.name if event.meeting_point else START
    plans = (StopPlan(place, event.starts_at), StopPlan(RETURN))
    for position, plan in enumerate(plans, start=1):
        db.session.add(_stop(event, position, plan))
    db.session.flush()
    return stops_of(event)


def plan_stops(
    event: Event, plans: Sequence[StopPlan], *, by: str, by_id: UUID | None
) -> None:
    """Let these be the stops, in this order.

    Raises:
        StopIsUsed: people were counted at one that is left out.
    """
    lock(event)
    known = {one.id: one for one in stops_of(event)}
    kept = {plan.key for plan in plans}
    for key, stop in known.items():
        if key not in kept:
            _remove(stop)
    for position, stop in enumerate(known.values(), start=1):
        stop.position = -position  # no two have one number, at no moment
    db.session.flush()
    for position, plan in enumerate(plans, start=1):
        found = known.get(plan.key) if plan.key else None
        if found is None:
            db.session.add(_stop(event, position, plan))
        else:
            found.position = position
            found.name, found.leaves_at = plan.name, plan.leaves_at
    db.session.flush()
    note(
        "coach.stops_planned",
        actor=by,
        actor_id=by_id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
        details={"stops": len(plans)},
    )


def _remove(stop: Stop) -> None:
    for kind in (Presence, Departure):
        rows = select(kind.id).where(kind.stop_id == stop.id).limit(1)
        if db.session.scalar(rows) is not None:
            raise StopIsUsed(stop=stop.name)
    db.session.delete(stop)
    db.session.flush()


def _stop(event: Event, position: int, plan: StopPlan) -> Stop:
    return Stop(
        event_id=event.id,
        position=position,
        name=plan.name,
        leaves_at=plan.leaves_at,
    )
