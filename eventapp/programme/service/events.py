"""Events as published: put into the programme, and changed in it.

Organisers plan in `drafts` and publish with `releases`, which end here.
"""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import delete

from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.programme.models.events import Event, Planned
from eventapp.programme.models.people import Assigned, Assignment
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, PartPlan, plan_of
from eventapp.programme.service.weeks import revise


def plan_event(week: Week, plan: EventPlan, *, key: str | None = None) -> Event:
    """Put an event into the programme, for all to see unless it is a draft."""
    now = clock.now()
    event = Event(week_id=week.id, key=key, sequence=0, version=1)
    event.created_at = event.changed_at = now
    write(event, plan)
    add(event)
    revise(week)
    return event


def apply(event: Event, plan: EventPlan) -> frozenset[str]:
    """Make a plan the published one, and name what changed.

    The event is locked; calendars follow where the caller lets them (`calendars`).
    """
    before = plan_of(event)
    changed = frozenset(
        field.name
        for field in fields(plan)
        if getattr(before, field.name) != getattr(plan, field.name)
    )
    write(event, plan)
    return changed


def assign(event: Event, parts: Sequence[PartPlan]) -> None:
    """Make these the published parts of an event, in this order."""
    db.session.execute(delete(Assignment).where(Assignment.event_id == event.id))
    write_parts(Assignment, event, parts)


def write(row: Planned, plan: EventPlan) -> None:
    """Put a plan into an event, or into its draft."""
    for field in fields(plan):
        setattr(row, field.name, getattr(plan, field.name))


def write_parts(kind: type[Assigned], event: Event, parts: Sequence[PartPlan]) -> None:
    """Add the parts of an event, published or planned, in this order."""
    for position, part in enumerate(parts, start=1):
        row = kind()
        row.event_id = event.id
        row.position = position
        for field in fields(part):
            setattr(row, field.name, getattr(part, field.name))
        db.session.add(row)
    db.session.flush()
