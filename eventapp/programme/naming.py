"""What the keys in plans stand for: venues, events, persons by their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week

Facts = Mapping[str, Any]  # see `plans.kept`; and "people"


@dataclass(frozen=True)
class Names:
    """The names behind the keys in plans of one week, and its clock."""

    zone: ZoneInfo
    venues: Mapping[UUID, Localised] = field(default_factory=dict)
    events: Mapping[UUID, Localised] = field(default_factory=dict)
    persons: Mapping[UUID, Person] = field(default_factory=dict)

    def venue(self, key: UUID | None) -> str | None:
        """The name of a venue, as the reader knows it."""
        if key is None:
            return None
        name = self.venues.get(key)
        return str(name) if name else _("A place that is no longer in the list")

    def event(self, key: UUID | None) -> str | None:
        """The title of an event, as the reader knows it."""
        if key is None:
            return None
        title = self.events.get(key)
        return str(title) if title else _("An event that is no longer in the list")

    def person(self, key: UUID | None) -> str:
        """The name of a person; somebody is to be named where there is no key."""
        if key is None:
            return _("To be named")
        person = self.persons.get(key)
        return str(person.name) if person else _("Somebody")

    def office(self, key: UUID | None) -> Localised | None:
        """The usual office of a person."""
        person = self.persons.get(key) if key else None
        return person.office if person else None


def names_in(
    week: Week, told: Iterable[Facts | None], *, drafts: bool = False
) -> Names:
    """The names of all that these facts of a week speak of; in three statements.

    With `drafts` events have the titles that are planned, which only the office reads.
    """
    keys = {
        UUID(part["person_id"])
        for facts in told
        if facts
        for part in facts.get("people") or ()
        if part.get("person_id")
    }
    venues = select(Venue.id, Venue.name).where(Venue.week_id == week.id)
    titles = (
        select(Event.id, Event.title, Draft.title)
        .outerjoin(Draft, Draft.event_id == Event.id)
        .where(Event.week_id == week.id)
    )
    persons = select(Person).where(Person.id.in_(keys))
    return Names(
        zone=week.tzinfo,
        venues={key: name for key, name in db.session.execute(venues)},  # noqa: C416
        events={
            key: (planned or published) if drafts else published
            for key, published, planned in db.session.execute(titles)
        },
        persons={one.id: one for one in db.session.scalars(persons)} if keys else {},
    )
