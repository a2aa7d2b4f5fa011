"""The steps of planning: kept so that the latest one can be undone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import Model, add, db
from eventapp.programme.errors import NothingToUndo
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.releases import Step
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, kept, part_from, plan_from, plan_of
from eventapp.programme.service.plan_rows import (
    check_planned_parent,
    put_parts,
    put_plan,
)

Kept = dict[str, Any]


def remembered(draft: Draft | None, parts: Sequence[PartPlan]) -> Kept | None:
    """What is planned now, for the one who wants it back; None: nothing is."""
    if draft is None:
        return None
    return {
        "plan": kept(plan_of(draft)),
        "people": [kept(part) for part in parts] if draft.has_people else None,
    }


def note_step(
    event: Event, before: Kept | None, by: Account, *, is_first: bool = False
) -> None:
    """Keep what was planned before this step."""
    add(
        Step(
            actor=by.name,
            actor_id=by.id,
            at=clock.now(),
            before=before,
            is_first=is_first,
            version=event.version,
            week_id=event.week_id,
            event_id=event.id,
        )
    )


def latest_step(week: Week, by: Account) -> Step:
    """What this organiser did last.

    Raises:
        NothingToUndo: nothing, as far as it is not published.
    """
    mine = select(Step).where(Step.week_id == week.id, Step.actor_id == by.id)
    latest = mine.order_by(Step.at.desc(), Step.version.desc()).limit(1)
    step = db.session.scalar(latest)
    if step is None:
        raise NothingToUndo
    return step


def restore(event: Event, draft: Draft, before: Kept) -> None:
    """Plan again what was planned.

    Raises:
        NothingToUndo: a venue, an event or a person of then is gone.
        PartOfItself: what was around it lies inside it now.
    """
    plan = plan_from(before["plan"])
    people = before["people"]
    parts = None if people is None else [part_from(one) for one in people]
    _check_there(Venue, {plan.venue_id, plan.meeting_point_id})
    _check_there(Event, {plan.parent_id})
    _check_there(Person, {part.person_id for part in parts or ()})
    check_planned_parent(event, plan.parent_id)
    put_plan(event, draft, plan)
    put_parts(event, draft, parts)


def take_back(step: Step, event: Event) -> None:
    """Forget an undone step; the one before it is the latest of its event again."""
    db.session.delete(step)
    db.session.flush()
    event.version += 1
    rows = select(Step).where(Step.event_id == event.id)
    earlier = db.session.scalar(rows.order_by(Step.version.desc()).limit(1))
    if earlier is not None:
        earlier.version = event.version
    db.session.flush()


def _check_there(kind: type[Model], keys: set[UUID | None]) -> None:
    wanted = keys - {None}
    if not wanted:
        return
    column = kind.__table__.c.id
    found = select(func.count()).select_from(kind).where(column.in_(wanted))
    if db.session.scalar(found) != len(wanted):
        raise NothingToUndo
