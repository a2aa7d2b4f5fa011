"""A proposal: who belongs together rides together, and nobody without a seat."""

from random import Random
from uuid import UUID, uuid5

from eventapp.coaches.filling import Rider, propose

SPACE = UUID(int=5)
A, B = UUID(int=1), UUID(int=2)


def rider(number: int, tie: str, coach: UUID | None = None) -> Rider:
    return Rider(uuid5(SPACE, str(number)), tie, number, coach)


def test_parties_stay_whole_in_the_tightest_coach_that_holds_them() -> None:
    riders = [
        *(rider(n, "large") for n in range(6)),
        *(rider(n, "small") for n in range(6, 9)),
        *(rider(n, f"alone{n}") for n in range(9, 13)),
    ]
    shuffled = Random(5).sample(riders, len(riders))

    found = propose(riders, {A: 9, B: 4})

    assert found == propose(shuffled, {A: 9, B: 4})
    coaches = {
        tie: {found.seats[one.key] for one in riders if one.tie == tie}
        for tie in ("large", "small")
    }
    assert coaches == {"large": {A}, "small": {A}}
    assert (found.parted, found.left_out) == (set(), [])
    assert sorted(found.seats.values()).count(A) == 9


def test_newcomers_join_their_people_before_others_take_the_seats() -> None:
    riders = [
        rider(1, "pair", coach=B),
        rider(2, "pair"),
        *(rider(n, "four") for n in (3, 4, 5, 6)),
    ]

    found = propose(riders, {A: 2, B: 3})

    assert found.seats[rider(2, "").key] == B
    assert found.parted == {"four"}
    assert len(found.seats) == 4
    assert len(found.left_out) == 1


def test_a_coach_without_a_number_of_seats_holds_everybody() -> None:
    found = propose([rider(n, str(n)) for n in range(40)], {A: None})

    assert set(found.seats.values()) == {A}
    assert len(found.seats) == 40
