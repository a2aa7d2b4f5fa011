"""The office's table of journeys: filtered and counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.travellers import Traveller, read, travellers_among, ways
from eventapp.arrivals.vocabulary import Direction
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.kernel.wall import midnight
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

PAGE = 50
REMINDER = "arrivals.reminder"
PATIENCE = timedelta(hours=24)  # nobody is reminded twice within it
DAY = timedelta(days=1)


class Show(StrEnum):
    """Which journeys."""

    ALL = "all"
    MISSING = "missing"  # not told yet
    NO_CAR = "no_car"  # wants to be met, by none yet


@dataclass(frozen=True)
class Choice:
    """What the office looks at."""

    direction: Direction = Direction.ARRIVAL
    show: Show = Show.ALL
    day: date | None = None
    point_id: UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One person in the table, with the car that meets them."""

    traveller: Traveller
    pickup: Pickup | None


@dataclass(frozen=True)
class Tally:
    """How many arrive at one point on one day, and how many of them are to be met."""

    day: date
    point_id: UUID | None
    people: int
    to_meet: int


def page_of(week: Week, choice: Choice, page: int = 1) -> tuple[Sequence[Line], int]:
    """One page of the table in order of time, and how many people there are."""
    wanted = ways(choice.direction).where(*_where(week, choice))
    everybody = wanted.with_only_columns(func.count())
    if choice == Choice(choice.direction):  # whoever it is: no way is looked at
        everybody = select(func.count()).where(*_where(week, choice))
    total = db.session.scalar(everybody) or 0
    rows = wanted.with_only_columns(Registration.id).order_by(
        Journey.at.is_(None), Journey.at, Registration.number, Registration.id
    )
    rows = rows.limit(PAGE).offset((page - 1) * PAGE)
    keys = db.session.scalars(rows).all()
    found, met = travellers_among(keys, choice.direction), _pickups(keys)
    return [Line(found[key], met.get(key)) for key in keys], total


def to_meet(week: Week, choice: Choice, most: int | None = None) -> Sequence[Traveller]:
    """Who wants to be met and has no car, in order of time; all of them, or some."""
    wanted = Choice(Direction.ARRIVAL, Show.NO_CAR, choice.day, choice.point_id)
    rows = ways(Direction.ARRIVAL).where(*_where(week, wanted))
    rows = rows.order_by(Journey.at, Registration.number, Registration.id)
    return read(rows.limit(most))


def tallies(week: Week, direction: Direction, show: Show = Show.ALL) -> Sequence[Tally]:
    """The journeys of a week by day and point, by the clocks of the week."""
    met = func.sum(case((Journey.needs_pickup.is_(True), 1), else_=0))
    rows = (
        ways(direction)
        .where(*_where(week, Choice(direction, show)), Journey.at.is_not(None))
        .with_only_columns(Journey.at, Journey.point_id, func.count(), met)
        .group_by(Journey.at, Journey.point_id)
    )
    zone = week.tzinfo
    people: dict[tuple[date, UUID | None], list[int]] = {}
    for at, point_id, count, to_meet in db.session.execute(rows):
        if at is None:
            continue
        counts = people.setdefault((at.astimezone(zone).date(), point_id), [0, 0])
        counts[0] += count
        counts[1] += to_meet
    found = [Tally(*key, *counts) for key, counts in people.items()]
    return sorted(found, key=lambda one: (one.day, str(one.point_id)))


def to_remind(week: Week, now: datetime, most: int) -> Sequence[Registration]:
    """Who has not told when they arrive, and was not asked lately; up to so many.

    Who accompanies somebody is not asked: they travel with the delegate.
    """
    rows = _to_remind(week, now).with_only_columns(Registration.id)
    rows = rows.order_by(Registration.number, Registration.id).limit(most)
    keys = db.session.scalars(rows).all()
    found = travellers_among(keys, Direction.ARRIVAL)
    return [found[key].registration for key in keys]


def count_to_remind(week: Week, now: datetime) -> int:
    """How many those are."""
    rows = _to_remind(week, now).with_only_columns(func.count())
    return db.session.scalar(rows) or 0


def _to_remind(week: Week, now: datetime) -> Select[Registration, Journey]:
    told = exists().where(
        Message.about_id == Registration.id,
        Message.occasion == REMINDER,
        Message.created_at > now - PATIENCE,
    )
    return ways(Direction.ARRIVAL).where(
        *_where(week, Choice(show=Show.MISSING)),
        Registration.accompanies_id.is_(None),
        ~told,
    )


def _where(week: Week, choice: Choice) -> list[ColumnElement[bool]]:
    wanted = [
        Registration.week_id == week.id,
        Registration.status == RegistrationStatus.CONFIRMED,
    ]
    if choice.show is Show.MISSING:
        wanted.append(Journey.at.is_(None))
    if choice.show is Show.NO_CAR:
        car = aliased(Passenger)
        has_car = exists().where(car.registration_id == Registration.id)
        wanted += [Journey.at.is_not(None), Journey.needs_pickup.is_(True), ~has_car]
    if choice.day:
        begins = midnight(choice.day, week.tzinfo)
        ends = midnight(choice.day + DAY, week.tzinfo)
        wanted.append(and_(Journey.at >= begins, Journey.at < ends))
    if choice.point_id:
        wanted.append(Journey.point_id == choice.point_id)
    for word in searchable(choice.words).split():
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%") + "%"
        wanted.append(
            or_(
                Registration.search_text.like(like, escape="\\"),
                func.lower(Journey.number).like(like, escape="\\"),
            )
        )
    return wanted


def _pickups(keys: Sequence[UUID]) -> dict[UUID, Pickup]:
    rows = (
        select(Passenger.registration_id, Pickup)
        .join(Pickup, Pickup.id == Passenger.pickup_id)
        .where(Passenger.registration_id.in_(keys), Passenger.left_at.is_(None))
    )
    return dict(iter(db.session.execute(rows)))
