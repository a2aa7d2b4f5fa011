"""What organisers see: each event of a week as it is planned, published or not."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import (
    Assigned,
    Assignment,
    DraftAssignment,
    Person,
)
from eventapp.programme.models.releases import Change, Release
from eventapp.programme.models.venues import Venue, Walk
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, PartPlan, part_of, plan_of
from eventapp.programme.vocabulary import EventStatus


@dataclass(frozen=True)
class PlannedEvent:
    """An event as planned: its draft where it has one, else what is published."""

    event: Event
    plan: EventPlan
    parts: tuple[PartPlan, ...]
    draft: Draft | None
    published_parts: tuple[PartPlan, ...] = ()

    @cached_property
    def id(self) -> UUID:
        """The key of the event."""
        return self.event.id

    @property
    def is_published(self) -> bool:
        """Whether the public knows it, in this or an older shape."""
        return self.event.status is not EventStatus.DRAFT

    @property
    def is_changed(self) -> bool:
        """Whether the next release may change it."""
        return self.draft is not None

    @property
    def is_held_back(self) -> bool:
        """Whether the next release leaves it out."""
        return self.plan.status is EventStatus.DRAFT

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.plan.status is EventStatus.CANCELLED

    @property
    def published(self) -> EventPlan | None:
        """What the public knows."""
        return plan_of(self.event) if self.is_published else None


def planned_events(week: Week) -> list[PlannedEvent]:
    """All events of a week as planned, by hour; in three statements."""
    rows = db.session.execute(
        select(Event, Draft)
        .outerjoin(Draft, Draft.event_id == Event.id)
        .where(Event.week_id == week.id)
    ).all()
    present, planned = _parts(Assignment, week), _parts(DraftAssignment, week)
    found = [
        _planned(event, draft, present.get(event.id, ()), planned.get(event.id, ()))
        for event, draft in rows
    ]
    return sorted(found, key=_order)


def planned_event(event: Event) -> PlannedEvent:
    """One event as planned."""
    draft = db.session.get(Draft, event.id)
    return _planned(event, draft, _own(Assignment, event), _own(DraftAssignment, event))


def persons_in(week: Week) -> Sequence[Person]:
    """Everybody with a part in a week, published or planned, by name."""
    has_part = [
        select(kind.person_id)
        .join(Event, Event.id == kind.event_id)
        .where(Event.week_id == week.id)
        for kind in (Assignment, DraftAssignment)
    ]
    rows = (
        select(Person)
        .options(joinedload(Person.institution))
        .where(or_(*(Person.id.in_(keys) for keys in has_part)))
    )
    return db.session.scalars(rows.order_by(Person.sort_name, Person.id)).all()


def weeks_with_part(person: Person) -> set[UUID]:
    """The weeks in which somebody has a part, published or planned."""
    rows = [
        select(Event.week_id)
        .join(kind, kind.event_id == Event.id)
        .where(kind.person_id == person.id)
        for kind in (Assignment, DraftAssignment)
    ]
    return {key for each in rows for key in db.session.scalars(each)}


def persons(words: str = "", most: int = 200) -> Sequence[Person]:
    """The persons whose names hold these folded words, by name."""
    rows = select(Person).options(joinedload(Person.institution))
    for word in words.split():
        rows = rows.where(Person.sort_name.contains(word, autoescape=True))
    return db.session.scalars(
        rows.order_by(Person.sort_name, Person.id).limit(most)
    ).all()


def walks_of(week: Week) -> dict[frozenset[UUID], int]:
    """The minutes between two venues of a week, as far as they are known."""
    rows = db.session.execute(
        select(Walk.from_id, Walk.to_id, Walk.minutes)
        .join(Venue, Venue.id == Walk.from_id)
        .where(Venue.week_id == week.id)
    )
    return {frozenset((one, other)): minutes for one, other, minutes in rows}


def releases_of(week: Week) -> Sequence[Release]:
    """The releases of a week, the latest first."""
    rows = select(Release).where(Release.week_id == week.id)
    return db.session.scalars(rows.order_by(Release.number.desc())).all()


def changes_in(releases: Sequence[Release]) -> Sequence[Change]:
    """What these releases changed, with the events."""
    keys = [release.id for release in releases]
    rows = (
        select(Change)
        .options(joinedload(Change.event))
        .where(Change.release_id.in_(keys))
    )
    return db.session.scalars(rows).all()


def plan_revision_of(slug: str) -> int | None:
    """The number of the latest step of planning."""
    return db.session.scalar(select(Week.plan_revision).where(Week.slug == slug))


def _planned(
    event: Event,
    draft: Draft | None,
    present: Sequence[PartPlan],
    planned: Sequence[PartPlan],
) -> PlannedEvent:
    has_own = draft is not None and draft.has_people
    return PlannedEvent(
        event=event,
        plan=plan_of(draft or event),
        parts=tuple(planned if has_own else present),
        draft=draft,
        published_parts=tuple(present),
    )


def _parts(kind: type[Assigned], week: Week) -> dict[UUID, list[PartPlan]]:
    facts = [getattr(kind, field.name) for field in fields(PartPlan)]
    rows = (
        select(kind.event_id, *facts)
        .join(Event, Event.id == kind.event_id)
        .where(Event.week_id == week.id)
        .order_by(kind.event_id, kind.position)
    )
    parts: dict[UUID, list[PartPlan]] = {}
    for key, *decided in db.session.execute(rows):
        parts.setdefault(key, []).append(PartPlan(*decided))
    return parts


def _own(kind: type[Assigned], event: Event) -> list[PartPlan]:
    rows = select(kind).where(kind.event_id == event.id).order_by(kind.position)
    return [part_of(row) for row in db.session.scalars(rows)]


def _order(one: PlannedEvent) -> tuple[bool, object, object, str]:
    plan = one.plan
    return not plan.is_placed, plan.starts_at, plan.ends_at, str(one.id)
