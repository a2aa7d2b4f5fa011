"""Whom a release concerns: known before it happens, and told after it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from eventapp.kernel.db import db
from eventapp.programme.alterations import Alteration
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import Facts
from eventapp.programme.plans import PartPlan, part_from
from eventapp.programme.vocabulary import ChangeKind, SignUp
from eventapp.registration.models.places import Place, Star
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


class Reason(StrEnum):
    """Why a change concerns somebody; the first one is told."""

    PART = "part"
    HELD = "held"
    WAITING = "waiting"
    STARRED = "starred"
    EVERYONE = "everyone"


# What somebody who goes there must know. A new title or description is none of these.
MATTERS = frozenset(
    {
        "starts_at",
        "ends_at",
        "venue_id",
        "meeting_point_id",
        "coaches",
        "mode",
        "languages",
    }
)
JOINS = frozenset({Reason.PART, Reason.HELD, Reason.EVERYONE})  # see the link


@dataclass(frozen=True)
class Concern:
    """A change that concerns somebody, and why."""

    alteration: Alteration
    reason: Reason
    person_id: UUID | None = None  # with a part: whose
    parts: tuple[PartPlan, ...] = ()  # what this person does there now


@dataclass
class Receiver:
    """Somebody who gets one mail about a release."""

    address: str
    language: str
    registration: Registration | None
    persons: dict[UUID, Person] = field(default_factory=dict)
    concerns: list[Concern] = field(default_factory=list)

    @property
    def reasons(self) -> set[Reason]:
        """All that makes this release concern them."""
        return {concern.reason for concern in self.concerns}


@dataclass(frozen=True)
class Audience:
    """Who is told, and who would be but has no address."""

    receivers: Sequence[Receiver]
    unreachable: Sequence[Person]


def audience_of(
    week: Week, alterations: Sequence[Alteration], now: datetime
) -> Audience:
    """Everybody who has to know; in a fixed number of statements.

    Nobody knows a week that is not public, and nobody goes to what is over.
    """
    current = [one for one in alterations if week.is_public and not _is_over(one, now)]
    known = {one.event_id: one for one in current}
    concerns: dict[UUID, list[Concern]] = {}
    for key, event_id, reason in concerned_by(known):
        if _matters(known[event_id], reason):
            concern = Concern(known[event_id], reason)
            concerns.setdefault(key, []).append(concern)
    for_all = [one for one in current if _is_for_all(one)]
    for_all = [one for one in for_all if _matters(one, Reason.EVERYONE)]
    parts = _parts_in(current)
    persons = _persons(parts)
    registrations = _registrations(week, concerns, persons, everybody=bool(for_all))
    receivers: dict[str, Receiver] = {}
    for one in registrations:
        told = concerns.get(one.id, [])
        if one.is_confirmed:
            known_already = {concern.alteration.event_id for concern in told}
            told += [
                Concern(alteration, Reason.EVERYONE)
                for alteration in for_all
                if alteration.event_id not in known_already
            ]
        if told:
            _receiver(receivers, one).concerns += told
    unreachable = _add_persons(receivers, registrations, persons, parts)
    ordered = sorted(receivers.values(), key=lambda one: one.address)
    return Audience(ordered, unreachable)


def concerned_by(keys: Collection[UUID]) -> list[tuple[UUID, UUID, Reason]]:
    """Who has or awaits a place at these events, or starred them: registration, event.

    Whoever has a place and a star is named once.
    """
    places = select(Place.registration_id, Place.event_id, Place.status)
    found: dict[tuple[UUID, UUID], Reason] = {}
    for one, event, status in db.session.execute(
        places.where(Place.event_id.in_(keys))
    ):
        held = status is PlaceStatus.HELD
        found[one, event] = Reason.HELD if held else Reason.WAITING
    stars = select(Star.registration_id, Star.event_id).where(Star.event_id.in_(keys))
    for one, event in db.session.execute(stars):
        found.setdefault((one, event), Reason.STARRED)
    return [(one, event, reason) for (one, event), reason in found.items()]


def with_places_at(keys: Collection[UUID]) -> list[UUID]:
    """The registrations that hold or await a place at one of these events."""
    rows = select(Place.registration_id).where(Place.event_id.in_(keys)).distinct()
    return list(db.session.scalars(rows))


def changed_fields(one: Alteration) -> frozenset[str]:
    """What differs in an event, by the names of its plan; and "people"."""
    before = one.before or {}
    return frozenset(name for name in one.after if before.get(name) != one.after[name])


def _is_over(one: Alteration, now: datetime) -> bool:
    ends = [datetime.fromisoformat(facts["ends_at"]) for facts in _states(one)]
    return max(ends) <= now


def _states(one: Alteration) -> Iterable[Facts]:
    return (one.after,) if one.before is None else (one.before, one.after)


def _is_for_all(one: Alteration) -> bool:
    return any(facts["signup"] == SignUp.EVERYONE for facts in _states(one))


def _matters(one: Alteration, reason: Reason) -> bool:
    if one.kind is ChangeKind.ADDED or one.before is None:
        return False
    if one.kind is not ChangeKind.CHANGED:
        return True
    had_link = bool(one.before.get("joining_link"))
    fields = changed_fields(one)
    return bool(fields & MATTERS) or (
        reason in JOINS and had_link and "joining_link" in fields
    )


Parts = dict[UUID, list[Concern]]  # by person


def _parts_in(alterations: Sequence[Alteration]) -> Parts:
    found: Parts = {}
    for one in alterations:
        was = _by_person((one.before or {}).get("people") or ())
        now = _by_person(one.after.get("people") or ())
        for key in {**was, **now}:
            parts = tuple(now.get(key, ()))
            if _matters(one, Reason.PART) or parts != tuple(was.get(key, ())):
                concern = Concern(one, Reason.PART, key, parts)
                found.setdefault(key, []).append(concern)
    return found


def _by_person(people: Iterable[Facts]) -> dict[UUID, list[PartPlan]]:
    found: dict[UUID, list[PartPlan]] = {}
    for part in map(part_from, people):
        if part.person_id is not None:
            found.setdefault(part.person_id, []).append(part)
    return found


def _persons(parts: Parts) -> Sequence[Person]:
    if not parts:
        return []
    rows = select(Person).where(Person.id.in_(parts))
    return db.session.scalars(rows.order_by(Person.sort_name, Person.id)).all()


def _registrations(
    week: Week,
    concerns: Collection[UUID],
    persons: Sequence[Person],
    *,
    everybody: bool,
) -> Sequence[Registration]:
    addresses = [one.address.casefold() for one in persons if one.address]
    wanted: list[ColumnElement[bool]] = [
        Registration.id.in_(concerns),
        Registration.person_id.in_([one.id for one in persons]),
        Registration.address.in_(addresses),
    ]
    if everybody:
        wanted.append(Registration.status == RegistrationStatus.CONFIRMED)
    rows = select(Registration).where(
        Registration.week_id == week.id,
        Registration.status.in_(LIVE),
        Registration.address != "",  # a purged week knows nobody
        or_(*wanted),
    )
    return db.session.scalars(rows.order_by(Registration.created_at)).all()


def _receiver(receivers: dict[str, Receiver], one: Registration) -> Receiver:
    return receivers.setdefault(
        one.address.casefold(), Receiver(one.address, one.language, one)
    )


def _add_persons(
    receivers: dict[str, Receiver],
    registrations: Sequence[Registration],
    persons: Sequence[Person],
    parts: Parts,
) -> list[Person]:
    own = {one.person_id: one for one in registrations if one.person_id}
    by_address = {one.address.casefold(): one for one in registrations}
    unreachable = []
    for person in persons:
        address = (person.address or "").casefold()
        registration = own.get(person.id) or by_address.get(address)
        if registration is not None:
            receiver = _receiver(receivers, registration)
        elif person.address:
            new = Receiver(person.address, person.language, None)
            receiver = receivers.setdefault(address, new)
        else:
            unreachable.append(person)
            continue
        receiver.persons[person.id] = person
        receiver.concerns += parts[person.id]
    return unreachable
