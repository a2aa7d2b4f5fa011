"""The page on which a programme is subscribed to: whole or chosen, on any device."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape

import pytest

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import EventKind, Part
from eventapp.scheduling.service.ways import invite_by_mail
from eventapp.web import page_cache
from tests.builders import (
    make_account,
    make_event,
    make_institution,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import Client
from tests.feeds.test_clients import ANDROID, IPHONE, WINDOWS

Counted = Callable[[], AbstractContextManager[list[str]]]
PAGE = "/weeks/spring/calendar"


def seen(client: Client, path: str = PAGE, agent: str = "", **headers: str) -> str:
    """The source of the page, as a browser of this sort gets it."""
    told = {"User-Agent": agent, **headers}
    answer = client.get(path, headers=told)
    assert answer.status_code == 200
    return unescape(answer.text)


def words(page: str) -> str:
    """What a person reads, in one row."""
    bare = re.sub(r"<[^>]+>", " ", page.partition('<main id="main"')[2])
    return " ".join(bare.split())


def address_in(page: str) -> str:
    found = re.search(r'id="feed"\s+type="text"\s+value="([^"]+)"', page)
    assert found is not None
    return found[1]


def fair() -> Event:
    """A fair and a tour; the fair in a hall of a building."""
    week = make_week(
        "spring", name=Localised({"en": "Spring Week", "zh-Hans": "春季周"})
    )
    hall = make_venue(week, "Main Hall")
    found = make_event(week, "Fair", kind=EventKind.FAIR, venue_id=hall.id)
    make_event(week, "Tour", kind=EventKind.CAMPUS_TOUR)
    return found


@pytest.mark.parametrize(
    ("agent", "heading", "button"),
    [
        (IPHONE, "On this iPhone", "Subscribe in Apple Calendar"),
        (ANDROID, "On this Android phone", "Send this page to my e-mail"),
        (f"{ANDROID} HuaweiBrowser", "On this phone", "Download the calendar file"),
        (WINDOWS, "On this Windows computer", "Outlook at work or university"),
        ("", "In your calendar", "Subscribe in my calendar"),
    ],
)
def test_the_button_that_works_here_is_the_first_and_all_others_are_there(
    client: Client, agent: str, heading: str, button: str
) -> None:
    fair()

    page = seen(client, agent=agent)

    assert words(page).index(heading) < words(page).index("Calendar address")
    main = re.findall(r'class="button button-main".*?<span>(.*?)<', page, re.DOTALL)
    assert main[0] == button
    told = "week.example/feeds/spring.ics?lang=en"
    for there in (
        f'href="webcal://{told}"',
        "calendar/r?cid=webcal%3A%2F%2Fweek.example%2Ffeeds%2Fspring.ics%3Flang%3Den",
        "outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Fweek.example",
        "outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2Fweek.example",
        'href="/feeds/spring.ics?lang=en&download=1" download',
    ):
        assert there in page
    assert address_in(page) == f"http://{told}"


def test_each_sort_of_device_has_a_kept_page_of_its_own(
    client: Client, statements: Counted
) -> None:
    fair()
    first = client.get(PAGE, headers={"User-Agent": IPHONE})
    other = client.get(PAGE, headers={"User-Agent": ANDROID})

    with statements() as ran:
        again = client.get(PAGE, headers={"User-Agent": IPHONE})
    known = {"User-Agent": ANDROID, "If-None-Match": first.headers["ETag"]}

    assert (again.data, len(ran) <= 1) == (first.data, True)
    assert other.data != first.data
    assert "User-Agent" in first.headers["Vary"]
    assert client.get(PAGE, headers=known).status_code == 200


def test_a_part_of_the_programme_is_subscribed_to_by_its_own_address(
    client: Client,
) -> None:
    event = fair()
    place = short_key(event.venue_id) if event.venue_id else ""

    page = seen(client, f"{PAGE}?venue={place}&kind=fair&kind=campus_tour&lang=zh-Hans")

    assert address_in(page) == (
        "http://week.example/feeds/spring.ics"
        f"?lang=zh-Hans&kind=campus_tour&kind=fair&venue={place}"
    )
    assert "1 event." in words(page)
    assert (
        f'href="{PAGE}?lang=zh-Hans&kind=fair&venue={place}"' in page
    )  # without tours
    assert f'src="{PAGE}.svg?lang=zh-Hans&kind=campus_tour' in page


def test_who_asks_for_what_is_not_there_gets_the_rest(client: Client) -> None:
    fair()

    page = seen(client, f"{PAGE}?kind=fair&kind=concerto&lang=tlh")

    assert "A part of this address is not known." in page
    assert address_in(page).endswith("/feeds/spring.ics?lang=en&kind=fair")


def test_a_place_without_events_is_a_calendar_that_fills_later(client: Client) -> None:
    week = fair().week
    lab = make_venue(week, "Laboratory")

    page = seen(client, f"{PAGE}?venue={short_key(lab.id)}")

    assert "0 events." in words(page)
    assert "No event fits yet." in words(page)
    assert "Laboratory" in words(page)
    assert "is not known" not in page


def test_the_calendar_speaks_the_readers_language_unless_told(client: Client) -> None:
    fair()

    chinese = seen(client, **{"Accept-Language": "zh-CN"})
    told = seen(client, f"{PAGE}?lang=en", **{"Accept-Language": "zh-CN"})

    assert address_in(chinese).endswith("spring.ics?lang=zh-Hans")
    assert address_in(told).endswith("spring.ics?lang=en")


def test_a_calendar_in_another_language_than_the_page_says_so(client: Client) -> None:
    fair()

    said = words(seen(client, f"{PAGE}?kind=fair&lang=zh-Hans"))
    same = words(seen(client, f"{PAGE}?kind=fair&lang=en"))
    chinese = seen(client, **{"Accept-Language": "zh-Hans"})

    assert "1 event. This calendar is in Chinese." in said
    assert "This calendar is in" not in same
    assert "。每" in chinese  # sentences in a row, without a space


def test_an_android_phone_is_told_of_mails_and_of_the_file(client: Client) -> None:
    week = fair().week
    said = words(seen(client, agent=ANDROID))
    invite_by_mail(week, is_on=False, by=make_account())
    db.session.commit()

    without = words(seen(client, agent=ANDROID))

    assert "let them come by e-mail" in said
    assert "let them come by e-mail" not in without
    assert "A copy of today." in without.partition("Calendar address")[0]


def test_inside_another_app_the_page_says_how_to_leave_it(client: Client) -> None:
    fair()

    page = seen(client, agent=f"{IPHONE} MicroMessenger/8.0.50")

    assert "This page is open inside another app." in page


def test_the_code_leads_to_the_page_with_its_choice(client: Client) -> None:
    fair()

    answer = client.get(f"{PAGE}.svg?kind=fair&lang=zh-Hans&unknown=1")

    assert answer.mimetype == "image/svg+xml"
    assert "http://week.example/weeks/spring/calendar?lang=zh-Hans&amp;kind=fair<" in (
        answer.text
    )
    long = "&".join(f"venue={number:012x}" for number in range(60))
    assert client.get(f"{PAGE}.svg?{long}").status_code == 404


def test_the_programme_and_an_institution_lead_here_with_their_choice(
    client: Client,
) -> None:
    event = fair()
    home = make_institution("Guest University")
    speaker = make_person("Yao Li", institution_id=home.id)
    assign(event, [PartPlan(Part.SPEAKER, speaker.id)])
    page_cache.forget_all()

    programme = seen(client, "/weeks/spring/programme?kind=fair&day=all")
    shown = seen(client, f"/weeks/spring/events/{event.id}")
    page = seen(client, f"{PAGE}?institution={home.id}")

    assert f'href="{PAGE}?kind=fair"' in programme
    assert f'href="{PAGE}?venue={event.venue_id}"' in shown
    assert "saves this event as it is today. Later changes do not reach it." in shown
    assert "This choice in your calendar" in programme
    assert "Guest University" in words(page)
    assert "1 event." in words(page)


def test_the_page_is_light(client: Client) -> None:
    week = fair().week
    for number in range(80):
        home = make_institution(f"University {number}")
        person = make_person(f"Speaker {number}", institution_id=home.id)
        assign(make_event(week, f"Salon {number}"), [PartPlan(Part.SPEAKER, person.id)])

    answer = client.get(PAGE, headers={"Accept-Encoding": "gzip", "User-Agent": IPHONE})

    assert len(answer.data) <= 15_000
