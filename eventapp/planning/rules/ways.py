"""Ways: not enough time to walk from one event to the next."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import combinations
from math import asin, ceil, cos, radians, sin, sqrt
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.planning.queries.survey import Mark, Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours, name, title
from eventapp.programme.models.venues import Venue
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.vocabulary import VenueKind

EARTH_RADIUS = 6_371_000  # metres
DETOUR = 1.3  # streets are longer than straight lines
METRES_PER_MINUTE = 75  # 4.5 km/h
NOWHERE = {VenueKind.ONLINE, VenueKind.VEHICLE}
Point = tuple[float, float]


def no_time_to_walk(survey: Survey) -> Iterator[Clash]:
    """People with two events whose distance takes longer than the time between."""
    ways = Ways(survey)
    longest = timedelta(minutes=ways.longest)
    if not longest:
        return
    by_end = sorted(survey.placed, key=lambda event: event.plan.ends_at)
    ends = [event.plan.ends_at for event in by_end]
    for other in survey.placed:
        begins = other.plan.starts_at
        first, last = bisect_left(ends, begins - longest), bisect_right(ends, begins)
        told: tuple[set[UUID], set[Mark]] = (set(), set())  # of a later event
        for one in reversed(by_end[first:last]):
            apart = int((begins - one.plan.ends_at).total_seconds() // 60)
            minutes = ways.between(one, other)
            if minutes is not None and apart < minutes:
                yield from _late(survey, (one, other), (apart, minutes), told)


class Ways:
    """How long it takes from one event to another; remembered while one looks."""

    def __init__(self, survey: Survey) -> None:
        """Look at the venues of this survey."""
        self.survey = survey
        self._known: dict[tuple[UUID, UUID], int | None] = {}
        self._around = {
            key: survey.around(venue) for key, venue in survey.venues.items()
        }

    @property
    def longest(self) -> int:
        """The minutes of the longest way."""
        points = {point for one in self._around.values() if (point := _point(one))}
        lines = (on_foot(one, other) for one, other in combinations(points, 2))
        return max(*self.survey.walks.values(), 0, 0, *lines)

    def between(self, one: PlannedEvent, other: PlannedEvent) -> int | None:
        """The minutes from the end of one to the begin of another; None: not known."""
        start, goal = self._left_at(one), self._met_at(other)
        if start is None or goal is None:
            return None
        pair = (start, goal)
        if pair not in self._known:
            self._known[pair] = self._minutes(start, goal)
        return self._known[pair]

    def _minutes(self, start: UUID, goal: UUID) -> int | None:
        here, there = self._around[start], self._around[goal]
        if {here[0].kind, there[0].kind} & NOWHERE:
            return None
        shared = {venue.id for venue in here} & {venue.id for venue in there}
        own, others = _outside(here, shared), _outside(there, shared)
        for one in own:
            for other in others:
                minutes = self.survey.walks.get(frozenset((one.id, other.id)))
                if minutes is not None:
                    return minutes
        common = next((venue for venue in here if venue.id in shared), None)
        if common is not None and common.kind is not VenueKind.CAMPUS:
            return 0
        one_point, other_point = _point(own), _point(others)
        if one_point is None or other_point is None:
            return None
        return on_foot(one_point, other_point)

    def _met_at(self, event: PlannedEvent) -> UUID | None:
        plan = event.plan
        key = plan.meeting_point_id or plan.venue_id
        return key if key in self._around else None

    def _left_at(self, event: PlannedEvent) -> UUID | None:
        """Where people are at the end: a coach brings them back to where it left."""
        plan, venue = event.plan, self.survey.venue(event.plan.venue_id)
        is_moving = venue is None or venue.kind is VenueKind.VEHICLE
        key = plan.meeting_point_id if is_moving else plan.venue_id
        return key if key in self._around else None


def _late(
    survey: Survey,
    pair: tuple[PlannedEvent, PlannedEvent],
    times: tuple[int, int],
    told: tuple[set[UUID], set[Mark]],
) -> Iterator[Clash]:
    one, other = pair
    apart, minutes = times
    at = hours(survey, one.plan.ends_at, other.plan.starts_at)
    say = partial(Clash, Level.DOUBTFUL, Rule.NO_TIME_TO_WALK, (one.id, other.id))
    said = {
        "one": title(one),
        "other": title(other),
        "apart": apart,
        "minutes": minutes,
        "hours": at,
    }
    persons, marks = told
    for key in _expected(survey, one, other):
        if key in persons:
            continue
        sentence = _(
            "%(name)s has %(apart)s min from “%(one)s” to “%(other)s”, but "
            "the way takes %(minutes)s min: %(hours)s.",
            name=name(survey.persons[key]),
            **said,
        )
        persons.add(key)
        yield say((key,), sentence)
    late = {
        mark
        for mark in survey.held_both(one, other) - marks
        if survey.people.get(mark) not in persons
    }
    if late:
        sentence = ngettext(
            "%(num)d delegate has %(apart)s min from “%(one)s” to “%(other)s”, "
            "but the way takes %(minutes)s min: %(hours)s.",
            "%(num)d delegates have %(apart)s min from “%(one)s” to “%(other)s”, "
            "but the way takes %(minutes)s min: %(hours)s.",
            len(late),
            **said,
        )
        marks.update(late)
        yield say((), sentence)


def _expected(survey: Survey, one: PlannedEvent, other: PlannedEvent) -> list[UUID]:
    """Who has a part in one of two events, and a part or a place in the other."""
    nobody: frozenset[UUID] = frozenset()
    here, there = survey.present[one.id].keys(), survey.present[other.id].keys()
    invited_here = survey.invited.get(one.id, nobody)
    invited_there = survey.invited.get(other.id, nobody)
    both = (here & there) | (here & invited_there) | (invited_here & there)
    return sorted(both, key=lambda key: survey.persons[key].sort_name)


def _outside(line: tuple[Venue, ...], shared: set[UUID]) -> tuple[Venue, ...]:
    """A venue and those around it, as far as the other does not lie in them too."""
    return tuple(venue for venue in line if venue.id not in shared) or line[:1]


def _point(line: tuple[Venue, ...]) -> Point | None:
    for venue in line:
        if venue.latitude is not None and venue.longitude is not None:
            return venue.latitude, venue.longitude
    return None


def on_foot(one: Point, other: Point) -> int:
    """The minutes on foot between two points, over the great circle and some more."""
    lat, long, other_lat, other_long = map(radians, (*one, *other))
    across = sin((other_lat - lat) / 2) ** 2
    along = cos(lat) * cos(other_lat) * sin((other_long - long) / 2) ** 2
    metres = 2 * EARTH_RADIUS * asin(min(1.0, sqrt(across + along)))
    return ceil(metres * DETOUR / METRES_PER_MINUTE)
