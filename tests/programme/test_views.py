"""What the public reads on the pages of a week."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from eventapp.institutions.models import Consortium, Membership
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import add
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme import finding
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.programme.service.weeks import invite, revise
from eventapp.programme.standing import Own, Seat, teller
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    Part,
    RegistrationMode,
    SignUp,
    VenueKind,
)
from eventapp.web import page_cache
from tests.builders import (
    FIRST_DAY,
    MORNING,
    make_event,
    make_institution,
    make_person,
    make_territory,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock

Counter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _own_teller() -> Iterator[None]:
    """Let each test tell what it wants of places."""
    before = (teller.free_places, teller.own, teller.may_join)
    yield
    teller.free_places, teller.own, teller.may_join = before


def read(client: Client, path: str, *, chinese: bool = False) -> str:
    """The words of a page's main part, blanks made one."""
    page = source(client, path, chinese=chinese)
    main = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    shown = re.sub(r"<template.*?</template>", "", main, flags=re.DOTALL)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())
    return re.sub(r" ([.,:])", r"\1", words)


def source(client: Client, path: str, *, chinese: bool = False) -> str:
    page_cache.forget_all()
    headers = {"Accept-Language": "zh-CN"} if chinese else {}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.text


def title_of(page: str) -> str:
    return unescape(page.partition("<title>")[2].partition("</title>")[0])


def full_week() -> Week:
    """A week with parallel events, parts, people and institutions."""
    week = make_week("spring")
    hall = make_venue(week, "Hall")
    lab = make_venue(week, "Lab")
    opening = make_event(
        week, "Opening", zh="开幕式", kind=EventKind.OPENING, venue_id=hall.id
    )
    make_event(
        week, "Signing", kind=EventKind.SIGNING, venue_id=hall.id, parent_id=opening.id
    )
    make_event(week, "Robots", venue_id=lab.id, languages=("en", "ru"))
    for number in range(6):
        make_event(
            week,
            f"Tour {number}",
            kind=EventKind.CAMPUS_TOUR,
            starts_at=MORNING + timedelta(days=1, hours=number),
            venue_id=hall.id,
        )
    for number in range(5):
        invite(week, make_institution(f"University {number}"))
    return week


# --- weeks ----------------------------------------------------------------------


def test_weeks_to_come_stand_before_those_that_are_over(
    client: Client, time: StoppedClock
) -> None:
    make_week(name=Localised({"en": "This one"}))
    make_week(
        name=Localised({"en": "Old one"}),
        held=KnownDate(FIRST_DAY - timedelta(days=365)),
    )
    make_week(name=Localised({"en": "Secret one"}), is_public=False)
    time.set(MORNING)

    words = read(client, "/")

    assert words.index("Now and next") < words.index("This one")
    assert words.index("This one") < words.index("Earlier weeks")
    assert words.index("Earlier weeks") < words.index("Old one")
    assert "8–12 March 2027 Shanghai · On site Registration is open" in words
    assert "Secret one" not in words


def test_without_weeks_the_first_page_says_so(client: Client) -> None:
    assert "No week is open to the public yet" in read(client, "/")


def test_a_week_that_is_not_public_is_not_found(client: Client) -> None:
    make_week("secret", is_public=False)

    for path in ("", "programme", "calendar", "institutions", f"events/{uuid4()}"):
        assert client.get(f"/weeks/secret/{path}").status_code == 404


# --- the week's front page ------------------------------------------------------


