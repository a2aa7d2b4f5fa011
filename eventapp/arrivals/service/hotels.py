"""Hotels, rooms given in them, pairs, and lists sent."""

from collections.abc import Collection, Sequence
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.arrivals import queries
from eventapp.arrivals.entries import HotelEntry
from eventapp.arrivals.errors import InUse, NobodyToSend, NotOneTwin, TakenByAPair
from eventapp.arrivals.models.stays import Hotel, RoomingLine, RoomingList, Stay
from eventapp.arrivals.rooming import Row
from eventapp.arrivals.service import stays
from eventapp.arrivals.vocabulary import Payer, RoomType
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week


def keep_hotel(
    week: Week, entry: HotelEntry, hotel: Hotel | None = None, *, by: Account
) -> Hotel:
    """Enter a hotel, or change one."""
    if hotel is None:
        hotel = add(Hotel(week_id=week.id, week=week, **vars(entry)))
    for name, value in vars(entry).items():
        setattr(hotel, name, value)
    db.session.flush()
    _note("hotel.saved", hotel, by)
    return hotel


def remove_hotel(hotel: Hotel, *, by: Account) -> None:
    """Take a hotel away.

    Raises:
        InUse: somebody sleeps there.
    """
    if queries.is_hotel_used(hotel):
        raise InUse(name=hotel.name)
    _note("hotel.removed", hotel, by)
    db.session.delete(hotel)
    db.session.flush()


def give_rooms(
    week: Week, hotel: Hotel | None, people: Collection[UUID], *, by: Account
) -> int:
    """Let people sleep in this hotel, or in none; a pair moves together."""
    lock(week)
    given = queries.stays_of_many(people)
    both = {one.shares_with_id for one in given.values() if one.shares_with_id}
    moved = [*given.values(), *queries.stays_of_many(both - given.keys()).values()]
    for stay in moved:
        if stay.hotel_id != (hotel.id if hotel else None):
            stay.confirmation = None
        stay.hotel_id = hotel.id if hotel else None
        if hotel is None:
            stay.left_at = None
    db.session.flush()
    note(
        "rooms.given",
        actor=by.name,
        actor_id=by.id,
        subject=str(hotel.name if hotel else week.name),
        subject_id=hotel.id if hotel else week.id,
        week_id=week.id,
        details={"people": len(moved)},
    )
    return len(moved)


def share_room(one: Stay, other: Stay) -> None:
    """Let two share a twin.

    Raises:
        NotOneTwin: one of them has no twin, or they sleep in two hotels.
        TakenByAPair: one of them shares with a third person.
    """
    for stay in sorted((one, other), key=lambda stay: stay.registration_id):
        lock(stay)
    for stay, mate in ((one, other), (other, one)):
        if stay.shares_with_id not in {None, mate.registration_id}:
            raise TakenByAPair(name=stay.registration.name)
        if stay.room is not RoomType.TWIN or not stay.needs_hotel:
            raise NotOneTwin
    if one.hotel_id != other.hotel_id or one is other:
        raise NotOneTwin
    one.shares_with_id = other.registration_id
    other.shares_with_id = one.registration_id
    one.changed_at = other.changed_at = clock.now()
    db.session.flush()


def take_apart(stay: Stay) -> None:
    """Let the two of a pair share no more."""
    lock(stay)
    stays.part(stay)


def note_on(stay: Stay, *, payer: Payer | None, confirmation: str | None) -> None:
    """Keep who pays, and the hotel's number."""
    lock(stay)
    stay.payer, stay.confirmation = payer, confirmation or None
    db.session.flush()


def send_list(hotel: Hotel, rows: Sequence[Row], *, by: Account) -> RoomingList:
    """Keep what stands on the list that goes to the hotel now.

    Raises:
        NobodyToSend: there is no name on it.
    """
    lock(hotel)
    here = [row for row in rows if row.guest is not None]
    if not here:
        raise NobodyToSend
    sent = add(RoomingList(hotel_id=hotel.id, sent_at=clock.now(), by=by.name))
    db.session.add_all(
        RoomingLine(
            list_id=sent.id, registration_id=row.registration.id, **vars(row.facts)
        )
        for row in here
    )
    db.session.flush()
    _note("hotel.list_sent", hotel, by, guests=len(here))
    return sent


def _note(action: str, hotel: Hotel, by: Account, **details: int) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(hotel.name),
        subject_id=hotel.id,
        week_id=hotel.week_id,
        details=dict(details),
    )
