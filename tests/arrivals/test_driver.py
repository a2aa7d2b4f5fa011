"""The driver's phone: what it shows, what one tap does, what it never tells."""

import re
from datetime import timedelta

import pytest

from eventapp.arrivals import boarding
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service import leaving, meeting
from eventapp.arrivals.vocabulary import PickupState
from eventapp.kernel.db import db
from eventapp.registration.vocabulary import ConsentPurpose
from tests.arrivals.cars import AT, make_pickup, make_traveller
from tests.arrivals.test_mine import words
from tests.builders import agree, make_account, make_journey, make_point, make_week
from tests.conftest import Client, StoppedClock

pytestmark = pytest.mark.usefixtures("time")


def told(pickup: Pickup) -> str:
    return f"/driver/{meeting.tell(pickup, by=make_account())}"


def test_the_list_tells_what_a_driver_needs_and_no_more(client: Client) -> None:
    point = make_point(make_week())
    person = make_traveller(point, note="Wheelchair", phone="+999 7")
    person.phone = "+999 8"  # given to the office, not to drivers
    agree(person, ConsentPurpose.SENSITIVE)
    pickup = make_pickup(point, person, driver_name="Demo", meeting_place="Exit 12")

    answer = client.get(told(pickup))

    page = words(answer.get_data(as_text=True))
    assert "Airport PVG Sun 7 Mar 2027 09:00 – 10:00 Wait here: Exit 12" in page
    assert "王小明 Wang Xiaoming 09:00 ZZ415 Wheelchair +999 7" in page
    for secret in (person.address, "+999 8", "University of Opole"):
        assert secret not in answer.get_data(as_text=True)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_one_tap_marks_and_a_second_one_changes_nothing(client: Client) -> None:
    point = make_point(make_week())
    one, other = make_traveller(point), make_traveller(point)
    pickup = make_pickup(point, one, other, driver_name="Demo")
    page = told(pickup)

    for person, finding in ((one, "met"), (one, "met"), (other, "not_found")):
        data = {"person": str(person.id), "finding": finding}
        assert client.post(f"{page}/find", data=data).location == page

    shown = words(client.get(page).get_data(as_text=True))
    assert shown.count("Undo") == 2
    assert "I have brought them" in shown
    client.post(f"{page}/state", data={"state": "done"})
    db.session.refresh(pickup)
    assert pickup.state is PickupState.DONE
    bad = {"person": str(one.id), "finding": "gone"}
    assert client.post(f"{page}/find", data=bad).status_code == 400


def test_late_changes_and_cancellations_are_seen_at_once(client: Client) -> None:
    point = make_point(make_week())
    one, other = make_traveller(point), make_traveller(point)
    pickup = make_pickup(point, one, other, driver_name="Demo")
    part = f"{told(pickup)}/part"
    known = {"If-None-Match": client.get(part).headers["ETag"]}
    assert client.get(part, headers=known).status_code == 304

    make_journey(one, point, at=AT + timedelta(hours=2))
    leaving.leave(other)

    answer = client.get(part, headers=known)
    page = " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())
    assert "09:00 11:00 ZZ415 Changed This person no longer fits." in page
    assert "Does not come" in page
    gone = {"person": str(other.id), "finding": "met"}
    client.post(f"{part.removesuffix('/part')}/find", data=gone)
    assert boarding.car_of(pickup).taken == 1


def test_the_other_runs_of_the_day_are_one_tap_away(client: Client) -> None:
    point = make_point(make_week())
    driver = {"driver_name": "Demo", "driver_phone": "+999 1"}
    first = make_pickup(point, make_traveller(point), **driver)
    second = make_pickup(
        point,
        starts_at=AT + timedelta(hours=3),
        ends_at=AT + timedelta(hours=3),
        **driver,
    )
    another = told(second)

    assert another in client.get(told(first)).get_data(as_text=True)


def test_an_unknown_an_ended_and_an_old_link_look_alike(
    client: Client, time: StoppedClock
) -> None:
    point = make_point(make_week())
    pickup = make_pickup(point, driver_name="Demo")
    ended = told(pickup)
    meeting.end_link(pickup, by=make_account())
    page = told(pickup)
    assert client.get(page).status_code == 200

    time.advance(days=30)

    for address in (page, ended, "/driver/unknown", f"{page}/part"):
        assert client.get(address).status_code == 404