def test_the_front_page_tells_when_where_and_how_to_register(
    client: Client, time: StoppedClock
) -> None:
    make_week(
        "spring",
        name=Localised({"en": "Spring Week"}),
        theme=Localised({"en": "Bridges"}),
        travel=Localised({"en": "Take metro line 2.\nThen walk."}),
        registration_closes_at=datetime(2027, 3, 7, 10, 0, tzinfo=UTC),
    )
    assert time

    words = read(client, "/weeks/spring/")

    assert words.startswith("Spring Week Bridges 8–12 March 2027 Shanghai")
    assert "Host: Host University" in words
    assert "Register Open until Sun 7 Mar 2027, 18:00." in words
    assert "The programme is not published yet" in words
    assert "office@host.example" in words
    assert words.endswith("Travel Take metro line 2. Then walk.")


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        (None, None, None),
        (5, None, "Registration opens on Sat 6 Mar 2027, 17:00."),
        (-5, -1, "Registration is closed."),
        (-5, None, "Registration is open."),
    ],
)
def test_the_front_page_tells_whether_one_can_register(
    client: Client,
    time: StoppedClock,
    opens: int | None,
    closes: int | None,
    said: str | None,
) -> None:
    def after(days: int | None) -> datetime | None:
        return None if days is None else time.now + timedelta(days=days)

    make_week(
        "spring",
        registration_opens_at=after(opens),
        registration_closes_at=after(closes),
    )

    words = read(client, "/weeks/spring/")

    assert (said or "Host: Host University Programme by day") in words
    assert ("For delegates" in words) == (said == "Registration is open.")


def test_an_invited_delegate_registers_with_the_invitation(
    client: Client, time: StoppedClock
) -> None:
    make_week("spring", registration_mode=RegistrationMode.INVITATION)
    assert time

    assert "Register with your invitation" in read(client, "/weeks/spring/")


