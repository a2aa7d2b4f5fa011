"""Who interprets at an event, and where they are at the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.lately import Lately
from eventapp.kernel.names import PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.vocabulary import EventStatus, Part

KNOWN_SECONDS = 5.0  # a desk in a hurry asks once for all who come meanwhile


@dataclass(frozen=True)
class Interpreter:
    """Somebody who interprets at an event, and which event they are at now."""

    name: PersonName
    between: tuple[str, ...]  # languages; empty: it is not said
    busy_at: Localised | None = None
    busy_in: Localised | None = None


@dataclass(frozen=True)
class Interpreting:
    """The languages of an event, and who interprets there, as announced."""

    languages: tuple[str, ...] = ()
    interpreters: tuple[Interpreter, ...] = field(default=())


_known: Lately[UUID, Interpreting] = Lately(KNOWN_SECONDS)


def interpreting_at(event_id: UUID, now: datetime) -> Interpreting:
    """Who interprets at an event; true a few seconds ago."""
    known = _known.get(event_id)
    if known is None:
        known = _interpreting(event_id, now)
        _known.keep(event_id, known)
    return known


def forget() -> None:
    """Ask the database again."""
    _known.forget()


def _interpreting(event_id: UUID, now: datetime) -> Interpreting:
    event = db.session.get(Event, event_id)
    if event is None:
        return Interpreting()
    keys = [event.id] if event.parent_id is None else [event.id, event.parent_id]
    parts = db.session.scalars(
        select(Assignment)
        .options(joinedload(Assignment.person))
        .where(Assignment.event_id.in_(keys), Assignment.part == Part.INTERPRETER)
        .order_by(Assignment.event_id != event.id, Assignment.position)
    ).all()
    named = [part for part in parts if part.person is not None]
    busy = _busy([part.person_id for part in named if part.person_id], now)
    return Interpreting(
        tuple(event.languages),
        tuple(_interpreter(part, busy) for part in named),
    )


def _interpreter(part: Assignment, busy: Mapping[UUID, Event]) -> Interpreter:
    ends = tuple(tag for tag in (part.from_language, part.into_language) if tag)
    person = part.person
    assert person is not None  # noqa: S101 - for the type checker
    there = busy.get(person.id)
    return Interpreter(
        name=person.name,
        between=ends or tuple(person.languages),
        busy_at=there.title if there else None,
        busy_in=there.room if there else None,
    )


def _busy(people: Sequence[UUID], now: datetime) -> dict[UUID, Event]:
    """At which event each of them has a part now; the one that began last."""
    if not people:
        return {}
    rows = db.session.scalars(
        select(Assignment)
        .join(Assignment.event)
        .options(joinedload(Assignment.event).joinedload(Event.venue))
        .where(
            Assignment.person_id.in_(people),
            Event.status == EventStatus.SCHEDULED,
            Event.starts_at <= now,
            Event.ends_at > now,
        )
        .order_by(Event.starts_at)
    )
    return {row.person_id: row.event for row in rows if row.person_id}
