"""A delegate's own travel, page by page, and that of a delegation together."""

import re

import pytest

from eventapp.arrivals import boarding, rooming
from eventapp.arrivals.nights import guests_of
from eventapp.arrivals.service import meeting
from eventapp.arrivals.travellers import way_of
from eventapp.arrivals.vocabulary import Direction, RoomType
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.arrivals.cars import AT, make_pickup
from tests.builders import (
    make_account,
    make_delegation,
    make_hotel,
    make_journey,
    make_point,
    make_registration,
    make_stay,
    make_week,
)
from tests.conftest import Client, StoppedClock

pytestmark = pytest.mark.usefixtures("time")
ARRIVAL = Direction.ARRIVAL
HOW = {"mode": "flight", "number": "ZZ415"}
FLIGHT = {
    "is_known": "yes",
    "day": "2027-03-07",
    "hour": "18:05",
}


def open_as(client: Client, registration: Registration) -> str:
    with client.session_transaction() as kept:
        kept["registrations"] = [str(registration.id)]
    return f"/me/{registration.id}/travel"


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_delegate_tells_arrival_pick_up_and_hotel(client: Client) -> None:
    week = make_week()
    point = make_point(week)
    delegate = make_registration(week)
    home = open_as(client, delegate)

    told = client.post(f"{home}/arrival", data=FLIGHT | {"point": str(point.id)})
    assert told.location == f"{home}/arrival?ask=how"
    said = client.post(told.location, data=HOW)
    assert said.location == f"{home}/pickup"
    met = {"needs_pickup": "yes", "phone": "+999 1", "note": "Two large cases"}
    assert client.post(f"{home}/pickup", data=met).status_code == 422
    agreed = met | {"agrees": "y"}
    assert client.post(f"{home}/pickup", data=agreed).location == f"{home}/"
    nights = {
        "needs_hotel": "yes",
        "check_in": "2027-03-07",
        "check_out": "2027-03-10",
        "room": "twin",
    }
    assert client.post(f"{home}/hotel", data=nights).location == f"{home}/room"
    client.post(f"{home}/room", data={"shares_wish": "Li Na"})

    page = words(client.get(f"{home}/").get_data(as_text=True))
    assert "Flight ZZ415 Airport PVG Sun 7 Mar 2027, 18:05 , Shanghai time" in page
    assert "Yes Phone for the driver: +999 1 Two large cases" in page
    assert "Twin room Sun 7 Mar 2027 – Wed 10 Mar 2027 3 nights" in page
    assert "You wish to share with Li Na." in page
    journey = way_of(delegate, ARRIVAL)
    assert journey
    assert journey.at
    assert journey.at.isoformat() == "2027-03-07T10:05:00+00:00"


