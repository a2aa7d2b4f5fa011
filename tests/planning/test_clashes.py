"""Clashes of rooms, coaches and hours: those planted are found, near misses not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.planning.clashes import Clash, Level, Rule, clashes_in
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, plan_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventStatus, Mode, Part, SignUp, VenueKind
from tests.builders import (
    FIRST_DAY,
    MORNING,
    make_account,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def found(week: Week, *rules: str) -> list[tuple[str, str]]:
    """What these rules say about a week, with the levels."""
    clashes = clashes_in(week)
    return [(one.level.value, one.sentence) for one in clashes if one.rule in rules]


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
            Rule.ROOM_TAKEN,
            (one.id, other.id),
            (),
            "“Salon A” and “Salon B” are both in Main Hall: Mon 8 Mar, 09:30–10:00.",
        )
    ]


def test_a_room_is_not_taken_twice_by_parts_neighbours_and_cancelled_events() -> None:
    week = make_week()
    hall, other_hall = make_venue(week), make_venue(week, "Other hall")
    whole = make_event(week, "Opening", venue_id=hall.id)
    inner = make_event(week, "Signing", venue_id=hall.id, parent_id=whole.id)
    make_event(week, "Signature", venue_id=hall.id, parent_id=inner.id)
    make_event(week, "Next", venue_id=hall.id, starts_at=MORNING + HOUR)
    make_event(week, "Elsewhere", venue_id=other_hall.id)
    make_event(week, "Nowhere")
    make_event(week, "Gone", venue_id=hall.id, status=EventStatus.CANCELLED)
    make_event(week, "Some day", venue_id=hall.id, is_placed=False)

    assert found(week, "room_taken") == []


def test_two_parts_of_one_whole_cannot_share_a_room() -> None:
    week = make_week()
    hall = make_venue(week)
    whole = make_event(week, "Day", venue_id=hall.id)
    make_event(week, "One", venue_id=hall.id, parent_id=whole.id)
    half_past = MORNING + HOUR / 2
    make_event(
        week,
        "Two",
        venue_id=hall.id,
        parent_id=whole.id,
        starts_at=half_past,
        ends_at=MORNING + HOUR,
    )

    assert found(week, "room_taken") == [
        (
            "impossible",
            "“One” and “Two” are both in Main Hall: Mon 8 Mar, 09:30–10:00.",
        )
    ]


def test_a_hall_and_its_half_cannot_be_taken_at_once() -> None:
    week = make_week()
    house = make_venue(week, "House", kind=VenueKind.BUILDING)
    hall = make_venue(week, "Hall", parent_id=house.id)
    left, right = (
        make_venue(week, name, parent_id=hall.id) for name in ("Left", "Right")
    )
    make_event(week, "In the house", venue_id=house.id)
    make_event(week, "One", venue_id=left.id)
    make_event(week, "Two", venue_id=right.id)
    assert found(week, "room_taken") == []

    late = MORNING + HOUR - 5 * MINUTE
    make_event(week, "Ball", venue_id=hall.id, starts_at=late, ends_at=late + HOUR)
    make_event(week, "Supper", venue_id=left.id, starts_at=late + HOUR)
    make_event(week, "Dance", venue_id=hall.id, starts_at=late + 2 * HOUR)
    make_event(week, "Talk", venue_id=left.id, starts_at=late + 2 * HOUR + MINUTE)

    assert sorted(found(week, "room_taken")) == [
        (
            "impossible",
            (
                f"“Ball” is in Hall, but “{name}” is in {room}, a part of it: "
                "Mon 8 Mar, 09:55–10:00."
            ),
        )
        for name, room in (("One", "Left"), ("Two", "Right"))
    ] + [
        (
            "impossible",
            (
                "“Dance” is in Hall, but “Talk” is in Left, a part of it: "
                "Mon 8 Mar, 11:56–12:55."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("kind", "levels"),
    [
        (VenueKind.ROOM, ["impossible"]),
        (VenueKind.ONLINE, ["impossible"]),
        (VenueKind.BUILDING, ["doubtful"]),
        (VenueKind.OUTDOORS, ["doubtful"]),
        (VenueKind.CAMPUS, []),
        (VenueKind.MEETING_POINT, []),
    ],
)
def test_a_building_may_have_room_for_two(kind: VenueKind, levels: list[str]) -> None:
    week = make_week()
    venue = make_venue(week, kind=kind)
    make_event(week, venue_id=venue.id)
    make_event(week, venue_id=venue.id)

    assert [level for level, _said in found(week, "room_taken")] == levels


def test_clashes_are_those_of_the_plan_and_not_of_what_is_published() -> None:
    week = make_week()
    hall, other = make_venue(week), make_venue(week, "Other hall")
    make_event(week, "Stays", venue_id=hall.id)
    moved = make_event(week, "Moved", venue_id=other.id)
    plan = replace(plan_of(moved), venue_id=hall.id)
    assert found(week, "room_taken") == []

    save_plan(moved, plan, seen_version=moved.version, by=make_account())

    assert len(found(week, "room_taken")) == 1


def test_a_coach_for_two_events_at_once_is_impossible() -> None:
    week = make_week()
    coach = make_venue(week, "Coach A", kind=VenueKind.VEHICLE, capacity=45)
    make_event(week, "City tour", venue_id=coach.id)
    late = MORNING + HOUR / 2
    make_event(week, "Visit", starts_at=late, coaches=(str(coach.id),))
    make_event(week, "Later", starts_at=late + HOUR, coaches=(str(coach.id),))
    other = make_venue(week, "Coach B", kind=VenueKind.VEHICLE)
    whole = make_event(week, "Day out", coaches=(str(other.id), "unknown"))
    make_event(week, "Museum", parent_id=whole.id, coaches=(str(other.id),))

    assert found(week, "coach_taken", "room_taken") == [
        (
            "impossible",
            (
                "Coach A is planned for “City tour” and for “Visit”: "
                "Mon 8 Mar, 09:30–10:00."
            ),
        )
    ]


def test_coaches_too_small_are_doubtful() -> None:
    week = make_week()
    keys = [
        str(make_venue(week, name, kind=VenueKind.VEHICLE, capacity=seats).id)
        for name, seats in (("Coach A", 2), ("Coach B", 1))
    ]
    make_event(week, "Fits", capacity=3, coaches=tuple(keys))
    make_event(
        week, "Tour", capacity=3, coaches=(keys[0],), starts_at=MORNING + 2 * HOUR
    )
    open_to_all = make_event(
        week, "Visit", coaches=(keys[1],), starts_at=MORNING + 4 * HOUR
    )
    for _each in range(2):
        make_place(make_registration(week), open_to_all)

    assert found(week, "coach_small") == [
        (
            "doubtful",
            ("“Tour” has 3 places, but its coaches seat 2: Mon 8 Mar, 11:00–12:00."),
        ),
        (
            "doubtful",
            (
                "2 delegates have a place at “Visit”, but its coaches seat 1: "
                "Mon 8 Mar, 13:00–14:00."
            ),
        ),
    ]


def test_a_room_smaller_than_the_sign_up_is_doubtful() -> None:
    week = make_week()
    room = make_venue(week, "Room 201", capacity=2)
    make_event(week, "Fits", venue_id=room.id, capacity=2)
    make_event(week, "Small", venue_id=room.id, capacity=3, starts_at=MORNING + HOUR)
    make_event(week, "Some day", venue_id=room.id, capacity=9, is_placed=False)
    online = {"mode": Mode.ONLINE, "starts_at": MORNING + 2 * HOUR}
    make_event(week, "Sent from there", venue_id=room.id, capacity=9, **online)

    assert found(week, "room_small", "overbooked") == [
        (
            "doubtful",
            "“Small” has 3 places, but Room 201 seats 2: Mon 8 Mar, 10:00–11:00.",
        ),
        (
            "doubtful",
            "“Some day” has 9 places, but Room 201 seats 2: without an hour yet.",
        ),
    ]


def test_more_delegates_than_places_are_doubtful_and_told_once() -> None:
    week = make_week()
    room = make_venue(week, "Room 201", capacity=2)
    event = make_event(week, "Full", venue_id=room.id, capacity=2)
    whole = make_event(
        week,
        "For all",
        venue_id=room.id,
        signup=SignUp.EVERYONE,
        starts_at=MORNING + HOUR,
    )
    make_event(
        week,
        "Ceremony",
        capacity=1,
        signup=SignUp.EVERYONE,
        starts_at=MORNING + 2 * HOUR,
    )
    for _each in range(2):
        make_place(make_registration(week), event)
    assert found(week, "room_small") == []

    make_place(make_registration(week), event)

    assert whole.capacity is None
    assert found(week, "room_small", "overbooked") == [
        (
            "doubtful",
            (
                "3 delegates have a place at “Full”, but it takes 2: "
                "Mon 8 Mar, 09:00–10:00."
            ),
        ),
        (
            "doubtful",
            (
                "All 3 confirmed delegates may come to “For all”, but Room 201 seats "
                "2: Mon 8 Mar, 10:00–11:00."
            ),
        ),
        (
            "doubtful",
            (
                "All 3 confirmed delegates may come to “Ceremony”, but it takes 1: "
                "Mon 8 Mar, 11:00–12:00."
            ),
        ),
    ]


def test_too_many_delegates_are_told_of_the_whole_and_not_of_its_part() -> None:
    week = make_week()
    hall = make_venue(week)
    for_all = {"venue_id": hall.id, "capacity": 1, "signup": SignUp.EVERYONE}
    whole = make_event(week, "Opening", **for_all)
    make_event(week, "Signing", parent_id=whole.id, **for_all)
    for _each in range(2):
        make_registration(week)

    assert found(week, "overbooked") == [
        (
            "doubtful",
            (
                "All 2 confirmed delegates may come to “Opening”, but it takes 1: "
                "Mon 8 Mar, 09:00–10:00."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "begins", "lasts", "is_open"),
    [
        (time(8), time(18), 8, 10, True),
        (time(8), time(18), 7, 2, False),
        (time(8), time(18), 17, 2, False),
        (time(8), time(18), 20, 1, False),
        (time(8), None, 20, 4, True),
        (time(8), None, 20, 5, False),
        (None, time(12), 0, 12, True),
        (None, time(12), 11, 2, False),
        (time(18), time(2), 20, 5, True),
        (time(18), time(2), 0, 2, True),
        (time(18), time(2), 1, 2, False),
        (time(18), time(2), 17, 2, False),
        (time(18), time(2), 20, 53, True),
        (time(18), time(2), 20, 55, False),
        (time(8), time(18), 9, 56, True),  # three days, closed at night
        (time(8), time(18), 9, 59, False),
        (time(8), time(18), 7, 56, False),
        (None, None, 3, 1, True),
    ],
)
def test_a_venue_has_opening_hours(
    opens: time | None, closes: time | None, begins: int, lasts: int, *, is_open: bool
) -> None:
    week = make_week()
    building = make_venue(week, "Library", kind=VenueKind.BUILDING, opens=opens)
    building.closes = closes
    room = make_venue(week, "Foyer", parent_id=building.id)
    midnight = MORNING - 9 * HOUR
    starts_at = midnight + begins * HOUR
    make_event(
        week,
        "Fair",
        venue_id=room.id,
        starts_at=starts_at,
        ends_at=starts_at + lasts * HOUR,
    )

    assert bool(found(week, "venue_closed")) is not is_open


def test_a_closed_venue_is_said_with_its_hours() -> None:
    week = make_week()
    room = make_venue(week, "Foyer", opens=time(9, 30), closes=time(18))
    make_event(week, "Fair", venue_id=room.id)

    assert found(week, "venue_closed") == [
        (
            "doubtful",
            (
                "“Fair” is in Foyer outside its opening hours (09:30–18:00): "
                "Mon 8 Mar, 09:00–10:00."
            ),
        )
    ]


def test_a_part_outside_the_hours_of_its_whole_is_impossible() -> None:
    week = make_week()
    whole = make_event(week, "Opening")
    make_event(week, "Within", parent_id=whole.id, ends_at=MORNING + HOUR / 2)
    make_event(week, "Signing", parent_id=whole.id, starts_at=MORNING + HOUR / 2)
    gone = make_event(week, "Gone", status=EventStatus.CANCELLED)
    make_event(week, "Left over", parent_id=gone.id, starts_at=MORNING + 3 * HOUR)
    some_day = make_event(week, "Some day", is_placed=False)
    make_event(week, "Its part", parent_id=some_day.id)

    assert found(week, "outside_whole") == [
        (
            "impossible",
            (
                "“Signing” (Mon 8 Mar, 09:30–10:30) is not within the hours of "
                "“Opening” (Mon 8 Mar, 09:00–10:00)."
            ),
        ),
        (
            "doubtful",
            (
                "“Left over” is part of “Gone”, which is cancelled: "
                "Mon 8 Mar, 12:00–13:00."
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("held", "days", "is_outside"),
    [
        (KnownDate(FIRST_DAY, FIRST_DAY + timedelta(days=4)), -1, True),
        (KnownDate(FIRST_DAY, FIRST_DAY + timedelta(days=4)), 0, False),
        (KnownDate(FIRST_DAY, FIRST_DAY + timedelta(days=4)), 4, False),
        (KnownDate(FIRST_DAY, FIRST_DAY + timedelta(days=4)), 5, True),
        (KnownDate(FIRST_DAY), 1, True),
        (KnownDate(FIRST_DAY, None, DatePrecision.START), 20, False),
        (KnownDate(FIRST_DAY, None, DatePrecision.START), -1, True),
        (KnownDate(date(2027, 3, 1), None, DatePrecision.MONTH), 20, False),
        (KnownDate(date(2027, 3, 1), None, DatePrecision.MONTH), 25, True),
    ],
)
def test_an_event_outside_the_days_of_the_week_is_a_notice(
    held: KnownDate, days: int, *, is_outside: bool
) -> None:
    week = make_week(held=held)
    make_event(week, starts_at=MORNING + timedelta(days=days))

    levels = [level for level, _said in found(week, "outside_week")]
    assert levels == (["notice"] if is_outside else [])


def test_one_joining_link_for_two_events_at_once_is_doubtful() -> None:
    week = make_week()
    online: dict[str, Any] = {"mode": Mode.ONLINE, "joining_link": "https://a.example"}
    whole = make_event(week, "Forum", **online)
    make_event(week, "Part", parent_id=whole.id, **online)
    make_event(week, "Next", starts_at=MORNING + HOUR, **online)
    assert found(week, "link_shared") == []

    make_event(week, "Promotion", starts_at=MORNING + HOUR + 30 * MINUTE, **online)

    assert found(week, "link_shared") == [
        (
            "doubtful",
            (
                "“Next” and “Promotion” have the same joining link: "
                "Mon 8 Mar, 10:30–11:00."
            ),
        )
    ]


def test_clashes_come_worst_first_then_by_hour_in_the_language_of_the_reader() -> None:
    week = make_week()
    hall = make_venue(week, capacity=1)
    for start in (MORNING + HOUR, MORNING, MORNING):
        make_event(week, venue_id=hall.id, capacity=2, starts_at=start)

    levels = [(clash.level.value, clash.rule) for clash in clashes_in(week)]

    assert levels == [
        ("impossible", "room_taken"),
        *[("doubtful", "room_small")] * 3,
        *[("notice", "nobody_presides")] * 3,
    ]


def test_clashes_are_found_in_the_same_few_statements_for_many(
    statements: Callable[[], Any],
) -> None:
    week = make_week()
    plant_much(week, 1)
    with statements() as few:
        clashes_in(week)
    plant_much(week, 12)

    with statements() as many:
        assert len(clashes_in(week)) > len(few)

    assert len(few) == len(many)
    assert len(few) <= 10


def plant_much(week: Week, count: int) -> None:
    for _each in range(count):
        building = make_venue(week, "Library", kind=VenueKind.BUILDING)
        hall = make_venue(week, capacity=1, parent_id=building.id)
        whole = make_event(week, venue_id=hall.id, capacity=2)
        event = make_event(week, venue_id=hall.id, parent_id=whole.id)
        person = make_person()
        assign(event, [PartPlan(Part.SIGNATORY, person.id)])
        make_place(make_registration(week, person_id=person.id), whole)
