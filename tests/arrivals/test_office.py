"""The office's pages: who comes when, cars, hotels, lists; at one row and at many."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.arrivals import boarding, cars, queries
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.service import leaving
from eventapp.arrivals.vocabulary import PickupState, RoomType
from eventapp.kernel.db import db
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from tests.arrivals.cars import AT, make_pickup, make_traveller
from tests.arrivals.test_mine import words
from tests.builders import (
    make_hotel,
    make_institution,
    make_journey,
    make_point,
    make_registration,
    make_stay,
    make_week,
)
from tests.conftest import Client, StoppedClock

pytestmark = pytest.mark.usefixtures("time")


@pytest.fixture
def week(client: Client) -> Week:
    """A week whose organiser is signed in."""
    client.sign_in()
    return make_week("spring")


HOME = "/organise/spring/arrivals"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def read(client: Client, page: str) -> str:
    answer = client.get(f"{HOME}{page}")
    assert answer.status_code == 200, answer.status
    return words(answer.get_data(as_text=True))


def fill(week: Week, point: Point, hotel: Hotel, count: int) -> None:
    """People in cars and without, in the hotel and without, with a changed time."""
    for number in range(count):
        inside, changed = make_traveller(point), make_traveller(point)
        make_pickup(point, inside, changed, starts_at=AT, driver_phone="+999 1")
        make_journey(changed, point, at=AT + timedelta(hours=5))
        make_traveller(point, at=AT + timedelta(minutes=number))
        make_registration(week)
        make_stay(inside, hotel)
        make_stay(changed, room=RoomType.TWIN)
        make_registration(week, accompanies_id=inside.id)


PAGES = (
    "/",
    "/?show=no_car&day=2027-03-07",
    "/remind",
    "/pickups",
    "/pickups/part",
    "/pickups/proposal",
    "/pickups/{pickup}",
    "/hotels",
    "/hotels/pairs",
    "/hotels/{hotel}",
    "/places",
)


def test_each_page_costs_as_many_statements_for_one_as_for_many(
    client: Client, week: Week, statements: Callable[[], Any]
) -> None:
    point, hotel = make_point(week), make_hotel(week)

    def costs() -> dict[str, int]:
        pickup = db.session.scalars(select(Pickup)).first()
        assert pickup is not None
        keys = {"pickup": pickup.id, "hotel": hotel.id}
        counts = {}
        for page in PAGES:
            with statements() as ran:
                assert client.get(HOME + page.format(**keys)).status_code == 200
            counts[page] = len(ran)
        return counts

    fill(week, point, hotel, 1)
    one = costs()
    fill(week, point, hotel, 7)

    assert costs() == one
    assert max(one.values()) <= 20


def test_the_table_counts_filters_and_finds(client: Client, week: Week) -> None:
    point = make_point(week)
    late = make_traveller(point, at=AT + timedelta(hours=6), number="ZZ999")
    make_traveller(point, needs_pickup=False)
    untold = make_registration(week, name=PersonName("Never Told"))

    page = read(client, "/")
    assert "Sun 7 Mar 2 (1)" in page
    assert "3 found." in page
    assert "1 person has not told us when they arrive." in page

    assert "1 found." in read(client, "/?q=zz999")
    assert "Never Told" in read(client, "/?show=missing")
    assert "1 found." in read(client, "/?show=no_car&day=2027-03-07")
    assert "0 found." in read(client, f"/?direction=departure&point={point.id}")
    assert late.is_confirmed
    assert untold.is_confirmed


def test_who_has_not_told_is_reminded_once_a_day(
    client: Client, week: Week, time: StoppedClock
) -> None:
    untold = make_registration(week, language="zh-Hans")
    make_registration(week, accompanies_id=untold.id)
    make_traveller(make_point(week))
    assert "1 person gets an e-mail" in read(client, "/remind")

    client.post(f"{HOME}/remind")
    client.post(f"{HOME}/remind")

    (mail,) = db.session.scalars(select(Message))
    assert (mail.to_address, mail.language) == (untold.address, "zh-Hans")
    assert "/me/enter/" in mail.text
    assert "Nobody to remind" in read(client, "/remind")
    time.advance(hours=25)
    assert "1 person gets an e-mail" in read(client, "/remind")


def test_a_proposal_is_looked_at_taken_and_not_taken_blindly(
    client: Client, week: Week
) -> None:
    point = make_point(week)
    people = [make_traveller(point) for _ in range(3)]
    page = client.get(f"{HOME}/pickups/proposal?seats=2").get_data(as_text=True)
    mark = re.search(r'name="seen" value="(\w+)"', page)
    assert mark
    assert "2 cars for 3 people. Nothing is planned yet." in page
    seen = {"seen": mark[1], "seats": "2", "minutes": "60"}

    make_journey(people[0], point, at=AT + timedelta(hours=2))
    changed = client.post(f"{HOME}/pickups/proposal", data=seen)
    assert "/proposal" in changed.location
    make_journey(people[0], point, at=AT)
    taken = client.post(f"{HOME}/pickups/proposal", data=seen)

    assert taken.location == f"{HOME}/pickups?day=2027-03-07"
    assert sorted(car.taken for car in boarding.cars_of(week)) == [1, 2]


def test_one_day_is_shown_and_one_point_of_it_proposed(
    client: Client, week: Week
) -> None:
    point, other = make_point(week), make_point(week, "SHA")
    early = make_pickup(point, make_traveller(point))
    make_pickup(other, starts_at=AT + DAY, ends_at=AT + DAY)
    make_traveller(point, at=AT + DAY)
    make_traveller(other, at=AT + 2 * DAY)
    make_traveller(other, at=AT + 2 * DAY)
    make_journey(boarding.car_of(early).seats[0].registration, point, at=AT + 9 * HOUR)

    shown, next_day = read(client, "/pickups"), read(client, "/pickups?day=2027-03-08")
    proposed = read(client, "/pickups/proposal")
    chosen = f"day=2027-03-09&point={other.id}"

    assert "1 / 2" in shown
    assert "0 / 2" not in shown
    assert "0 / 2" in next_day
    assert "1 / 2" not in next_day
    for page in (shown, next_day):
        assert "No longer fits" in page
        assert "3 persons want to be met and have no car." in page
    assert "1 cars for 1 people." in proposed
    assert "1 cars for 2 people." in read(client, f"/pickups/proposal?{chosen}")
    elsewhere = f"day=2027-03-08&point={other.id}"
    assert "Nobody waits here" in read(client, f"/pickups/proposal?{elsewhere}")


def test_a_long_proposal_is_made_in_parts_that_nobody_else_could_join(
    client: Client, week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cars, "MOST_PROPOSED", 3)
    point = make_point(week)
    for hours in (0, 0, 3, 3):
        make_traveller(point, at=AT + hours * HOUR)

    page = read(client, "/pickups/proposal?seats=2")

    assert "1 cars for 2 people." in page
    assert "4 persons wait here on this day." in page


def test_a_car_is_planned_filled_told_and_removed_by_hand(
    client: Client, week: Week
) -> None:
    point = make_point(week)
    one, other = make_traveller(point), make_traveller(point)
    plan = {
        "point": str(point.id),
        "day": "2027-03-07",
        "begins": "09:00",
        "ends": "10:00",
        "vehicle": "car",
        "seats": "1",
        "driver_name": "Driver Demo",
    }
    elsewhere = plan | {"point": "nowhere"}
    assert client.post(f"{HOME}/pickups/new", data=elsewhere).status_code == 422
    made = client.post(f"{HOME}/pickups/new", data=plan).location
    page = made.removeprefix(HOME)
    keys = [str(one.id), str(other.id)]

    full = client.post(f"{made}/do", data={"do": "board", "person": keys})
    assert full.location == made
    assert "Not everybody you chose fits. Seats in this car: 1." in read(client, page)
    client.post(f"{made}/do", data={"do": "board", "person": keys[:1]})
    client.post(f"{made}/do", data={"do": "tell"})

    shown = read(client, page)
    assert "In this car: 1 of 1 seats" in shown
    assert "Driver has the list" in shown
    assert "1 person without a car arrives here on this day" in shown
    (pickup,) = db.session.scalars(select(Pickup))
    assert (pickup.starts_at, pickup.state) == (AT, PickupState.TOLD)
    stale = plan | {"version": "1", "seats": "3"}
    assert client.post(made, data=stale).status_code == 422
    seen = plan | {"version": str(pickup.version), "seats": "3"}
    assert client.post(made, data=seen).status_code == 302
    client.post(f"{made}/do", data={"do": "remove"})
    assert boarding.cars_of(week) == []


def test_people_are_split_moved_merged_and_taken_out(
    client: Client, week: Week
) -> None:
    point = make_point(week)
    one, other = make_traveller(point), make_traveller(point)
    pickup = make_pickup(point, one, other)
    key = str(pickup.id)

    def do(what: str, where: str = key, **more: str) -> None:
        data = {"do": what} | more
        client.post(f"{HOME}/pickups/{where}/do", data=data)

    def taken() -> list[int]:
        return sorted(car.taken for car in boarding.cars_of(week))

    do("part", person=str(other.id))
    assert taken() == [1, 1]
    (apart,) = (
        car.pickup.id for car in boarding.cars_of(week) if str(car.pickup.id) != key
    )
    do("move", person=str(one.id), other=str(apart))
    assert taken() == [0, 2]
    do("merge", other=str(apart))
    assert taken() == [2]
    do("take_out", str(apart), person=str(one.id))
    do("go", str(apart), state="done")
    assert taken() == [1]
    assert (
        client.post(f"{HOME}/pickups/{apart}/do", data={"do": "x"}).status_code == 400
    )


def test_a_late_change_is_seen_at_once(client: Client, week: Week) -> None:
    point = make_point(week)
    person = make_traveller(point)
    pickup = make_pickup(point, person)
    before = client.get(f"{HOME}/pickups/part")
    known = {"If-None-Match": before.headers["ETag"]}
    assert client.get(f"{HOME}/pickups/part", headers=known).status_code == 304

    make_journey(person, point, at=AT + timedelta(hours=3))

    after = client.get(f"{HOME}/pickups/part", headers=known)
    text = " ".join(re.sub(r"<[^>]+>", " ", after.get_data(as_text=True)).split())
    assert "Changed at Mon 1 Mar 2027, 17:00: 09:00 12:00 No longer fits" in text
    client.post(f"{HOME}/pickups/{pickup.id}/do", data={"do": "follow"})
    assert "No longer fits" not in read(client, "/pickups")


def test_signs_are_printed_for_the_car_and_for_each(client: Client, week: Week) -> None:
    point = make_point(week)
    names = [
        PersonName("Fatima Ben Salem", "فاطمة بن سالم", "ar", NameOrder.NATIVE_FIRST),
        PersonName("Natthaphon Sisuk", "ณัฐพล ศรีสุข", "th"),
        PersonName("W" * 200, "王" * 200, "zh-Hans", NameOrder.NATIVE_FIRST),
    ]
    people = [make_registration(week, name=name) for name in names]
    for one in people:
        make_journey(one, point, at=AT)
    pickup = make_pickup(point, *people, seats=9)

    whole = client.get(f"{HOME}/pickups/{pickup.id}.pdf")
    each = client.get(f"{HOME}/pickups/{pickup.id}.pdf?each=1")

    assert (whole.mimetype, whole.data[:5]) == ("application/pdf", b"%PDF-")
    assert len(re.findall(rb"/Type/Page\b", whole.data)) == 1
    assert len(re.findall(rb"/Type/Page\b", each.data)) == 3


def test_rooms_are_given_paired_and_the_list_goes_out(
    client: Client, week: Week
) -> None:
    home, hotel = make_institution(), make_hotel(week, twin_rooms=0)
    guests = [make_registration(week, institution=home) for _ in range(2)]
    for one in guests:
        make_stay(one, room=RoomType.TWIN)
        make_journey(one)
    keys = [str(one.id) for one in guests]
    assert "2 guests have no hotel yet" in read(client, "/hotels")

    client.post(f"{HOME}/hotels/give", data={"person": keys, "hotel": str(hotel.id)})
    assert "1 pair is proposed." in read(client, "/hotels/pairs")
    client.post(f"{HOME}/hotels/pairs", data={"person": keys})

    assert "1 of 0" in read(client, "/hotels")
    client.post(f"{HOME}/hotels/{hotel.id}/sent")
    assert "No change since then" in read(client, f"/hotels/{hotel.id}")
    csv = client.post(f"{HOME}/hotels/{hotel.id}.csv").get_data(as_text=True)
    assert "Wang Xiaoming,王小明,Opole University of Technology,2027-03-08" in csv
    book = load_workbook(
        io.BytesIO(client.post(f"{HOME}/hotels/{hotel.id}.xlsx").data), read_only=True
    )
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Guest", "Wang Xiaoming", "Wang Xiaoming"]
    client.post(f"{HOME}/hotels/pairs", data={"person": keys[:1], "do": "apart"})
    assert "2 changes since then" in read(client, f"/hotels/{hotel.id}")
    paper = client.post(f"{HOME}/hotels/{hotel.id}.pdf")
    assert paper.data[:5] == b"%PDF-"


def test_who_is_cancelled_is_shown_until_seen(client: Client, week: Week) -> None:
    guest = make_registration(week)
    make_stay(guest, make_hotel(week))
    leaving.leave(guest)
    assert "Cancelled, and their rooms are free" in read(client, "/hotels")

    client.post(f"{HOME}/hotels/give", data={"person": str(guest.id)})

    assert "Cancelled, and their rooms" not in read(client, "/hotels")
    stay = queries.stay_of(guest)
    assert stay
    assert (stay.hotel_id, stay.left_at) == (None, None)


def test_places_and_hotels_are_entered_and_kept_while_used(
    client: Client, week: Week
) -> None:
    place = {"key": "PVG", "kind": "airport", "name-en": "Pudong", "zone": ""}
    client.post(f"{HOME}/places/new", data=place)
    again = client.post(f"{HOME}/places/new", data=place)
    assert again.status_code == 422
    (point,) = queries.points_of(week)
    make_traveller(point)
    client.post(f"{HOME}/places/{point.id}/remove")
    assert "“Pudong” is in use." in read(client, "/places")

    hotel = {"name-en": "Garden", "single_rooms": "5", "twin_rooms": "x"}
    assert client.post(f"{HOME}/hotels/new", data=hotel).status_code == 422
    client.post(f"{HOME}/hotels/new", data=hotel | {"twin_rooms": "2"})
    (made,) = queries.hotels_of(week)
    assert made.rooms == {RoomType.SINGLE: 5, RoomType.TWIN: 2}
    client.post(f"{HOME}/hotels/{made.id}/edit", data=hotel | {"twin_rooms": "3"})
    client.post(f"{HOME}/hotels/{made.id}/remove")
    assert queries.hotels_of(week) == []


def test_the_office_enters_what_was_told_by_phone(client: Client, week: Week) -> None:
    point, person = make_point(week), make_registration(week)
    home = f"{HOME}/people/{person.id}"
    flight = {
        "is_known": "yes",
        "point": str(point.id),
        "day": "2027-03-07",
        "hour": "09:00",
    }
    how = client.post(f"{home}/arrival", data=flight).location
    asked = client.post(how, data={"mode": "flight", "number": "ZZ1"}).location
    assert asked == f"{home}/pickup"
    client.post(asked, data={"needs_pickup": "yes"})
    nights = {
        "needs_hotel": "yes",
        "check_in": "2027-03-07",
        "check_out": "2027-03-09",
        "room": "single",
    }
    client.post(f"{home}/nights", data=nights)
    client.post(f"{home}/bill", data={"payer": "host", "confirmation": "H-1"})

    page = read(client, f"/people/{person.id}")
    assert "Flight ZZ1 Airport PVG Sun 7 Mar 2027, 09:00 , Shanghai time" in page
    assert "Single room, Sun 7 Mar 2027 – Tue 9 Mar 2027" in page
    stay = db.session.get_one(Stay, person.id)
    assert (stay.payer, stay.confirmation) == ("host", "H-1")


def test_another_week_has_no_part_in_it(client: Client, week: Week) -> None:
    elsewhere = make_point(make_week())
    pickup = make_pickup(elsewhere, make_traveller(elsewhere))
    hotel = make_hotel(elsewhere.week)

    for page in (
        f"/pickups/{pickup.id}",
        f"/pickups/{pickup.id}.pdf",
        f"/hotels/{hotel.id}",
        f"/places/{elsewhere.id}",
        f"/people/{make_registration(elsewhere.week).id}",
    ):
        assert client.get(HOME + page).status_code == 404
    assert week.slug == "spring"
