"""Rooms: taken twice."""

from collections.abc import Iterator

from flask_babel import gettext as _

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of_both, title
from eventapp.programme.vocabulary import VenueKind

TAKEN = {
    VenueKind.ROOM: Level.IMPOSSIBLE,
    VenueKind.ONLINE: Level.IMPOSSIBLE,
    VenueKind.BUILDING: Level.DOUBTFUL,  # it may have room for both
    VenueKind.OUTDOORS: Level.DOUBTFUL,
}


def rooms_taken(survey: Survey) -> Iterator[Clash]:
    """Two events in one venue at once, unless one is a part of the other."""
    for one, other in survey.overlapping:
        if one.plan.venue_id != other.plan.venue_id:
            continue
        venue = survey.venue(one.plan.venue_id)
        if venue is None or venue.kind not in TAKEN or survey.are_nested(one, other):
            continue
        sentence = _(
            "“%(one)s” and “%(other)s” are both in %(venue)s: %(hours)s.",
            one=title(one),
            other=title(other),
            venue=str(venue.name),
            hours=hours_of_both(survey, one, other),
        )
        level = TAKEN[venue.kind]
        yield Clash(level, Rule.ROOM_TAKEN, (one.id, other.id), (), sentence)
