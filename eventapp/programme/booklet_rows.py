"""The rows from which a booklet is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventapp.programme import queries, timetable
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.releases import Release
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.timetable import Day, Moment


@dataclass(frozen=True)
class Material:
    """What a booklet tells, read once for all its languages."""

    week: Week
    address: str
    release: Release | None
    days: Sequence[Day]
    moment: Moment
    people: dict[UUID, list[Assignment]]
    venues: dict[UUID, Venue]
    used: Sequence[Venue]
    participants: Sequence[Participation]


def gathered(week: Week, address: str) -> Material:
    """What the public may know of a week, in six statements."""
    events = queries.events_of(week)
    moment = Moment.among(events, week.revised_at, week.tzinfo)
    people: dict[UUID, list[Assignment]] = {}
    for one in queries.assignments_of_week(week):
        people.setdefault(one.event_id, []).append(one)
    venues = {venue.id: venue for venue in queries.venues_of(week)}
    return Material(
        week=week,
        address=address,
        release=queries.latest_release(week),
        days=[
            timetable.arrange(events, on, moment)
            for on in timetable.dates_of(events, moment)
        ],
        moment=moment,
        people=people,
        venues=venues,
        used=_used(events, venues),
        participants=queries.participants_of(week),
    )


def _used(events: Sequence[Event], venues: Mapping[UUID, Venue]) -> list[Venue]:
    """The places that somebody must find, with what they are inside of."""
    wanted = {
        key
        for event in events
        if not event.is_cancelled
        for key in (event.venue_id, event.meeting_point_id)
        if key is not None
    }
    for key in list(wanted):
        venue = venues.get(key)
        while venue is not None and venue.parent_id not in {None, *wanted}:
            venue = venue.parent
            wanted |= {venue.id} if venue else set()
    return [venue for key, venue in venues.items() if key in wanted]
