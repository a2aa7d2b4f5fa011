"""Who travels how: the one way that counts for each person, own or shared."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.arrivals.models.journeys import Journey, Point
from eventapp.arrivals.vocabulary import Direction
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


@dataclass(frozen=True)
class Traveller:
    """One person, and the way on which they come or go, if it is told."""

    registration: Registration
    journey: Journey | None

    @property
    def is_shared(self) -> bool:
        """Whether the way is that of a delegation, or of whom they accompany."""
        return (
            self.journey is not None
            and self.journey.registration_id != self.registration.id
        )

    @property
    def is_told(self) -> bool:
        """Whether it is known when they travel."""
        return self.journey is not None and self.journey.at is not None

    @property
    def wants_pickup(self) -> bool:
        """Whether somebody is to meet them."""
        return (
            self.journey is not None
            and self.journey.at is not None
            and bool(self.journey.needs_pickup)
        )


def travellers(week: Week, direction: Direction) -> Sequence[Traveller]:
    """Everybody whom the office expects, with their way, by badge number."""
    rows = ways(direction).where(
        Registration.week_id == week.id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    return read(rows.order_by(Registration.number, Registration.id))


def travellers_among(
    keys: Collection[UUID], direction: Direction
) -> Mapping[UUID, Traveller]:
    """These registrations with their ways, whatever became of them."""
    rows = ways(direction).where(Registration.id.in_(keys))
    return {one.registration.id: one for one in read(rows)}


def way_of(registration: Registration, direction: Direction) -> Journey | None:
    """The way that counts for one person."""
    return travellers_among([registration.id], direction)[registration.id].journey


def shared_way_of(registration: Registration, direction: Direction) -> Journey | None:
    """The way on which they would come if they had none of their own."""
    if registration.accompanies_id:
        host = db.session.get(Registration, registration.accompanies_id)
        return way_of(host, direction) if host else None
    rows = select(Journey).where(
        Journey.delegation_id == registration.delegation_id,
        Journey.direction == direction,
    )
    return db.session.scalar(rows) if registration.delegation_id else None


def pickups_by_point_and_day(
    everybody: Sequence[Traveller],
) -> Mapping[tuple[Point | None, date], int]:
    """How many want to be met, by the clocks of each point."""
    return Counter(
        (one.journey.point, one.journey.at.astimezone(one.journey.tzinfo).date())
        for one in everybody
        if one.wants_pickup and one.journey and one.journey.at
    )


def ways(direction: Direction) -> Select[Registration, Journey]:
    """The rows of `read`, to be narrowed: registrations with the way that counts."""
    own, his, shared = (aliased(Journey) for _ in range(3))
    host = aliased(Registration)
    delegation = func.coalesce(Registration.delegation_id, host.delegation_id)
    point = contains_eager(Journey.point)
    return (
        select(Registration, Journey)
        .outerjoin(
            own,
            and_(own.registration_id == Registration.id, own.direction == direction),
        )
        .outerjoin(host, host.id == Registration.accompanies_id)
        .outerjoin(
            his, and_(his.registration_id == host.id, his.direction == direction)
        )
        .outerjoin(
            shared,
            and_(shared.delegation_id == delegation, shared.direction == direction),
        )
        .outerjoin(Journey, Journey.id == func.coalesce(own.id, his.id, shared.id))
        .outerjoin(Point, Point.id == Journey.point_id)
        .options(
            point,
            joinedload(Registration.week),
            joinedload(Registration.institution).joinedload(Institution.territory),
            joinedload(Registration.delegation),
        )
    )


def read(rows: Select[Registration, Journey]) -> list[Traveller]:
    """People with their ways."""
    return [Traveller(one, way) for one, way in db.session.execute(rows).unique()]
