"""Moving events on the grid: to another hour, room or length, with their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.kernel.db import lock
from eventapp.kernel.i18n import Localised
from eventapp.planning.errors import NotAMove
from eventapp.planning.queries.steps import latest_steps, present_steps
from eventapp.programme.errors import NothingToUndo
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Step
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, planned_event, planned_events
from eventapp.programme.plans import EventPlan, part_from, plan_from, plan_of
from eventapp.programme.service import drafts


@dataclass(frozen=True)
class Move:
    """Where an organiser puts an event."""

    starts_at: datetime | None  # None: it waits for a time
    length: timedelta
    venue_id: UUID | None
    with_parts: bool = True


@dataclass(frozen=True)
class Undone:
    """What is no longer so: the events that are as before, and those that are gone."""

    titles: Sequence[Localised]
    changed: Sequence[UUID]
    gone: Sequence[UUID]


def move(event: Event, wish: Move, *, seen_version: int, by: Account) -> Sequence[UUID]:
    """Put an event elsewhere, and what lies inside it by as much; names the moved.

    All of it is one step for `undo_step`.

    Raises:
        EventChangedMeanwhile: somebody saved another version since it was read.
        PublicKeepsItsHour: what is public does not lose its hour.
    """
    drafts.hold(event, seen_version)
    planned = planned_events(event.week)
    known = {one.id: one for one in planned}
    before = known[event.id].plan
    after = _moved(before, wish)
    if not drafts.save_plan(event, after, seen_version=seen_version, by=by):
        return []
    keys = [event.id]
    if wish.with_parts and before.is_placed and after.is_placed:
        for part in _inside(event.id, planned):
            plan = _along(part.plan, before, after)
            version = part.event.version
            if drafts.save_plan(part.event, plan, seen_version=version, by=by):
                keys.append(part.id)
    _join(keys, by)
    return keys


def undo_step(week: Week, *, by: Account) -> Undone:
    """Undo the move that this organiser made last, together with what moved along.

    Raises:
        NothingToUndo: nothing was planned, or somebody planned the event since.
        NotAMove: the latest step is something else, which would be lost unseen.
    """
    lock(week)  # the steps that are told are those that are undone
    steps = latest_steps(week, by)
    if not steps:
        raise NothingToUndo
    for step in steps:
        _check_move(step)
    keys = [step.event_id for step in steps]
    titles = [planned_event(step.event).plan.title for step in steps]
    kept = [drafts.undo_step(step, by=by) for step in steps]
    changed = [event.id for event in kept if event is not None]
    return Undone(titles, changed, [key for key in keys if key not in changed])


def _check_move(step: Step) -> None:
    """Undoing takes back a place in the week, and nothing else."""
    event = step.event
    if event.version != step.version:
        return  # others planned it since: undoing will say so
    now = planned_event(event)
    before, parts = plan_of(event), now.published_parts
    if step.before is not None:
        before = plan_from(step.before["plan"])
        if step.before["people"] is not None:
            parts = tuple(part_from(one) for one in step.before["people"])
    is_elsewhere = before != now.plan and before == _put(now.plan, before)
    if step.is_first or not is_elsewhere or parts != now.parts:
        raise NotAMove(event.id, now.plan.title)


def _put(plan: EventPlan, place: EventPlan) -> EventPlan:
    """A plan at the hour and in the room of another one."""
    return replace(
        plan,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        venue_id=place.venue_id,
        is_placed=place.is_placed,
    )


def _moved(plan: EventPlan, wish: Move) -> EventPlan:
    starts_at = wish.starts_at or plan.starts_at
    return replace(
        plan,
        starts_at=starts_at,
        ends_at=starts_at + wish.length,
        venue_id=wish.venue_id,
        is_placed=wish.starts_at is not None,
    )


def _along(plan: EventPlan, before: EventPlan, after: EventPlan) -> EventPlan:
    """A part after its whole was moved: later by as much, in the same room."""
    by = after.starts_at - before.starts_at
    stays = plan.venue_id != before.venue_id
    return replace(
        plan,
        starts_at=plan.starts_at + by,
        ends_at=plan.ends_at + by,
        venue_id=plan.venue_id if stays else after.venue_id,
    )


def _inside(key: UUID, planned: Sequence[PlannedEvent]) -> list[PlannedEvent]:
    """What lies inside an event, at any depth, and has a time."""
    found: list[PlannedEvent] = []
    wholes = [key]
    while wholes:
        whole = wholes.pop()
        parts = [one for one in planned if one.plan.parent_id == whole]
        wholes.extend(one.id for one in parts)
        found.extend(one for one in parts if one.plan.is_placed)
    return found


def _join(keys: Sequence[UUID], by: Account) -> None:
    """Give the steps of one move one instant: they are undone together."""
    steps = present_steps(keys, by)
    for step in steps:
        step.at = steps[0].at
