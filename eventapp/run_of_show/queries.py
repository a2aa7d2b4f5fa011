"""Questions about runs of show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Draft, Event, Planned
from eventapp.programme.models.people import Person
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import PartPlan
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.models import Cue, CuePerson, Run

LINK_LASTS = timedelta(days=1)  # after the end of the event


@dataclass(frozen=True)
class Acting:
    """Somebody in a cue, with the office to be announced there."""

    person: Person
    part: Part | None
    office: Localised | None

    @property
    def value(self) -> str:
        """How a form names the choice."""
        return choice_of(self.person.id, self.part)


Casts = dict[UUID, list[Acting]]


def run_of(event: Event) -> Run | None:
    """The run of an event, if anybody has written one."""
    return db.session.get(Run, event.id)


def run_by_link(token: str, at: datetime) -> Run | None:
    """The run that a presider's link opens; none once its ceremony is past.

    Nor while its week is hidden, nor for an event that was cancelled.
    """
    wanted = (
        select(Run, Draft)
        .outerjoin(Draft, Draft.event_id == Run.event_id)
        .options(joinedload(Run.event).joinedload(Event.week))
        .where(Run.link_digest == digest(token))
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        return None
    run, draft = found
    plan: Planned = draft or run.event
    is_past = plan.is_placed and at >= plan.ends_at + LINK_LASTS
    is_open = run.event.week.is_public and not run.event.is_cancelled
    return run if is_open and not is_past else None


def cues_of(run: Run, *, fresh: bool = False) -> Sequence[Cue]:
    """The cues of a run in order; `fresh` reads them again, after a lock."""
    rows = select(Cue).where(Cue.event_id == run.event_id)
    if fresh:
        rows = rows.execution_options(populate_existing=True)
    return db.session.scalars(rows.order_by(Cue.position, Cue.id)).all()


def casts_of(run: Run, events: Sequence[PlannedEvent]) -> Casts:
    """Who acts in which cue, with the offices of their parts in these events."""
    rows = (
        select(CuePerson)
        .join(Cue, Cue.id == CuePerson.cue_id)
        .options(joinedload(CuePerson.person).joinedload(Person.institution))
        .where(Cue.event_id == run.event_id)
        .order_by(CuePerson.cue_id, CuePerson.position)
    )
    offices = _offices(events)
    casts: Casts = {}
    for row in db.session.scalars(rows):
        one = acting(row.person, row.part, offices)
        casts.setdefault(row.cue_id, []).append(one)
    return casts


def candidates(
    events: Sequence[PlannedEvent], persons: Sequence[Person]
) -> list[Acting]:
    """Whom a cue may name: everybody with a part in these events, once for each."""
    known = {person.id: person for person in persons}
    offices = _offices(events)
    named = {
        (part.person_id, part.part): known[part.person_id]
        for one in events
        for part in one.parts
        if part.person_id in known
    }
    return [acting(person, part, offices) for (_key, part), person in named.items()]


def family_of(event: Event, planned: Sequence[PlannedEvent]) -> list[PlannedEvent]:
    """The event as planned, and the events inside it that will take place."""
    own = [one for one in planned if one.id == event.id]
    inside = [
        one
        for one in planned
        if one.plan.parent_id == event.id and not one.is_cancelled
    ]
    return [*own, *inside]


def choice_of(person_id: UUID, part: Part | None) -> str:
    """How a form names a person in a part."""
    return f"{person_id}:{part or ''}"


Offices = dict[tuple[UUID, Part | None], Localised]


def acting(person: Person, part: Part | None, offices: Offices) -> Acting:
    """A person with the office of this part, of any other, or the usual one."""
    own = offices.get((person.id, part)) or offices.get((person.id, None))
    return Acting(person, part, own or person.office)


def _offices(events: Sequence[PlannedEvent]) -> Offices:
    parts: list[PartPlan] = [part for one in events for part in one.parts]
    offices: Offices = {}
    for part in parts:
        if part.person_id is not None and part.office:
            offices.setdefault((part.person_id, part.part), part.office)
            offices.setdefault((part.person_id, None), part.office)
    return offices
