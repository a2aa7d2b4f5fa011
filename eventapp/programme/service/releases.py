"""Publishing what was planned, as a numbered release; those concerned are told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.programme import signals
from eventapp.programme.errors import (
    NothingToPublish,
    NotPlaced,
    ParentNotPublished,
    PlanChangedMeanwhile,
)
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Assigned, Assignment, DraftAssignment
from eventapp.programme.models.releases import Change, Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, kept, part_of, plan_of
from eventapp.programme.service import drafts
from eventapp.programme.service.events import apply, assign
from eventapp.programme.service.weeks import revise, revise_plan
from eventapp.programme.vocabulary import ChangeKind, EventStatus

Parts = Mapping[UUID, Sequence[PartPlan]]


@dataclass(frozen=True)
class Published:
    """What a release did to one event, for those who listen."""

    event: Event
    change: Change
    fields: frozenset[str]  # of the plan; and "people"


def publish(
    week: Week,
    keys: Collection[UUID],
    note: Localised | None,
    *,
    by: Account,
    seen_plan: int | None = None,
) -> Release:
    """Publish the drafts of these events together.

    Drafts that are held back stay, also when they are named.

    Args:
        week: The week to which they belong.
        keys: Which events.
        note: Why, for the public.
        by: Who publishes.
        seen_plan: The plan revision that the organiser read; None: it does not matter.

    Raises:
        PlanChangedMeanwhile: something else was planned since.
        NothingToPublish: none of them differs from what is public.
        NotPlaced: one has no hour yet.
        ParentNotPublished: one is part of an event that stays a draft.
        PartOfItself: two events would contain each other.
    """
    lock(week)
    if seen_plan is not None and week.plan_revision != seen_plan:
        raise PlanChangedMeanwhile
    found = _drafts(week, keys)
    if not found:
        raise NothingToPublish
    _check(found)
    release = _number(week, note, by)
    present = _parts(Assignment, found)
    planned = _parts(DraftAssignment, found)
    published = [
        _publish(release, event, draft, present, planned) for event, draft in found
    ]
    db.session.flush()
    revise(week)
    revise_plan(week)
    signals.released.send(release, published=published)
    return release


def _drafts(week: Week, keys: Collection[UUID]) -> list[tuple[Event, Draft]]:
    """The drafts, wholes before their parts, their events locked in one order."""
    wanted = (
        select(Event)
        .join(Draft, Draft.event_id == Event.id)
        .where(Event.week_id == week.id, Event.id.in_(keys))
        .where(Draft.status != EventStatus.DRAFT)
        .order_by(Event.id)
        .with_for_update(of=Event)
        .execution_options(populate_existing=True)
    )
    events = {event.id: event for event in db.session.scalars(wanted)}
    rows = db.session.scalars(select(Draft).where(Draft.event_id.in_(events)))
    known = {draft.event_id: draft for draft in rows}
    ordered = sorted(events, key=lambda key: (known[key].starts_at, str(key)))
    return [(events[key], known[key]) for key in ordered]


def _check(found: Sequence[tuple[Event, Draft]]) -> None:
    together = {event.id for event, _draft in found}
    parents = {draft.parent_id for _event, draft in found} - together - {None}
    rows = db.session.scalars(select(Event).where(Event.id.in_(parents)))
    outside = {event.id: event for event in rows}
    for _event, draft in found:
        if not draft.is_placed and draft.status is not EventStatus.CANCELLED:
            raise NotPlaced(event=draft.title)
        parent = outside.get(draft.parent_id) if draft.parent_id else None
        if parent is not None and parent.status is EventStatus.DRAFT:
            raise ParentNotPublished(event=draft.title, parent=parent.title)


def _number(week: Week, note: Localised | None, by: Account) -> Release:
    latest = select(func.max(Release.number)).where(Release.week_id == week.id)
    return add(
        Release(
            number=(db.session.scalar(latest) or 0) + 1,
            note=note or None,
            published_at=clock.now(),
            published_by=by.name,
            week_id=week.id,
        )
    )


def _publish(
    release: Release, event: Event, draft: Draft, present: Parts, planned: Parts
) -> Published:
    was, before = event.status, _facts(event, present.get(event.id, ()))
    parts = planned.get(event.id, ()) if draft.has_people else None
    changed = apply(event, plan_of(draft))
    if parts is not None and tuple(parts) != tuple(present.get(event.id, ())):
        assign(event, parts)
        changed |= {"people"}
    after = present.get(event.id, ()) if parts is None else parts
    if was is EventStatus.DRAFT:
        event.sequence = 0  # no calendar has seen it
    event.version += 1
    drafts.drop(event)
    drafts.forget_steps(event)
    kind = _kind(was, event.status)
    change = Change(
        release_id=release.id,
        event_id=event.id,
        kind=kind,
        before=None if kind is ChangeKind.ADDED else before,
        after=_facts(event, after),
    )
    return Published(event, add(change), changed)


def _kind(was: EventStatus, is_now: EventStatus) -> ChangeKind:
    if was is EventStatus.DRAFT:
        return ChangeKind.ADDED
    if was is is_now:
        return ChangeKind.CHANGED
    cancelled = is_now is EventStatus.CANCELLED
    return ChangeKind.CANCELLED if cancelled else ChangeKind.RESTORED


def _facts(event: Event, parts: Sequence[PartPlan]) -> dict[str, Any]:
    return {**kept(plan_of(event)), "people": [kept(part) for part in parts]}


def _parts(
    kind: type[Assigned],
    found: Sequence[tuple[Event, Draft]],
) -> dict[UUID, list[PartPlan]]:
    rows = (
        select(kind)
        .where(kind.event_id.in_([event.id for event, _draft in found]))
        .order_by(kind.event_id, kind.position)
    )
    parts: dict[UUID, list[PartPlan]] = {}
    for row in db.session.scalars(rows):
        parts.setdefault(row.event_id, []).append(part_of(row))
    return parts
