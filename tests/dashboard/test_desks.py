"""The desks of a week in the office."""

from sqlalchemy import select

from eventapp.checkin.models.desks import Desk
from eventapp.kernel.db import db
from tests.builders import make_desk, make_venue, make_week
from tests.checkin.devices import make_device
from tests.conftest import Client


def test_a_desk_is_added_renamed_and_closed(client: Client) -> None:
    week = make_week("spring")
    venue = make_venue(week, "Main Hall")
    data = {
        "name_en": "Hall door",
        "name_zh": "",
        "kind": "registration",
        "venue": str(venue.id),
    }
    client.sign_in()

    client.post("/organise/spring/desks/new", data={**data, "is_open": "y"})
    key = db.session.scalars(select(Desk.id)).one()
    page = client.post(
        f"/organise/spring/desks/{key}",
        data={**data, "name_en": "North door", "kind": "door", "direction": "in"},
        follow_redirects=True,
    )

    assert "North door" in page.text
    assert "Main Hall" in page.text
    assert "Closed" in page.text
    assert "Door · Only in" in page.text


def test_a_desk_of_another_week_is_not_found(client: Client) -> None:
    make_week("spring")
    desk = make_desk(make_week("autumn"))
    address = f"/organise/spring/desks/{desk.id}"
    client.sign_in()

    assert client.get(address).status_code == 404


def test_a_desk_names_its_devices(client: Client) -> None:
    week = make_week("spring")
    desk = make_desk(week)
    make_device(week, name="Tablet 3", desk_id=desk.id)
    make_device(week, name="Tablet 4")
    address = f"/organise/spring/desks/{desk.id}"
    client.sign_in()

    page = client.get(address).text

    assert "Tablet 3" in page
    assert "Tablet 4" not in page
    assert f"devices/new?desk={address.rpartition('/')[2]}" in page


def test_two_desks_of_one_name_are_told(client: Client) -> None:
    make_desk(make_week("spring"), "East door")
    client.sign_in()
    data = {"name_en": "East door", "kind": "door", "venue": ""}

    told = client.post("/organise/spring/desks/new", data=data, follow_redirects=True)

    assert "Another desk is called East door." in told.text
