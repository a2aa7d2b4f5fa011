"""The rooming list of a hotel: who, how long, with whom, what changed since it went."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.arrivals.models.stays import Hotel, RoomingLine, RoomingList
from eventapp.arrivals.nights import Alone, Guest
from eventapp.arrivals.travellers import Traveller
from eventapp.arrivals.vocabulary import RoomType
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

LATE = time(22)  # from then on, the hotel keeps the room


class Mark(StrEnum):
    """What became of a line since the list was sent."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Facts:
    """What a hotel goes by; compared with what was sent to it."""

    check_in: date
    check_out: date
    room: RoomType
    people: int
    wishes: str | None
    shares_with_id: UUID | None


@dataclass(frozen=True)
class Row:
    """One guest on the list. Without a guest: who stood on it, and does not come."""

    registration: Registration
    facts: Facts
    before: Facts | None
    guest: Guest | None
    arrives_at: datetime | None  # by the clocks of the week
    companions: Sequence[Registration] = ()
    is_marked: bool = True  # there is an earlier list to compare with

    @property
    def mark(self) -> Mark:
        """What became of the line."""
        if self.guest is None:
            return Mark.GONE
        if not self.is_marked or self.before == self.facts:
            return Mark.SAME
        return Mark.CHANGED if self.before else Mark.NEW

    @property
    def nights(self) -> int:
        """How many."""
        return (self.facts.check_out - self.facts.check_in).days

    @property
    def is_late(self) -> bool:
        """Whether the guest comes in the night, or on a later day."""
        at = self.arrives_at
        if at is None:
            return False
        return at.time() >= LATE or at.date() > self.facts.check_in


def facts_of(guest: Guest) -> Facts | None:
    """The facts of a guest who has nights and a type of room."""
    stay = guest.stay
    if not stay.check_in or not stay.check_out or not stay.room:
        return None
    return Facts(
        stay.check_in,
        stay.check_out,
        stay.room,
        guest.people,
        stay.wishes if guest.agrees else None,
        stay.shares_with_id,
    )


def rows_of(
    hotel: Hotel, guests: Sequence[Guest], arriving: Mapping[UUID, Traveller]
) -> list[Row]:
    """The list of a hotel as it stands now; pairs one below the other.

    `guests` and `arriving` are everybody's, as the week has them.
    """
    here = [one for one in guests if one.stay.hotel_id == hotel.id]
    sent = last_list(hotel)
    lines = {one.registration_id: one for one in lines_of(sent)} if sent else {}
    beside = companions_of({one.registration.id for one in here})
    rows = []
    for guest in here:
        facts, person = facts_of(guest), guest.registration
        if facts is None:
            continue
        line = lines.pop(person.id, None)
        rows.append(
            Row(
                person,
                facts,
                _sent(line),
                guest,
                _arrival(arriving.get(person.id), hotel.week),
                beside.get(person.id, ()),
                is_marked=sent is not None,
            )
        )
    for line in lines.values():
        before = _sent(line)
        if before is not None:
            rows.append(Row(line.registration, before, before, None, None))
    return _in_order(rows)


def last_list(hotel: Hotel) -> RoomingList | None:
    """The list that went to the hotel last."""
    rows = select(RoomingList).where(RoomingList.hotel_id == hotel.id)
    return db.session.scalar(rows.order_by(RoomingList.sent_at.desc()).limit(1))


def lines_of(sent: RoomingList) -> Sequence[RoomingLine]:
    """What stood on it."""
    rows = (
        select(RoomingLine)
        .options(
            joinedload(RoomingLine.registration).joinedload(Registration.institution)
        )
        .where(RoomingLine.list_id == sent.id)
    )
    return db.session.scalars(rows).all()


def companions_of(keys: Collection[UUID]) -> Mapping[UUID, Sequence[Registration]]:
    """Who accompanies each of these delegates."""
    rows = select(Registration).where(
        Registration.accompanies_id.in_(keys),
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    found: dict[UUID, list[Registration]] = {}
    for one in db.session.scalars(rows.order_by(Registration.number)):
        if one.accompanies_id:
            found.setdefault(one.accompanies_id, []).append(one)
    return found


def pairs(those: Sequence[Alone]) -> list[tuple[UUID, UUID]]:
    """Two and two who could share a twin: asked for one, one institution, same nights.

    A proposal: nobody's sex is kept here, so somebody has to ask them.
    """
    alike: dict[Hashable, list[UUID]] = {}
    for one in those:
        if one.likeness is not None:
            alike.setdefault(one.likeness, []).append(one.key)
    return [
        (keys[at], keys[at + 1])
        for keys in alike.values()
        for at in range(0, len(keys) - 1, 2)
    ]


def _sent(line: RoomingLine | None) -> Facts | None:
    if line is None:
        return None
    return Facts(
        line.check_in,
        line.check_out,
        line.room,
        line.people,
        line.wishes,
        line.shares_with_id,
    )


def _arrival(traveller: Traveller | None, week: Week) -> datetime | None:
    if traveller is None or traveller.journey is None or traveller.journey.at is None:
        return None
    return traveller.journey.at.astimezone(week.tzinfo)


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """By check-in and number, the two of a pair together, those who left at the end."""
    number = {row.registration.id: row.registration.number or 0 for row in rows}

    def place(row: Row) -> tuple[bool, date, int, int]:
        own = number[row.registration.id]
        other = number.get(row.facts.shares_with_id or row.registration.id, own)
        return row.guest is None, row.facts.check_in, min(own, other), own

    return sorted(rows, key=place)
