"""The numbers of 2024, as somebody else counted them in the same file."""

from collections.abc import Callable
from typing import Any

from eventapp.arrivals import nights, travellers
from eventapp.arrivals.vocabulary import Direction
from eventapp.kernel.dates import KnownDate
from eventapp.kernel.db import db
from tests.arrivals.week_2024 import bring_travel, expected
from tests.builders import FIRST_DAY, make_week


def test_the_numbers_of_2024_come_out_in_few_statements(
    statements: Callable[[], Any],
) -> None:
    week = make_week(held=KnownDate(FIRST_DAY), zone="Asia/Shanghai")
    bring_travel(week)
    db.session.expire_all()

    with statements() as ran:
        arriving = travellers.travellers(week, Direction.ARRIVAL)
        blocks = nights.blocks_of(week)
        asked = travellers.pickups_by_point_and_day(arriving)

    assert expected() == {
        "hotel_guests_by_night": {
            day.isoformat(): count
            for day, count in nights.people_by_night(blocks).items()
        },
        "pickups_by_point_and_day": {
            f"{point.key if point else ''} {day}": count
            for (point, day), count in asked.items()
        },
        "room_type": dict(nights.guests_by_room(blocks)),
    }
    assert len(ran) <= 5
