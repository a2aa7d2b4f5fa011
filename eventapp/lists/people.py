"""The people of a list, and what else is known of them: a statement for each need."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload

from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.nights import Guest, guests_of
from eventapp.arrivals.travellers import Traveller, read, ways
from eventapp.arrivals.vocabulary import Direction
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, PlaceStatus
from eventapp.selection.choosing import Choice
from eventapp.selection.models import Tag, Tagging
from eventapp.selection.queries.conditions import (
    conditions_of,
    has_come,
    has_printed_badge,
)
from eventapp.selection.queries.counting import MOST, registrations_of

FEW = 100  # people who are named in a question by their keys
ASKED = (
    ConsentPurpose.SENSITIVE,
    ConsentPurpose.LISTED,
    ConsentPurpose.PHOTOGRAPHS,
)


class Need(StrEnum):
    """What a column must be told beside the registration."""

    CONSENTS = "consents"
    EVENTS = "events"
    HERE = "here"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    STAY = "stay"
    PICKUP = "pickup"
    HOST = "host"
    TAGS = "tags"
    BADGE = "badge"
    HOSTS_PEOPLE = "hosts_people"


@dataclass(frozen=True)
class More:
    """What is known beside the registrations, by their keys."""

    agreed: dict[UUID, frozenset[ConsentPurpose]] = field(default_factory=dict)
    events: dict[UUID, list[Event]] = field(default_factory=dict)  # places held
    here: Collection[UUID] = ()
    printed: Collection[UUID] = ()
    arrivals: Mapping[UUID, Traveller] = field(default_factory=dict)
    departures: Mapping[UUID, Traveller] = field(default_factory=dict)
    stays: Mapping[UUID, Guest] = field(default_factory=dict)
    pickups: Mapping[UUID, Pickup] = field(default_factory=dict)
    hosts: Mapping[UUID, str] = field(default_factory=dict)  # whom they accompany
    tags: dict[UUID, list[str]] = field(default_factory=dict)
    delegations: Mapping[UUID, Delegation] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One person of a list."""

    registration: Registration
    more: More
    place: Place | None = None  # at the event of which this is the list
    turn: int = 0  # in its waiting list

    @property
    def key(self) -> UUID:
        """Of the registration."""
        return self.registration.id

    def agrees(self, purpose: ConsentPurpose) -> bool:
        """Whether the latest answer about this purpose was yes."""
        return purpose in self.more.agreed.get(self.key, ())

    @property
    def told(self) -> Registration | None:
        """What was said about food and access: by an own consent only."""
        return self.registration if self.agrees(ConsentPurpose.SENSITIVE) else None


def lines_of(
    week: Week,
    choice: Choice,
    needs: Collection[Need],
    *,
    where: Sequence[ColumnElement[bool]] = (),
    most: int = MOST,
) -> list[Line]:
    """Who is meant, in the order of the choice, with all that the columns need."""
    people = registrations_of(week, choice, most)
    if where:
        kept = set(_keys(week, choice, where))
        people = [one for one in people if one.id in kept]
    if 0 < len(people) <= FEW:  # a look at the first of many asks about them alone
        choice = Choice(keys=tuple(one.id for one in people))
    more = more_of(week, choice, needs)
    return [Line(one, more) for one in people]


