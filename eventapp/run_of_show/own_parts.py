"""What an interpreter needs: their events, who speaks there, and in which words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, persons_in, planned_events
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.queries import run_of
from eventapp.run_of_show.stage import Stage, stage_of


@dataclass(frozen=True)
class Named:
    """Somebody with a part in an event, as they are announced there."""

    part: PartPlan
    person: Person | None  # None: to be named

    @property
    def office(self) -> Localised | None:
        """What they are called beside their name."""
        return self.part.office or (self.person.office if self.person else None)


@dataclass(frozen=True)
class Work:
    """An event at which somebody interprets, as it is planned."""

    week: Week
    planned: PlannedEvent
    own: tuple[PartPlan, ...]
    others: tuple[Named, ...]
    venue: Localised | None

    @property
    def plan(self) -> EventPlan:
        """The event as planned."""
        return self.planned.plan

    @property
    def is_public(self) -> bool:
        """Whether the public knows all of it."""
        return self.planned.is_published and not self.planned.is_changed

    def is_past(self, at: datetime) -> bool:
        """Whether it is over."""
        return self.plan.is_placed and self.plan.ends_at <= at

    @property
    def words(self) -> list[Localised | PersonName]:
        """The names that will be said there, in each language, once each."""
        found: list[Localised | PersonName] = [self.plan.title]
        if self.venue:
            found.append(self.venue)
        for one in self.others:
            if one.person is None:
                continue
            found.append(one.person.name)
            if one.office:
                found.append(one.office)
            if one.person.institution:
                found.append(one.person.institution.name)
        return [one for place, one in enumerate(found) if one not in found[:place]]


def persons_with(address: str) -> Sequence[Person]:
    """Whom an account stands for: the persons with its e-mail address."""
    rows = select(Person).options(joinedload(Person.institution))
    found = db.session.scalars(rows.where(Person.address == address))
    return found.all()


def works_of(week: Week, persons: Iterable[Person]) -> list[Work]:
    """The events of a week at which one of these interprets, by hour.

    In a fixed number of statements; what is cancelled is left out.
    """
    keys = {one.id for one in persons}
    if not keys:
        return []
    mine = [
        one
        for one in planned_events(week)
        if not one.is_cancelled and any(_interprets(part, keys) for part in one.parts)
    ]
    if not mine:
        return []
    known = {one.id: one for one in persons_in(week)}
    rows = select(Venue).where(Venue.week_id == week.id)
    venues = {one.id: one.name for one in db.session.scalars(rows)}
    return [
        Work(
            week,
            planned,
            own=tuple(part for part in planned.parts if _interprets(part, keys)),
            others=tuple(
                Named(part, known.get(part.person_id) if part.person_id else None)
                for part in planned.parts
                if not _interprets(part, keys)
            ),
            venue=venues.get(planned.plan.venue_id) if planned.plan.venue_id else None,
        )
        for planned in mine
    ]


def run_for(work: Work, at: datetime) -> Stage | None:
    """The run of show of such an event, or of the one that it is a part of."""
    for event in (work.planned.event, work.planned.event.parent):
        if event is not None and (run := run_of(event)) is not None:
            return stage_of(run, at)
    return None


def _interprets(part: PartPlan, keys: Iterable[UUID]) -> bool:
    return part.part is Part.INTERPRETER and part.person_id in set(keys)
