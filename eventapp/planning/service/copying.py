"""Copying a week: what returns every year; people and places never do."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.checkin.models.desks import Desk
from eventapp.institutions.models import Institution
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.programme import queries
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import DraftAssignment
from eventapp.programme.models.venues import Venue, Walk
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, planned_events, walks_of
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.service.events import write, write_parts
from eventapp.programme.service.weeks import (
    WeekBeginning,
    begin_week,
    invite,
    revise_plan,
)
from eventapp.programme.vocabulary import EventStatus
from eventapp.questions.service.copying import copy_form
from eventapp.run_of_show.service.writing import copy_runs

TEXTS = ("introduction", "travel", "privacy")  # a theme is of one year
SETTINGS = (
    "registration_mode",
    "approval_steps",
    "rechecked",
    "invitation_subject",
    "invitation_text",
    "reminds_before_days",
    "most_reminders",
    "asks",
    "overlap_rule",
    "companions_allowed",
    "languages",
    "accent",
    "mode",
)
VENUE_FACTS = (
    "key",
    "name",
    "kind",
    "capacity",
    "address",
    "directions",
    "is_step_free",
    "opens",
    "closes",
    "latitude",
    "longitude",
    "position",
)
Venues = Mapping[UUID, Venue]


class Shift(StrEnum):
    """How days of the old week become days of the new one."""

    WEEKDAY = "weekday"  # what was on a Tuesday is on a Tuesday
    FIRST_DAY = "first_day"  # what was on the second day is on the second day


@dataclass(frozen=True)
class Take:
    """What a copy takes from its model."""

    programme: bool = True
    venues: bool = True
    roles: bool = True
    institutions: bool = True
    texts: bool = True
    forms: bool = True
    desks: bool = True

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all that can be taken."""
        return tuple(field.name for field in fields(cls))


@dataclass(frozen=True)
class Copy:
    """A new week, and which of its events stands for which of the old one."""

    week: Week
    events: Mapping[UUID, Event]

    @property
    def outside(self) -> int:
        """How many of its events lie on no day of the week."""
        held = self.week.held
        placed = [one.starts_at for one in self.events.values() if one.is_placed]
        days = [at.astimezone(self.week.tzinfo).date() for at in placed]
        return sum(not held.first <= day <= held.latest for day in days)


def copy_week(
    model: Week, beginning: WeekBeginning, take: Take, shift: Shift, *, by: Account
) -> Copy:
    """Begin a week with what another one had; its programme consists of drafts.

    Events keep their hour on the wall, also in another zone or behind a change of the
    clocks. Those that were cancelled are held back. Runs of show come along with their
    events. Persons, delegates, places, joining
    links and what was admitted are never copied.

    Raises:
        SlugTaken: another week has this address.
    """
    week = begin_week(beginning)
    if take.texts:
        _copy(model, week, TEXTS)
    if take.forms:
        _copy(model, week, SETTINGS)
        copy_form(model, week)
    if take.institutions:
        _copy_participations(model, week)
    venues = _copy_venues(model, week) if take.venues else {}
    if take.desks:
        _copy_desks(model, week, venues)
    events = {}
    if take.programme:
        days = timedelta(days=days_between(model.held.first, week.held.first, shift))
        events = _copy_events(model, week, venues, days, by, roles=take.roles)
        copy_runs(events)
    note(
        "week.copied",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details={"after": {"model": model.slug, "events": len(events)}},
    )
    return Copy(week, events)


def days_between(first: date, new_first: date, shift: Shift) -> int:
    """By how many days the programme moves."""
    if shift is Shift.FIRST_DAY:
        return (new_first - first).days
    return (_monday(new_first) - _monday(first)).days


