"""Who is met together: a proposal from points, times, seats and ties."""

import random
from datetime import timedelta
from uuid import UUID

import pytest

from eventapp.arrivals.grouping import Arriving, Group, propose, vehicle_for
from eventapp.arrivals.vocabulary import Vehicle
from tests.builders import MORNING

PVG, SHA = UUID(int=1001), UUID(int=1002)


def person(number: int, minute: int, tie: object = None, at: UUID = PVG) -> Arriving:
    when = MORNING + timedelta(minutes=minute)
    return Arriving(UUID(int=number), at, when, tie or number)


def told(groups: list[Group]) -> list[list[int]]:
    return [[one.key.int for one in group.members] for group in groups]


def test_one_car_waits_at_one_point_for_an_hour_at_most() -> None:
    people = [person(1, 0), person(2, 60), person(3, 61), person(4, 0, at=SHA)]

    assert told(propose(people)) == [[1, 2], [4], [3]]


def test_no_car_has_more_people_than_seats() -> None:
    people = [person(number, number) for number in range(1, 8)]

    assert told(propose(people, seats=3)) == [[1, 2, 3], [4, 5, 6], [7]]


def test_a_delegation_stays_together_in_a_larger_car() -> None:
    people = [person(number, number, "spuc") for number in range(1, 7)]

    (group,) = propose([*people], seats=4)

    assert told([group]) == [[1, 2, 3, 4, 5, 6]]
    assert (group.seats, group.vehicle) == (6, Vehicle.MINIBUS)


def test_a_delegation_that_arrives_hours_apart_has_two_cars() -> None:
    people = [person(1, 0, "d"), person(2, 10, "d"), person(3, 200, "d")]

    assert told(propose(people)) == [[1, 2], [3]]


def test_a_free_seat_is_used_by_those_who_fit_whole() -> None:
    people = [
        *(person(number, 0, "three") for number in (1, 2, 3)),
        *(person(number, 5, "two") for number in (4, 5)),
        person(6, 10),
    ]

    assert told(propose(people)) == [[1, 2, 3, 6], [4, 5]]


def test_the_same_people_give_the_same_groups_in_any_order() -> None:
    people = [person(number, number * 7 % 180, number % 9) for number in range(1, 80)]
    mixed = random.Random(7).sample(people, len(people))

    assert propose(mixed) == propose(people)
    assert sorted(one for group in told(propose(people)) for one in group) == list(
        range(1, 80)
    )


@pytest.mark.parametrize(
    ("people", "vehicle"),
    [(1, Vehicle.CAR), (4, Vehicle.CAR), (5, Vehicle.MINIBUS), (15, Vehicle.COACH)],
)
def test_the_smallest_vehicle_is_proposed(people: int, vehicle: Vehicle) -> None:
    assert vehicle_for(people) is vehicle
