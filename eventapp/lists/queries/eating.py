"""Who eats when, and what: counted by the database, for days and for meals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventKind, EventStatus, SignUp
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, Diet, PlaceStatus

LONGEST = 40  # days of a week that are counted one by one

# A diet counts if it says nothing, or if its bearer agreed that the kitchen hears it.
_told = or_(Registration.diet == Diet.NONE.value, agreed_to(ConsentPurpose.SENSITIVE))
DIET = case((_told, Registration.diet), else_=null())
HAS_NOTE = and_(
    agreed_to(ConsentPurpose.SENSITIVE), Registration.diet_note.is_not(None)
)


@dataclass(frozen=True)
class Table:
    """How many eat at one time: in all, by diet; None: not told, or not to be told."""

    by_diet: Counter[Diet | None]
    notes: int

    @property
    def people(self) -> int:
        """How many there are."""
        return sum(self.by_diet.values())


@dataclass(frozen=True)
class Alike:
    """People who come and go on the same days, and eat the same."""

    arrives_on: date | None
    departs_on: date | None
    diet: Diet | None
    has_note: bool
    count: int

    def is_here(self, day: date) -> bool:
        """Whether they are here that day; who told no day is here on all of them."""
        comes = self.arrives_on is None or self.arrives_on <= day
        return comes and (self.departs_on is None or day <= self.departs_on)


def is_here(day: date) -> ColumnElement[bool]:
    """Who is here that day, as a condition; who told no day is here on all of them."""
    begins, ends = Registration.arrives_on, Registration.departs_on
    return and_(or_(begins.is_(None), begins <= day), or_(ends.is_(None), ends >= day))


def alike(where: Sequence[ColumnElement[bool]]) -> list[Alike]:
    """All who are meant, as few rows as there are sorts of them."""
    kinds = (Registration.arrives_on, Registration.departs_on, DIET, HAS_NOTE)
    rows = select(*kinds, func.count()).where(*where).group_by(*kinds)
    return [
        Alike(begins, ends, Diet(diet) if diet else None, bool(noted), count)
        for begins, ends, diet, noted, count in db.session.execute(rows)
    ]


def alike_at(
    where: Sequence[ColumnElement[bool]], events: Sequence[UUID]
) -> dict[UUID, list[Alike]]:
    """The same of those who hold a place at each of these events."""
    if not events:
        return {}
    kinds = (Registration.arrives_on, Registration.departs_on, DIET, HAS_NOTE)
    rows = (
        select(Place.event_id, *kinds, func.count())
        .join(Registration, Registration.id == Place.registration_id)
        .where(*where, Place.event_id.in_(events), Place.status == PlaceStatus.HELD)
        .group_by(Place.event_id, *kinds)
    )
    found: dict[UUID, list[Alike]] = {}
    for event, begins, ends, diet, noted, count in db.session.execute(rows):
        one = Alike(begins, ends, Diet(diet) if diet else None, bool(noted), count)
        found.setdefault(event, []).append(one)
    return found


def table_of(those: Sequence[Alike], day: date | None = None) -> Table:
    """How many they are and what they eat; of a day, those who are here."""
    counts: Counter[Diet | None] = Counter()
    notes = 0
    for one in those:
        if day is None or one.is_here(day):
            counts[one.diet] += one.count
            notes += one.count if one.has_note else 0
    return Table(counts, notes)


def meals_of(week: Week, keys: Sequence[UUID]) -> Sequence[Event]:
    """The events at which food is served: the named ones, else all banquets."""
    rows = select(Event).where(
        Event.week_id == week.id, Event.status == EventStatus.SCHEDULED
    )
    if keys:
        rows = rows.where(Event.id.in_(keys))
    else:
        rows = rows.where(Event.kind == EventKind.BANQUET)
    return db.session.scalars(rows.order_by(Event.starts_at, Event.id)).all()


def is_for_all(event: Event) -> bool:
    """Whether everybody who is here may come, and nobody holds a place."""
    return event.signup is SignUp.EVERYONE


def days_of(week: Week) -> list[date]:
    """The days of a week: as it is announced, and as long as there are events."""
    ends = select(func.min(Event.starts_at), func.max(Event.starts_at)).where(
        Event.week_id == week.id, Event.status == EventStatus.SCHEDULED
    )
    first, last = week.held.first, week.held.latest
    begins_at, ends_at = db.session.execute(ends).one()
    if begins_at is not None and ends_at is not None:
        first = min(first, begins_at.astimezone(week.tzinfo).date())
        last = max(last, ends_at.astimezone(week.tzinfo).date())
    count = min((last - first).days + 1, LONGEST)
    return [first + timedelta(days=number) for number in range(count)]
