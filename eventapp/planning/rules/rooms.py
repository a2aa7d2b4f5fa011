"""Rooms and coaches: taken twice, closed."""

from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

from flask_babel import gettext as _

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of, hours_of_both, title
from eventapp.programme.models.venues import Venue
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.vocabulary import VenueKind
from eventapp.web.filters import DASH

TAKEN = {
    VenueKind.ROOM: Level.IMPOSSIBLE,
    VenueKind.ONLINE: Level.IMPOSSIBLE,
    VenueKind.BUILDING: Level.DOUBTFUL,  # it may have room for both
    VenueKind.OUTDOORS: Level.DOUBTFUL,
}
DAY = 24 * 60  # minutes
OVERNIGHT = DAY // 2  # what lasts longer is not going on at night


def rooms_taken(survey: Survey) -> Iterator[Clash]:
    """Two events in one venue at once, unless one is a part of the other."""
    halls = {
        key: found
        for key, venue in survey.venues.items()
        if (found := _halls(survey, venue))
    }
    for one, other in survey.overlapping:
        here, there = one.plan.venue_id, other.plan.venue_id
        if here is None or there is None or survey.are_nested(one, other):
            continue
        if here == there:
            yield from _same_venue(survey, one, other)
        elif halls and here in halls.get(there, ()):
            yield _half_taken(survey, one, other)
        elif halls and there in halls.get(here, ()):
            yield _half_taken(survey, other, one)


def coaches_taken(survey: Survey) -> Iterator[Clash]:
    """One coach for two events at once, unless one is a part of the other."""
    coaches = {event.id: survey.coaches_of(event) for event in survey.placed}
    for one, other in survey.overlapping:
        if not coaches[one.id] or not coaches[other.id]:
            continue
        if survey.are_nested(one, other):
            continue
        for coach in coaches[one.id]:
            if coach not in coaches[other.id]:
                continue
            sentence = _(
                "%(coach)s is planned for “%(one)s” and for “%(other)s”: %(hours)s.",
                coach=str(coach.name),
                one=title(one),
                other=title(other),
                hours=hours_of_both(survey, one, other),
            )
            events = (one.id, other.id)
            yield Clash(Level.IMPOSSIBLE, Rule.COACH_TAKEN, events, (), sentence)


def venues_closed(survey: Survey) -> Iterator[Clash]:
    """Events outside the hours of their venue, or of the building it lies in."""
    zone = survey.week.tzinfo
    for event in survey.placed:
        venue = survey.venue(event.plan.venue_id)
        if venue is None or (opening := _opening(survey, venue)) is None:
            continue
        begins, ends = event.plan.starts_at, event.plan.ends_at
        if _is_open(opening, begins.astimezone(zone), ends.astimezone(zone)):
            continue
        opens, closes = opening
        sentence = _(
            "“%(event)s” is in %(venue)s outside its opening hours (%(open)s): "
            "%(hours)s.",
            event=title(event),
            venue=str(venue.name),
            open=f"{opens:%H:%M}{DASH}{closes:%H:%M}",
            hours=hours_of(survey, event),
        )
        yield Clash(Level.DOUBTFUL, Rule.VENUE_CLOSED, (event.id,), (), sentence)


def _halls(survey: Survey, venue: Venue) -> set[UUID]:
    """The rooms of which this one is a half or a corner."""
    outer = survey.around(venue)[1:]
    return {one.id for one in outer if one.kind is venue.kind is VenueKind.ROOM}


def _same_venue(
    survey: Survey, one: PlannedEvent, other: PlannedEvent
) -> Iterator[Clash]:
    venue = survey.venue(one.plan.venue_id)
    if venue is None or venue.kind not in TAKEN:
        return
    sentence = _(
        "“%(one)s” and “%(other)s” are both in %(venue)s: %(hours)s.",
        one=title(one),
        other=title(other),
        venue=str(venue.name),
        hours=hours_of_both(survey, one, other),
    )
    level = TAKEN[venue.kind]
    yield Clash(level, Rule.ROOM_TAKEN, (one.id, other.id), (), sentence)


def _half_taken(survey: Survey, whole: PlannedEvent, half: PlannedEvent) -> Clash:
    hall, room = survey.venue(whole.plan.venue_id), survey.venue(half.plan.venue_id)
    sentence = _(
        "“%(one)s” is in %(hall)s, but “%(other)s” is in %(room)s, a part of it: "
        "%(hours)s.",
        one=title(whole),
        other=title(half),
        hall=str(hall.name) if hall else "",
        room=str(room.name) if room else "",
        hours=hours_of_both(survey, whole, half),
    )
    events = (whole.id, half.id)
    return Clash(Level.IMPOSSIBLE, Rule.ROOM_TAKEN, events, (), sentence)


def _opening(survey: Survey, venue: Venue) -> tuple[time, time] | None:
    for place in survey.around(venue):
        if place.opens is not None or place.closes is not None:
            return place.opens or time(), place.closes or time()
    return None


def _is_open(opening: tuple[time, time], begins: datetime, ends: datetime) -> bool:
    """Whether the doors are open from begin to end; over days, at both ends."""
    opens, closes = map(_minute, opening)
    if closes <= opens:
        closes += DAY  # it closes at midnight, or on the next day
    first = _minute(begins.time())
    if first < opens:
        first += DAY
    wall = ends.replace(tzinfo=None) - begins.replace(tzinfo=None)
    lasts = int(wall.total_seconds() // 60)
    if lasts <= OVERNIGHT or closes - opens >= DAY:
        return first + lasts <= closes or closes - opens >= DAY
    last = _minute(ends.time())
    if last <= opens:
        last += DAY
    return first < closes and last <= closes


def _minute(hour: time) -> int:
    return hour.hour * 60 + hour.minute
