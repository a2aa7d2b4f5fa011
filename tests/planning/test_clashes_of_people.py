"""Clashes of people: each one planted is found; near misses are not."""

from datetime import timedelta
from typing import Any

import pytest

from eventapp.kernel.i18n import Localised, speaking
from eventapp.planning.clashes import Clash, Level, Rule, clashes_in
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.queries import events_of
from eventapp.programme.service.events import assign
from eventapp.programme.service.venues import time_walk
from eventapp.programme.vocabulary import EventKind, Mode, Part, SignUp, VenueKind
from eventapp.registration.vocabulary import Access, PlaceStatus
from tests.builders import (
    MORNING,
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
BOTH = ("zh-Hans", "en")
NINE = "Mon 8 Mar, 09:00–10:00"
LANGUAGES = "Chinese and English"
CONSECUTIVE = Localised({"en": "Consecutive interpretation"})


def found(week: Week, *rules: str) -> list[tuple[str, str]]:
    """What these rules say about a week, with the levels."""
    clashes = clashes_in(week)
    return [(one.level.value, one.sentence) for one in clashes if one.rule in rules]


def give(event: Event, part: Part, *people: Person | None, **more: Any) -> Event:
    """Give parts in an event to people, in place of those it had."""
    plans = [PartPlan(part, one.id if one else None, **more) for one in people]
    assign(event, plans)
    return event


ANYWHERE = (
    "two_places",
    "interpreter_twice",
    "signatory_elsewhere",
    "place_elsewhere",
)


def test_a_person_in_two_places_at_once_is_impossible() -> None:
    week = make_week()
    person = make_person("Yao Li", "姚莉")
    one = give(make_event(week, "Salon A"), Part.MODERATOR, person)
    late = make_event(week, "Salon B", starts_at=MORNING + HOUR / 2)
    other = give(late, Part.SPEAKER, person)

    clashes = [clash for clash in clashes_in(week) if clash.rule == "two_places"]

    assert clashes == [
        Clash(
            Level.IMPOSSIBLE,
            Rule.TWO_PLACES,
            (one.id, other.id),
            (person.id,),
            "Yao Li is expected at “Salon A” and at “Salon B”: Mon 8 Mar, 09:30–10:00.",
        )
    ]


def test_a_presider_of_a_whole_presides_its_part_in_the_same_room() -> None:
    week = make_week()
    hall, person = make_venue(week), make_person()
    whole = give(make_event(week, venue_id=hall.id), Part.PRESIDER, person)
    inner = make_event(week, venue_id=hall.id, parent_id=whole.id)
    give(inner, Part.PRESIDER, person)
    innermost = make_event(week, parent_id=inner.id)
    give(innermost, Part.SIGNATORY, person)
    after = make_event(week, starts_at=MORNING + HOUR)
    give(after, Part.HOST, person)
    beside = make_event(week)
    give(beside, Part.CONTACT, person)
    give(make_event(week), Part.HOST, make_person("Somebody else"))

    assert found(week, *ANYWHERE) == []


def test_a_part_in_another_room_is_another_place() -> None:
    week = make_week()
    hall, person = make_venue(week), make_person()
    whole = make_event(week, "Day", venue_id=hall.id)
    give(whole, Part.HOST, person)
    room = make_venue(week, "Room 201")
    inner = make_event(week, "Talk", venue_id=room.id, parent_id=whole.id)
    give(inner, Part.SPEAKER, person)

    assert len(found(week, "two_places")) == 1

    house = make_venue(week, "House", kind=VenueKind.BUILDING)
    room.parent_id = whole.venue_id = house.id
    assert found(week, "two_places") == []  # it is a room of the same house


def test_an_interpreter_booked_twice_is_impossible() -> None:
    week = make_week()
    person = make_person("Fan Zhiyuan")
    give(make_event(week, "Tour"), Part.GUIDE, person)
    give(
        make_event(week, "Tea", starts_at=MORNING + HOUR / 2), Part.INTERPRETER, person
    )

    assert found(week, *ANYWHERE) == [
        (
            "impossible",
            (
                "Fan Zhiyuan interprets at “Tea” and is expected at “Tour”: "
                "Mon 8 Mar, 09:30–10:00."
            ),
        )
    ]


def test_who_signs_while_being_expected_elsewhere_is_impossible() -> None:
    week = make_week()
    head = make_person("Xie Huaqing")
    give(make_event(week, "Salon"), Part.SPEAKER, head)
    signing = make_event(week, "Signing", starts_at=MORNING + HOUR / 2)
    give(signing, Part.SIGNATORY, head)

    assert found(week, *ANYWHERE) == [
        (
            "impossible",
            (
                "Xie Huaqing signs at “Signing” and is expected at “Salon”: "
                "Mon 8 Mar, 09:30–10:00."
            ),
        )
    ]


def test_who_signs_while_holding_a_place_elsewhere_is_impossible() -> None:
    week = make_week()
    head = make_person("Xie Huaqing")
    registration = make_registration(week, person_id=head.id)
    tour = make_event(week, "Tour")
    make_place(registration, tour)
    signing = give(make_event(week, "Signing"), Part.SIGNATORY, head)
    make_place(registration, signing)
    waited_for = make_event(week, "Waited for")
    make_place(registration, waited_for, PlaceStatus.WAITING)
    make_place(registration, make_event(week, "Next", starts_at=MORNING + HOUR))

    (clash,) = [one for one in clashes_in(week) if one.rule in ANYWHERE]
    assert set(clash.events) == {tour.id, signing.id}
    assert (clash.level, clash.rule, clash.persons, clash.sentence) == (
        Level.IMPOSSIBLE,
        "signatory_elsewhere",
        (head.id,),
        f"Xie Huaqing signs at “Signing” and has a place at “Tour”: {NINE}.",
    )


def test_a_speaker_who_holds_a_place_elsewhere_is_doubtful() -> None:
    week = make_week()
    person = make_person("Li Weiping")
    whole = make_event(week, "Opening")
    make_place(make_registration(week, person_id=person.id), whole)
    give(make_event(week, "Speech", parent_id=whole.id), Part.SPEAKER, person)
    assert found(week, *ANYWHERE) == []

    give(make_event(week, "Salon"), Part.SPEAKER, person)

    assert ("doubtful", _expected_and_invited("Salon", "Opening")) in found(
        week, "place_elsewhere"
    )


def _expected_and_invited(one: str, other: str) -> str:
    return f"Li Weiping is expected at “{one}” and has a place at “{other}”: {NINE}."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"languages": ("en",)}, []),
        (
            {"languages": BOTH},
            [
                (
                    "doubtful",
                    f"“Salon” is in {LANGUAGES} without an interpreter: {NINE}.",
                )
            ],
        ),
        (
            {"languages": BOTH, "kind": EventKind.FAIR},
            [
                (
                    "notice",
                    f"“Salon” is in {LANGUAGES} without an interpreter: {NINE}.",
                )
            ],
        ),
        (
            {"languages": ("en",), "interpretation": CONSECUTIVE},
            [
                (
                    "doubtful",
                    (
                        "Interpretation is announced for “Salon”, but it has no "
                        f"interpreter: {NINE}."
                    ),
                )
            ],
        ),
        ({"languages": ("zh-Hans", "zh-Hant")}, []),
    ],
)
def test_a_missing_interpreter_is_doubtful(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    week = make_week()
    make_event(week, **changes)

    assert found(week, "interpreter_missing") == expected


def test_an_interpreter_to_be_named_is_doubtful() -> None:
    week = make_week()
    event = make_event(week, languages=BOTH)
    give(event, Part.INTERPRETER, None, from_language="zh-Hans", into_language="en")

    assert found(week, "interpreter_missing", "to_be_named") == [
        (
            "doubtful",
            (
                "The interpreter from Chinese into English at “Salon” is to be named: "
                f"{NINE}."
            ),
        )
    ]


def test_languages_between_which_nobody_interprets_are_doubtful() -> None:
    week = make_week()
    event = make_event(week, languages=("zh-Hans", "en", "ru", "fr"))
    person = make_person()
    assign(
        event,
        [
            PartPlan(Part.INTERPRETER, person.id, None, "zh-Hans", "en"),
            PartPlan(Part.INTERPRETER, person.id, None, "en", "ru"),  # and so zh-ru
        ],
    )

    assert found(week, "interpreter_missing") == [
        ("doubtful", f"Nobody interprets between {one} and French at “Salon”: {NINE}.")
        for one in ("Chinese", "English", "Russian")
    ]


def test_an_interpreter_of_the_whole_is_heard_at_its_part_in_the_same_room() -> None:
    week = make_week()
    hall, room = make_venue(week), make_venue(week, "Room 201")
    whole = make_event(week, "Opening", venue_id=hall.id, languages=BOTH)
    inside: dict[str, Any] = {"parent_id": whole.id, "languages": BOTH}
    make_event(week, "Signing", venue_id=hall.id, **inside)
    elsewhere = f"“Elsewhere” is in Chinese and English without an interpreter: {NINE}."
    make_event(week, "Elsewhere", venue_id=room.id, **inside)
    told = found(week, "interpreter_missing")
    assert sorted(told) == [
        ("doubtful", elsewhere),
        (
            "doubtful",
            f"“Opening” is in Chinese and English without an interpreter: {NINE}.",
        ),
    ]

    give(whole, Part.INTERPRETER, make_person())

    assert found(week, "interpreter_missing") == [("doubtful", elsewhere)]


def test_an_interpreter_without_the_language_is_doubtful() -> None:
    week = make_week()
    event = make_event(week, languages=BOTH)
    pair = {"from_language": "zh-Hans", "into_language": "en"}
    give(event, Part.INTERPRETER, make_person("Unknown"), **pair)
    assert found(week, "interpreter_language") == []
    able = make_person("Able", languages=("zh-Hant", "en-GB"))
    give(event, Part.INTERPRETER, able, **pair)
    assert found(week, "interpreter_language") == []

    unable = make_person("Fan Zhiyuan", languages=("zh-Hans", "ru"))
    give(event, Part.INTERPRETER, unable, **pair)

    assert found(week, "interpreter_language") == [
        (
            "doubtful",
            f"Fan Zhiyuan interprets at “Salon”, but does not speak English: {NINE}.",
        )
    ]


def test_an_interpreter_from_a_language_that_nobody_speaks_there_is_doubtful() -> None:
    week = make_week()
    event = make_event(week, languages=BOTH)
    give(
        event,
        Part.INTERPRETER,
        make_person("Fan Zhiyuan"),
        from_language="fr",
        into_language="en",
    )

    assert found(week, "interpreter_language") == [
        (
            "doubtful",
            (
                "Fan Zhiyuan interprets from French, but “Salon” is in Chinese "
                f"and English: {NINE}."
            ),
        )
    ]


def make_way(week: Week, minutes: int | None, gap: int) -> Event:
    """Two events so many minutes apart, in rooms of two buildings; the second one."""
    campus = make_venue(week, "Campus", kind=VenueKind.CAMPUS)
    rooms, buildings = [], []
    for name in ("Library", "Canteen"):
        building = make_venue(week, name, kind=VenueKind.BUILDING, parent_id=campus.id)
        buildings.append(building)
        rooms.append(make_venue(week, f"{name} room", parent_id=building.id))
    if minutes is not None:
        time_walk(buildings[0], buildings[1], minutes)
    make_event(week, "First", venue_id=rooms[0].id, key="first")
    starts_at = MORNING + HOUR + gap * MINUTE
    return make_event(
        week, "Second", venue_id=rooms[1].id, starts_at=starts_at, key="second"
    )


def by_key(week: Week, key: str) -> Event:
    return next(event for event in events_of(week) if event.key == key)


@pytest.mark.parametrize(
    ("minutes", "gap", "is_late"),
    [(10, 9, True), (10, 10, False), (None, 0, False), (10, 120, False)],
)
def test_no_time_to_walk_between_parts_is_doubtful(
    minutes: int | None, gap: int, *, is_late: bool
) -> None:
    week = make_week()
    second = make_way(week, minutes, gap)
    person = make_person("Lu Min")
    give(by_key(week, "first"), Part.SPEAKER, person)
    give(second, Part.HOST, person)

    told = found(week, "no_time_to_walk")

    assert told == (
        [
            (
                "doubtful",
                (
                    "Lu Min has 9 min from “First” to “Second”, but the way takes "
                    "10 min: Mon 8 Mar, 10:00–10:09."
                ),
            )
        ]
        if is_late
        else []
    )


def test_who_leaves_a_whole_and_its_part_is_late_once() -> None:
    week = make_week()
    second = make_way(week, 10, 5)
    whole = by_key(week, "first")
    half_past = MORNING + HOUR / 2
    inner = make_event(
        week,
        "Inner",
        parent_id=whole.id,
        venue_id=whole.venue_id,
        starts_at=half_past,
        ends_at=MORNING + HOUR,
    )
    online = make_venue(week, "Online", kind=VenueKind.ONLINE)
    coming = make_event(week, venue_id=online.id, starts_at=MORNING + HOUR)
    person = make_person("Lu Min")
    for event in (whole, inner, second, coming):
        give(event, Part.HOST, person)

    assert len(found(week, "no_time_to_walk")) == 1


def test_no_time_to_walk_for_delegates_is_counted() -> None:
    week = make_week()
    second = make_way(week, 10, 5)
    first = by_key(week, "first")
    for _each in range(3):
        registration = make_registration(week)
        make_place(registration, first)
        make_place(registration, second)
    make_place(make_registration(week), first)

    assert found(week, "no_time_to_walk") == [
        (
            "doubtful",
            (
                "3 delegates have 5 min from “First” to “Second”, but the way takes "
                "10 min: Mon 8 Mar, 10:00–10:05."
            ),
        )
    ]


def test_a_way_counts_to_the_meeting_point_and_none_within_a_building() -> None:
    week = make_week()
    second = make_way(week, 10, 5)
    first = by_key(week, "first")
    person = make_person()
    give(first, Part.SPEAKER, person)
    give(second, Part.GUIDE, person)
    assert len(found(week, "no_time_to_walk")) == 1

    second.meeting_point_id = first.venue_id
    assert found(week, "no_time_to_walk") == []

    assert first.venue is not None
    beside = make_venue(week, "Beside", parent_id=first.venue.parent_id)
    second.meeting_point_id = None
    second.venue_id = beside.id
    assert found(week, "no_time_to_walk") == []


def test_a_way_between_points_on_the_map_is_reckoned() -> None:
    week = make_week()
    here = make_venue(week, "Here", latitude=31.0, longitude=121.0)
    there = make_venue(week, "There", latitude=31.01, longitude=121.0)  # 1,112 m
    person = make_person("Lu Min")
    give(make_event(week, "First", venue_id=here.id), Part.HOST, person)
    second = make_event(
        week, "Second", venue_id=there.id, starts_at=MORNING + HOUR + 19 * MINUTE
    )
    give(second, Part.HOST, person)

    assert [said for _level, said in found(week, "no_time_to_walk")] == [
        (
            "Lu Min has 19 min from “First” to “Second”, but the way takes 20 min: "
            "Mon 8 Mar, 10:00–10:19."
        )
    ]


def test_delegates_with_places_at_overlapping_events_are_counted() -> None:
    week = make_week()
    one, other = make_event(week, "One"), make_event(week, "Other")
    inner = make_event(week, "Part of one", parent_id=one.id)
    one.ends_at += MINUTE  # so that it is the later one of two that begin together
    for _each in range(2):
        registration = make_registration(week)
        for event in (one, other, inner):
            make_place(registration, event)
    make_place(make_registration(week), one)

    (told,) = [
        clash
        for clash in clashes_in(week)
        if clash.rule == "places_overlap" and set(clash.events) == {one.id, other.id}
    ]

    assert told == Clash(
        Level.NOTICE,
        Rule.PLACES_OVERLAP,
        (other.id, one.id),
        (),
        f"2 delegates have places at both “Other” and “One”: {NINE}.",
    )
    assert not [
        clash for clash in clashes_in(week) if set(clash.events) == {one.id, inner.id}
    ]


def test_a_ceremony_without_a_presider_is_a_notice() -> None:
    week = make_week()
    whole = make_event(week, "Opening", kind=EventKind.OPENING)
    make_event(week, "Fair", kind=EventKind.FAIR)
    assert found(week, "nobody_presides") == [
        ("notice", f"“Opening” has no presider, moderator or host: {NINE}.")
    ]

    give(whole, Part.PRESIDER, None)
    make_event(week, "Round table", kind=EventKind.ROUND_TABLE, parent_id=whole.id)

    assert found(week, "nobody_presides") == []
    assert found(week, "to_be_named") == [
        ("notice", f"Presider is to be named for “Opening”: {NINE}.")
    ]


def test_a_signing_without_signatories_is_a_notice() -> None:
    week = make_week()
    event = make_event(week, "Signing", kind=EventKind.SIGNING)
    assert found(week, "nobody_signs") == [
        ("notice", f"Nobody signs at “Signing”: {NINE}.")
    ]

    give(event, Part.SIGNATORY, None)

    assert found(week, "nobody_signs") == []


def test_an_online_event_without_a_link_is_a_notice() -> None:
    week = make_week()
    link = {"mode": Mode.ONLINE, "joining_link": "https://join.example/1"}
    whole = make_event(week, "Linked", **link)
    make_event(week, "Part", mode=Mode.HYBRID, parent_id=whole.id)
    make_event(week, "Hybrid", mode=Mode.HYBRID)

    assert found(week, "no_link") == [
        ("notice", f"“Hybrid” takes place online, but has no joining link: {NINE}.")
    ]


@pytest.mark.parametrize(
    ("of_building", "of_room", "needs", "is_told"),
    [
        (False, None, Access.WHEELCHAIR, True),
        (False, None, Access.STEP_FREE_ROUTE, True),
        (None, False, Access.WHEELCHAIR, True),
        (False, True, Access.WHEELCHAIR, False),
        (None, None, Access.WHEELCHAIR, False),
        (False, None, Access.HEARING_LOOP, False),
    ],
)
def test_steps_before_delegates_who_need_a_way_without_are_a_notice(
    *, of_building: bool | None, of_room: bool | None, needs: Access, is_told: bool
) -> None:
    week = make_week()
    building = make_venue(week, is_step_free=of_building, kind=VenueKind.BUILDING)
    room = make_venue(week, "Tea room", is_step_free=of_room, parent_id=building.id)
    event = make_event(week, "Tea", venue_id=room.id)
    make_event(week, "Not theirs", venue_id=room.id, starts_at=MORNING + HOUR)
    make_place(make_registration(week, access=(needs.value,)), event)

    assert found(week, "steps") == (
        [
            (
                "notice",
                (
                    "1 delegate at “Tea” needs a way without steps, but Tea room has "
                    f"none: {NINE}."
                ),
            )
        ]
        if is_told
        else []
    )


def test_steps_where_everybody_may_come_concern_every_confirmed_delegate() -> None:
    week = make_week()
    room = make_venue(week, is_step_free=False)
    make_event(week, "Opening", venue_id=room.id, signup=SignUp.EVERYONE)
    for _each in range(2):
        make_registration(week, access=("wheelchair",))

    assert len(found(week, "steps")) == 1


def test_sentences_name_events_and_people_in_the_language_of_the_reader() -> None:
    week = make_week()
    person = make_person("Yao Li", "姚莉")
    give(make_event(week, "Salon A", zh="沙龙A"), Part.MODERATOR, person)
    give(make_event(week, "Salon B", zh="沙龙B"), Part.MODERATOR, person)

    with speaking("zh-Hans"):
        (said,) = [said for _level, said in found(week, "two_places")]

    assert all(word in said for word in ("姚莉", "沙龙A", "沙龙B", "3月8日"))
