"""Clashes: each is planted on purpose and found; near misses are not."""

from datetime import timedelta

import pytest

from eventapp.planning.clashes import Clash, Level, clashes_in
from tests.builders import MORNING, make_event, make_venue, make_week

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)


def test_a_room_taken_twice_is_impossible() -> None:
    week = make_week()
    hall = make_venue(week)
    one = make_event(week, "Salon A", venue_id=hall.id)
    half_past = MORNING + HOUR / 2
    other = make_event(week, "Salon B", venue_id=hall.id, starts_at=half_past)

    clashes = [clash for clash in clashes_in(week) if clash.rule == "room_taken"]

    assert clashes == [
        Clash(
            Level.IMPOSSIBLE,
            "room_taken",
            (one.id, other.id),
            (),
            "“Salon A” and “Salon B” are both in Main Hall: Mon 8 Mar, 09:30–10:00.",
        )
    ]
