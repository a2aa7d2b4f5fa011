"""Nights, rooms, pairs, and the list that a hotel gets."""

from datetime import time as clock_time
from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.arrivals import nights, rooming
from eventapp.arrivals.entries import HotelEntry, StayEntry
from eventapp.arrivals.errors import InUse, NobodyToSend, NotOneTwin, TakenByAPair
from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.stays import Hotel, RoomingLine, Stay
from eventapp.arrivals.rooming import Mark
from eventapp.arrivals.service import hotels, leaving, stays
from eventapp.arrivals.travellers import travellers
from eventapp.arrivals.vocabulary import Direction, RoomType
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.wall import instant_of
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    FIRST_DAY,
    make_account,
    make_hotel,
    make_institution,
    make_journey,
    make_registration,
    make_stay,
    make_week,
)

pytestmark = pytest.mark.usefixtures("time")
TWIN = RoomType.TWIN
NIGHTS = [FIRST_DAY + timedelta(days=number) for number in range(4)]


def listed(hotel: Hotel) -> list[rooming.Row]:
    arriving = travellers(hotel.week, Direction.ARRIVAL)
    by_key = {one.registration.id: one for one in arriving}
    return rooming.rows_of(hotel, nights.guests_of(hotel.week), by_key)


def marks(hotel: Hotel) -> list[Mark]:
    return [row.mark for row in listed(hotel)]


def two_in_twins(week: Week) -> tuple[Stay, Stay]:
    home = make_institution()
    one, other = (
        make_stay(make_registration(week, institution=home), room=TWIN)
        for _ in range(2)
    )
    return one, other


def test_guests_and_rooms_are_counted_by_night() -> None:
    week = make_week()
    one, other = two_in_twins(week)
    delegate = make_registration(week)
    make_stay(delegate, check_out=NIGHTS[1])
    make_registration(week, accompanies_id=delegate.id)
    make_stay(make_registration(week, status=RegistrationStatus.SUBMITTED))
    hotels.share_room(one, other)

    blocks = nights.blocks_of(week)

    assert nights.people_by_night(blocks) == dict(zip(NIGHTS, (4, 2, 2), strict=False))
    assert nights.rooms_by_night(blocks) == {
        **{(night, TWIN): 1 for night in NIGHTS[:3]},
        (NIGHTS[0], RoomType.SINGLE): 1,
    }


def test_pairs_are_proposed_and_never_made_by_themselves() -> None:
    week = make_week()
    one, other = two_in_twins(week)
    make_stay(make_registration(week), room=TWIN)

    ((first, second),) = rooming.pairs(nights.alone_in_twins(week))

    assert {first, second} == {one.registration_id, other.registration_id}
    assert (one.shares_with_id, other.shares_with_id) == (None, None)
    hotels.share_room(one, other)
    assert rooming.pairs(nights.alone_in_twins(week)) == []


def test_only_two_in_twins_of_one_hotel_share_a_room() -> None:
    week = make_week()
    one, other = two_in_twins(week)
    third = make_stay(make_registration(week), room=TWIN)
    single = make_stay(make_registration(week))
    hotels.share_room(one, other)

    with pytest.raises(TakenByAPair):
        hotels.share_room(third, other)
    with pytest.raises(NotOneTwin):
        hotels.share_room(third, single)
    third.hotel_id = make_hotel(week).id
    hotels.take_apart(one)
    with pytest.raises(NotOneTwin):
        hotels.share_room(third, one)


def test_who_needs_a_single_now_leaves_the_other_alone() -> None:
    one, other = two_in_twins(make_week())
    hotels.share_room(one, other)

    stays.keep_stay(
        one.registration,
        StayEntry(needs_hotel=True, check_in=NIGHTS[0], check_out=NIGHTS[3]),
    )

    assert (one.shares_with_id, other.shares_with_id) == (None, None)


def test_a_pair_moves_to_another_hotel_together() -> None:
    week = make_week()
    one, other = two_in_twins(week)
    hotels.share_room(one, other)
    hotel = make_hotel(week)

    moved = hotels.give_rooms(week, hotel, [one.registration_id], by=make_account())

    assert (moved, one.hotel_id, other.hotel_id) == (2, hotel.id, hotel.id)


def test_changes_since_the_list_was_sent_are_marked() -> None:
    week, by = make_week(), make_account()
    hotel = make_hotel(week)
    people = [make_registration(week) for _ in range(3)]
    kept, longer, left = (make_stay(one, hotel) for one in people)
    assert marks(hotel) == [Mark.SAME] * 3
    hotels.send_list(hotel, listed(hotel), by=by)

    stays.keep_stay(
        longer.registration,
        StayEntry(
            needs_hotel=True,
            check_in=NIGHTS[0],
            check_out=NIGHTS[3] + timedelta(days=1),
            room=RoomType.SINGLE,
        ),
    )
    leaving.leave(left.registration)
    make_stay(make_registration(week), hotel, check_in=NIGHTS[1])

    assert marks(hotel) == [Mark.SAME, Mark.CHANGED, Mark.NEW, Mark.GONE]
    hotels.send_list(hotel, listed(hotel), by=by)
    assert marks(hotel) == [Mark.SAME] * 3
    assert kept.hotel_id == hotel.id


def test_who_arrives_at_night_is_late() -> None:
    week = make_week()
    hotel = make_hotel(week)
    one, other = make_registration(week), make_registration(week)
    for person, hour in ((one, 21), (other, 22)):
        make_stay(person, hotel)
        make_journey(person, at=instant_of(FIRST_DAY, clock_time(hour), week.tzinfo))

    assert [row.is_late for row in listed(hotel)] == [False, True]


def test_a_list_without_names_is_not_sent_and_a_used_hotel_stays() -> None:
    week, by = make_week(), make_account()
    entry = HotelEntry(Localised({"en": "Garden Hotel"}), single_rooms=1)
    hotel = hotels.keep_hotel(week, entry, by=by)

    with pytest.raises(NobodyToSend):
        hotels.send_list(hotel, listed(hotel), by=by)
    make_stay(make_registration(week), hotel)
    with pytest.raises(InUse):
        hotels.remove_hotel(hotel, by=by)


def test_who_is_forgotten_leaves_nothing_behind() -> None:
    week, by = make_week(), make_account()
    hotel = make_hotel(week)
    person = make_registration(week)
    make_stay(person, hotel)
    make_journey(person)
    hotels.send_list(hotel, listed(hotel), by=by)

    leaving.forget(person)

    for kind in (Journey, Stay, RoomingLine):
        assert db.session.scalars(select(kind)).all() == []
