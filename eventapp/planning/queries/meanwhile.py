"""What became of an event while somebody typed."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.kernel.db import db
from eventapp.planning.queries.steps import present_steps
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.releases import Step
from eventapp.programme.planned import PlannedEvent, planned_event
from eventapp.programme.plans import part_from, plan_from


@dataclass(frozen=True)
class Meanwhile:
    """What somebody read before they typed, and what stands there now."""

    now: PlannedEvent
    seen: PlannedEvent | None  # None: nobody knows any more
    is_own: bool  # the same person changed it, in another window


def meanwhile(event: Event, seen_version: int, by: Account) -> Meanwhile:
    """What stands there now beside the version that somebody read."""
    draft = db.session.get(Draft, event.id, populate_existing=True)
    now = replace(planned_event(event), draft=draft)
    is_own = bool(present_steps([event.id], by))
    return Meanwhile(now, _seen(now, seen_version), is_own)


def _seen(now: PlannedEvent, version: int) -> PlannedEvent | None:
    """What was planned in this version: the next step kept it."""
    if not 0 < version < now.event.version:
        return None
    later = select(Step).where(Step.event_id == now.id, Step.version > version)
    step = db.session.scalar(later.order_by(Step.version).limit(1))
    if step is not None and step.before is not None:
        people = step.before["people"]
        parts = now.published_parts if people is None else map(part_from, people)
        return replace(now, plan=plan_from(step.before["plan"]), parts=tuple(parts))
    if now.published is None:
        return None
    return replace(now, plan=now.published, parts=now.published_parts)
