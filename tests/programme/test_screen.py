"""The lobby screen: what is on, what is next, in two languages, for days."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import plan_of
from eventapp.programme.screen_cards import Scope, screen_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventStatus, VenueKind
from eventapp.web import page_cache
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client, StoppedClock

Counter = Callable[[], AbstractContextManager[list[str]]]
BOTH = ("en", "zh-Hans")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ADDRESS = "/weeks/spring/screen"


def titles(screen: dict[str, Any]) -> dict[str, list[str]]:
    """The titles under each heading."""
    return {
        name: [card["title"][0].text for card in screen[name]]
        for name in ("running", "following", "later")
    }


def shown(week: Week, at: Any = MORNING, **scope: Any) -> dict[str, Any]:
    return screen_of(week, Scope(BOTH, **scope), at)


class Visible(HTMLParser):
    """What a page says where nothing is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.hidden = 0

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden or "hidden" in dict(attrs):
            self.hidden += 1

    def handle_endtag(self, _tag: str) -> None:
        self.hidden -= bool(self.hidden)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said += data.split()


def words(page: str) -> str:
    """What the main part of a page says."""
    reader = Visible()
    reader.feed("<main" + page.partition("<main")[2].partition("</main>")[0])
    return " ".join(reader.said)


def a_day(week: Week) -> None:
    make_event(week, "Opening", starts_at=MORNING)
    make_event(week, "Fair", starts_at=MORNING + HOUR)
    make_event(week, "Salon", starts_at=MORNING + HOUR)
    make_event(week, "Dinner", starts_at=MORNING + 9 * HOUR)
    make_event(week, "Tour", starts_at=MORNING + DAY)


def test_events_stand_where_their_time_is(time: StoppedClock) -> None:
    assert time
    a_day(week := make_week())

    assert titles(shown(week)) == {
        "running": ["Opening"],
        "following": ["Fair", "Salon"],
        "later": ["Dinner"],
    }


def test_when_nothing_is_left_today_tomorrow_is_next(time: StoppedClock) -> None:
    assert time
    a_day(week := make_week())

    screen = shown(week, MORNING + 11 * HOUR)

    assert titles(screen) == {"running": [], "following": ["Tour"], "later": []}
    assert screen["quiet"] == "done"
    assert screen["is_next_tomorrow"]


def test_a_screen_that_is_cut_off_knows_tomorrow(time: StoppedClock) -> None:
    assert time
    a_day(week := make_week())

    assert [card["title"][0].text for card in shown(week)["rest"]] == ["Tour"]


def test_long_before_the_week_its_first_day_is_next(time: StoppedClock) -> None:
    assert time
    a_day(week := make_week())

    screen = shown(week, MORNING - 20 * DAY)

    assert titles(screen)["following"] == ["Opening"]
    assert titles(screen)["later"] == ["Fair", "Salon", "Dinner"]
    assert screen["quiet"] == "quiet"


def test_after_the_week_nothing_is_left(time: StoppedClock) -> None:
    assert time
    a_day(week := make_week())

    assert shown(week, MORNING + 9 * DAY)["quiet"] == "over"


def test_more_days_are_shown_where_they_are_asked_for(time: StoppedClock) -> None:
    assert time
    a_day(week := make_week())
    make_event(week, "Visit", starts_at=MORNING + 2 * DAY)

    assert titles(shown(week, days=1))["later"] == ["Dinner", "Tour"]
    assert titles(shown(week, days=2))["later"] == ["Dinner", "Tour", "Visit"]


def test_a_banquet_past_midnight_is_still_on(time: StoppedClock) -> None:
    assert time
    week = make_week()
    evening = MORNING + 12 * HOUR
    make_event(week, "Banquet", starts_at=evening, ends_at=evening + 5 * HOUR)

    assert titles(shown(week, evening + 4 * HOUR))["running"] == ["Banquet"]


def test_a_part_stands_inside_its_whole(time: StoppedClock) -> None:
    assert time
    week = make_week()
    opening = make_event(week, "Opening", ends_at=MORNING + 2 * HOUR)
    make_event(week, "Signing", starts_at=MORNING + HOUR, parent_id=opening.id)

    screen = shown(week)

    assert titles(screen)["running"] == ["Opening"]
    assert titles(screen)["following"] == []
    (part,) = screen["running"][0]["inside"]
    assert part["title"][0].text == "Signing"


