"""Where one person is expected in a week, and what lies between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Select, or_, select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, planned_events
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


@dataclass(frozen=True)
class Stop:
    """An event at which somebody is expected."""

    planned: PlannedEvent
    parts: tuple[PartPlan, ...]
    is_delegate: bool  # holds a place there
    venue: Localised | None
    meeting_point: Localised | None
    overlaps: tuple[Localised, ...]  # the titles of the person's events at that time
    minutes_before: int | None  # since the one before, on the same day

    @property
    def is_public(self) -> bool:
        """Whether the public knows all of it."""
        return self.planned.is_published and not self.planned.is_changed


def itinerary(week: Week, person: Person) -> list[Stop]:
    """The events of a person as planned, by hour; those without an hour last."""
    held = _held(week, person)
    mine = [
        one
        for one in planned_events(week)
        if not one.is_cancelled and (one.id in held or _parts(one, person))
    ]
    rows = db.session.execute(
        select(Venue.id, Venue.name).where(Venue.week_id == week.id)
    )
    names: Mapping[UUID, Localised] = {key: name for key, name in rows}  # noqa: C416
    gaps = _gaps(week, mine)
    return [
        Stop(
            planned=one,
            parts=_parts(one, person),
            is_delegate=one.id in held,
            venue=_named(names, one.plan.venue_id),
            meeting_point=_named(names, one.plan.meeting_point_id),
            overlaps=tuple(
                other.plan.title
                for other in mine
                if other is not one and _collide(one, other)
            ),
            minutes_before=gaps.get(one.id),
        )
        for one in mine
    ]


def delegates_of(week: Week, person: Person) -> Sequence[Registration]:
    """The registrations of a week that may be this person's own, by name.

    Those that are linked with the person, and those from the same institution that
    are linked with nobody.
    """
    candidates = Registration.person_id == person.id
    if person.institution_id is not None:
        free = Registration.person_id.is_(None)
        from_there = Registration.institution_id == person.institution_id
        candidates = or_(candidates, free & from_there)
    return db.session.scalars(_taking_part(week).where(candidates)).all()


def linked_with(week: Week, person: Person) -> Sequence[Registration]:
    """The registrations of a week that are this person's, read afresh."""
    rows = _taking_part(week).where(Registration.person_id == person.id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def part_counts(events: Sequence[PlannedEvent]) -> Mapping[UUID, int]:
    """In how many events each person has a part."""
    counts: dict[UUID, int] = {}
    for one in events:
        for key in {part.person_id for part in one.parts}:
            if key is not None and not one.is_cancelled:
                counts[key] = counts.get(key, 0) + 1
    return counts


def _taking_part(week: Week) -> Select[Registration]:
    rows = select(Registration).where(
        Registration.week_id == week.id,
        Registration.status.in_(
            (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
        ),
    )
    return rows.order_by(Registration.search_text, Registration.id)


def _named(names: Mapping[UUID, Localised], key: UUID | None) -> Localised | None:
    return names.get(key) if key else None


def _held(week: Week, person: Person) -> frozenset[UUID]:
    rows = (
        select(Place.event_id)
        .join(Registration, Registration.id == Place.registration_id)
        .where(
            Registration.week_id == week.id,
            Registration.person_id == person.id,
            Place.status == PlaceStatus.HELD,
        )
    )
    return frozenset(db.session.scalars(rows))


def _parts(one: PlannedEvent, person: Person) -> tuple[PartPlan, ...]:
    return tuple(part for part in one.parts if part.person_id == person.id)


def _collide(one: PlannedEvent, other: PlannedEvent) -> bool:
    """Whether nobody can be at both; an event and its part are one."""
    nested = other.id == one.plan.parent_id or one.id == other.plan.parent_id
    placed = one.plan.is_placed and other.plan.is_placed
    return placed and not nested and one.plan.overlaps(other.plan)


def _gaps(week: Week, mine: Sequence[PlannedEvent]) -> dict[UUID, int]:
    placed = [one for one in mine if one.plan.is_placed]
    found = {}
    for one, after in pairwise(placed):
        until = max(each.plan.ends_at for each in placed[: placed.index(one) + 1])
        minutes = int((after.plan.starts_at - until).total_seconds() // 60)
        if minutes > 0 and _same_day(week, one.plan, after.plan):
            found[after.id] = minutes
    return found


def _same_day(week: Week, one: EventPlan, other: EventPlan) -> bool:
    zone = week.tzinfo
    return (
        one.starts_at.astimezone(zone).date() == other.starts_at.astimezone(zone).date()
    )
