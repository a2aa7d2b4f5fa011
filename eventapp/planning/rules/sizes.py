"""Sizes: more people than places, than seats in the room, than seats in the coaches."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask_babel import ngettext

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of, title
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.vocabulary import Mode, SignUp, VenueKind


class Who(StrEnum):
    """Who may come."""

    ALL = "all"
    HELD = "held"
    PLACES = "places"


SENTENCES: Mapping[tuple[Rule, Who], Callable[..., str]] = {
    (Rule.OVERBOOKED, Who.ALL): lambda count, **said: ngettext(
        "%(num)s confirmed delegate may come to “%(event)s”, but it takes "
        "%(seats)s: %(hours)s.",
        "All %(num)s confirmed delegates may come to “%(event)s”, but it "
        "takes %(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.OVERBOOKED, Who.HELD): lambda count, **said: ngettext(
        "%(num)s delegate has a place at “%(event)s”, but it takes "
        "%(seats)s: %(hours)s.",
        "%(num)s delegates have a place at “%(event)s”, but it takes "
        "%(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.ROOM_SMALL, Who.ALL): lambda count, **said: ngettext(
        "%(num)s confirmed delegate may come to “%(event)s”, but %(venue)s "
        "seats %(seats)s: %(hours)s.",
        "All %(num)s confirmed delegates may come to “%(event)s”, but "
        "%(venue)s seats %(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.ROOM_SMALL, Who.HELD): lambda count, **said: ngettext(
        "%(num)s delegate has a place at “%(event)s”, but %(venue)s seats "
        "%(seats)s: %(hours)s.",
        "%(num)s delegates have a place at “%(event)s”, but %(venue)s "
        "seats %(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.ROOM_SMALL, Who.PLACES): lambda count, **said: ngettext(
        "“%(event)s” has %(num)s place, but %(venue)s seats %(seats)s: %(hours)s.",
        "“%(event)s” has %(num)s places, but %(venue)s seats %(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.COACH_SMALL, Who.ALL): lambda count, **said: ngettext(
        "%(num)s confirmed delegate may come to “%(event)s”, but its "
        "coaches seat %(seats)s: %(hours)s.",
        "All %(num)s confirmed delegates may come to “%(event)s”, but its "
        "coaches seat %(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.COACH_SMALL, Who.HELD): lambda count, **said: ngettext(
        "%(num)s delegate has a place at “%(event)s”, but its coaches seat "
        "%(seats)s: %(hours)s.",
        "%(num)s delegates have a place at “%(event)s”, but its coaches "
        "seat %(seats)s: %(hours)s.",
        count,
        **said,
    ),
    (Rule.COACH_SMALL, Who.PLACES): lambda count, **said: ngettext(
        "“%(event)s” has %(num)s place, but its coaches seat %(seats)s: %(hours)s.",
        "“%(event)s” has %(num)s places, but its coaches seat %(seats)s: %(hours)s.",
        count,
        **said,
    ),
}


@dataclass(frozen=True)
class Crowd:
    """So many people, and why they may come."""

    who: Who
    count: int


def overbooked(survey: Survey) -> Iterator[Clash]:
    """More people than places; what is said of a whole is not said of its parts."""
    crowds = {
        event.id: crowd
        for event in survey.events
        if (crowd := _people(survey, event, event.plan.capacity))
    }
    for event in survey.events:
        crowd = crowds.get(event.id)
        if crowd and not any(
            key in crowds and _takes_the_same(survey, event, key)
            for key in survey.wholes_of(event)
        ):
            seats = event.plan.capacity
            yield _clash(survey, event, Rule.OVERBOOKED, crowd, seats=seats)


def rooms_small(survey: Survey) -> Iterator[Clash]:
    """Fewer seats in the room than people may come."""
    for event in survey.events:
        venue = survey.venue(event.plan.venue_id)
        if venue is None or venue.kind is VenueKind.VEHICLE:
            continue
        if event.plan.mode is Mode.ONLINE:
            continue  # it is only sent from there
        if crowd := _crowd(survey, event, venue.capacity):
            said = {"venue": str(venue.name), "seats": venue.capacity}
            yield _clash(survey, event, Rule.ROOM_SMALL, crowd, **said)


def coaches_small(survey: Survey) -> Iterator[Clash]:
    """Fewer seats in all coaches than people may come."""
    for event in survey.events:
        coaches = survey.coaches_of(event)
        if not coaches or not all(coach.capacity for coach in coaches):
            continue
        seats = sum(coach.capacity or 0 for coach in coaches)
        if crowd := _crowd(survey, event, seats):
            yield _clash(survey, event, Rule.COACH_SMALL, crowd, seats=seats)


def _crowd(survey: Survey, event: PlannedEvent, seats: int | None) -> Crowd | None:
    """Who is too many for the seats, were the event itself not overbooked."""
    capacity = event.plan.capacity
    if seats is None:
        return None
    if capacity is not None and capacity > seats:
        return Crowd(Who.PLACES, capacity)
    return None if capacity is not None else _people(survey, event, seats)


def _people(survey: Survey, event: PlannedEvent, seats: int | None) -> Crowd | None:
    """The delegates who are too many for the seats."""
    if seats is None:
        return None
    confirmed, held = survey.confirmed, len(survey.held.get(event.id, ()))
    if event.plan.signup is SignUp.EVERYONE and confirmed > seats:
        return Crowd(Who.ALL, confirmed)
    return Crowd(Who.HELD, held) if held > seats else None


def _takes_the_same(survey: Survey, event: PlannedEvent, key: UUID) -> bool:
    whole = survey.by_key[key]
    for_all = whole.plan.signup is event.plan.signup is SignUp.EVERYONE
    return for_all and survey.share_place(whole, event)


def _clash(
    survey: Survey, event: PlannedEvent, rule: Rule, crowd: Crowd, **said: object
) -> Clash:
    sentence = SENTENCES[rule, crowd.who](
        crowd.count, event=title(event), hours=hours_of(survey, event), **said
    )
    return Clash(Level.DOUBTFUL, rule, (event.id,), (), sentence)
