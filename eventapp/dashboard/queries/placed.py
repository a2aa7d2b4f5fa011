"""The people of one event: who has, is offered or awaits a place; a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from eventapp.checkin.models.scans import Admission
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.programme.models.events import Event
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus

PAGE = 50
CANDIDATES = 20


@dataclass(frozen=True)
class Part:
    """One page of a list, what stands before it, and how long it is."""

    rows: Sequence[Place]
    before: int
    total: int


def places_at(event: Event, status: PlaceStatus, words: str, page: int = 1) -> Part:
    """A page of those with places of one status, in the order in which they asked."""
    wanted = (
        select(Place)
        .join(Place.registration)
        .where(Place.event_id == event.id, Place.status == status, *_named(words))
    )
    rows = (
        wanted.options(
            contains_eager(Place.registration).joinedload(Registration.institution)
        )
        .order_by(Place.asked_at, Place.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    found = db.session.scalars(rows).all()
    return Part(found, (page - 1) * PAGE, _count(wanted))


def walk_ins(
    event: Event, words: str, page: int = 1
) -> tuple[Sequence[Admission], int]:
    """A page of who was admitted without a place, held or awaited; how many in all."""
    wanted = (
        select(Admission)
        .join(Admission.registration)
        .where(
            Admission.event_id == event.id,
            Admission.undone_at.is_(None),
            ~_has_place(Registration.id, event),
            *_named(words),
        )
    )
    rows = (
        wanted.options(
            contains_eager(Admission.registration).joinedload(Registration.institution)
        )
        .order_by(Admission.admitted_at, Admission.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return db.session.scalars(rows).all(), _count(wanted)


def candidates(event: Event, words: str) -> Sequence[Registration]:
    """Some of the week who are called so, and have or await no place here."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.institution))
        .where(
            Registration.week_id == event.week_id,
            *_named(words),
            ~_has_place(Registration.id, event),
        )
        .order_by(Registration.number, Registration.id)
        .limit(CANDIDATES)
    )
    return db.session.scalars(rows).all()


def admitted_among(event: Event, places: Sequence[Place]) -> Mapping[UUID, datetime]:
    """When each of these was admitted to an event."""
    keys = [place.registration_id for place in places]
    rows = db.session.execute(
        select(Admission.registration_id, Admission.admitted_at).where(
            Admission.event_id == event.id,
            Admission.undone_at.is_(None),
            Admission.registration_id.in_(keys),
        )
    )
    return {key: at for key, at in rows if key}


def admitted_to(event: Event) -> int:
    """How many were admitted to an event."""
    rows = select(func.count()).where(
        Admission.event_id == event.id, Admission.undone_at.is_(None)
    )
    return db.session.scalar(rows) or 0


def _named(words: str) -> list[ColumnElement[bool]]:
    """Each word stands in the name, or is the number."""
    found = []
    for word in searchable(words).split():
        in_text = Registration.search_text.contains(word, autoescape=True)
        is_number = word.isascii() and word.isdigit() and len(word) <= 6  # noqa: PLR2004
        numbered = Registration.number == int(word) if is_number else None
        found.append(in_text if numbered is None else or_(in_text, numbered))
    return found


def _has_place(
    registration_id: InstrumentedAttribute[UUID], event: Event
) -> ColumnElement[bool]:
    has = select(Place.id).where(
        Place.registration_id == registration_id, Place.event_id == event.id
    )
    return has.exists()


def _count(wanted: Select[Place] | Select[Admission]) -> int:
    counted = wanted.with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(counted) or 0
