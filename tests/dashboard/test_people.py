"""People at an event: places given, released and inherited."""

from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, make_place, make_registration, make_week
from tests.conftest import Client, StoppedClock


def address(week: Week, event: Event, more: str = "people") -> str:
    return f"/organise/{week.slug}/events/{event.id}/{more}"


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
