"""Who sleeps where: guests and rooms of each night, against what the hotels hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.arrivals.models.stays import Stay
from eventapp.arrivals.vocabulary import RoomType
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


@dataclass(frozen=True)
class Guest:
    """Somebody who sleeps in a hotel, and how many people come with them."""

    stay: Stay
    companions: int = 0

    @property
    def registration(self) -> Registration:
        """Who it is."""
        return self.stay.registration

    @property
    def people(self) -> int:
        """How many sleep in the room on this stay's account."""
        return 1 + self.companions


def guests_of(week: Week) -> Sequence[Guest]:
    """Everybody expected who needs a hotel, by badge number.

    Who accompanies a delegate, and has no nights of their own, sleeps with them.
    """
    rows = (
        select(Stay)
        .join(Registration, Registration.id == Stay.registration_id)
        .options(
            joinedload(Stay.registration)
            .joinedload(Registration.institution)
            .joinedload(Institution.territory),
            joinedload(Stay.shares_with),
            joinedload(Stay.hotel),
        )
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Stay.needs_hotel.is_(True),
            Stay.left_at.is_(None),
        )
        .order_by(Registration.number, Registration.id)
    )
    beside = _companions(week)
    return [
        Guest(one, beside.get(one.registration_id, 0))
        for one in db.session.scalars(rows)
    ]


def people_by_night(guests: Sequence[Guest]) -> Mapping[date, int]:
    """How many people sleep in hotels, by the day on which the night begins."""
    count: Counter[date] = Counter()
    for guest in guests:
        for night in guest.stay.nights:
            count[night] += guest.people
    return dict(sorted(count.items()))


def rooms_by_night(guests: Sequence[Guest]) -> Mapping[tuple[date, RoomType], int]:
    """How many rooms are needed; a pair in one twin is one room."""
    taken: dict[tuple[date, RoomType], set[frozenset[UUID]]] = {}
    for guest in guests:
        stay = guest.stay
        if stay.room is None:
            continue
        pair = {stay.registration_id, stay.shares_with_id or stay.registration_id}
        for night in stay.nights:
            taken.setdefault((night, stay.room), set()).add(frozenset(pair))
    return {key: len(rooms) for key, rooms in taken.items()}


def guests_by_room(guests: Sequence[Guest]) -> Mapping[RoomType, int]:
    """How many asked for each type of room."""
    return Counter(one.stay.room for one in guests if one.stay.room)


def _companions(week: Week) -> Mapping[UUID, int]:
    rows = (
        select(Registration.accompanies_id, func.count())
        .outerjoin(Stay, Stay.registration_id == Registration.id)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.accompanies_id.is_not(None),
            Stay.registration_id.is_(None),
        )
        .group_by(Registration.accompanies_id)
    )
    return {key: count for key, count in db.session.execute(rows) if key}