def test_the_front_page_shows_what_is_on_and_what_follows(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    make_event(week, "Panel", starts_at=MORNING)
    make_event(week, "Lunch", starts_at=MORNING + timedelta(hours=3))
    make_event(week, "Dinner", starts_at=MORNING + timedelta(hours=9))
    time.set(MORNING + timedelta(minutes=30))

    words = read(client, "/weeks/spring/")

    assert "Now 09:30 Panel 09:00 – 10:00" in words
    assert "Next Lunch 12:00 – 13:00" in words
    assert "Programme by day All times are Shanghai time. Mon 8 Mar Today" in words


def test_the_front_page_of_a_past_week_says_it_is_over(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring", registration_closes_at=MORNING)
    make_event(week, "Panel")
    time.set(MORNING + timedelta(days=30))

    words = read(client, "/weeks/spring/")

    assert "This week is over." in words
    make_week("winter", held=KnownDate(FIRST_DAY - timedelta(days=60)))
    for path in ("/weeks/winter/", "/weeks/winter/programme"):
        assert "The events of this week are not recorded here." in read(client, path)
    assert "Register " not in words
    assert "Panel" in words


# --- programme ------------------------------------------------------------------


def test_the_programme_lists_each_day_in_order(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    assert time

    words = read(client, "/weeks/spring/programme?day=all")
    words = words.partition("All times are")[2]

    order = [
        "Mon 8 Mar 2027 09:00",
        "Opening",
        "Signing",
        "Robots",
        "Tue 9 Mar",
        "Tour 0",
    ]
    found = [words.index(part) for part in order]
    assert found == sorted(found)
    assert words.count("Signing ") == 1


def test_within_the_week_the_programme_opens_at_today_with_the_past_folded(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    time.set(MORNING + timedelta(days=1, hours=2, minutes=30))

    words = read(client, "/weeks/spring/programme")
    words = words.partition("All times are")[2]

    assert "Tue 9 Mar 2027 Today Earlier today 09:00 Tour 0" in words
    assert "Opening" not in words
    assert "Tour 2 11:00 – 12:00 Hall Campus tour Now" in words
    assert "Tour 3 12:00 – 13:00 Hall Campus tour Next" in words


def test_the_grid_places_events_by_room_and_time(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    assert time

    page = source(client, "/weeks/spring/programme?view=rooms&day=2027-03-08")

    assert "css/programme.css" in page
    assert re.findall(r'class="room-head c\d"[^>]*>([^<]+)', page) == ["Hall", "Lab"]
    assert re.findall(r'class="(placed [^"]+)"', page) == [
        "placed a1 z2 c1",
        "placed a1 z2 c2",
    ]
    assert "style=" not in page


def test_the_choice_is_in_the_address_and_can_be_taken_back(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    assert time

    path = "/weeks/spring/programme?day=all&kind=salon&language=ru"
    page, words = source(client, path), read(client, path)

    assert "1 event." in words
    assert "Robots" in words
    assert "Tour" not in words.partition("1 event.")[2]
    assert 'href="/weeks/spring/programme?day=all&amp;language=ru"' in page
    assert 'href="/weeks/spring/programme?day=all&amp;kind=salon"' in page
    assert 'name="csrf_token"' not in page


def test_a_choice_that_fits_nothing_offers_to_clear_it(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    assert time

    words = read(client, "/weeks/spring/programme?kind=opening&language=ru")

    assert "No event fits this choice" in words
    assert "Clear all filters" in words


@pytest.mark.parametrize(
    "query",
    [
        "day=2027-02-31",
        "day=never",
        "day=2031-01-01",
        "view=upside-down",
        "kind=party",
        "language=tlh",
        "kind=%00%ff&day=%F0%9F%98%80",
        "kind=salon&kind=fair&kind=",
        "day=" + "9" * 5000,
    ],
)
def test_what_the_address_asks_in_vain_is_left_out(
    client: Client, time: StoppedClock, query: str
) -> None:
    full_week()
    assert time

    words = read(client, f"/weeks/spring/programme?{query}")

    assert "Tour 0" in words or query.startswith("kind=salon&")


def test_an_unknown_day_is_named_and_not_remembered(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    assert time

    words = read(client, "/weeks/spring/programme?day=2031-01-01")

    assert "A part of this address is not known. It was left out." in words
    assert (
        client.get("/weeks/spring/programme?day=2031-01-01").headers.get("ETag") is None
    )
    assert client.get("/weeks/spring/programme?day=all").headers.get("ETag")


def test_the_language_of_the_reader_is_that_of_the_page(
    client: Client, time: StoppedClock
) -> None:
    full_week()
    assert time

    page = source(client, "/weeks/spring/programme?day=all", chinese=True)

    assert '<html lang="zh-Hans"' in page
    assert "开幕式" in page
    assert '<span lang="en">Robots</span>' in page
    assert "2027年3月8日" in page


def test_an_empty_programme_says_so(client: Client) -> None:
    make_week("spring")

    assert "The programme is not published yet" in read(
        client, "/weeks/spring/programme"
    )


def test_drafts_are_nowhere(client: Client) -> None:
    week = make_week("spring")
    draft = make_event(week, "Surprise", status=EventStatus.DRAFT)

    assert "Surprise" not in read(client, "/weeks/spring/")
    assert "Surprise" not in read(client, "/weeks/spring/programme?day=all")
    assert client.get(f"/weeks/spring/events/{draft.id}").status_code == 404


# --- an event -------------------------------------------------------------------


def test_an_event_tells_all_that_is_known(client: Client, time: StoppedClock) -> None:
    week = make_week("spring")
    house = make_venue(week, "House 3", address=Localised({"en": "1 River Road"}))
    room = make_venue(
        week,
        "Room 12",
        parent_id=house.id,
        is_step_free=True,
        directions=Localised({"en": "Second door on the left."}),
    )
    forum = make_event(week, "Forum", kind=EventKind.FORUM)
    event = make_event(
        week,
        "Joint degrees",
        venue_id=room.id,
        parent_id=forum.id,
        capacity=30,
        mode=Mode.HYBRID,
        languages=("en", "zh-Hans"),
        interpretation=Localised({"en": "Whispered, into Russian"}),
        summary=Localised({"en": "How to begin.\nHow to go on."}),
    )
    inner = make_event(week, "Questions", parent_id=event.id)
    polish = make_institution(
        "Cracow University of Technology",
        native_name="Politechnika Krakowska",
        native_language="pl",
    )
    speaker = enter_person(
        PersonEntry(
            PersonName(
                "Yao Li", "姚莉", "zh-Hans", NameOrder.NATIVE_FIRST, title="Prof."
            ),
            institution_id=polish.id,
        )
    )
    assign(event, [PartPlan(Part.SPEAKER, speaker.id, Localised({"en": "Dean"}))])
    teller.free_places = lambda _week: {event.id: 6}
    assert time

    path = f"/weeks/spring/events/{event.id}"
    page, words = source(client, path), read(client, path)

    assert title_of(page).startswith("Joint degrees – Partnership Week")
    for part in (
        "Academic salon",
        "Joint degrees 09:00 – 10:00 Mon 8 Mar 2027 6 places left",
        "Register to sign up",
        "Time zone Shanghai time",
        "How to take part Sign up 30 places",
        "Where Room 12 House 3 1 River Road Without steps, or with a lift",
        "How On site and online",
        "Languages English Chinese",
        "Interpretation Whispered, into Russian",
        "Part of Forum",
        "What it is How to begin. How to go on.",
        "姚莉 Prof. Yao Li Speaker Dean",
        "Cracow University of Technology Politechnika Krakowska",
        "Parts of this event Questions",
        "Getting there Second door on the left.",
    ):
        assert part in words
    assert f"/feeds/events/{event.id}.ics" in page
    assert f"/weeks/spring/events/{inner.id}" in page
    assert '<span class="native-name"><bdi lang="pl">' in page


def test_an_event_tells_how_people_get_there(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    gate = make_venue(
        week,
        "North gate",
        kind=VenueKind.MEETING_POINT,
        directions=Localised({"en": "Wait under the clock."}),
    )
    coach = make_venue(week, "Coach 1", kind=VenueKind.VEHICLE, capacity=48)
    mill = make_venue(week, "Mill", opens=clock_time(8), closes=clock_time(18))
    tour = make_event(
        week,
        "Tour",
        venue_id=mill.id,
        meeting_point_id=gate.id,
        coaches=(str(coach.id),),
    )
    assert time

    words = read(client, f"/weeks/spring/events/{tour.id}")

    assert "Where Mill Open 08:00–18:00 each day" in words
    assert "Meeting point North gate" in words
    assert "Coaches Coach 1 48 seats" in words
    assert "Getting there Wait under the clock." in words


def test_offices_are_announced_in_all_their_languages(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = make_event(week, "Signing")
    rector = make_person("Yao Li", "姚莉")
    office = Localised({"en": "Rector", "zh-Hans": "校长"})
    interpreter = PartPlan(
        Part.INTERPRETER, None, from_language="zh-Hans", into_language="en"
    )
    assign(event, [PartPlan(Part.PRESIDER, rector.id, office), interpreter])
    assert time

    path = f"/weeks/spring/events/{event.id}"
    page, words = source(client, path), read(client, path)

    assert "姚莉 Yao Li Presider Rector 校长" in words
    assert 'lang="zh-Hans">校长</span>' in page
    assert "To be named Interpreter Chinese into English" in words


def test_the_texts_of_other_languages_are_there_and_tagged(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(
        make_week("spring", languages=("en", "zh-Hans", "pl")),
        "Bridges",
        title=Localised({"en": "Bridges", "pl": "Mosty", "zh-Hans": "桥"}),
        summary=Localised({"en": "On bridges.", "pl": "O mostach."}),
    )
    polish = make_event(event.week, "Walk", summary=Localised({"pl": "Spacer."}))
    assert time

    page = source(client, f"/weeks/spring/events/{event.id}")
    other = source(client, f"/weeks/spring/events/{polish.id}")

    assert "Chinese</span>" in page.partition("In other languages")[2]
    assert re.search(r'lang="pl">\s*<h3>Mosty</h3>\s*<p>O mostach.</p>', page)
    assert re.search(r'lang="zh-Hans">\s*<h3>桥</h3>\s*</section>', page)
    assert '<div class="prose" lang="pl">' in other  # what there is, tagged
    assert "In other languages" not in other


def test_the_parts_of_an_event_say_what_is_on_now(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    whole = make_event(week, "Forum", ends_at=MORNING + timedelta(hours=3))
    for hour in range(3):
        at = MORNING + timedelta(hours=hour)
        make_event(week, f"Part {hour}", parent_id=whole.id, starts_at=at)
    time.set(MORNING + timedelta(hours=1, minutes=5))

    words = read(client, f"/weeks/spring/events/{whole.id}")

    assert "Part 0 09:00 – 10:00 Academic salon Over" in words
    assert "Part 1 10:00 – 11:00 Academic salon Now" in words
    assert "Part 2 11:00 – 12:00 Academic salon Next" in words


# --- joining online -------------------------------------------------------------

LINK = "https://meet.example/secret"


def online_event(**changes: Any) -> Event:
    week = make_week("spring")
    values = {"mode": Mode.ONLINE, "joining_link": LINK, "joining_minutes": 30}
    return make_event(week, "Webinar", **(values | changes))


def with_entry(client: Client, *, may_join: bool) -> None:
    teller.may_join = lambda _event: may_join
    teller.own = lambda _week: Own("/me/registration")
    with client.session_transaction() as session:
        session["known"] = "yes"


@pytest.mark.parametrize(
    ("minutes", "is_shown", "said"),
    [
        (-31, False, "The link appears here 30 minutes before the start, for those"),
        (-30, True, "Join online Webinar"),
        (59, True, "Join online Webinar"),
        (60, False, None),
    ],
)
def test_the_joining_link_is_shown_from_a_while_before_the_start_until_the_end(
    client: Client,
    time: StoppedClock,
    minutes: int,
    is_shown: bool,  # noqa: FBT001 - parameter of the table
    said: str | None,
) -> None:
    event = online_event()
    with_entry(client, may_join=True)
    time.set(MORNING + timedelta(minutes=minutes))

    path = f"/weeks/spring/events/{event.id}"
    page, words = source(client, path), read(client, path)

    assert (LINK in page) is is_shown
    assert (said or "") in words
    assert ("Join online" in words) is (said is not None)


def test_the_joining_link_says_nothing_to_whom_it_leads(
    client: Client, time: StoppedClock
) -> None:
    event = online_event()
    with_entry(client, may_join=True)
    time.set(MORNING)

    answer = client.get(f"/weeks/spring/events/{event.id}")

    assert f'href="{LINK}" rel="noreferrer noopener nofollow"' in answer.text
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_who_has_no_place_is_told_and_gets_no_link(
    client: Client, time: StoppedClock
) -> None:
    event = online_event()
    with_entry(client, may_join=False)
    time.set(MORNING)

    words = read(client, f"/weeks/spring/events/{event.id}")

    assert "The link is here now, for those with a place." in words
    assert LINK not in source(client, f"/weeks/spring/events/{event.id}")


def test_the_joining_link_is_nowhere_that_everybody_reads(
    client: Client, time: StoppedClock
) -> None:
    event = online_event(signup=SignUp.EVERYONE)
    teller.may_join = lambda _event: True  # nobody asks without a session
    time.set(MORNING)

    for path in (
        "/weeks/spring/",
        "/weeks/spring/programme",
        "/weeks/spring/changes",
        f"/weeks/spring/events/{event.id}",
        "/weeks/spring/schedule.xml",
        "/weeks/spring/schedule.json",
        "/feeds/spring.ics",
        f"/feeds/events/{event.id}.ics",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "meet.example" not in answer.text
    assert "for all delegates" in read(client, f"/weeks/spring/events/{event.id}")


def test_a_link_that_is_no_address_is_shown_as_it_is(
    client: Client, time: StoppedClock
) -> None:
    event = online_event(joining_link="javascript:alert(1)")
    with_entry(client, may_join=True)
    time.set(MORNING)

    path = f"/weeks/spring/events/{event.id}"

    assert "Join with: javascript:alert(1)" in read(client, path)
    assert 'href="javascript' not in source(client, path)


def test_nobody_joins_a_cancelled_event(client: Client, time: StoppedClock) -> None:
    event = online_event(status=EventStatus.CANCELLED)
    with_entry(client, may_join=True)
    time.set(MORNING)

    assert "Join online" not in read(client, f"/weeks/spring/events/{event.id}")


# --- other states ---------------------------------------------------------------


def test_a_cancelled_event_stays_and_takes_nobody(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(make_week("spring"), "Concert", status=EventStatus.CANCELLED)
    assert time

    words = read(client, f"/weeks/spring/events/{event.id}")

    assert "This event is cancelled." in words
    assert "Add to calendar" not in words
    assert "sign up" not in words


@pytest.mark.parametrize(
    ("left", "said"), [(0, "Full"), (1, "1 place left"), (200, "200 places left")]
)
def test_an_event_tells_how_many_places_are_left(
    client: Client, time: StoppedClock, left: int, said: str
) -> None:
    event = make_event(make_week("spring"), capacity=200)
    teller.free_places = lambda _week: {event.id: left}
    assert time

    assert said in read(client, f"/weeks/spring/events/{event.id}")


def test_a_delegate_sees_the_own_place(client: Client, time: StoppedClock) -> None:
    week = make_week("spring")
    mine = make_event(week, "Salon", capacity=9)
    wanted = make_event(week, "Tour", capacity=9)
    free = make_event(week, "Fair", capacity=9)
    seats = {mine.id: Seat("mine"), wanted.id: Seat("waiting", 3)}
    teller.own = lambda _week: Own("/me/registration", seats)
    teller.free_places = lambda _week: {mine.id: 2, wanted.id: 0, free.id: 5}
    assert time
    with client.session_transaction() as session:
        session["known"] = "yes"

    path = "/weeks/spring/events/"
    assert "You are going Change in my registration" in read(client, f"{path}{mine.id}")
    assert "Waiting list, place 3" in read(client, f"{path}{wanted.id}")
    assert "Sign up in my registration" in read(client, f"{path}{free.id}")
    programme = read(client, "/weeks/spring/programme?day=all")
    assert "You are going" in programme
    assert "Open my registration" in read(client, "/weeks/spring/")


def test_a_stranger_is_never_shown_somebodys_place(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(make_week("spring"), "Salon")
    teller.own = lambda _week: Own("/me/registration", {event.id: Seat("mine")})
    path = f"/weeks/spring/events/{event.id}"
    assert time
    with client.session_transaction() as session:
        session["known"] = "yes"
    assert "You are going" in client.get(path).text

    with client.session_transaction() as session:
        session.clear()

    assert "You are going" not in client.get(path).text


def test_events_of_other_weeks_and_unknown_ones_are_not_found(client: Client) -> None:
    make_week("spring")
    other = make_event(make_week("autumn"))

    for key in (other.id, uuid4(), "7", "%00"):
        assert client.get(f"/weeks/spring/events/{key}").status_code == 404


def test_after_its_begin_an_event_takes_no_sign_up(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(make_week("spring"), capacity=9)
    teller.free_places = lambda _week: {event.id: 5}
    time.set(event.starts_at)

    words = read(client, f"/weeks/spring/events/{event.id}")

    assert "How to take part Sign-up has ended." in words
    assert "Register" not in words
    assert "places left" not in words


# --- institutions ---------------------------------------------------------------


def test_institutions_stand_with_their_own_names_and_consortia(client: Client) -> None:
    week = make_week("spring")
    make_territory("CN", "China", "中国")
    opole = make_institution(native_name="Politechnika Opolska", native_language="pl")
    host = make_institution("Host University", "主办大学", territory="CN")
    invite(week, opole)
    invite(week, host, is_host=True)
    union = add(
        Consortium(
            name=Localised({"en": "Bridge Consortium"}),
            short_name="BRIDGE",
            established=KnownDate(datetime(2017, 3, 21, tzinfo=UTC).date()),
        )
    )
    add(
        Membership(
            consortium_id=union.id, institution_id=opole.id, role="member", position=1
        )
    )

    path = "/weeks/spring/institutions"
    page, words = source(client, path), read(client, path)

    assert "2 institutions from 2 countries and regions." in words
    assert "Host University China University Host" in words
    assert (
        "Opole University of Technology Politechnika Opolska Poland University BRIDGE"
    ) in words
    assert '<bdi lang="pl">Politechnika Opolska</bdi>' in page
    assert f'id="i-{opole.id}"' in page
    chosen = read(client, f"{path}?place=CN")
    assert "1 institution." in chosen
    assert "Opole" not in chosen
    assert "It was left out." in read(client, f"{path}?place=ZZ")
    assert "主办大学 中国" in read(client, path, chinese=True)


def test_one_institution_with_other_names_and_fellow_members(client: Client) -> None:
    week = make_week("spring")
    opole = make_institution(aliases=("Opole Tech",), short_name="PO")
    other = make_institution("Far University")
    invite(week, opole)
    union = add(
        Consortium(
            name=Localised({"en": "Bridge Consortium"}),
            short_name="BRIDGE",
            established=KnownDate(
                datetime(2017, 3, 1, tzinfo=UTC).date(), precision=DatePrecision.MONTH
            ),
        )
    )
    for position, member in enumerate((other, opole)):
        add(
            Membership(
                consortium_id=union.id,
                institution_id=member.id,
                role="member",
                position=position,
            )
        )

    path = f"/weeks/spring/institutions/{opole.id}"
    words = read(client, path)

    assert "Other names Opole Tech" in words
    assert "Bridge Consortium (BRIDGE) Founded: March 2017" in words
    assert words.endswith("Far University Opole University of Technology")
    assert title_of(source(client, path)).startswith("Opole University of Technology")
    assert client.get(f"/weeks/spring/institutions/{other.id}").status_code == 404


def test_no_institution_yet(client: Client) -> None:
    make_week("spring")

    words = read(client, "/weeks/spring/institutions")

    assert "No institution is named yet" in words


# --- all pages ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/weeks/spring/", 6),
        ("/weeks/spring/programme?day=all", 7),
        ("/weeks/spring/programme?view=rooms", 7),
        ("/weeks/spring/programme?q=tour+1", 7),
        ("/weeks/spring/starred", 5),
        ("/weeks/spring/calendar", 5),
        ("/weeks/spring/institutions", 4),
    ],
)
def test_pages_ask_the_database_equally_often_however_much_they_show(
    client: Client, time: StoppedClock, statements: Counter, path: str, most: int
) -> None:
    week = full_week()
    assert time
    source(client, path)

    page_cache.forget_all()
    finding.forget_all()
    with statements() as few:
        client.get(path)
    for number in range(20):
        make_event(week, f"More {number}", venue_id=make_venue(week, f"R{number}").id)
        invite(week, make_institution(f"More {number}"))
    page_cache.forget_all()
    with statements() as many:
        client.get(path)

    assert len(few) == len(many)
    assert len(many) <= most


def test_a_kept_page_asks_for_the_revision_alone(
    client: Client, time: StoppedClock, statements: Counter
) -> None:
    week = full_week()
    assert time
    path = "/weeks/spring/programme?day=all"
    first = client.get(path)
    page_cache.forget_revisions()

    with statements() as ran:
        again = client.get(path)
    third = client.get(path, headers={"If-None-Match": again.headers["ETag"]})

    assert len(ran) == 1
    assert again.data == first.data
    assert (third.status_code, third.data) == (304, b"")
    make_event(week, "Newcomer")
    revise(week)
    page_cache.forget_revisions()
    assert "Newcomer" in client.get(path).text


def test_each_language_and_colour_is_kept_apart(client: Client) -> None:
    full_week()
    path = "/weeks/spring/programme?day=all"
    english = client.get(path).text

    chinese = client.get(path, headers={"Accept-Language": "zh"}).text
    client.set_cookie("theme", "dark")
    dark = client.get(path).text

    assert '<html lang="en" data-theme="auto"' in english
    assert '<html lang="zh-Hans" data-theme="auto"' in chinese
    assert '<html lang="en" data-theme="dark"' in dark


def test_a_foreign_query_does_not_enter_anybody_elses_page(client: Client) -> None:
    full_week()
    path = "/weeks/spring/programme"

    assert client.get(f"{path}?from=mail").status_code == 200
    assert "from%3Dmail" not in client.get(path).text


def test_everyone_may_come_and_nothing_is_counted(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(make_week("spring"), "Fair", signup=SignUp.EVERYONE)
    assert time

    words = read(client, f"/weeks/spring/events/{event.id}")

    assert "How to take part For all delegates, no sign-up" in words
    assert "Register to sign up" not in words
