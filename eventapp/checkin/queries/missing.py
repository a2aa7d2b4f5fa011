"""Who is expected at an event and not here yet, delegation by delegation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from eventapp.checkin.models.scans import Admission
from eventapp.checkin.queries.groups import IS_NAMED, Presence, delegations_at
from eventapp.checkin.queries.people import (
    PERSON,
    Guest,
    guest_of_row,
    of_event,
)
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus

PAGE = 100  # people
DIGITS = 9  # of a number


@dataclass(frozen=True)
class Absent:
    """Somebody who is expected and not here yet."""

    guest: Guest
    is_head: bool
    delegation_id: UUID | None


@dataclass(frozen=True)
class Party:
    """The absent people of one delegation; or those who come alone."""

    presence: Presence | None
    absent: tuple[Absent, ...]


@dataclass(frozen=True)
class Expected:
    """How many are here of those who are expected, and who is not."""

    here: int
    of: int
    parties: tuple[Party, ...]
    has_more: bool


def expected(event: Event, words: str = "", page: int = 1) -> Expected:
    """Who of those expected at an event is not here yet, in three statements."""
    rows = db.session.execute(
        _absent(event, words).offset((page - 1) * PAGE).limit(PAGE + 1),
        {"event": event.id},
    ).mappings()
    absent = [
        Absent(guest_of_row(row), row["is_head"], row["delegation_id"]) for row in rows
    ]
    shown = absent[:PAGE]
    keys = [one.delegation_id for one in shown if one.delegation_id is not None]
    known = {one.id: one for one in delegations_at(keys, event.id)} if keys else {}
    here, of = _count(event)
    return Expected(here, of, _parties(shown, known), len(absent) > PAGE)


def _parties(
    absent: Sequence[Absent], known: dict[UUID, Presence]
) -> tuple[Party, ...]:
    by_delegation: dict[UUID | None, list[Absent]] = {}
    for one in absent:
        by_delegation.setdefault(one.delegation_id, []).append(one)
    return tuple(
        Party(known.get(key) if key else None, tuple(people))
        for key, people in by_delegation.items()
    )


def _count(event: Event) -> tuple[int, int]:
    here = case((_is_here(), 1), else_=0)
    counted = (
        select(func.coalesce(func.sum(here), 0), func.count(Registration.id))
        .select_from(Registration)
        .outerjoin(Place, of_event(Registration.id)[0])
        .outerjoin(Admission, of_event(Registration.id)[1])
        .where(*_is_expected(event))
    )
    row = db.session.execute(counted, {"event": event.id}).one()
    return int(row[0]), int(row[1])


def _absent(event: Event, words: str) -> Select[Any]:
    place, admission = of_event(Registration.id)
    found = (
        select(*PERSON, Registration.is_head, Registration.delegation_id)
        .select_from(Registration)
        .outerjoin(Institution, Institution.id == Registration.institution_id)
        .outerjoin(Delegation, Delegation.id == Registration.delegation_id)
        .outerjoin(Place, place)
        .outerjoin(Admission, admission)
        .where(*_is_expected(event), ~_is_here())
        .order_by(
            Registration.delegation_id.is_(None),
            Institution.sort_name,
            Delegation.label,
            Delegation.id,
            Registration.is_head.desc(),
            Registration.number,
        )
    )
    for word in searchable(words).split():
        found = found.where(_is_called(word))
    return found


def _is_called(word: str) -> ColumnElement[bool]:
    """By a part of a name or an institution, or by the number on the badge."""
    named = Registration.search_text.contains(word, autoescape=True)
    if not (word.isascii() and word.isdecimal() and len(word) <= DIGITS):
        return named
    return or_(named, Registration.number == int(word))


def _is_here() -> ColumnElement[bool]:
    return and_(Admission.id.is_not(None), Admission.left_at.is_(None))


def _is_expected(event: Event) -> list[ColumnElement[bool]]:
    """Whoever holds a place; all who are confirmed, where everyone may come."""
    meant = [
        Registration.week_id == event.week_id,
        Registration.status == RegistrationStatus.CONFIRMED,
        IS_NAMED,
    ]
    if event.signup is not SignUp.EVERYONE:
        meant.append(Place.status == PlaceStatus.HELD)
    return meant
