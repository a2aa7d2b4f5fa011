"""Private calendars of the demonstration: an interpreter's, and the organiser's."""

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.feeds.service.addresses import give
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Part


def plant_feeds(week: Week, *, by: Account) -> None:
    """Give both an address; the office sees it on its page of calendars."""
    interpreters = (
        select(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.week_id == week.id, Assignment.part == Part.INTERPRETER)
        .order_by(Event.starts_at, Person.sort_name, Person.id)
    )
    interpreter = db.session.scalars(interpreters).first()
    if interpreter is not None:
        give(week, interpreter, by=by)
    give(week, by, by=by)
