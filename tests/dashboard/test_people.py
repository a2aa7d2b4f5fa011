"""People at an event: places given, released and inherited."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.dashboard.queries import placed
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp, WaitingList
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, make_place, make_registration, make_week
from tests.conftest import Client, StoppedClock


def address(week: Week, event: Event, more: str = "people") -> str:
    return f"/organise/{week.slug}/events/{event.id}/{more}"


def called(week: Week, name: str) -> Registration:
    return make_registration(week, name=PersonName(name))


def test_an_organiser_gives_and_releases_places(client: Client) -> None:
    week = make_week()
    event = make_event(week, capacity=1, signup=SignUp.BY_REQUEST)
    first, second = make_registration(week), make_registration(week)
    client.sign_in()
    page = address(week, event)

    answer = client.post(page, data={"registration": first.id}, follow_redirects=True)
    assert "has a place." in answer.text
    assert "1 of 1 places are held." in answer.text

    full = client.post(page, data={"registration": second.id})
    assert full.status_code == 409
    assert "This event is full." in full.text

    place = db.session.scalars(select(Place)).one()
    client.post(address(week, event, f"places/{place.id}/release"))
    assert db.session.scalars(select(Place)).all() == []
    actions = db.session.scalars(select(Entry.action)).all()
    assert sorted(actions) == ["place.given", "place.released"]


def test_a_released_place_goes_to_the_first_in_line_and_the_page_names_them(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    event = make_event(week, capacity=1)
    held = make_place(make_registration(week), event)
    time.advance(minutes=1)
    waiting = make_place(make_registration(week), event, PlaceStatus.WAITING)
    client.sign_in()

    answer = client.post(
        address(week, event, f"places/{held.id}/release"), follow_redirects=True
    )

    assert "has the place now. We wrote an e-mail." in answer.text
    assert db.session.get_one(Place, waiting.id).is_held


def test_places_of_another_week_are_not_found(client: Client) -> None:
    week, other = make_week(), make_week()
    event = make_event(other)
    place = make_place(make_registration(other), event)
    here = make_event(week)
    client.sign_in()

    assert client.get(address(week, event)).status_code == 404
    release = client.post(address(week, here, f"places/{place.id}/release"))
    assert release.status_code == 404
    stranger = {"registration": place.registration_id}
    assert client.post(address(week, here), data=stranger).status_code == 404
    for key in ("", "x", "\0"):
        wrong = client.post(address(week, here), data={"registration": key})
        assert wrong.status_code == 404


def test_a_request_is_refused_with_a_reason_that_the_delegate_reads(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, "Tea", signup=SignUp.BY_REQUEST)
    place = make_place(make_registration(week), event, PlaceStatus.WAITING)
    client.sign_in()
    page = address(week, event, f"places/{place.id}/release")

    asked = client.get(page).text
    answer = client.post(page, data={"reason": "Too few."}, follow_redirects=True)

    assert "Refuse a request" in asked
    assert "no longer has this place." in answer.text
    mail = db.session.scalars(select(Message)).one()
    assert (mail.subject, mail.occasion) == ("No place: Tea", "place.refused")
    assert "Reason: Too few." in mail.text
    assert db.session.scalars(select(Entry.action)).all() == ["place.refused"]


def test_one_place_more_than_there_are_is_given_only_by_a_tick(client: Client) -> None:
    week = make_week()
    event = make_event(week, capacity=1)
    make_place(make_registration(week), event)
    late = make_registration(week)
    client.sign_in()
    page = address(week, event, f"people/{late.id}")

    without = client.post(page, data={"reason": "Guest of honour"})
    ticked = client.post(
        page, data={"reason": "Guest of honour", "is_extra": "y"}, follow_redirects=True
    )

    assert (without.status_code, ticked.status_code) == (422, 200)
    assert "All places are taken. Tick this to give one." in without.text
    assert "More than there are" in ticked.text
    entry = db.session.scalars(select(Entry)).one()
    assert entry.details["after"] == {"is_extra": True, "reason": "Guest of honour"}


def test_offers_stand_with_their_end_and_the_list_can_be_saved(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    event = make_event(week, capacity=1, waiting_list=WaitingList.OFFER, key="tea")
    held = make_place(make_registration(week), event)
    make_place(make_registration(week), event, PlaceStatus.WAITING)
    client.sign_in()
    assert time

    answer = client.post(
        address(week, event, f"places/{held.id}/release"), follow_redirects=True
    )
    saved = client.post(address(week, event, "people.csv"))

    assert "The place is offered to" in answer.text
    assert "1 is offered." in answer.text
    lines = saved.text.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("offered,")
    assert lines[1].endswith(",2027-03-01 17:00,,2027-03-02 17:00")
    actions = db.session.scalars(select(Entry.action).order_by(Entry.at)).all()
    assert "place.exported" in actions


def test_the_page_of_many_people_asks_as_little_as_that_of_one(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    event = make_event(week, capacity=2)
    client.sign_in()

    def count(people: int) -> int:
        for _ in range(people):
            for status in PlaceStatus:
                make_place(make_registration(week), event, status)
        db.session.commit()
        with statements() as said:
            assert client.get(address(week, event)).status_code == 200
        return len(said)

    assert count(1) == count(6)


def test_long_lists_have_pages_and_a_name_finds_its_place(
    client: Client, time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placed, "PAGE", 2)
    week = make_week()
    event, other = make_event(week), make_event(week)
    people = [called(week, f"NAME{n}") for n in range(1, 6)]
    for one in people:
        time.advance(minutes=1)
        make_place(one, event, PlaceStatus.WAITING)
    make_place(called(week, "HOLDER"), event)
    make_place(called(week, "NAME6"), other)
    client.sign_in()
    page = address(week, event)

    first = client.get(page).text
    second = client.get(f"{page}?show=waiting&page=2").text
    sought = client.get(f"{page}?q=name4").text
    stranger = client.get(f"{page}?q=name6").text

    assert [f"NAME{n}" in first for n in range(1, 6)] == [True, True, *[False] * 3]
    assert "1 to 2 of 5" in first
    assert "HOLDER" in first
    assert "show=waiting&amp;page=2" in first
    assert "3 to 4 of 5" in second
    assert re.findall(r'<td class="number">(\d+)</td>', second) == ["3", "4"]
    assert "HOLDER" not in second
    assert "NAME4" in sought
    assert "NAME5" not in sought
    assert "Nobody else was found." in sought
    assert stranger.count("Give a place") == 1
