"""Venues in the office."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.programme.models.venues import Venue
from tests.builders import make_event, make_venue, make_week
from tests.conftest import Client


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "name_en": "Main Hall",
        "name_zh": "大礼堂",
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

    assert "The venue is there." in answer.text
    assert "Main Hall" in answer.text
    venue = db.session.scalars(select(Venue)).one()
    assert (venue.week_id, venue.capacity, venue.is_step_free) == (week.id, 220, True)
    assert db.session.scalars(select(Entry.action)).all() == ["venue.planned"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name_en": "", "name_zh": " "}, "Enter a name in one language at least."),
        ({"capacity": "0"}, "Enter a whole number from 1 to 100000."),
        ({"capacity": "9" * 400}, "Enter a whole number from 1 to 100000."),
        ({"kind": "castle"}, "Choose one of the list."),
        ({"parent": "\0"}, "Choose one of the list."),
        ({"step_free": "perhaps"}, "Choose one of the list."),
        ({"address_en": "x" * 501}, "Use at most 500 characters."),
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
