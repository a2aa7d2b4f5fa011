"""Publishing what was planned, as a numbered release; those concerned are told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, func, or_, select

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.programme import signals
from eventapp.programme.alterations import kind_between
from eventapp.programme.errors import (
    NothingToPublish,
    NotPlaced,
    ParentNotPublished,
    PlanChangedMeanwhile,
)
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Assigned, Assignment, DraftAssignment
from eventapp.programme.models.releases import Change, Release, Step
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, facts_of, part_of, plan_of
from eventapp.programme.service import records
from eventapp.programme.service.calendars import followed
from eventapp.programme.service.events import apply, assign
from eventapp.programme.service.plan_rows import refuse_circles
from eventapp.programme.service.weeks import revise, revise_plan
from eventapp.programme.shown import with_parts
from eventapp.programme.vocabulary import ChangeKind, EventStatus

Parts = Mapping[UUID, Sequence[PartPlan]]
HOURS = ("starts_at", "ends_at", "is_placed")


@dataclass(frozen=True)
class Published:
    """What a release did to one event, for those who listen."""

    event: Event
    change: Change
    fields: frozenset[str]  # of the plan; and "people"
    is_seen: bool = True  # in calendars


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
    _check(week, found)
    release = _number(week, note, by)
    present = _parts(Assignment, found)
    planned = _parts(DraftAssignment, found)
    with followed(with_parts(event.id for event, _draft in found)) as seen:
        done = [
            _publish(release, event, draft, present, planned) for event, draft in found
        ]
    published = [replace(one, is_seen=one.event.id in seen) for one in done]
    _clear([event.id for event, _draft in found])
    revise(week)
    revise_plan(week)
    _keep(by, release, published)
    signals.released.send(release, published=published)
    return release


def _drafts(week: Week, keys: Collection[UUID]) -> list[tuple[Event, Draft]]:
    """The drafts by hour, read afresh, their events locked in one order."""
    _lock_with_relations(week, keys)
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
    rows = db.session.scalars(
        select(Draft)
        .where(Draft.event_id.in_(events))
        .execution_options(populate_existing=True)
    )
    known = {draft.event_id: draft for draft in rows}
    ordered = sorted(events, key=lambda key: (known[key].starts_at, str(key)))
    return [(events[key], known[key]) for key in ordered]


def _lock_with_relations(week: Week, keys: Collection[UUID]) -> None:
    """Lock events, their parts and their wholes, which rows refer to, in one order."""
    has_been = select(Event.parent_id).where(Event.id.in_(keys))
    will_be = select(Draft.parent_id).where(Draft.event_id.in_(keys))
    wholes = or_(Event.id.in_(has_been), Event.id.in_(will_be))
    rows = select(Event.id).where(
        Event.week_id == week.id, or_(with_parts(keys), wholes)
    )
    db.session.execute(rows.order_by(Event.id).with_for_update(of=Event)).all()


def _check(week: Week, found: Sequence[tuple[Event, Draft]]) -> None:
    rows = db.session.execute(
        select(Event.id, Event.parent_id, Event.status, Event.title).where(
            Event.week_id == week.id
        )
    ).all()
    parents = {key: parent for key, parent, _status, _title in rows}
    parents |= {event.id: draft.parent_id for event, draft in found}
    together = {event.id for event, _draft in found}
    hidden = {
        key: title
        for key, _parent, status, title in rows
        if status is EventStatus.DRAFT and key not in together
    }
    for event, draft in found:
        if not draft.is_placed and not _keeps_its_hour(event, draft):
            raise NotPlaced(event=draft.title)
        if draft.parent_id in hidden:
            raise ParentNotPublished(event=draft.title, parent=hidden[draft.parent_id])
    refuse_circles(parents, list(together))


def _keeps_its_hour(event: Event, draft: Draft) -> bool:
    """Whether a cancelled event stands where the public knows it."""
    is_known = event.status is not EventStatus.DRAFT
    return is_known and draft.status is EventStatus.CANCELLED


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
    was, before = event.status, plan_of(event)
    people = tuple(present.get(event.id, ()))
    plan = plan_of(draft)
    if not plan.is_placed:
        hours = {name: getattr(before, name) for name in HOURS}
        plan = replace(plan, **hours)
    parts = tuple(planned.get(event.id, ())) if draft.has_people else people
    changed = apply(event, plan)
    if parts != people:
        assign(event, parts)
        changed |= {"people"}
    event.version += 1
    kind = kind_between(was, event.status)
    change = Change(
        release_id=release.id,
        event_id=event.id,
        kind=kind,
        before=None if kind is ChangeKind.ADDED else facts_of(before, people),
        after=facts_of(plan, parts),
    )
    db.session.add(change)
    return Published(event, change, changed)


def _clear(keys: Collection[UUID]) -> None:
    """Plan nothing else than what has just been published; no step of it is undone."""
    db.session.flush()
    for kind in (DraftAssignment, Draft, Step):
        db.session.execute(delete(kind).where(kind.event_id.in_(keys)))


def _keep(by: Account, release: Release, published: Sequence[Published]) -> None:
    events = [one.event for one in published]
    cancelled = [
        one.event for one in published if one.change.kind is ChangeKind.CANCELLED
    ]
    records.keep_release(by, release, events, cancelled)


def _parts(
    kind: type[Assigned], found: Sequence[tuple[Event, Draft]]
) -> dict[UUID, list[PartPlan]]:
    rows = (
        select(kind)
        .where(kind.event_id.in_([event.id for event, _draft in found]))
        .order_by(kind.event_id, kind.position)
        .execution_options(populate_existing=True)
    )
    parts: dict[UUID, list[PartPlan]] = {}
    for row in db.session.scalars(rows):
        parts.setdefault(row.event_id, []).append(part_of(row))
    return parts
