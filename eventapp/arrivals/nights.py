"""Who sleeps where: guests and rooms of each night, against what the hotels hold."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, String, Subquery, cast, func, select
from sqlalchemy.orm import aliased, joinedload

from eventapp.arrivals.models.stays import Stay
from eventapp.arrivals.vocabulary import RoomType
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus


@dataclass(frozen=True)
class Guest:
    """Somebody who sleeps in a hotel, and how many people come with them."""

    stay: Stay
    companions: int = 0
    agrees: bool = False  # that the hotel sees the wishes, which may tell of health

    @property
    def registration(self) -> Registration:
        """Who it is."""
        return self.stay.registration

    @property
    def people(self) -> int:
        """How many sleep in the room on this stay's account."""
        return 1 + self.companions


@dataclass(frozen=True)
class Alone:
    """Somebody in a twin whom nobody shares it with, and who would fit."""

    key: UUID
    likeness: Hashable  # home, nights and hotel; None: nobody is proposed


@dataclass(frozen=True)
class Block:
    """Guests who have everything in common that counts for nights and rooms."""

    hotel_id: UUID | None
    room: RoomType | None
    check_in: date
    check_out: date
    mate_in: date | None  # of whoever shares the room
    mate_out: date | None
    guests: int
    people: int  # with those who accompany them

    @property
    def nights(self) -> Sequence[date]:
        """Each by the day on which it begins."""
        count = (self.check_out - self.check_in).days
        return [self.check_in + timedelta(days=number) for number in range(count)]

    def halves(self, night: date) -> int:
        """How many half rooms they need: two who share have one each."""
        is_shared = (
            self.mate_in is not None
            and self.mate_out is not None
            and self.mate_in <= night < self.mate_out
        )
        return self.guests if is_shared else 2 * self.guests


def blocks_of(week: Week) -> Sequence[Block]:
    """All guests of a week, counted; as many rows as there are ways to stay.

    Who accompanies a delegate, and has no nights of their own, sleeps with them.
    """
    mate = aliased(Stay)
    beside = _beside(week)
    alike = (
        Stay.hotel_id,
        Stay.room,
        Stay.check_in,
        Stay.check_out,
        mate.check_in,
        mate.check_out,
    )
    rows = (
        select(
            *alike,
            func.count(),
            func.count() + func.coalesce(func.sum(beside.c.people), 0),
        )
        .select_from(Stay)
        .join(Registration, Registration.id == Stay.registration_id)
        .outerjoin(mate, mate.registration_id == Stay.shares_with_id)
        .outerjoin(beside, beside.c.host == Stay.registration_id)
        .where(
            *_sleeping(week), Stay.check_in.is_not(None), Stay.check_out.is_not(None)
        )
        .group_by(*alike)
    )
    return [
        Block(hotel, room, begins, ends, mate_in, mate_out, guests, int(people))
        for hotel, room, begins, ends, mate_in, mate_out, guests, people in (
            db.session.execute(rows)
        )
        if begins and ends
    ]


def guests_of(
    week: Week, *where: ColumnElement[bool], most: int | None = None
) -> Sequence[Guest]:
    """Those expected who need a hotel, by badge number; all, or those `where`."""
    beside = _beside(week)
    if most is not None:
        # Whole rows are read only of those who are shown.
        keys = (
            select(Stay.registration_id)
            .join(Registration, Registration.id == Stay.registration_id)
            .where(*_sleeping(week), *where)
            .order_by(Registration.number, Registration.id)
            .limit(most)
            .subquery()
        )
        where = (Stay.registration_id.in_(select(keys.c.registration_id)),)
    rows = (
        select(
            Stay,
            func.coalesce(beside.c.people, 0),
            agreed_to(ConsentPurpose.SENSITIVE),
        )
        .join(Registration, Registration.id == Stay.registration_id)
        .outerjoin(beside, beside.c.host == Stay.registration_id)
        .options(
            joinedload(Stay.registration)
            .joinedload(Registration.institution)
            .joinedload(Institution.territory),
            joinedload(Stay.shares_with),
            joinedload(Stay.hotel),
        )
        .where(*_sleeping(week), *where)
        .order_by(Registration.number, Registration.id)
    )
    return [
        Guest(stay, count, bool(agrees))
        for stay, count, agrees in db.session.execute(rows)
    ]


def alone_in_twins(week: Week) -> Sequence[Alone]:
    """Those who asked for a twin and share it with nobody yet, by badge number.

    Who wrote with whom they share, or brings somebody, is proposed to nobody.
    """
    beside = _beside(week)
    home = func.coalesce(
        cast(Registration.institution_id, String), Registration.proposed_institution
    )
    rows = (
        select(
            Stay.registration_id,
            home,
            Stay.check_in,
            Stay.check_out,
            Stay.hotel_id,
            Stay.shares_wish,
            beside.c.people,
        )
        .join(Registration, Registration.id == Stay.registration_id)
        .outerjoin(beside, beside.c.host == Stay.registration_id)
        .where(
            *_sleeping(week),
            Stay.room == RoomType.TWIN,
            Stay.shares_with_id.is_(None),
        )
        .order_by(Registration.number, Registration.id)
    )
    return [
        Alone(
            key,
            (where, begins, ends, hotel)
            if where and begins and ends and not (wish or people)
            else None,
        )
        for key, where, begins, ends, hotel, wish, people in db.session.execute(rows)
    ]


def count_guests(week: Week, *where: ColumnElement[bool]) -> int:
    """How many there are."""
    rows = (
        select(func.count())
        .select_from(Stay)
        .join(Registration, Registration.id == Stay.registration_id)
        .where(*_sleeping(week), *where)
    )
    return db.session.scalar(rows) or 0


def people_by_night(blocks: Iterable[Block]) -> Mapping[date, int]:
    """How many people sleep in hotels, by the day on which the night begins."""
    count: Counter[date] = Counter()
    for block in blocks:
        for night in block.nights:
            count[night] += block.people
    return dict(sorted(count.items()))


def rooms_by_night(blocks: Iterable[Block]) -> Mapping[tuple[date, RoomType], int]:
    """How many rooms are needed; a pair in one twin is one room."""
    halves: Counter[tuple[date, RoomType]] = Counter()
    for block in blocks:
        if block.room is None:
            continue
        for night in block.nights:
            halves[night, block.room] += block.halves(night)
    return {key: count // 2 for key, count in halves.items()}


def guests_by_room(blocks: Iterable[Block]) -> Mapping[RoomType, int]:
    """How many asked for each type of room."""
    count: Counter[RoomType] = Counter()
    for block in blocks:
        if block.room:
            count[block.room] += block.guests
    return count


def _sleeping(week: Week) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.week_id == week.id,
        Registration.status == RegistrationStatus.CONFIRMED,
        Stay.needs_hotel.is_(True),
        Stay.left_at.is_(None),
    )


def _beside(week: Week) -> Subquery:
    return (
        select(Registration.accompanies_id.label("host"), func.count().label("people"))
        .outerjoin(Stay, Stay.registration_id == Registration.id)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.accompanies_id.is_not(None),
            Stay.registration_id.is_(None),
        )
        .group_by(Registration.accompanies_id)
        .subquery()
    )
