"""The addresses of screens, and what can be printed."""

from eventapp.programme.vocabulary import VenueKind
from tests.builders import make_venue, make_week
from tests.conftest import Client


def test_each_room_has_a_screen_at_its_door(client: Client) -> None:
    week = make_week("spring")
    room = make_venue(week, "Aula")
    coach = make_venue(week, "Coach", kind=VenueKind.VEHICLE)
    client.sign_in()

    page = client.get("/organise/spring/screens").text

    assert 'value="http://week.example/weeks/spring/screen"' in page
    assert f"/weeks/spring/screen?venue={room.id}" in page
    assert str(coach.id) not in page
    assert "/weeks/spring/programme.pdf?paper=a5" in page
    assert "not public yet" not in page


def test_a_week_that_is_not_public_has_no_screen_yet(client: Client) -> None:
    make_week("spring", is_public=False)
    client.sign_in()

    page = client.get("/organise/spring/screens").text

    assert "This week is not public yet." in page
    assert "No rooms yet." in page
