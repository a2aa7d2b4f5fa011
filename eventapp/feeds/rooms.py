"""The calendar of a room, for the display at its door."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.config import current
from eventapp.feeds import writing
from eventapp.feeds.document import CalendarEvent, render_event
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus

MOST_LANGUAGES = 2  # a display is read from some metres


def path_of(venue: Venue, tag: str) -> str:
    """Where the calendar of a venue is fetched."""
    return f"/feeds/rooms/{venue.id}.ics?lang={tag}"


def room_calendar(venue: Venue, tag: str) -> bytes:
    """What happens at a venue and in the rooms inside it.

    Titles stand in both languages of the week: whoever passes the door reads one of
    them. The texts are in the language of the address.
    """
    week = venue.week
    events = _events_at(venue)
    told = writing.described_together(week, [(event, None) for event in events])
    blocks = [
        render_event(_for_everybody(week, event, one))
        for event, one in zip(events, told, strict=True)
    ]
    name = _("%(place)s: %(week)s", place=_both(week, venue.name), week=week.name)
    source = current().address + path_of(venue, tag)
    return writing.public_document(week, name, source, blocks)


def _events_at(venue: Venue) -> Sequence[Event]:
    inside = select(Venue.id).where(
        or_(Venue.id == venue.id, Venue.parent_id == venue.id)
    )
    rows = (
        select(Event)
        .options(joinedload(Event.venue))
        .where(Event.venue_id.in_(inside), Event.status != EventStatus.DRAFT)
    )
    return db.session.scalars(rows.order_by(Event.starts_at, Event.id)).all()


def _for_everybody(week: Week, event: Event, told: CalendarEvent) -> CalendarEvent:
    title = _both(week, event.title)
    return replace(told, summary=told.summary.replace(str(event.title), title))


def _both(week: Week, text: Localised) -> str:
    """A text in the languages of the week, the reader's first; none twice."""
    tags = week.languages[:MOST_LANGUAGES]
    said = (str(text), *(text.chosen(tag)[1] for tag in tags))
    return " · ".join(dict.fromkeys(said))
