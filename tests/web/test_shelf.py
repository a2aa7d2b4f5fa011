"""A bounded memory keeps what is asked for most."""

import pytest

from eventapp.web import shelf
from eventapp.web.shelf import Shelf


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The hour it is, to be changed."""
    now = [100]
    monkeypatch.setattr(shelf, "_period", lambda: now[0])
    return now


def test_invented_questions_take_no_place_from_good_ones(hours: list[int]) -> None:
    kept: Shelf[str, int] = Shelf(entries=10, octets=1000)
    for number in range(10):
        kept.put(f"good {number}", number, 10)
        assert kept.get(f"good {number}") == number

    for number in range(1000):
        kept.put(f"invented {number}", number, 10)

    assert hours == [100]
    assert [kept.get(f"good {number}") for number in range(10)] == list(range(10))
    assert len(kept) == 10


def test_what_is_asked_for_more_often_comes_in(hours: list[int]) -> None:
    kept: Shelf[str, int] = Shelf(entries=1, octets=1000)
    kept.put("old", 1, 10)
    kept.get("old")

    for _ in range(3):
        kept.put("new", 2, 10)

    assert hours == [100]
    assert (kept.get("old"), kept.get("new")) == (None, 2)


def test_what_nobody_asks_for_any_more_loses_its_place(hours: list[int]) -> None:
    kept: Shelf[str, int] = Shelf(entries=1, octets=1000)
    kept.put("last week", 1, 10)
    for _ in range(100):
        kept.get("last week")

    hours[0] += 24
    kept.put("this week", 2, 10)

    assert (kept.get("last week"), kept.get("this week")) == (None, 2)


def test_octets_are_bounded_and_counted(hours: list[int]) -> None:
    kept: Shelf[str, int] = Shelf(entries=100, octets=100)
    kept.put("large", 1, 101)
    kept.put("one", 1, 60)
    kept.put("two", 2, 60)
    assert hours == [100]
    assert ("large" in kept, "one" in kept, "two" in kept) == (False, True, False)

    kept.put("one", 3, 30)
    kept.put("two", 2, 60)
    assert (kept.size, kept.get("one")) == (90, 3)

    kept.drop("one")
    assert (kept.size, len(kept)) == (60, 1)

    kept.clear()
    assert (kept.size, len(kept)) == (0, 0)