def moved(instant: datetime, by: timedelta, old: ZoneInfo, new: ZoneInfo) -> datetime:
    """The same hour on the wall on another day; an hour that is skipped comes later."""
    wall = instant.astimezone(old).replace(tzinfo=None) + by
    return wall.replace(tzinfo=new, fold=0).astimezone(UTC)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _copy(old: object, new: object, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(new, name, getattr(old, name))
    db.session.flush()


def _copy_participations(model: Week, week: Week) -> None:
    for one in queries.participants_of(model):
        invite(week, db.session.get_one(Institution, one.institution_id))


def _copy_venues(model: Week, week: Week) -> dict[UUID, Venue]:
    """The venues of the new week by those of the old one; buildings before rooms."""
    old = {venue.id: venue for venue in queries.venues_of(model)}
    new: dict[UUID, Venue] = {}

    def copied(venue: Venue) -> Venue:
        if venue.id not in new:
            parent = old.get(venue.parent_id) if venue.parent_id else None
            twin = Venue(week_id=week.id)
            twin.parent_id = copied(parent).id if parent else None
            _copy(venue, twin, VENUE_FACTS)
            new[venue.id] = add(twin)
        return new[venue.id]

    for venue in old.values():
        copied(venue)
    for ends, minutes in walks_of(model).items():
        one, other = (new[key].id for key in sorted(ends))
        add(Walk(from_id=one, to_id=other, minutes=minutes))
    return new


def _copy_desks(model: Week, week: Week, venues: Venues) -> None:
    for desk in db.session.scalars(select(Desk).where(Desk.week_id == model.id)):
        venue = venues.get(desk.venue_id) if desk.venue_id else None
        add(
            Desk(
                week_id=week.id,
                name=desk.name,
                position=desk.position,
                venue_id=venue.id if venue else None,
            )
        )


def _copy_events(  # noqa: PLR0913 - two weeks, and what is taken
    model: Week,
    week: Week,
    venues: Venues,
    days: timedelta,
    by: Account,
    *,
    roles: bool,
) -> dict[UUID, Event]:
    found = {one.id: one for one in planned_events(model)}
    new: dict[UUID, Event] = {}

    def copied(one: PlannedEvent) -> Event:
        if one.id not in new:
            parent = found.get(one.plan.parent_id) if one.plan.parent_id else None
            plan = _plan(one.plan, model, week, venues, days)
            plan = replace(plan, parent_id=copied(parent).id if parent else None)
            parts = _to_be_named(one) if roles else ()
            new[one.id] = _draft(week, plan, parts, one.event.key, by)
        return new[one.id]

    for one in found.values():
        copied(one)
    revise_plan(week)
    return new


def _plan(
    plan: EventPlan, model: Week, week: Week, venues: Venues, days: timedelta
) -> EventPlan:
    starts_at = moved(plan.starts_at, days, model.tzinfo, week.tzinfo)
    is_held_back = plan.status is not EventStatus.SCHEDULED
    return replace(
        plan,
        starts_at=starts_at,
        ends_at=starts_at + (plan.ends_at - plan.starts_at),
        venue_id=_twin(plan.venue_id, venues),
        meeting_point_id=_twin(plan.meeting_point_id, venues),
        coaches=tuple(
            str(venues[UUID(key)].id) for key in plan.coaches if UUID(key) in venues
        ),
        signup_opens_at=_moved(plan.signup_opens_at, days, model, week),
        signup_closes_at=_moved(plan.signup_closes_at, days, model, week),
        joining_link=None,
        status=EventStatus.DRAFT if is_held_back else EventStatus.SCHEDULED,
    )


def _moved(
    instant: datetime | None, by: timedelta, model: Week, week: Week
) -> datetime | None:
    return moved(instant, by, model.tzinfo, week.tzinfo) if instant else None


def _twin(key: UUID | None, venues: Venues) -> UUID | None:
    venue = venues.get(key) if key else None
    return venue.id if venue else None


def _to_be_named(one: PlannedEvent) -> tuple[PartPlan, ...]:
    return tuple(replace(part, person_id=None, office=None) for part in one.parts)


def _draft(
    week: Week,
    plan: EventPlan,
    parts: tuple[PartPlan, ...],
    key: str | None,
    by: Account,
) -> Event:
    """An event of the copy: nothing to undo, and no line in the journal of its own."""
    now = clock.now()
    event = Event(week_id=week.id, key=key, sequence=0, version=1)
    event.created_at = event.changed_at = now
    write(event, plan)
    event.status = EventStatus.DRAFT
    add(event)
    draft = Draft(event_id=event.id, has_people=bool(parts), changed_at=now)
    draft.changed_by = by.name
    write(draft, plan)
    db.session.add(draft)
    write_parts(DraftAssignment, event, parts)
    return event