def test_what_tells_of_health_is_read_and_kept_by_consent_only(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    hotel, delegate = make_hotel(week), make_registration(week)
    make_journey(delegate, note="Wheelchair")
    stay = make_stay(delegate, hotel, wishes="A low floor")
    pickup = make_pickup(make_point(week), delegate)
    home = open_as(client, delegate)

    def read_by_others() -> list[str | None]:
        db.session.expire_all()
        seat = boarding.car_of(pickup).seats[0]
        row = rooming.rows_of(hotel, guests_of(week), {})[0]
        return [seat.note, row.facts.wishes]

    assert read_by_others() == [None, None]
    refused = client.post(f"{home}/room", data={"wishes": "A low floor"})
    assert "Agree that we keep what you wrote" in refused.text
    client.post(f"{home}/room", data={"wishes": "A low floor", "agrees": "y"})
    assert read_by_others() == ["Wheelchair", "A low floor"]
    time.advance(minutes=1)
    client.post(f"/me/{delegate.id}/consents", data={})

    assert read_by_others() == [None, None]
    assert stay.wishes is None


def test_the_time_is_by_the_clocks_of_the_point(client: Client) -> None:
    week = make_week()
    point = make_point(week, zone="Europe/Warsaw")
    delegate = make_registration(week)
    home = open_as(client, delegate)

    client.post(f"{home}/departure", data=FLIGHT | {"point": str(point.id)})

    journey = way_of(delegate, Direction.DEPARTURE)
    assert journey
    assert journey.at
    assert journey.at.isoformat() == "2027-03-07T17:05:00+00:00"
    assert "18:05 , Airport PVG time" in words(client.get(f"{home}/").text)


def test_not_known_yet_is_an_answer(client: Client) -> None:
    delegate = make_registration()
    home = open_as(client, delegate)

    client.post(f"{home}/arrival", data={"is_known": "later"})
    client.post(f"{home}/hotel", data={"needs_hotel": "later"})

    page = words(client.get(f"{home}/").get_data(as_text=True))
    assert page.count("Not known yet") == 2


@pytest.mark.parametrize(
    ("step", "data", "sentence"),
    [
        ("arrival", FLIGHT | {"hour": ""}, "Enter the time, like 18:05."),
        ("arrival", FLIGHT | {"day": ""}, "Enter the day."),
        ("arrival", FLIGHT | {"day": "2026-01-01"}, "Enter a day between"),
        ("arrival", FLIGHT, "Name the place."),
        ("arrival", {}, "Choose yes or not yet."),
        ("hotel", {"needs_hotel": "yes", "room": "twin"}, "Enter the day of your"),
        (
            "hotel",
            {"needs_hotel": "yes", "check_in": "2027-03-08", "check_out": "2027-03-08"},
            "Enter a day after your first night.",
        ),
    ],
)
def test_what_is_missing_is_said(
    client: Client, step: str, data: dict[str, str], sentence: str
) -> None:
    home = open_as(client, make_registration())

    answer = client.post(f"{home}/{step}", data=data)

    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_a_flight_has_a_number(client: Client) -> None:
    delegate = make_registration()
    make_journey(delegate)
    how = f"{open_as(client, delegate)}/arrival?ask=how"

    answers = [client.post(how, data=HOW | {name: ""}) for name in HOW]

    assert [one.status_code for one in answers] == [422, 422]
    assert "Choose how you travel." in answers[0].text
    assert "Enter the number of the flight." in answers[1].text


def test_a_late_change_says_what_it_does(client: Client) -> None:
    point = make_point(make_week())
    delegate = make_registration(point.week)
    make_journey(delegate, point, at=AT, number="ZZ415")
    pickup = make_pickup(
        point, delegate, driver_name="Driver Demo", driver_phone="+999 2", sign="WEEK"
    )
    meeting.tell(pickup, by=make_account())
    home = open_as(client, delegate)
    assert "Driver Driver Demo +999 2" in words(client.get(f"{home}/").text)

    late = FLIGHT | {"point": str(point.id), "hour": "21:40"}
    client.post(f"{home}/arrival", data=late)

    page = words(client.get(f"{home}/").get_data(as_text=True))
    assert "Your new time is Sun 7 Mar 2027, 21:40." in page
    assert "The list of your driver shows it now." in page
    assert "The office sees it now, and plans your car again." in page


def test_a_member_sees_the_shared_way_and_can_leave_and_join_it(
    client: Client,
) -> None:
    week = make_week()
    point, delegation = make_point(week), make_delegation(week)
    member = make_registration(week, delegation=delegation)
    shared = make_journey(delegation, point)
    home = open_as(client, member)
    page = client.get(f"{home}/").get_data(as_text=True)
    assert "You travel with your group." in page

    client.post(f"{home}/arrival", data=FLIGHT | {"point": str(point.id)})
    assert way_of(member, ARRIVAL) != shared
    client.post(f"{home}/arrival/together")

    assert way_of(member, ARRIVAL) == shared


def test_the_contact_enters_the_way_of_the_delegation_once(client: Client) -> None:
    week = make_week()
    point = make_point(week)
    delegation = make_delegation(week, link_digest=b"1" * 32)
    member = make_registration(week, delegation=delegation)
    home = f"/delegations/{delegation.id}/travel"
    assert client.get(f"{home}/").status_code == 404
    with client.session_transaction() as kept:
        kept["delegations"] = [[str(delegation.id), delegation.link_generation]]

    told = client.post(f"{home}/arrival", data=FLIGHT | {"point": str(point.id)})
    said = client.post(told.location, data=HOW)
    client.post(f"{home}/pickup", data={"needs_pickup": "no"})

    assert said.location == f"{home}/pickup"
    page = client.get(f"{home}/").get_data(as_text=True)
    assert "ZZ415" in page
    assert f'href="/delegations/{delegation.id}/"' in page  # the way back
    journey = way_of(member, ARRIVAL)
    assert journey
    assert (journey.delegation_id, journey.needs_pickup) == (delegation.id, False)


def test_who_does_not_come_changes_nothing(client: Client) -> None:
    delegate = make_registration(status=RegistrationStatus.CANCELLED)
    home = open_as(client, delegate)

    assert client.post(f"{home}/arrival", data=FLIGHT).status_code == 409
    assert client.get(f"{home}/hotel").status_code == 409
    assert "Travel can no longer be changed here." in client.get(f"{home}/").text


def test_the_hotel_and_its_number_are_shown(client: Client) -> None:
    week = make_week()
    delegate = make_registration(week)
    stay = make_stay(delegate, make_hotel(week), room=RoomType.TWIN)
    stay.confirmation = "H-17"
    home = open_as(client, delegate)

    page = words(client.get(f"{home}/").get_data(as_text=True))

    assert "Garden Hotel Confirmation number H-17" in page
