"""Planning events before they are published; every step can be undone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.errors import (
    EventChangedMeanwhile,
    NotHeldBack,
    NothingToUndo,
    PartOfItself,
    StillInside,
)
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Assigned, Assignment, DraftAssignment
from eventapp.programme.models.releases import Step
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import (
    EventPlan,
    PartPlan,
    kept,
    part_from,
    part_of,
    plan_from,
    plan_of,
)
from eventapp.programme.service.events import write, write_parts
from eventapp.programme.service.weeks import revise_plan
from eventapp.programme.vocabulary import EventStatus


def begin_event(
    week: Week,
    plan: EventPlan,
    parts: Sequence[PartPlan] = (),
    *,
    by: Account,
    key: str | None = None,
) -> Event:
    """Plan a new event; nobody outside the office sees it before a release."""
    lock(week)
    event = Event(week_id=week.id, key=key, sequence=0, version=1)
    event.created_at = event.changed_at = clock.now()
    write(event, plan)
    event.status = EventStatus.DRAFT
    add(event)
    draft = _draft(event, by)
    write(draft, plan)
    _replace_parts(draft, event, parts)
    _note_step(event, None, by, is_first=True)
    revise_plan(week)
    return event


def save_plan(
    event: Event,
    plan: EventPlan,
    parts: Sequence[PartPlan] | None = None,
    *,
    seen_version: int,
    by: Account,
) -> bool:
    """Plan an event anew; without `parts` its people stay. Tells whether it differs.

    Raises:
        EventChangedMeanwhile: somebody saved another version since it was read.
        PartOfItself: its new parent lies inside it.
        NotHeldBack: it is public already; it can be cancelled only.
    """
    hold(event, seen_version)
    if event.status is not EventStatus.DRAFT and plan.status is EventStatus.DRAFT:
        raise NotHeldBack
    _check_planned_parent(event, plan.parent_id)
    draft = db.session.get(Draft, event.id)
    before = _remembered(event, draft)
    same_people = parts is None or tuple(parts) == _planned_parts(event, draft)
    if plan == plan_of(draft or event) and same_people and draft is not None:
        return False
    if plan == plan_of(event) and same_people and draft is None:
        return False
    draft = draft or _draft(event, by)
    write(draft, plan)
    draft.changed_at, draft.changed_by = clock.now(), by.name
    if parts is not None and not same_people:
        _replace_parts(draft, event, parts)
    _drop_if_equal(event, draft)
    _settle(event, before, by)
    return True


def discard(event: Event, *, seen_version: int, by: Account) -> None:
    """Plan nothing else than what is published; an unpublished event is gone.

    Raises:
        EventChangedMeanwhile: somebody saved another version since it was read.
        StillInside: other events are part of it, which was never published.
    """
    hold(event, seen_version)
    draft = db.session.get(Draft, event.id)
    if event.status is EventStatus.DRAFT:
        _remove(event)
        return
    if draft is not None:
        before = _remembered(event, draft)
        _drop(event, draft)
        _settle(event, before, by)


def undo(week: Week, *, by: Account) -> Event | None:
    """Undo the latest step of this organiser; None where the event is gone with it.

    Raises:
        NothingToUndo: nothing was planned, or somebody planned the event since.
    """
    lock(week)
    mine = select(Step).where(Step.week_id == week.id, Step.actor_id == by.id)
    step = db.session.scalar(
        mine.order_by(Step.at.desc(), Step.version.desc()).limit(1)
    )
    if step is None:
        raise NothingToUndo
    event = step.event
    lock(event)
    if event.version != step.version:
        raise NothingToUndo
    if step.is_first:
        _remove(event)
        return None
    draft = db.session.get(Draft, event.id)
    if step.before is None:
        if draft is not None:
            _drop(event, draft)
    else:
        _restore(event, draft or _draft(event, by), step.before)
    earlier = step.version - 1
    db.session.delete(step)
    event.version += 1
    _renumber(event, earlier)
    revise_plan(week)
    return event


def hold(event: Event, seen_version: int) -> None:
    """Lock an event for planning, after its week as everybody does.

    Raises:
        EventChangedMeanwhile: somebody saved another version since it was read.
    """
    lock(event.week)
    lock(event)
    if event.version != seen_version:
        raise EventChangedMeanwhile


def forget_steps(event: Event) -> None:
    """What was published is not undone: it is changed again."""
    db.session.execute(delete(Step).where(Step.event_id == event.id))


def drop(event: Event) -> None:
    """Take away the draft of an event that has just been published."""
    draft = db.session.get(Draft, event.id)
    if draft is not None:
        _drop(event, draft)


def _settle(event: Event, before: dict[str, Any] | None, by: Account) -> None:
    event.version += 1
    _note_step(event, before, by)
    revise_plan(event.week)


def _note_step(
    event: Event, before: dict[str, Any] | None, by: Account, *, is_first: bool = False
) -> None:
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


def _renumber(event: Event, earlier: int) -> None:
    """Let the step before the undone one be the latest of its event again."""
    step = db.session.scalar(
        select(Step).where(Step.event_id == event.id, Step.version == earlier)
    )
    if step is not None:
        step.version = event.version
    db.session.flush()


def _remembered(event: Event, draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    parts = _planned_parts(event, draft) if draft.has_people else None
    return {
        "plan": kept(plan_of(draft)),
        "people": None if parts is None else [kept(part) for part in parts],
    }


def _restore(event: Event, draft: Draft, before: dict[str, Any]) -> None:
    write(draft, plan_from(before["plan"]))
    _clear_parts(event)
    draft.has_people = before["people"] is not None
    if draft.has_people:
        parts = [part_from(one) for one in before["people"]]
        write_parts(DraftAssignment, event, parts)


def _planned_parts(event: Event, draft: Draft | None) -> tuple[PartPlan, ...]:
    has_own = draft is not None and draft.has_people
    kind: type[Assigned] = DraftAssignment if has_own else Assignment
    rows = select(kind).where(kind.event_id == event.id).order_by(kind.position)
    return tuple(part_of(row) for row in db.session.scalars(rows))


def _draft(event: Event, by: Account) -> Draft:
    draft = Draft(
        event_id=event.id,
        has_people=False,
        changed_at=clock.now(),
        changed_by=by.name,
    )
    write(draft, plan_of(event))
    db.session.add(draft)
    return draft


def _replace_parts(draft: Draft, event: Event, parts: Sequence[PartPlan]) -> None:
    _clear_parts(event)
    write_parts(DraftAssignment, event, parts)
    draft.has_people = True


def _drop_if_equal(event: Event, draft: Draft) -> None:
    """A draft that says what is published says nothing."""
    db.session.flush()
    if event.status is EventStatus.DRAFT or plan_of(draft) != plan_of(event):
        return
    if draft.has_people and _planned_parts(event, draft) != _planned_parts(event, None):
        return
    _drop(event, draft)


def _drop(event: Event, draft: Draft) -> None:
    _clear_parts(event)
    db.session.delete(draft)
    db.session.flush()


def _clear_parts(event: Event) -> None:
    gone = delete(DraftAssignment).where(DraftAssignment.event_id == event.id)
    db.session.execute(gone)


def _remove(event: Event) -> None:
    week = event.week
    for kind in (Event, Draft):
        inside = select(kind.title).where(kind.parent_id == event.id).limit(1)
        if db.session.scalar(inside) is not None:
            raise StillInside
    forget_steps(event)
    drop(event)
    db.session.delete(event)
    db.session.flush()
    revise_plan(week)


def _check_planned_parent(event: Event, parent_id: UUID | None) -> None:
    """Refuse a circle among the plans of a week, in one statement."""
    if parent_id is None:
        return
    rows = db.session.execute(
        select(Event.id, Event.parent_id, Draft.event_id, Draft.parent_id)
        .outerjoin(Draft, Draft.event_id == Event.id)
        .where(Event.week_id == event.week_id)
    )
    parents = {
        key: planned if draft is not None else published
        for key, published, draft, planned in rows
    }
    seen: UUID | None = parent_id
    for _step in range(len(parents) + 1):
        if seen is None:
            return
        if seen == event.id:
            break
        seen = parents.get(seen)
    raise PartOfItself
