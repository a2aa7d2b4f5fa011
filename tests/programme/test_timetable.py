"""How events are arranged in days, sections and rooms."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.rooms import MOST_ROOMS, by_room
from eventapp.programme.standing import Seat
from eventapp.programme.timetable import (
    Moment,
    arrange,
    dates_of,
    has_passed,
    matching,
)
from eventapp.programme.vocabulary import EventKind, EventStatus, SignUp

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2027, 3, 8)
TUESDAY = date(2027, 3, 9)


def at(clock: str, on: date = MONDAY) -> datetime:
    hour, minute = clock.split(":")
    local = datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=SHANGHAI)
    return local.astimezone(UTC)


def room(en: str, position: int = 0) -> Venue:
    return Venue(id=uuid4(), name=Localised({"en": en}), position=position)


def planned(en: str, begins: str, ends: str, **changes: Any) -> Event:
    on = changes.pop("on", MONDAY)
    venue = changes.pop("venue", None)
    values: dict[str, Any] = {
        "id": uuid4(),
        "kind": EventKind.SALON,
        "title": Localised({"en": en}),
        "languages": ("en",),
        "signup": SignUp.OPEN,
        "status": EventStatus.SCHEDULED,
        "starts_at": at(begins, on),
        "ends_at": at(ends, changes.pop("until", on)),
        "venue": venue,
        "venue_id": venue.id if venue else None,
    }
    return Event(**(values | changes))


def moment(*events: Event, now: str = "08:00", **more: Any) -> Moment:
    return Moment.among(events, at(now), SHANGHAI, **more)


def cells(events: list[Event]) -> tuple[list[str], dict[str, Any]]:
    day = by_room(arrange(events, MONDAY, moment(*events)))
    placed = {
        str(entry.event.title): (entry.first_line, entry.last_line, entry.column)
        for slot in day.slots
        for entry in slot.entries
    }
    return [str(name) for name in day.rooms], placed


def test_what_begins_at_one_instant_stands_in_one_section() -> None:
    early = planned("Opening", "09:00", "10:00")
    one = planned("Salon A", "11:00", "12:00")
    two = planned("Salon B", "11:00", "12:30")

    day = arrange([early, one, two], MONDAY, moment(early, one, two))

    assert [[entry.event for entry in slot.entries] for slot in day.slots] == [
        [early],
        [one, two],
    ]


def test_the_day_is_that_of_the_weeks_clock() -> None:
    late = planned("Concert", "23:30", "23:50")

    assert dates_of([late], moment(late)) == [MONDAY]
    assert late.starts_at.date() == MONDAY  # the same in UTC by chance
    early = planned("Breakfast", "06:00", "07:00")
    assert early.starts_at.date() < MONDAY
    assert dates_of([early], moment(early)) == [MONDAY]


def test_an_event_of_several_days_goes_on_in_the_following_ones() -> None:
    show = planned("Exhibition", "09:00", "17:00", until=TUESDAY)

    assert dates_of([show], moment(show)) == [MONDAY, TUESDAY]
    tuesday = arrange([show], TUESDAY, moment(show))
    assert [entry.event for entry in tuesday.lasting] == [show]
    assert tuesday.slots == ()


def test_a_banquet_past_midnight_does_not_fill_the_next_day() -> None:
    banquet = planned("Banquet", "19:00", "01:00", until=TUESDAY)

    assert dates_of([banquet], moment(banquet)) == [MONDAY]


def test_parts_stand_inside_the_outermost_event_of_the_same_day() -> None:
    opening = planned("Opening", "09:00", "12:00")
    signing = planned("Signing", "10:00", "11:00", parent_id=opening.id)
    first = planned("First memorandum", "10:00", "10:10", parent_id=signing.id)
    events = [opening, signing, first]

    (slot,) = arrange(events, MONDAY, moment(*events)).slots

    (entry,) = slot.entries
    assert (entry.event, entry.inside) == (opening, (first, signing))


def test_a_part_on_another_day_stands_by_itself() -> None:
    fair = planned("Fair", "09:00", "17:00", until=TUESDAY)
    talk = planned("Talk", "10:00", "11:00", on=TUESDAY, parent_id=fair.id)

    tuesday = arrange([fair, talk], TUESDAY, moment(fair, talk))

    assert [entry.event for slot in tuesday.slots for entry in slot.entries] == [talk]


def test_events_that_contain_each_other_do_not_hang_the_page() -> None:
    one = planned("One", "09:00", "10:00")
    two = planned("Two", "09:00", "10:00", parent_id=one.id)
    one.parent_id = two.id

    day = arrange([one, two], MONDAY, moment(one, two))

    assert day.size in {0, 1, 2}


def test_now_next_and_over() -> None:
    over = planned("Over", "08:00", "09:00")
    now = planned("Now", "09:00", "11:00")
    soon = planned("Soon", "12:00", "13:00")
    later = planned("Later", "14:00", "15:00")
    seen = moment(over, now, soon, later, now="10:00")

    assert [seen.states(event) for event in (over, now, soon, later)] == [
        ("past",),
        ("now",),
        ("next",),
        (),
    ]


def test_an_event_is_over_at_the_instant_of_its_end() -> None:
    event = planned("Salon", "09:00", "10:00")
    more = planned("Dinner", "19:00", "20:00")

    assert moment(event, more, now="09:59").states(event) == ("now",)
    assert moment(event, more, now="10:00").states(event) == ("past",)


def test_next_is_not_said_a_day_ahead() -> None:
    event = planned("Salon", "09:00", "10:00", on=TUESDAY)

    assert moment(event, now="08:59").states(event) == ()
    assert moment(event, now="09:01").states(event) == ("next",)


def test_a_week_that_is_over_does_not_say_so_of_each_event() -> None:
    event = planned("Salon", "09:00", "10:00")

    assert moment(event, now="11:00").states(event) == ()
    assert moment(event, now="11:00").alone(event) == ("past",)


def test_a_cancelled_event_says_only_that() -> None:
    event = planned("Salon", "09:00", "10:00", status=EventStatus.CANCELLED)
    seen = moment(event, now="09:30", free={event.id: 3})

    assert seen.states(event) == seen.alone(event) == ("cancelled",)


def test_few_places_are_worth_a_word_and_none_too() -> None:
    event = planned("Salon", "19:00", "20:00")

    def said(left: int) -> tuple[str, ...]:
        seen = moment(event, free={event.id: left})
        return tuple(word for word in seen.states(event) if word != "next")

    assert [said(left) for left in (11, 10, 1, 0)] == [
        (),
        ("left",),
        ("left",),
        ("full",),
    ]


def test_the_event_page_always_tells_how_many_places_are_left() -> None:
    event = planned("Salon", "19:00", "20:00")

    assert moment(event, free={event.id: 200}).alone(event) == ("left",)


def test_places_are_not_counted_where_nobody_signs_up_or_the_doors_are_closed() -> None:
    invited = planned("Dinner", "19:00", "20:00", signup=SignUp.INVITED)
    begun = planned("Salon", "07:00", "09:00")
    seen = moment(invited, begun, free={invited.id: 2, begun.id: 2})

    assert seen.states(invited) == ("next",)
    assert seen.states(begun) == ("now",)


def test_the_readers_own_place_comes_before_the_number_of_places() -> None:
    event = planned("Salon", "07:00", "09:00")
    other = planned("Tour", "10:00", "11:00")
    seats = {event.id: Seat("mine"), other.id: Seat("waiting", 3)}
    seen = moment(event, other, free={other.id: 0}, seats=seats)

    assert seen.states(event) == ("now", "mine")
    assert seen.states(other) == ("next", "waiting")
    assert seen.entry(other).position == 3


def test_past_sections_of_today_are_parted_from_the_rest() -> None:
    over = planned("Over", "08:00", "09:00")
    ahead = planned("Ahead", "10:00", "11:00")
    day = arrange([over, ahead], MONDAY, moment(over, ahead))

    past, rest = day.parted(at("09:30"))

    assert ([slot.starts_at for slot in past], [slot.starts_at for slot in rest]) == (
        [over.starts_at],
        [ahead.starts_at],
    )
    assert day.parted(at("12:00")) == ((), day.slots)


def test_lines_stand_where_something_starts_or_ends_and_rooms_beside() -> None:
    hall, lab = room("Hall", 1), room("Lab", 2)
    events = [
        planned("Panel", "09:00", "11:00", venue=lab),
        planned("Fair", "10:00", "12:00", venue=hall),
    ]

    assert cells(events) == (
        ["Hall", "Lab"],
        {"Panel": (1, 3, 2), "Fair": (2, 4, 1)},
    )


def test_what_is_for_everyone_and_alone_crosses_all_rooms() -> None:
    hall, lab, yard = room("Hall", 1), room("Lab", 2), room("Yard", 3)
    everyone = {"signup": SignUp.EVERYONE}
    events = [
        planned("Opening", "08:00", "09:00", venue=hall, **everyone),
        planned("Panel", "09:00", "11:00", venue=lab),
        planned("Fair", "10:00", "12:00", venue=hall),
        planned("Lunch", "12:00", "13:00", **everyone),
        planned("Party", "13:00", "14:00", venue=yard, **everyone),
    ]

    rooms, placed = cells(events)

    assert rooms == ["Hall", "Lab"]
    columns = {name: column for name, (_from, _to, column) in placed.items()}
    assert columns == {
        "Opening": 1,
        "Panel": 2,
        "Fair": 1,
        "Lunch": None,
        "Party": None,
    }


def test_each_used_room_has_its_column() -> None:
    events = [
        planned("One", "09:00", "10:00", venue=room("Hall", 1)),
        planned("Two", "10:00", "11:00", venue=room("Lab", 2)),
    ]

    assert cells(events)[0] == ["Hall", "Lab"]


def test_events_that_overlap_in_one_room_stand_in_two_columns() -> None:
    hall = room("Hall")
    events = [
        planned("One", "09:00", "11:00", venue=hall),
        planned("Two", "10:00", "12:00", venue=hall),
        planned("Three", "11:00", "12:00", venue=hall),
    ]

    rooms, placed = cells(events)

    assert rooms == ["Hall", "Hall"]
    assert [placed[name][2] for name in ("One", "Two", "Three")] == [1, 2, 1]


def test_parallel_events_without_a_room_stand_elsewhere() -> None:
    hall = room("Hall")
    events = [
        planned("One", "09:00", "11:00", venue=hall),
        planned("Walk", "10:00", "12:00"),
    ]

    assert cells(events)[0] == ["Hall", "Other places"]


def test_a_day_in_one_room_needs_no_grid() -> None:
    hall = room("Hall")
    events = [
        planned("One", "09:00", "10:00", venue=hall),
        planned("Two", "10:00", "11:00", venue=hall),
    ]

    assert cells(events)[0] == []


def test_more_rooms_than_fit_make_a_list() -> None:
    events = [
        planned(f"Event {n}", "09:00", "10:00", venue=room(f"Room {n}"))
        for n in range(MOST_ROOMS + 1)
    ]

    day = by_room(arrange(events, MONDAY, moment(*events)))

    assert (day.rooms, day.too_wide) == ((), True)


def test_a_choice_keeps_what_its_events_are_part_of() -> None:
    opening = planned("Opening", "09:00", "12:00", kind=EventKind.OPENING)
    signing = planned(
        "Signing", "10:00", "11:00", kind=EventKind.SIGNING, parent_id=opening.id
    )
    salon = planned("Salon", "13:00", "14:00", languages=("ru",))
    events = [opening, signing, salon]

    assert matching(events, lambda one: one is signing) == [opening, signing]
    assert matching(events, lambda one: "ru" in one.languages) == [salon]


def week_held(held: KnownDate) -> Week:
    return Week(zone="Asia/Shanghai", held=held)


def test_a_week_passes_with_its_last_day() -> None:
    week = week_held(KnownDate(MONDAY, TUESDAY, DatePrecision.DAY))

    assert not has_passed(week, at("23:59", TUESDAY))
    assert has_passed(week, at("00:00", TUESDAY) + timedelta(days=1))


def test_a_week_whose_end_is_unknown_lasts_seven_days() -> None:
    week = week_held(KnownDate(MONDAY, None, DatePrecision.START))

    assert not has_passed(week, at("12:00", MONDAY + timedelta(days=6)))
    assert has_passed(week, at("12:00", MONDAY + timedelta(days=7)))
