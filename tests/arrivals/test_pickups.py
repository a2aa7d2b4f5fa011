"""Cars: never more people than seats, late changes seen at once, found or not."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from flask import Flask

from eventapp.accounts.models import Account
from eventapp.arrivals import boarding
from eventapp.arrivals.errors import (
    CarFull,
    HasNoLink,
    MetAlready,
    NotTheSamePoint,
    PickupChangedMeanwhile,
    SeatsTaken,
)
from eventapp.arrivals.grouping import propose, to_be_met
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service import leaving, meeting, pickups
from eventapp.arrivals.travellers import travellers
from eventapp.arrivals.vocabulary import Direction, Finding, PickupState
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from tests.arrivals.cars import AT, entry, make_pickup, make_traveller
from tests.builders import (
    make_account,
    make_journey,
    make_point,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock
from tests.programme.contest import at_once

pytestmark = pytest.mark.usefixtures("time")


def inside(pickup: Pickup) -> set[object]:
    return {one.registration.id for one in boarding.car_of(pickup).seats}


def test_the_proposal_becomes_pickups_once() -> None:
    point = make_point(make_week())
    people = [make_traveller(point) for _ in range(5)]
    week, by = point.week, make_account()
    groups = propose(to_be_met(travellers(week, Direction.ARRIVAL), ()), seats=4)

    made = pickups.take_proposal(week, groups, by=by)

    assert sorted(len(inside(one)) for one in made) == [1, 4]
    assert set().union(*map(inside, made)) == {one.id for one in people}
    with pytest.raises(PickupChangedMeanwhile):
        pickups.take_proposal(week, groups, by=by)


def test_who_finds_no_seat_leaves_everybody_where_they_were() -> None:
    point = make_point(make_week())
    one, other, third = (make_traveller(point) for _ in range(3))
    full, spare = make_pickup(point, one, other), make_pickup(point, third)

    with pytest.raises(CarFull):
        pickups.board(full, [third.id], by=make_account())
    with pytest.raises(SeatsTaken):
        pickups.change_pickup(
            full, entry(point, seats=1), seen_version=full.version, by=make_account()
        )

    assert inside(spare) == {third.id}


def test_people_at_once_never_outnumber_the_seats(app: Flask) -> None:
    point = make_point(make_week())
    people = [make_traveller(point).id for _ in range(8)]
    key, by = make_pickup(point, seats=3).id, make_account().id
    db.session.commit()

    def board(person: UUID) -> None:
        pickup = db.session.get_one(Pickup, key)
        pickups.board(pickup, [person], by=db.session.get_one(Account, by))

    outcomes = at_once(app, [partial(board, one) for one in people])

    db.session.rollback()
    assert sorted(outcomes) == ["CarFull"] * 5 + ["done"] * 3
    assert boarding.people_in(db.session.get_one(Pickup, key)) == 3


def test_a_car_is_split_and_merged() -> None:
    point = make_point(make_week())
    one, other = make_traveller(point), make_traveller(point)
    pickup, by = make_pickup(point, one, other), make_account()

    apart = pickups.part(pickup, [other.id], by=by)
    assert (inside(pickup), inside(apart)) == ({one.id}, {other.id})

    pickups.merge(pickup, apart, by=by)
    assert inside(pickup) == {one.id, other.id}
    elsewhere = make_pickup(make_point(point.week, "SHA"))
    with pytest.raises(NotTheSamePoint):
        pickups.merge(pickup, elsewhere, by=by)


def test_a_pickup_changed_meanwhile_is_not_overwritten() -> None:
    point = make_point(make_week())
    pickup = make_pickup(point)

    with pytest.raises(PickupChangedMeanwhile):
        pickups.change_pickup(
            pickup, entry(point), seen_version=pickup.version - 1, by=make_account()
        )


def test_a_late_change_is_flagged_until_the_office_decides(time: StoppedClock) -> None:
    point = make_point(make_week())
    person = make_traveller(point)
    pickup = make_pickup(point, person)
    before = pickup.version
    time.advance(minutes=2)

    make_journey(person, point, at=AT + timedelta(hours=4))

    db.session.refresh(pickup)
    (seat,) = boarding.car_of(pickup).flagged
    assert (seat.fits, seat.changed_at) == (False, time.now)
    assert pickup.version > before
    pickups.follow(pickup, by=make_account())
    assert boarding.car_of(pickup).flagged == []
    assert pickup.ends_at == AT + timedelta(hours=4)


def test_a_small_change_inside_the_window_still_fits() -> None:
    point = make_point(make_week())
    person = make_traveller(point)
    pickup = make_pickup(point, person)

    make_journey(person, point, at=AT + timedelta(minutes=20))

    (seat,) = boarding.car_of(pickup).flagged
    assert seat.fits


def test_who_is_cancelled_frees_the_seat_and_is_shown_until_seen() -> None:
    point = make_point(make_week())
    one, other, third = (make_traveller(point) for _ in range(3))
    pickup, by = make_pickup(point, one, other), make_account()

    leaving.leave(one)

    car = boarding.car_of(pickup)
    assert (car.free, [seat.registration for seat in car.flagged]) == (1, [one])
    pickups.board(pickup, [third.id], by=by)
    pickups.take_out(pickup, [one.id], by=by)
    assert inside(pickup) == {other.id, third.id}


def test_the_driver_is_told_by_a_link_that_can_end() -> None:
    point = make_point(make_week())
    pickup, by = make_pickup(point), make_account()
    with pytest.raises(HasNoLink):
        meeting.tell(pickup, by=by)
    pickup.driver_name = "Driver Demo"

    token = meeting.tell(pickup, by=by)

    assert meeting.tell(pickup, by=by) == token == meeting.link_token(pickup)
    assert pickup.state is PickupState.TOLD
    meeting.end_link(pickup, by=by)
    assert (meeting.link_token(pickup), pickup.state) == (None, PickupState.PLANNED)
    assert meeting.tell(pickup, by=by) != token


def test_met_twice_is_met_once_and_the_last_one_completes_the_pickup() -> None:
    point = make_point(make_week())
    one, other = make_traveller(point), make_traveller(point)
    pickup = make_pickup(point, one, other)

    def find(person: Registration, finding: Finding) -> bool:
        return meeting.find(pickup, person.id, finding, by="driver")

    assert find(one, Finding.MET)
    version = pickup.version
    assert find(one, Finding.MET)
    assert (pickup.version, pickup.state) == (version, PickupState.UNDER_WAY)
    assert [
        (find(other, finding), pickup.state)
        for finding in (Finding.NOT_FOUND, Finding.EXPECTED)
    ] == [(True, PickupState.MET), (True, PickupState.UNDER_WAY)]
    assert not find(make_registration(point.week), Finding.MET)
    with pytest.raises(MetAlready):
        pickups.board(make_pickup(point), [one.id], by=make_account())
