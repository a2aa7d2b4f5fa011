"""The calendar of a person with parts: what they do, when they are on, with whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.feeds import writing
from eventapp.feeds.document import CalendarEvent
from eventapp.feeds.own import Role, roles_of
from eventapp.feeds.standing import Own, Standing
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.run_of_show.models import Cue, CuePerson
from eventapp.run_of_show.timing import course

MOST_CUES: Final = 6  # told of one event; the run of show holds all


@dataclass(frozen=True)
class Entrance:
    """When somebody is on in a run of show, as it is planned."""

    at: datetime
    what: Localised


def events_of(week: Week, person: Person) -> list[CalendarEvent]:
    """The published events in which somebody has a part; in a few statements."""
    roles = roles_of(week.id, person.id)
    if not roles:
        return []
    rows = (
        select(Event)
        .options(joinedload(Event.venue))
        .where(Event.id.in_(roles), Event.status != EventStatus.DRAFT)
        .order_by(Event.starts_at, Event.id)
    )
    events = db.session.scalars(rows).all()
    entrances = _entrances(week, person, {event.id for event in events})
    chosen = [
        (event, _own(week, roles[event.id], _on_in(event, entrances)))
        for event in events
    ]
    return writing.described_together(week, chosen)


def _own(week: Week, roles: Collection[Role], entrances: list[Entrance]) -> Own:
    lines = [role.words for role in roles]
    for one in entrances[:MOST_CUES]:
        at = f"{one.at.astimezone(week.tzinfo):%H:%M}"
        lines.append(_("You are on at %(time)s: %(cue)s", time=at, cue=one.what))
    return Own(Standing.PART, tuple(lines))


def _on_in(event: Event, entrances: Mapping[UUID, list[Entrance]]) -> list[Entrance]:
    """In its own run of show, and while it lasts in that of the event around it."""
    around = entrances.get(event.parent_id, []) if event.parent_id else []
    while_on = [one for one in around if event.starts_at <= one.at < event.ends_at]
    return [*entrances.get(event.id, []), *while_on]


def _entrances(
    week: Week, person: Person, keys: Collection[UUID]
) -> Mapping[UUID, list[Entrance]]:
    """When a person is on, by the event that has the run; in three statements."""
    acts = select(CuePerson.cue_id).where(CuePerson.person_id == person.id)
    own = set(db.session.scalars(acts))
    if not own:
        return {}
    around = select(Event.parent_id).where(Event.id.in_(keys))
    with_run = select(Cue.event_id).where(Cue.id.in_(own))
    rows = (
        select(Cue, Event)
        .join(Event, Event.id == Cue.event_id)
        .where(
            Cue.event_id.in_(with_run),
            or_(Event.id.in_(keys), Event.id.in_(around)),
        )
        .order_by(Cue.event_id, Cue.position, Cue.id)
    )
    runs: dict[Event, list[Cue]] = defaultdict(list)
    for cue, event in db.session.execute(rows):
        runs[event].append(cue)
    found: dict[UUID, list[Entrance]] = {}
    for event, cues in runs.items():
        starts_at, ends_at = event.starts_at, event.ends_at
        timed = course(cues, starts_at, ends_at, week.tzinfo, starts_at).cues
        found[event.id] = [
            Entrance(one.planned_at, one.cue.what) for one in timed if one.cue.id in own
        ]
    return found
