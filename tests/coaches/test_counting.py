"""Who is on board: counted once, in one coach, and never more people than seats."""

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries.scans import inside
from eventapp.coaches.errors import CoachFull, DeedIdReused, NotOnTour
from eventapp.coaches.models.counts import CoachDeed, Departure
from eventapp.coaches.queries.deeds import moves_of, open_deeds
from eventapp.coaches.queries.riding import seats_taken
from eventapp.coaches.service import seating
from eventapp.coaches.service.settling import settle
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.coaches.words import told_sentence
from eventapp.kernel.db import db
from eventapp.registration.models.places import Place
from eventapp.registration.service.places import give_place, release_place
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_registration
from tests.coaches.tour import make_tour
from tests.conftest import StoppedClock

pytestmark = pytest.mark.usefixtures("app")
COUNT, ALONG = DeedKind.COUNT, DeedKind.TAKE_ALONG


def test_boarding_counts_once_and_is_the_admission_to_the_tour(app: Flask) -> None:
    tour = make_tour()
    tour.ride(0, "Anna", "Bo")

    scanned = tour.do(COUNT, 0, code=tour.code("Anna"))
    tapped = tour.count(0, "Anna")

    assert app
    assert (scanned, tapped) == (Told.ON_BOARD, Told.ALREADY)
    assert tour.on_board() == [["Anna"], []]
    assert tour.missing() == [["Bo"], []]
    assert inside(tour.event.id) == 1
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_the_same_deed_sent_again_gets_the_same_answer() -> None:
    tour = make_tour()
    tour.ride(0, "Anna", "Bo")
    key = uuid4()

    first = tour.count(0, "Anna", deed_id=key)
    tour.do(DeedKind.UNCOUNT, 0, "Anna")

    assert tour.count(0, "Anna", deed_id=key) is first is Told.ON_BOARD
    assert tour.on_board() == [[], []]
    with pytest.raises(DeedIdReused):
        tour.count(0, "Bo", deed_id=key)


def test_who_is_in_the_wrong_coach_is_told_the_right_one_or_taken_along() -> None:
    tour = make_tour(3, 1)
    tour.ride(0, "Anna")
    tour.ride(1, "Bo")

    wrong = tour.deed(COUNT, 0, "Bo")
    along = tour.deed(ALONG, 0, "Bo")
    back = tour.do(ALONG, 1, "Bo")
    no_seat = tour.do(ALONG, 1, "Anna")

    assert (wrong.verdict, wrong.other_id) == (Told.OTHER_COACH, tour.coaches[1].id)
    assert (along.verdict, along.other_id) == (Told.ON_BOARD, tour.coaches[1].id)
    assert (back, no_seat) == (Told.ON_BOARD, Told.FULL)
    assert tour.on_board() == [[], ["Bo"]]
    assert inside(tour.event.id) == 1


def test_who_finds_no_free_seat_is_told_so_and_leaves_no_riddle() -> None:
    tour = make_tour(1, 2)
    tour.ride(0, "Anna")
    tour.ride(1, "Bo")

    full = tour.deed(ALONG, 0, "Bo", told=Told.ON_BOARD)
    offline = tour.deed(ALONG, 0, "Bo", told=Told.ON_BOARD, was_offline=True)
    tour.do(DeedKind.LEAVE, 0, "Anna")
    along = tour.deed(ALONG, 0, "Bo")

    assert told_sentence(full) == (
        "No seat is free in Coach A for Bo. If somebody here does not come along, "
        "say so first: their seat becomes free."
    )
    assert (full.is_open, offline.verdict) == (False, Told.FULL)
    assert along.verdict is Told.ON_BOARD
    assert list(open_deeds([tour.event.id])) == [], "taken along ends what was open"
    assert tour.on_board() == [["Bo"], []]
    for coach in tour.coaches:
        assert [one.id for one in moves_of(tour.event, coach.id, 5)] == [along.id]


def test_a_guest_without_a_place_rides_if_a_seat_is_free() -> None:
    tour = make_tour(2, 1)
    tour.ride(0, "Anna")
    tour.guest("Extra")
    tour.guest("Late")
    tour.guest("Draft", status=RegistrationStatus.SUBMITTED)

    assert tour.count(0, "Extra") is Told.NOT_LISTED
    assert tour.do(ALONG, 0, "Draft") is Told.NOT_CONFIRMED
    assert tour.do(ALONG, 0, "Extra") is Told.ON_BOARD
    assert tour.do(ALONG, 0, "Late") is Told.FULL
    assert tour.do(DeedKind.LEAVE, 0, "Anna") is Told.LEFT
    assert tour.do(ALONG, 0, "Late") is Told.ON_BOARD
    assert tour.count(0, "Anna") is Told.FULL
    assert tour.on_board() == [["Extra", "Late"], []]


