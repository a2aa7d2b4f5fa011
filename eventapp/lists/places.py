"""The lists of events: who holds, was offered and awaits a place."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import case, select

from eventapp.kernel.db import db
from eventapp.lists.columns.column import needs_of
from eventapp.lists.columns.offered import columns_for
from eventapp.lists.people import Line, lines_of
from eventapp.lists.persons import sheet_of
from eventapp.lists.tables import Part, Sheet
from eventapp.lists.wishes import Ask
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.web.filters import sentences, weekday

STATES = list(PlaceStatus)


def of_events(ask: Ask) -> Sheet:
    """Each event with its people; the chosen ones, or all that have any."""
    columns = columns_for(ask.columns)
    chosen = ask.wish.choice
    lines = lines_of(ask.week, ask.wish.people, needs_of(columns))
    people = {line.key: line for line in lines}
    events, places = _events(ask.week, chosen.events), _places(ask.week, chosen.events)
    states = {one.value for one in chosen.at_events}
    spoken = [one.spoken() for one in columns]
    parts = []
    for event in events:
        rows = [
            Line(people[place.registration_id].registration, lines[0].more, place, turn)
            for place, turn in _with_turns(places.get(event.id, ()))
            if place.registration_id in people
            and (not states or place.status.value in states)
        ]
        if rows or chosen.events:
            parts.append(
                Part(_heading(ask.week, event), spoken, rows, _facts(event, rows))
            )
    return sheet_of(ask, _("Lists of events"), [], parts, grouped_by=_("Event"))


def _heading(week: Week, event: Event) -> str:
    at = event.starts_at.astimezone(week.tzinfo)
    when = _("%(day)s, %(time)s", day=weekday(at.date()), time=f"{at:%H:%M}")
    return _("%(event)s (%(when)s)", event=str(event.title), when=when)


def _facts(event: Event, rows: Sequence[Line]) -> list[str]:
    def count(status: PlaceStatus) -> int:
        return sum(bool(row.place and row.place.status is status) for row in rows)

    said = [_("Places held: %(number)s", number=count(PlaceStatus.HELD))]
    if event.capacity is not None:
        said.append(_("Capacity: %(number)s", number=event.capacity))
    if offered := count(PlaceStatus.OFFERED):
        said.append(_("Offered: %(number)s", number=offered))
    if waiting := count(PlaceStatus.WAITING):
        said.append(_("In the waiting list: %(number)s", number=waiting))
    if event.room:
        said.append(str(event.room))
    return [sentences(said)]


def _events(week: Week, keys: Sequence[UUID]) -> Sequence[Event]:
    rows = select(Event).where(
        Event.week_id == week.id, Event.status == EventStatus.SCHEDULED
    )
    if keys:
        rows = rows.where(Event.id.in_(keys))
    return db.session.scalars(rows.order_by(Event.starts_at, Event.id)).all()


def _places(week: Week, keys: Sequence[UUID]) -> dict[UUID, list[Place]]:
    """By event: held, offered, waiting; each in the order of asking."""
    order = case({one.value: n for n, one in enumerate(STATES)}, value=Place.status)
    rows = (
        select(Place)
        .join(Registration, Registration.id == Place.registration_id)
        .where(Registration.week_id == week.id)
        .order_by(order, Place.asked_at, Place.id)
    )
    if keys:
        rows = rows.where(Place.event_id.in_(keys))
    found: dict[UUID, list[Place]] = {}
    for place in db.session.scalars(rows):
        found.setdefault(place.event_id, []).append(place)
    return found


def _with_turns(places: Sequence[Place]) -> list[tuple[Place, int]]:
    """Each with its place in the waiting list."""
    turn, found = 0, []
    for place in places:
        turn += place.status is PlaceStatus.WAITING
        found.append((place, turn))
    return found
