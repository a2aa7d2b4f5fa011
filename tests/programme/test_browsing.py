"""What readers find in a programme: by words, places, institutions; on long weeks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from eventapp.institutions.models import Institution
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import EventKind, Mode, Part
from tests.builders import (
    FIRST_DAY,
    MORNING,
    make_event,
    make_institution,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.programme.test_views import read, source

Counter = Callable[[], AbstractContextManager[list[str]]]
PAGE = "/weeks/spring/programme"


def spoken_week() -> tuple[Week, Event, Institution]:
    """A salon in a room of House 3, with a speaker from Kraków; and a tour."""
    week = make_week("spring")
    house = make_venue(week, "House 3")
    room = make_venue(
        week,
        "Room 12",
        parent_id=house.id,
        name=Localised({"en": "Room 12", "zh-Hans": "十二号教室"}),
    )
    home = make_institution("Cracow University", native_name="Politechnika Krakowska")
    salon = make_event(
        week,
        "Joint degrees",
        zh="联合学位",
        venue_id=room.id,
        summary=Localised({"en": "Café talk about credits."}),
    )
    speaker = enter_person(
        PersonEntry(
            PersonName("Łukasz Żak", "姚莉", "zh-Hans", NameOrder.NATIVE_FIRST),
            institution_id=home.id,
        )
    )
    assign(salon, [PartPlan(Part.SPEAKER, speaker.id)])
    make_event(week, "Walk", kind=EventKind.CITY_TOUR, starts_at=MORNING)
    return week, salon, home


@pytest.mark.parametrize(
    "words",
    [
        "joint",
        "DEGREES joint",
        "学位",
        "cafe credits",
        "house 3",
        "十二号",
        "lukasz zak",
        "姚莉",
        "krakowska",
    ],
)
def test_words_are_found_in_any_script_without_accents(
    client: Client, time: StoppedClock, words: str
) -> None:
    spoken_week()
    assert time

    found = read(client, f"{PAGE}?q={words}")

    assert f"1 event. Remove filter: “{words}”" in found
    assert "Joint degrees 09:00" in found
    assert "Walk" not in found.partition("1 event.")[2]


def test_words_that_nobody_wrote_find_nothing(
    client: Client, time: StoppedClock
) -> None:
    spoken_week()
    assert time

    assert "No event fits this choice" in read(client, f"{PAGE}?q=joint+walk")


def test_a_card_says_what_is_online(client: Client, time: StoppedClock) -> None:
    week = make_week("spring")
    for name, mode in (("A", Mode.ONSITE), ("B", Mode.HYBRID), ("C", Mode.ONLINE)):
        make_event(week, name, mode=mode)
    time.set(MORNING)

    page = source(client, PAGE)

    assert [page.count(word) for word in ("Also online</span>", ">Online</span>")] == [
        1,
        1,
    ]


def test_a_few_letters_begin_a_word(client: Client, time: StoppedClock) -> None:
    spoken_week()
    assert time

    def finds(query: str) -> bool:
        return "Joint degrees 09:00" in read(client, f"{PAGE}?q={query}")

    assert [finds(one) for one in ("cre", "acow", "学位", "talk+cr")] == [True] * 4
    assert not finds("re")  # inside "credits" and "degrees"


def test_a_search_looks_through_all_days(client: Client, time: StoppedClock) -> None:
    week, *_others = spoken_week()
    make_event(week, "Later", starts_at=MORNING + timedelta(days=2))
    time.set(MORNING)

    assert "Later 09:00" not in read(client, PAGE)
    assert "Later 09:00" in read(client, f"{PAGE}?q=later")


def test_a_building_includes_its_rooms(client: Client, time: StoppedClock) -> None:
    week, salon, _home = spoken_week()
    assert time
    assert salon.venue
    assert salon.venue.parent_id

    house = short_key(salon.venue.parent_id)
    page = read(client, f"{PAGE}?venue={house}")

    assert "1 event. Remove filter: House 3 (1)" in page
    assert "House 3: Room 12 (1)" in page
    assert "Joint degrees 09:00" in page
    assert "Walk 09:00" not in page
    assert week


def test_an_institution_is_where_its_people_have_a_part(
    client: Client, time: StoppedClock
) -> None:
    week, _salon, home = spoken_week()
    other = make_event(week, "Fair", kind=EventKind.FAIR)
    guest = enter_person(
        PersonEntry(PersonName("Ann"), institution_id=make_institution("Elsewhere").id)
    )
    assign(other, [PartPlan(Part.HOST, guest.id)])
    assert time

    page = read(client, f"{PAGE}?institution={short_key(home.id)}")

    assert "1 event. Remove filter: Cracow University (1)" in page
    assert "Joint degrees 09:00" in page
    assert "Fair 09:00" not in page


def test_what_many_choose_is_kept_and_what_one_alone_asks_is_not(
    client: Client, time: StoppedClock
) -> None:
    spoken_week()
    assert time

    def is_kept(query: str) -> bool:
        return "ETag" in client.get(f"{PAGE}?{query}").headers

    assert is_kept("q=&kind=salon&language=&venue=&institution=")
    assert not is_kept("kind=salon&language=en")
    assert not is_kept("q=joint")
    assert not is_kept("starred=y")
    assert not is_kept("venue=ffffffffffff")


@pytest.mark.parametrize(
    "query", ["q=%00%ff", "q=" + "x" * 5000, "q=a+b+c+d+e+f+g+h+i+j+k", "q=%25", "q=''"]
)
def test_no_words_break_the_search(
    client: Client, time: StoppedClock, query: str
) -> None:
    spoken_week()
    assert time

    assert "Programme" in read(client, f"{PAGE}?{query}")


def test_a_search_costs_no_more_statements_than_the_programme(
    client: Client, time: StoppedClock, statements: Counter
) -> None:
    spoken_week()
    assert time
    client.get(PAGE)

    with statements() as few:
        client.get(f"{PAGE}?q=joint")
    with statements() as many:
        client.get(f"{PAGE}?q=walk+joint+house&kind=salon&starred=y")

    assert len(few) == len(many)
    assert len(many) <= 5


# --- long weeks and weeks online ------------------------------------------------


def month_online() -> Week:
    last = FIRST_DAY + timedelta(days=30)
    week = make_week(
        "spring", held=KnownDate(FIRST_DAY, last, DatePrecision.DAY), mode=Mode.ONLINE
    )
    for number in range(31):
        make_event(
            week,
            f"Lecture {number}",
            mode=Mode.ONLINE,
            starts_at=MORNING + timedelta(days=number),
        )
    return week


def test_a_week_of_a_month_shows_its_days_as_a_calendar(
    client: Client, time: StoppedClock
) -> None:
    month_online()
    assert time

    page = source(client, PAGE)

    assert page.count('class="month-day') == 31
    assert page.count('class="month-name"') == 2
    assert '<li class="weekday-1">' in page


def test_a_long_programme_opens_at_one_day(client: Client, time: StoppedClock) -> None:
    month_online()

    assert "Lecture 0 " in read(client, PAGE)
    assert "Lecture 1 " not in read(client, PAGE)
    assert "Lecture 30 " in read(client, f"{PAGE}?day=all")
    time.set(MORNING + timedelta(days=3))
    assert "Lecture 3 " in read(client, PAGE)
    time.set(MORNING + timedelta(days=90))
    assert "Lecture 0 " in read(client, PAGE)


def test_without_venues_nothing_is_offered_by_room(
    client: Client, time: StoppedClock
) -> None:
    month_online()
    assert time

    page = read(client, f"{PAGE}?view=rooms")

    assert "By room" not in page
    assert "As a list" not in page
    assert "All places" not in page
    assert "Lecture 0 " in page


# --- now ------------------------------------------------------------------------


def test_one_can_go_to_what_is_on_now(client: Client, time: StoppedClock) -> None:
    week = make_week("spring")
    for hour in range(4):
        make_event(week, f"Talk {hour}", starts_at=MORNING + timedelta(hours=hour))
    make_event(week, "Later", starts_at=MORNING + timedelta(days=1))
    time.set(MORNING + timedelta(hours=1, minutes=20))

    today = source(client, PAGE)
    tomorrow = source(client, f"{PAGE}?day=2027-03-09")

    present = today.partition('id="now"')[2]
    assert 'href="#now"' in today
    assert present.index("Talk 1") < present.index("Talk 2")
    assert "Talk 0" not in present
    assert f'href="{PAGE}#now"' in tomorrow
    assert 'id="now"' not in tomorrow
