"""Venues in the office."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.programme.models.venues import Venue
from eventapp.programme.planned import walks_of
from eventapp.programme.queries import venues_of
from eventapp.programme.vocabulary import VenueKind
from tests.builders import make_event, make_venue, make_week
from tests.conftest import Client


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "name-en": "Main Hall",
        "name-zh-Hans": "大礼堂",
        "kind": "room",
        "parent": "",
        "capacity": "220",
        "step_free": "yes",
    }
    return values | changes


def test_a_venue_is_added_and_stands_in_the_list(client: Client) -> None:
    week = make_week("spring")
    client.sign_in()

    answer = client.post(
        "/organise/spring/venues/new", data=typed(), follow_redirects=True
    )

    assert "The venue is there, and public." in answer.text
    assert "Main Hall" in answer.text
    venue = db.session.scalars(select(Venue)).one()
    assert (venue.week_id, venue.capacity, venue.is_step_free) == (week.id, 220, True)
    assert db.session.scalars(select(Entry.action)).all() == ["venue.planned"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"name-en": "", "name-zh-Hans": " "},
            "Enter a name in one language at least.",
        ),
        ({"capacity": "0"}, "Enter a whole number from 1 to 100000."),
        ({"capacity": "9" * 400}, "Enter a whole number from 1 to 100000."),
        ({"kind": "castle"}, "Choose one of the list."),
        ({"parent": "\0"}, "Choose one of the list."),
        ({"step_free": "perhaps"}, "Choose one of the list."),
        ({"opens": "dawn"}, "Enter a time like 09:30."),
        (
            {"opens": "09:00", "closes": "09:00"},
            "Enter another hour than the one at which it opens.",
        ),
        ({"latitude": "91", "longitude": "1"}, "Enter degrees from -90 to 90"),
        ({"latitude": "nan", "longitude": "1"}, "Enter degrees from -90 to 90"),
        ({"latitude": "north", "longitude": "1"}, "Enter degrees from -90 to 90"),
        ({"latitude": "1", "longitude": "-180.1"}, "Enter degrees from -180 to 180"),
        ({"latitude": "31.2"}, "Enter both latitude and longitude, or neither."),
        ({"address-en": "x" * 501}, "Use at most 500 characters."),
    ],
)
def test_a_wrong_answer_is_said_in_a_sentence(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    make_week("spring")
    client.sign_in()

    answer = client.post("/organise/spring/venues/new", data=typed(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_changing_a_venue_keeps_what_was_before_in_the_journal(client: Client) -> None:
    week = make_week("spring")
    venue = make_venue(week, "Old name", capacity=10)
    client.sign_in()

    client.post(f"/organise/spring/venues/{venue.id}", data=typed())

    line = db.session.scalars(select(Entry)).one()
    assert line.action == "venue.changed"
    assert line.details["before"]["name"] == {"en": "Old name"}
    assert line.details["after"]["name"] == {"en": "Main Hall", "zh-Hans": "大礼堂"}


def test_a_venue_keeps_all_that_was_typed(client: Client) -> None:
    week = make_week("spring", languages=("en", "zh-Hans", "pl"))
    client.sign_in()
    more = {
        "name-pl": "Aula",
        "opens": "08:00",
        "closes": "22:30",
        "latitude": "31.2304",
        "longitude": "121.4737",
        "address-en": "2360 Jinhai Road",
        "directions-en": "Behind the fountain.\nSecond floor, lift.",
        "directions-pl": "Za fontanną.",
    }

    client.post("/organise/spring/venues/new", data=typed(**more))
    venue = db.session.scalars(select(Venue)).one()
    page = client.get(f"/organise/spring/venues/{venue.id}").text
    client.post(f"/organise/spring/venues/{venue.id}", data=typed(**more))

    venue = db.session.scalars(select(Venue)).one()
    assert (venue.week_id, venue.opens, venue.closes) == (
        week.id,
        time(8),
        time(22, 30),
    )
    assert (venue.latitude, venue.longitude) == (31.2304, 121.4737)
    assert dict(venue.name) == {
        "en": "Main Hall",
        "zh-Hans": "大礼堂",
        "pl": "Aula",
    }
    assert venue.directions is not None
    assert venue.directions["en"] == "Behind the fountain.\nSecond floor, lift."
    for text in ("08:00", "22:30", "31.2304", "Za fontanną.", "public at once"):
        assert text in page
    assert db.session.scalars(select(Entry.action)).all() == ["venue.planned"]


def test_changed_hours_are_in_the_journal(client: Client) -> None:
    venue = make_venue(make_week("spring"), opens=time(8))
    client.sign_in()

    client.post(f"/organise/spring/venues/{venue.id}", data=typed(opens="09:00"))

    line = db.session.scalars(select(Entry)).one()
    assert (line.details["before"]["opens"], line.details["after"]["opens"]) == (
        "08:00:00",
        "09:00:00",
    )


def test_venues_are_shown_as_they_lie_in_each_other(client: Client) -> None:
    week = make_week("spring")
    campus = make_venue(week, "Campus", kind=VenueKind.CAMPUS, capacity=None)
    house = make_venue(week, "House", kind=VenueKind.BUILDING, parent_id=campus.id)
    make_venue(week, "Room", parent_id=house.id, opens=time(8), closes=time(18))
    make_venue(week, "Coach A", kind=VenueKind.VEHICLE, capacity=45)
    client.sign_in()

    page = client.get("/organise/spring/venues").text

    places = [page.index(f">{name}</a>") for name in ("Campus", "House", "Room")]
    assert places == sorted(places)
    assert page.count('<ul class="tree">') == 3
    assert "Room, 200 seats, 08:00–18:00" in page
    assert "Coach, 45 seats" in page
    assert "Chinese (Simplified) is missing" in page or "Chinese is missing" in page


def test_a_venue_is_moved_among_those_beside_it(client: Client) -> None:
    week = make_week("spring")
    house = make_venue(week, "House", kind=VenueKind.BUILDING)
    make_venue(week, "Garden", kind=VenueKind.OUTDOORS)
    rooms = [make_venue(week, name, parent_id=house.id) for name in ("201", "202")]
    client.sign_in()

    def order() -> list[str]:
        return [str(venue.name) for venue in venues_of(week)]

    def move(venue: Venue, to: str) -> int:
        page = f"/organise/spring/venues/{venue.id}/move"
        return client.post(page, data={"to": to}).status_code

    assert order() == ["House", "Garden", "201", "202"]
    assert move(rooms[1], "up") == 302
    assert order() == ["House", "202", "201", "Garden"]
    assert move(rooms[1], "up") == 302
    assert move(house, "down") == 302
    assert order() == ["Garden", "House", "202", "201"]
    assert move(house, "sideways") == 400


def test_times_between_buildings_are_kept_for_both_directions(client: Client) -> None:
    week = make_week("spring")
    house = make_venue(week, "House", kind=VenueKind.BUILDING)
    make_venue(week, "Room", parent_id=house.id)
    gate = make_venue(week, "Gate", kind=VenueKind.MEETING_POINT)
    make_venue(week, "Coach", kind=VenueKind.VEHICLE)
    other = make_venue(week, "Library", kind=VenueKind.BUILDING)
    client.sign_in()
    page = "/organise/spring/venues/walks"

    def name(one: Venue, two: Venue) -> str:
        return f"way-{one.id.hex}-{two.id.hex}"

    assert client.get(page).text.count('name="way-') == 3
    first = {name(house, gate): "7", name(house, other): "12"}
    assert client.post(page, data=first).status_code == 302
    assert walks_of(week) == {
        frozenset((house.id, gate.id)): 7,
        frozenset((house.id, other.id)): 12,
    }
    assert 'value="7"' in client.get(page).text

    client.post(page, data={name(house, gate): "8", name(house, other): ""})
    client.post(page, data={name(house, gate): "8"})  # nothing differs
    client.post(page, data={})  # a page without these places

    assert walks_of(week) == {frozenset((house.id, gate.id)): 8}
    lines = db.session.scalars(select(Entry.action)).all()
    assert lines == ["venue.timed", "venue.timed"]
    wrong = client.post(page, data={name(house, gate): "0"})
    assert wrong.status_code == 422
    assert "Enter a whole number from 1 to 600." in wrong.text


def test_a_way_is_reckoned_by_the_map_until_somebody_times_it(client: Client) -> None:
    week = make_week("spring")
    for name, latitude in (("Here", 31.0), ("There", 31.01)):
        make_venue(
            week,
            name,
            kind=VenueKind.BUILDING,
            latitude=latitude,
            longitude=121.0,
        )
    client.sign_in()

    page = client.get("/organise/spring/venues/walks").text

    assert "About 20 min by the map." in page


def test_one_venue_has_no_way_to_time(client: Client) -> None:
    make_venue(make_week("spring"))
    client.sign_in()

    page = client.get("/organise/spring/venues/walks").text
    assert "Once there are two buildings" in page


def test_a_venue_does_not_lie_inside_itself(client: Client) -> None:
    week = make_week("spring")
    house = make_venue(week, "House")
    room = make_venue(week, "Room", parent_id=house.id)
    client.sign_in()

    for inside in (house, room):
        answer = client.post(
            f"/organise/spring/venues/{house.id}", data=typed(parent=str(inside.id))
        )
        assert answer.status_code == 422
        assert "Choose one of the list." in answer.text
        assert house.parent_id is None


def test_a_venue_with_events_stays(client: Client) -> None:
    week = make_week("spring")
    used, free = make_venue(week), make_venue(week, "Empty room")
    make_event(week, venue_id=used.id)
    client.sign_in()

    refused = client.post(f"/organise/spring/venues/{used.id}/remove")
    removed = client.post(f"/organise/spring/venues/{free.id}/remove")

    assert refused.status_code == 409
    assert "Events take place here. Move them first." in refused.text
    assert removed.status_code == 302
    assert db.session.scalars(select(Venue)).all() == [used]


def test_a_venue_of_another_week_is_not_found(client: Client) -> None:
    make_week("spring")
    elsewhere = make_venue(make_week("autumn"))
    client.sign_in()

    page = f"/organise/spring/venues/{elsewhere.id}"
    assert client.get(page).status_code == 404
    assert client.post(page, data=typed()).status_code == 404
    assert client.post(f"{page}/remove").status_code == 404