def more_of(week: Week, choice: Choice, needs: Collection[Need]) -> More:
    """What the columns need, of all who are meant; a statement for each need."""
    where = conditions_of(week, choice)
    asked: dict[Need, tuple[str, Callable[[], Any]]] = {
        Need.CONSENTS: ("agreed", lambda: _agreed(where)),
        Need.EVENTS: ("events", lambda: _events(week, where)),
        Need.HERE: ("here", lambda: set(_keys(week, choice, (has_come(),)))),
        Need.BADGE: (
            "printed",
            lambda: set(_keys(week, choice, (has_printed_badge(),))),
        ),
        Need.ARRIVAL: ("arrivals", lambda: _ways(where, Direction.ARRIVAL)),
        Need.DEPARTURE: ("departures", lambda: _ways(where, Direction.DEPARTURE)),
        Need.STAY: ("stays", lambda: _stays(week, where)),
        Need.PICKUP: ("pickups", lambda: _pickups(where)),
        Need.HOST: ("hosts", lambda: _hosts(where)),
        Need.TAGS: ("tags", lambda: _tags(where)),
        Need.HOSTS_PEOPLE: ("delegations", lambda: _delegations(week)),
    }
    return More(**{name: ask() for need, (name, ask) in asked.items() if need in needs})


def _keys(
    week: Week, choice: Choice, where: Sequence[ColumnElement[bool]]
) -> Sequence[UUID]:
    rows = select(Registration.id).where(*conditions_of(week, choice), *where)
    return db.session.scalars(rows).all()


def _agreed(
    where: Sequence[ColumnElement[bool]],
) -> dict[UUID, frozenset[ConsentPurpose]]:
    rows = select(Registration.id, *(agreed_to(one) for one in ASKED)).where(*where)
    return {
        key: frozenset(one for one, yes in zip(ASKED, answers, strict=True) if yes)
        for key, *answers in db.session.execute(rows)
    }


def _events(
    week: Week, where: Sequence[ColumnElement[bool]]
) -> dict[UUID, list[Event]]:
    named = select(Event).where(Event.week_id == week.id)
    events = {event.id: event for event in db.session.scalars(named)}
    rows = (
        select(Place.registration_id, Place.event_id)
        .join(Event, Event.id == Place.event_id)
        .join(Registration, Registration.id == Place.registration_id)
        .where(*where, Place.status == PlaceStatus.HELD)
        .order_by(Event.starts_at, Event.id)
    )
    found: dict[UUID, list[Event]] = {}
    for key, event_id in db.session.execute(rows):
        found.setdefault(key, []).append(events[event_id])
    return found


def _ways(
    where: Sequence[ColumnElement[bool]], direction: Direction
) -> dict[UUID, Traveller]:
    return {one.registration.id: one for one in read(ways(direction).where(*where))}


def _stays(week: Week, where: Sequence[ColumnElement[bool]]) -> dict[UUID, Guest]:
    return {one.registration.id: one for one in guests_of(week, *where)}


def _pickups(where: Sequence[ColumnElement[bool]]) -> dict[UUID, Pickup]:
    rows = (
        select(Passenger.registration_id, Pickup)
        .join(Pickup, Pickup.id == Passenger.pickup_id)
        .join(Registration, Registration.id == Passenger.registration_id)
        .where(*where, Passenger.left_at.is_(None))
    )
    return dict(iter(db.session.execute(rows)))


def _hosts(where: Sequence[ColumnElement[bool]]) -> dict[UUID, str]:
    host = aliased(Registration)
    rows = (
        select(Registration.id, host.reference)
        .join(host, host.id == Registration.accompanies_id)
        .where(*where)
    )
    return dict(iter(db.session.execute(rows)))


def _tags(where: Sequence[ColumnElement[bool]]) -> dict[UUID, list[str]]:
    rows = (
        select(Tagging.registration_id, Tag.word)
        .join(Tag, Tag.id == Tagging.tag_id)
        .join(Registration, Registration.id == Tagging.registration_id)
        .where(*where)
        .order_by(Tag.folded)
    )
    found: dict[UUID, list[str]] = {}
    for key, word in db.session.execute(rows):
        found.setdefault(key, []).append(word)
    return found


def _delegations(week: Week) -> dict[UUID, Delegation]:
    rows = (
        select(Delegation)
        .options(joinedload(Delegation.counterpart), joinedload(Delegation.greeter))
        .where(Delegation.week_id == week.id)
    )
    return {one.id: one for one in db.session.scalars(rows)}