def test_two_leads_without_network_are_both_told_of_one_person(
    time: StoppedClock,
) -> None:
    tour = make_tour(3, 2)
    tour.ride(0, "Anna")
    tour.ride(1, "Bo")
    tour.count(0, "Anna")
    time.advance(minutes=1)

    deed = tour.deed(COUNT, 1, "Anna", told=Told.ON_BOARD, was_offline=True)

    assert (deed.verdict, deed.other_id) == (Told.TWICE, tour.coaches[0].id)
    assert list(open_deeds([tour.event.id])) == [deed]
    settle(deed, rides_here=True, by="Supervisor")
    assert tour.on_board() == [[], ["Anna"]]
    assert list(open_deeds([tour.event.id])) == []
    assert inside(tour.event.id) == 1


def test_each_stop_is_counted_anew_and_a_departure_keeps_its_headcount() -> None:
    tour = make_tour()
    tour.ride(0, "Anna", "Bo")
    tour.count(0, "Anna")

    assert tour.do(DeedKind.DEPART, 0) is Told.DEPARTED
    assert tour.do(DeedKind.DEPART, 0, stop_id=tour.stops[0]) is Told.DEPARTED
    assert tour.missing() == [["Anna", "Bo"], []]
    assert tour.count(0, "Bo") is Told.ON_BOARD

    assert tour.on_board(0) == [["Anna"], []]
    assert tour.on_board(1) == [["Bo"], []]
    kept = db.session.scalars(select(Departure)).one()
    assert (kept.on_board, kept.expected) == (1, 2)
    assert kept.missing == (str(tour.riders["Bo"].id),)
    assert inside(tour.event.id) == 1
    tour.do(DeedKind.REOPEN, 0, stop_id=tour.stops[0])
    assert tour.on_board() == [["Anna"], []]


def test_a_moved_guest_is_counted_in_the_other_coach() -> None:
    tour = make_tour(3, 1)
    tour.ride(0, "Anna", "Bo")
    tour.count(0, "Anna")

    moved = tour.do(DeedKind.MOVE, 0, "Anna", to_id=tour.coaches[1].id)
    full = tour.do(DeedKind.MOVE, 0, "Bo", to_id=tour.coaches[1].id)

    assert (moved, full) == (Told.MOVED, Told.FULL)
    assert tour.missing() == [["Bo"], ["Anna"]]
    with pytest.raises(CoachFull):
        seating.put(
            tour.event, [tour.riders["Bo"].id], tour.coaches[1], by="Office", by_id=None
        )


def test_badges_that_open_nothing_count_nobody_and_are_kept() -> None:
    tour, other = make_tour(), make_tour()
    tour.ride(0, "Anna")
    other.ride(0, "Foreign")
    other.do(DeedKind.UNCOUNT, 0, "Foreign")
    tour.guest("Gone", status=RegistrationStatus.CANCELLED)

    told = [
        tour.do(COUNT, 0, code="PW1P"),
        tour.do(COUNT, 0, code="https://other.example/ticket"),
        tour.do(COUNT, 0, code=other.code("Foreign")),
        tour.do(COUNT, 0, registration_id=other.riders["Foreign"].id),
        tour.do(ALONG, 0, registration_id=other.riders["Foreign"].id),
        tour.count(0, "Gone"),
    ]

    stranger = Told.STRANGER
    assert told == [
        *(Told.MISREAD, Told.UNKNOWN, stranger, stranger, stranger),
        Told.CANCELLED,
    ]
    assert tour.on_board() == [[], []]
    assert db.session.scalar(select(func.count()).select_from(CoachDeed)) == 7
    with pytest.raises(NotOnTour):
        tour.count(0, "Anna", stop_id=other.stops[0])
    with pytest.raises(NotOnTour):
        replace(tour, coaches=other.coaches).count(0, "Anna")


def test_a_place_gained_or_lost_changes_the_seats() -> None:
    tour = make_tour(2, 2)
    tour.ride(0, "Anna")
    tour.ride(1, "Bo")
    tour.count(1, "Bo")
    new = make_registration(tour.week, accompanies_id=tour.riders["Bo"].id)

    give_place(new, tour.event)
    for name in ("Anna", "Bo"):
        place = db.session.scalars(
            select(Place).where(Place.registration_id == tour.riders[name].id)
        ).one()
        release_place(place)

    assert [seats_taken(tour.event, one.id) for one in tour.coaches] == [0, 2]
    assert tour.on_board() == [[], ["Bo"]], "whoever is on board is counted"