def test_a_door_shows_its_room_and_what_is_inside_a_building(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    house = make_venue(week, "House", kind=VenueKind.BUILDING)
    room = make_venue(week, "Room", parent_id=house.id)
    garden = make_venue(week, "Garden")
    opening = make_event(week, "Opening", venue_id=garden.id)
    make_event(week, "Signing", venue_id=room.id, parent_id=opening.id)

    door = shown(week, venues=frozenset({room.id}))
    building = shown(week, venues=frozenset({house.id}))

    assert titles(door)["running"] == titles(building)["running"] == ["Signing"]
    assert door["rooms"][0][0].text == "Room"


def test_changes_are_told_for_a_day(time: StoppedClock) -> None:
    time.set(MORNING - HOUR)
    week = make_week()
    hall, room = make_venue(week, "Hall"), make_venue(week, "Room")
    moved = make_event(week, "Moved", venue_id=hall.id, starts_at=MORNING)
    later = make_event(week, "Later", starts_at=MORNING + HOUR)
    republish(moved, venue_id=room.id)
    republish(later, starts_at=MORNING + 2 * HOUR, ends_at=MORNING + 3 * HOUR)
    republish(make_event(week, "Off", starts_at=MORNING), status=EventStatus.CANCELLED)

    today = shown(week)
    tomorrow = shown(week, MORNING + DAY)

    news = {
        card["title"][0].text: [word[0].text for word in card["news"]]
        for card in [*today["running"], *today["following"]]
    }
    assert news == {
        "Moved": ["New room, before: Hall"],
        "Later": ["New time, before: 10:00"],
        "Off": [],
    }
    assert [card["cancelled"] for card in today["running"]].count(True) == 1
    assert not any(card["news"] for card in tomorrow["rest"])


def test_the_note_of_a_release_is_read_out(time: StoppedClock) -> None:
    time.set(MORNING)
    week = make_week()
    note = Localised({"en": "The lift is closed.", "zh-Hans": "电梯停用。"})
    event, by = make_event(week, "Tour"), make_account()
    republish(event, capacity=30)  # the first release, in which all is new
    plan = replace(plan_of(event), title=Localised({"en": "Long tour"}))
    save_plan(event, plan, seen_version=event.version, by=by)

    publish(week, [event.id], note, by=by)

    assert [one.text for one in shown(week)["news"]["note"]] == list(note.values())
    assert shown(week, MORNING + 2 * DAY)["news"]["note"] is None


def test_the_page_speaks_two_languages(client: Client, time: StoppedClock) -> None:
    time.set(MORNING)
    week = make_week("spring")
    hall = make_venue(week, "Hall")
    make_event(week, "Opening", zh="开幕式", venue_id=hall.id)
    make_event(week, "Hidden", status=EventStatus.DRAFT)

    page = client.get(ADDRESS).text

    said = words(page)
    assert "09:00 Monday 8 March 3月8日 星期一" in said
    assert "Now 正在进行 09:00–10:00 Opening 开幕式 Hall" in said
    assert "week.example/weeks/spring/" in said
    assert '<span class="wall-said" lang="zh-Hans">开幕式</span>' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Hidden" not in page


def test_colours_languages_and_rooms_stand_in_the_address(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("spring")
    room = make_venue(week, "Room")

    page = client.get(f"{ADDRESS}?theme=dark&lang=zh-Hans&venue={room.id}&days=2").text

    assert '<html lang="zh-Hans" data-theme="dark"' in page
    assert f"screen/part?venue={room.id}&amp;days=2&amp;lang=zh-Hans" in page
    assert client.get(f"{ADDRESS}?theme=x&days=x&venue=x&lang=x").status_code == 200


def test_only_addresses_that_we_write_are_remembered(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("spring")
    room, elsewhere = make_venue(week, "Room"), make_venue(make_week("autumn"))

    def is_remembered(query: str) -> bool:
        answer = client.get(f"{ADDRESS}/part?{query}")
        assert answer.status_code == 200
        return "ETag" in answer.headers  # as kept pages have it

    ours = f"venue={room.id}&days=2&lang=en,zh-Hans&theme=dark"
    assert is_remembered(ours)
    assert not is_remembered(f"venue={uuid4()}")
    assert not is_remembered(f"venue={room.id}&venue={elsewhere.id}")
    for more in ("venue=x", "days=99", "days=02", "lang=xx,en", "theme=x", "any=1"):
        assert not is_remembered(more), more


def test_the_part_is_answered_by_304_until_the_programme_changes(
    client: Client, time: StoppedClock
) -> None:
    time.set(MORNING)
    week = make_week("spring")
    a_day(week)
    first = client.get(f"{ADDRESS}/part")
    known = {"If-None-Match": first.headers["ETag"]}

    again = client.get(f"{ADDRESS}/part", headers=known)
    make_event(week, "New one")
    later = client.get(f"{ADDRESS}/part", headers=known)

    assert first.text.lstrip().startswith('<div class="wall-content"')
    assert (again.status_code, again.data) == (304, b"")
    assert (later.status_code, "New one" in later.text) == (200, True)


def test_the_number_of_statements_does_not_grow(
    client: Client, time: StoppedClock, statements: Counter
) -> None:
    time.set(MORNING)
    week = make_week("spring")
    counts = []
    for number in (1, 30):
        for one in range(number):
            room = make_venue(week, f"Room {one}")
            republish(
                make_event(week, f"Event {one}", starts_at=MORNING + HOUR),
                venue_id=room.id,
            )
        page_cache.forget_all()
        with statements() as ran:
            client.get(ADDRESS)
        counts.append(len(ran))
    with statements() as ran:
        client.get(ADDRESS)

    assert counts[0] == counts[1]
    assert len(ran) <= 2  # the week and its revision


def test_a_hidden_week_has_no_screen(client: Client) -> None:
    make_week("spring", is_public=False)

    assert client.get(ADDRESS).status_code == 404
    assert client.get(f"{ADDRESS}/part").status_code == 404


def test_a_week_without_a_programme_says_so(client: Client, time: StoppedClock) -> None:
    assert time
    make_week("spring")

    assert "The programme is not published yet" in words(client.get(ADDRESS).text)
