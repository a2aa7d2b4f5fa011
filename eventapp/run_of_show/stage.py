"""A run of show as it stands now: times, people, and what comes after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from eventapp.kernel.i18n import Localised
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.planned import (
    PlannedEvent,
    persons_in,
    planned_events,
    walks_of,
)
from eventapp.run_of_show import queries, timing
from eventapp.run_of_show.models import Cue, Run
from eventapp.run_of_show.queries import Acting, Casts
from eventapp.run_of_show.service.going import stand_of
from eventapp.run_of_show.timing import Course, Timed, whole_minutes


@dataclass(frozen=True)
class Stage:
    """All that the pages and the sheet of one run show."""

    event: Event
    planned: PlannedEvent
    family: tuple[PlannedEvent, ...]  # the event, and those inside it
    others: tuple[PlannedEvent, ...]
    venues: Mapping[UUID, Localised]
    course: Course
    casts: Casts
    stands: str

    @property
    def venue(self) -> Localised | None:
        """Where it is planned."""
        return self.place_of(self.planned)

    def place_of(self, one: PlannedEvent) -> Localised | None:
        """Where an event is planned."""
        key = one.plan.venue_id
        return self.venues.get(key) if key else None

    def with_cues(self, cues: Sequence[Cue]) -> "Stage":
        """The same with other cues, as they are typed."""
        old = self.course
        zone = self.event.week.tzinfo
        timed = timing.course(cues, old.starts_at, old.ends_at, zone, old.at)
        return replace(self, course=timed, stands=stand_of(cues))

    def cast_of(self, timed: Timed) -> Sequence[Acting]:
        """Who acts in a cue."""
        return self.casts.get(timed.cue.id, ())


@dataclass(frozen=True)
class Hit:
    """An event that begins before its room, or somebody in it, is free."""

    event: PlannedEvent
    venue: Localised | None
    person: Person | None  # None: it is the room
    minutes: int  # that are missing


def stage_of(run: Run, at: datetime) -> Stage:
    """A run at an instant; in six statements, however long it is."""
    return empty_stage(run.event, at, run).with_cues(queries.cues_of(run))


def empty_stage(event: Event, at: datetime, run: Run | None = None) -> Stage:
    """What a run of this event will stand on, before its cues are known."""
    week = event.week
    everything = planned_events(week)
    family = queries.family_of(event, everything)
    inside = {one.id for one in family}
    planned = family[0]
    plan = planned.plan
    course = timing.course((), plan.starts_at, plan.ends_at, week.tzinfo, at)
    return Stage(
        event=event,
        planned=planned,
        family=tuple(family),
        others=tuple(one for one in everything if one.id not in inside),
        venues={venue.id: venue.name for venue in programme.venues_of(week)},
        course=course,
        casts=queries.casts_of(run, family) if run is not None else {},
        stands=stand_of(()),
    )


def hits(stage: Stage, *, is_public: bool) -> list[Hit]:
    """What begins after the event and before its room and its people are free.

    People count with their walk. What stood in the way already when the event was
    planned is among the clashes, and not here. A page that needs no signing in tells
    only what everybody may know, as it was published.
    """
    course = stage.course
    if course.late_minutes <= 0 or not stage.planned.plan.is_placed:
        return []
    walks = walks_of(stage.event.week)
    people = {person.id: person for person in persons_in(stage.event.week)}
    family, others = stage.family, stage.others
    if is_public:
        family, others = _published(family), _published(others)
    here = _acting(stage).union(*map(_people_in, family))
    found = []
    for other in _later(stage, others):
        for who in (None, *(here & _people_in(other))):
            if missing := _missing(stage, other, who, walks):
                person = people.get(who) if who else None
                found.append(Hit(other, stage.place_of(other), person, missing))
    return found


def _published(events: Sequence[PlannedEvent]) -> tuple[PlannedEvent, ...]:
    return tuple(
        replace(one, plan=plan, parts=one.published_parts, draft=None)
        for one in events
        if (plan := one.published) is not None
    )


def _later(stage: Stage, others: Sequence[PlannedEvent]) -> Iterator[PlannedEvent]:
    for other in others:
        plan = other.plan
        is_after = plan.is_placed and plan.starts_at >= stage.course.ends_at
        if is_after and not (other.is_cancelled or other.is_held_back):
            yield other


def _missing(
    stage: Stage,
    other: PlannedEvent,
    who: UUID | None,
    walks: Mapping[frozenset[UUID], int],
) -> int:
    here, there = stage.planned.plan.venue_id, other.plan.venue_id
    if who is None and (here is None or here != there):
        return 0
    way = 0
    if here and there and here != there:
        way = walks.get(frozenset((here, there)), 0)
    free = stage.course.expected_end + timedelta(minutes=way)
    late = free - other.plan.starts_at
    if late <= timedelta():
        return 0
    return max(1, whole_minutes(late))


def _acting(stage: Stage) -> set[UUID]:
    return {who.person.id for those in stage.casts.values() for who in those}


def _people_in(one: PlannedEvent) -> set[UUID]:
    return {part.person_id for part in one.parts if part.person_id is not None}
