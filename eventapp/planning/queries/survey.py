"""All that clashes of a week are found in, read in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import (
    PlannedEvent,
    persons_in,
    planned_events,
    walks_of,
)
from eventapp.programme.queries import venues_of
from eventapp.programme.vocabulary import Part, VenueKind
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import Access, PlaceStatus, RegistrationStatus

STEP_FREE = {Access.WHEELCHAIR, Access.STEP_FREE_ROUTE}
NOBODY: frozenset[str] = frozenset()
Pair = tuple[PlannedEvent, PlannedEvent]
Mark = str  # the key of a registration as the database keeps it, see `_mark`


@dataclass(frozen=True)
class Survey:
    """A week as planned, with its venues, persons, ways and places."""

    week: Week
    events: tuple[PlannedEvent, ...]  # those that take place, by hour
    cancelled: Mapping[UUID, PlannedEvent]
    venues: Mapping[UUID, Venue]
    persons: Mapping[UUID, Person]
    walks: Mapping[frozenset[UUID], int]  # minutes
    held: Mapping[UUID, frozenset[Mark]]  # the registrations with a place
    confirmed: int  # how many delegates
    people: Mapping[Mark, UUID]  # the person that a registration belongs to
    step_free: frozenset[Mark]  # the confirmed ones that need a way without steps

    @cached_property
    def placed(self) -> tuple[PlannedEvent, ...]:
        """The events that have an hour."""
        return tuple(event for event in self.events if event.plan.is_placed)

    @cached_property
    def by_key(self) -> Mapping[UUID, PlannedEvent]:
        """The events by their keys."""
        return {event.id: event for event in self.events}

    @cached_property
    def present(self) -> Mapping[UUID, Mapping[UUID, frozenset[Part]]]:
        """Who is expected at each event, in which parts; a contact need not come."""
        found: dict[UUID, dict[UUID, frozenset[Part]]] = {}
        for event in self.events:
            here: dict[UUID, frozenset[Part]] = {}
            for part in event.parts:
                if part.person_id and part.part is not Part.CONTACT:
                    before = here.get(part.person_id, frozenset())
                    here[part.person_id] = before | {part.part}
            found[event.id] = here
        return found

    @cached_property
    def invited(self) -> Mapping[UUID, frozenset[UUID]]:
        """The persons among those who hold a place at each event."""
        people = self.people
        return {
            key: frozenset(people[one] for one in those & people.keys())
            for key, those in self.held.items()
        }

    @cached_property
    def overlapping(self) -> list[Pair]:
        """The pairs of events of which nobody can see both whole; the earlier first."""
        pairs: list[Pair] = []
        running: list[PlannedEvent] = []
        for event in self.placed:
            begins = event.plan.starts_at
            running = [one for one in running if one.plan.ends_at > begins]
            pairs += [(one, event) for one in running]
            running.append(event)
        return pairs

    def wholes_of(self, event: PlannedEvent) -> tuple[UUID, ...]:
        """The events in which one lies, the nearest first."""
        return self._wholes.get(event.id, ())

    def are_nested(self, one: PlannedEvent, other: PlannedEvent) -> bool:
        """Whether one lies inside the other, at whatever depth."""
        wholes = self._wholes
        if not wholes:
            return False
        return other.id in wholes.get(one.id, ()) or one.id in wholes.get(other.id, ())

    def share_place(self, one: PlannedEvent, other: PlannedEvent) -> bool:
        """Whether a whole and its part happen in one place."""
        places = {one.plan.venue_id, other.plan.venue_id} - {None}
        return self.are_nested(one, other) and len(places) <= 1

    def are_together(self, one: PlannedEvent, other: PlannedEvent) -> bool:
        """Whether a part happens where its whole does, be it in one of its rooms."""
        if self.share_place(one, other):
            return True
        here, there = self.venue(one.plan.venue_id), self.venue(other.plan.venue_id)
        if here is None or there is None or not self.are_nested(one, other):
            return False
        return here in self.around(there) or there in self.around(here)

    def held_both(self, one: PlannedEvent, other: PlannedEvent) -> frozenset[Mark]:
        """The registrations that hold places at both events."""
        here, there = self.held.get(one.id), self.held.get(other.id)
        return here & there if here and there else NOBODY

    def venue(self, key: UUID | None) -> Venue | None:
        """The venue with this key."""
        return self.venues.get(key) if key else None

    def coaches_of(self, event: PlannedEvent) -> tuple[Venue, ...]:
        """The vehicles that carry people at an event."""
        keys = dict.fromkeys((str(event.plan.venue_id), *event.plan.coaches))
        return tuple(self._vehicles[key] for key in keys if key in self._vehicles)

    def around(self, venue: Venue) -> tuple[Venue, ...]:
        """A venue, the building in which it lies, its campus."""
        found = [venue]
        while (outer := self.venue(found[-1].parent_id)) and outer not in found:
            found.append(outer)
        return tuple(found)

    @cached_property
    def _vehicles(self) -> Mapping[str, Venue]:
        return {
            str(venue.id): venue
            for venue in self.venues.values()
            if venue.kind is VenueKind.VEHICLE
        }

    @cached_property
    def _wholes(self) -> Mapping[UUID, tuple[UUID, ...]]:
        parents = {
            event.id: event.plan.parent_id
            for event in chain(self.events, self.cancelled.values())
            if event.plan.parent_id
        }
        return {key: _line(key, parents) for key in parents}


def survey_of(week: Week, planned: Sequence[PlannedEvent] | None = None) -> Survey:
    """Read what decides about clashes, in nine statements; fewer with the events."""
    planned = planned_events(week) if planned is None else planned
    confirmed = (
        Registration.week_id == week.id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    # Thousands are only counted; of few it matters who they are.
    known = db.session.execute(
        select(
            _mark(Registration.id), Registration.person_id, Registration.access
        ).where(
            *confirmed,
            or_(Registration.person_id.is_not(None), Registration.access != ()),
        )
    ).all()
    count = db.session.scalar(select(func.count()).where(*confirmed))
    return Survey(
        week=week,
        events=tuple(event for event in planned if not event.is_cancelled),
        cancelled={event.id: event for event in planned if event.is_cancelled},
        venues={venue.id: venue for venue in venues_of(week)},
        persons={person.id: person for person in persons_in(week)},
        walks=walks_of(week),
        held=_held(week),
        confirmed=count or 0,
        people={key: person for key, person, _access in known if person},
        step_free=frozenset(
            key for key, _person, access in known if STEP_FREE.intersection(access)
        ),
    )


def _line(key: UUID, parents: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    found: list[UUID] = []
    outer = parents.get(key)
    while outer and outer not in found:
        found.append(outer)
        outer = parents.get(outer)
    return tuple(found)


def _held(week: Week) -> dict[UUID, frozenset[Mark]]:
    """The places of each event in one row: thousands of rows take their time."""
    marks = func.aggregate_strings(_mark(Place.registration_id), " ")
    rows = db.session.execute(
        select(Place.event_id, marks)
        .join(Event, Event.id == Place.event_id)
        .where(Event.week_id == week.id, Place.status == PlaceStatus.HELD)
        .group_by(Place.event_id)
    )
    return {event: frozenset(those.split()) for event, those in rows}


def _mark(key: InstrumentedAttribute[UUID]) -> ColumnElement[Mark]:
    """A key as the database keeps it: thousands are compared, none is shown."""
    return cast(key, String)
