"""Planning events before they are published; steps can be undone, removals not."""

from collections.abc import Sequence

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import add, lock
from eventapp.programme.errors import (
    EventChangedMeanwhile,
    NotHeldBack,
    NothingToUndo,
    PublicKeepsItsHour,
)
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Step
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, PartPlan, plan_of
from eventapp.programme.service import plan_rows as rows
from eventapp.programme.service import records, steps
from eventapp.programme.service.events import write
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
    draft = rows.new_draft(event, by)
    rows.put_plan(event, draft, plan)
    rows.put_parts(event, draft, parts)
    steps.note_step(event, None, by, is_first=True)
    records.keep_event(by, "event.planned", event, None, (plan, parts))
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
        PublicKeepsItsHour: it is public already, and is not cancelled.
    """
    hold(event, seen_version)
    _refuse_hiding(event, plan)
    draft = rows.draft_of(event)
    was = plan_of(draft or event), rows.planned_parts(event, draft)
    if plan.parent_id != was[0].parent_id:
        rows.check_planned_parent(event, plan.parent_id)
    now = plan, was[1] if parts is None else tuple(parts)
    if was == now:
        return False
    before = steps.remembered(draft, was[1])
    draft = draft or rows.new_draft(event, by)
    rows.put_plan(event, draft, plan)
    draft.changed_at, draft.changed_by = clock.now(), by.name
    if was[1] != now[1]:
        rows.put_parts(event, draft, now[1])
    rows.drop_if_equal(event, draft)
    event.version += 1
    steps.note_step(event, before, by)
    records.keep_event(by, "event.changed", event, was, now)
    revise_plan(event.week)
    return True


def discard(event: Event, *, seen_version: int, by: Account) -> None:
    """Plan nothing else than what is published; an unpublished event is gone.

    Raises:
        EventChangedMeanwhile: somebody saved another version since it was read.
        StillInside: other events are part of it, which was never published.
        PartOfItself: its published whole lies inside it as planned.
    """
    hold(event, seen_version)
    if event.status is EventStatus.DRAFT:
        _remove(event, by)
        return
    draft = rows.draft_of(event)
    if draft is None:
        return
    rows.check_planned_parent(event, event.parent_id)
    was = plan_of(draft), rows.planned_parts(event, draft)
    before = steps.remembered(draft, was[1])
    rows.drop(draft)
    event.version += 1
    steps.note_step(event, before, by)
    now = plan_of(event), rows.planned_parts(event, None)
    records.keep_event(by, "event.discarded", event, was, now)
    revise_plan(event.week)


def undo(week: Week, *, by: Account) -> Event | None:
    """Undo the latest step of this organiser; None where the event is gone with it.

    Raises:
        NothingToUndo: nothing was planned, or somebody planned the event since.
        PartOfItself: what was around the event lies inside it now.
        StillInside: the step made the event, and others are part of it now.
    """
    lock(week)
    return undo_step(steps.latest_step(week, by), by=by)


def undo_step(step: Step, *, by: Account) -> Event | None:
    """Undo a step that was read since its week is locked.

    Raises: what `undo` raises.
    """
    event = step.event
    lock(event)
    if event.version != step.version:
        raise NothingToUndo
    if step.is_first:
        _remove(event, by)
        return None
    draft = rows.draft_of(event)
    was = plan_of(draft or event), rows.planned_parts(event, draft)
    if step.before is not None:
        draft = draft or rows.new_draft(event, by)
        steps.restore(event, draft, step.before)
        draft.changed_at, draft.changed_by = clock.now(), by.name
    elif draft is not None:
        rows.check_planned_parent(event, event.parent_id)
        rows.drop(draft)
        draft = None
    steps.take_back(step, event)
    now = plan_of(draft or event), rows.planned_parts(event, draft)
    records.keep_event(by, "event.undone", event, was, now)
    revise_plan(event.week)
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


def _refuse_hiding(event: Event, plan: EventPlan) -> None:
    """What is public stays in the programme, and keeps an hour until cancelled."""
    if event.status is EventStatus.DRAFT:
        return
    if plan.status is EventStatus.DRAFT:
        raise NotHeldBack
    if not plan.is_placed and plan.status is not EventStatus.CANCELLED:
        raise PublicKeepsItsHour(event=plan.title)


def _remove(event: Event, by: Account) -> None:
    week = event.week
    rows.remove(event)
    records.keep_removal(by, event)
    revise_plan(week)
