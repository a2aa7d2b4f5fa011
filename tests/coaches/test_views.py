"""The pages of leads and of the office: what they show, and to whom."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.vocabulary import DeskKind, DeskRole, DeviceState
from eventapp.coaches.models.counts import CoachDeed
from eventapp.coaches.models.seats import Stop
from eventapp.coaches.queries.manifests import loads, stops_of
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from tests.checkin.devices import carry, make_device
from tests.coaches.tour import Tour, make_tour
from tests.conftest import Client


@pytest.fixture
def tour(app: Flask) -> Tour:
    assert app
    tour = make_tour(3, 2)
    tour.ride(0, "Anna", "Bo", phone="+48 600 100 200")
    tour.ride(1, "Cora", phone="+48 600 100 300")
    return tour


def page(tour: Tour, coach: int = 0, branch: str = "") -> str:
    return f"/desk/coaches/{tour.event.id}/{tour.coaches[coach].id}/{branch}"


def office(tour: Tour, branch: str = "") -> str:
    return f"/organise/{tour.week.slug}/coaches/{tour.event.id}{branch}"


def test_without_script_a_lead_counts_and_takes_a_guest_along(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.STEWARD)
    anna, cora = (tour.riders[name] for name in ("Anna", "Cora"))
    deed = {"kind": "count", "registration": str(anna.id)}

    counted = client.post(page(tour, 0, "deeds"), data=deed, follow_redirects=True)
    typed = {"kind": "count", "code": f"{anna.number:04d}"}
    again = client.post(page(tour, 0, "deeds"), data=typed, follow_redirects=True)
    wrong = client.post(
        page(tour, 0, "deeds"), data={"kind": "count", "code": tour.code("Cora")}
    )
    along = {"kind": "take_along", "registration": str(cora.id)}
    taken = client.post(page(tour, 0, "deeds"), data=along, follow_redirects=True)

    assert "Anna is on board." in counted.text
    assert "1 of 2" in counted.text
    assert "Anna is already on board." in again.text
    assert "Cora has a seat in another coach: Coach B." in wrong.text
    assert "Take along in this coach" in wrong.text
    assert "Send to Coach B" in wrong.text
    assert "2 of 3" in taken.text
    assert tour.on_board() == [["Anna", "Cora"], []]
    assert "no-store" in taken.headers["Cache-Control"]


def test_the_kept_page_and_the_list_name_no_more_than_a_lead_needs(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.STEWARD)

    shell = client.get(page(tour) + "?shell=1").text
    kept = client.get(page(tour, 0, "manifest")).get_json()

    choice = client.get("/desk/coaches/?shell=1").text

    assert "Anna" not in shell
    assert "Coach A" in choice
    assert "Anna" not in choice
    assert "csrf-token" not in shell
    assert {one["name"]["latin"] for one in kept["riders"]} == {"Anna", "Bo"}
    assert [sorted(one) for one in kept["others"]] == [
        ["aboard", "coach", "mark", "registration"]
    ]
    assert "+48" not in str(kept["riders"])


def test_a_batch_is_done_once_and_a_refusal_spoils_no_other(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.STEWARD)
    anna, bo = (str(tour.riders[name].id) for name in ("Anna", "Bo"))
    first = {"scan_id": str(uuid4()), "kind": "count", "registration": anna}
    lost = {**first, "scan_id": str(uuid4()), "stop": str(uuid4())}
    last = {**first, "scan_id": str(uuid4()), "registration": bo, "offline": True}

    told = [
        client.post(page(tour, 0, "deeds"), json={"scans": [first, lost, last]})
        for _time in range(2)
    ]

    answers = [answer.get_json()["answers"] for answer in told]
    assert answers[0] == answers[1]
    assert [one.get("verdict") for one in answers[0]] == ["on_board", None, "on_board"]
    assert "does not go there" in answers[0][1]["error"]["sentence"]
    assert tour.on_board() == [["Anna", "Bo"], []]
    assert db.session.scalar(select(func.count()).select_from(CoachDeed)) == 2


def test_what_nobody_can_read_spoils_no_other_and_leaves_no_trace(
    client: Client, tour: Tour
) -> None:
    carry(client, make_device(tour.week, DeskRole.COACH))
    anna, bo = (str(tour.riders[name].id) for name in ("Anna", "Bo"))
    first = {"scan_id": str(uuid4()), "kind": "count", "registration": anna}
    nowhere = {**first, "scan_id": str(uuid4()), "kind": "move", "to": str(uuid4())}
    nobody = {"scan_id": str(uuid4()), "kind": "count"}
    last = {**first, "scan_id": str(uuid4()), "registration": bo}
    last["scanned_at"] = "9999-12-31T23:59:59Z"
    sent = [first, 7, {**first, "kind": "fly"}, nobody, nowhere, last]

    told = client.post(page(tour, 0, "deeds"), json={"scans": sent})

    verdicts = [one.get("verdict") for one in told.get_json()["answers"]]
    assert verdicts == ["on_board", None, None, None, None, "on_board"]
    assert tour.on_board() == [["Anna", "Bo"], []]
    assert db.session.scalar(select(func.count()).select_from(CoachDeed)) == 2


def test_phones_are_shown_of_those_missing_and_the_look_is_noted(
    client: Client, tour: Tour
) -> None:
    by = client.sign_in(Role.STEWARD)
    tour.count(0, "Anna")

    told = client.post(page(tour, 0, "missing"), json={}).get_json()
    shown = client.post(page(tour, 0, "missing"))

    assert told == {"phones": {str(tour.riders["Bo"].id): "+48 600 100 200"}}
    assert "tel:+48600100200" in shown.text
    noted = db.session.scalars(
        select(Entry).where(Entry.action == "coach.phones_read")
    ).all()
    assert [(one.actor, one.details) for one in noted] == [
        (by.name, {"people": [str(tour.riders["Bo"].id)]})
    ] * 2


def test_a_device_leads_its_own_coach_of_its_own_week(
    client: Client, tour: Tour
) -> None:
    other = make_tour()
    desk = Desk(
        week_id=tour.week.id,
        venue_id=tour.coaches[0].id,
        name=tour.coaches[0].name,
        kind=DeskKind.COACH,
    )
    db.session.add(desk)
    db.session.flush()

    carry(client, make_device(tour.week, DeskRole.COACH, desk_id=desk.id))
    seen = [client.get(page(one)).status_code for one in (tour, other)]
    beside = client.get(page(tour, 1)).status_code
    led = client.get("/desk/coaches/")
    chosen = client.get("/desk/coaches/?all=1").text
    carry(client, make_device(tour.week, DeskRole.STEWARD))
    steward = client.get(page(tour)).status_code

    assert (seen, beside, steward) == ([200, 404], 404, 403)
    assert led.location == page(tour)
    assert page(tour) in chosen
    assert page(tour, 1) not in chosen
    assert str(other.event.id) not in chosen


def test_nobody_is_left_behind_by_one_press(client: Client, tour: Tour) -> None:
    client.sign_in(Role.STEWARD)
    tour.count(0, "Anna")
    leave = {"kind": "depart"}

    asked = client.post(page(tour, 0, "deeds"), data=leave)
    is_still_here = loads(tour.event)[0].last_departure is None
    gone = client.post(
        page(tour, 0, "deeds"), data={**leave, "sure": "yes"}, follow_redirects=True
    )
    back = {"kind": "reopen", "stop": str(tour.stops[0])}
    undone = client.post(page(tour, 0, "deeds"), data=back, follow_redirects=True)

    assert "Leave without them?" in asked.text
    assert "Bo" in asked.text
    assert "Anna" not in asked.text
    assert is_still_here
    assert "is closed: left at" in gone.text
    assert "with 1 of 2." in gone.text
    assert "Counted next: Way back" in gone.text
    assert "It has not left" in gone.text
    assert 'role="status">Missing:' not in gone.text
    assert 'data-part="fold">' in gone.text
    assert 'role="status">Missing:' in undone.text
    assert 'data-part="fold" open>' in undone.text


def test_nobody_is_missed_before_the_first_is_counted(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.ORGANISER)
    seen = ("/desk/coaches/", page(tour), f"/organise/{tour.week.slug}/coaches/")
    tour.count(1, "Cora")

    before = [client.get(address).text for address in seen]
    tour.count(0, "Anna")
    after = [client.get(address).text for address in seen]

    assert ["ot counted yet" in text for text in before] == [True, False, True]
    assert "Nobody is counted here yet." in before[1]
    assert "person missing" not in before[0]
    assert "people missing" not in before[0]
    assert "1 person missing" in after[0]
    assert 'role="status">Missing:' in after[1]


def test_both_leads_and_the_office_are_told_of_a_double_count_until_settled(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.ORGANISER)
    tour.count(0, "Anna")
    deed = tour.deed(DeedKind.COUNT, 1, "Anna", told=Told.ON_BOARD, was_offline=True)
    sentence = "was counted in Coach B and in Coach A."

    told = [client.get(page(tour, coach)).text for coach in (0, 1)]
    told += [client.get(office(tour)).text]
    kept = client.get(page(tour, 0, "manifest")).get_json()["open"]
    data = {"deed": str(deed.id), "rides": "there"}
    for address in (office(tour, "/settle"), page(tour, 0, "settle")):
        client.post(address, data=data, follow_redirects=True)

    assert [sentence in text for text in told] == [True] * 3
    assert [one["name"]["latin"] for one in kept] == ["Anna"]
    assert tour.on_board() == [["Anna"], []]
    assert sentence not in client.get(page(tour)).text


def test_who_was_taken_along_without_a_free_seat_is_no_riddle(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.ORGANISER)
    tour.ride(1, "Dan")
    promised = {"told": Told.ON_BOARD, "was_offline": True}
    tour.deed(DeedKind.TAKE_ALONG, 1, "Anna", **promised)

    seen = (page(tour), page(tour, 1), office(tour), "/desk/coaches/")
    told = [client.get(address).text for address in seen]

    sentence = "taken along in Coach B without network, and no seat is free there."
    assert [sentence in text for text in told] == [True] * 4


def test_the_office_proposes_moves_plans_stops_and_prints(
    client: Client, tour: Tour
) -> None:
    client.sign_in(Role.ORGANISER)
    tour.ride(0, "Dan")
    dan = tour.riders["Dan"].id

    client.post(office(tour, "/seats"), data={"person": str(dan), "coach": "none"})
    asked = client.get(office(tour, "/proposal"))
    seen = asked.text.partition('name="seen" value="')[2].partition('"')[0]
    stale = client.post(office(tour, "/proposal"), data={"seen": "old"})
    client.post(office(tour, "/proposal"), data={"seen": seen})
    full = client.post(
        office(tour, "/seats"),
        data={
            "person": [str(tour.riders[name].id) for name in ("Anna", "Bo")],
            "coach": str(tour.coaches[1].id),
        },
        follow_redirects=True,
    )
    known = stops_of(tour.event)
    typed = {
        "stops-0-key": str(known[0].id),
        "stops-0-en": "Gate",
        "stops-0-leaves_at": "09:00",
        "stops-1-en": "The Bund",
        "stops-1-zh": "外滩",
    }
    client.post(office(tour, "/stops"), data=typed)
    paper = client.post(office(tour, f"/{tour.coaches[0].id}.pdf"))
    table = client.post(office(tour, "/coaches.csv"))

    assert stale.status_code == 302
    assert "Free seats in Coach B: 1." in full.text
    names = [
        dict(one) for one in db.session.scalars(select(Stop.name).order_by("position"))
    ]
    assert names == [
        {"en": "Gate"},
        {"en": "The Bund", "zh-Hans": "外滩"},
    ]
    assert paper.data.startswith(b"%PDF")
    assert "Coach B" in table.text
    assert "Dan" in table.text


def test_a_page_costs_the_same_however_many_ride(
    client: Client, tour: Tour, statements: Callable[[], Any]
) -> None:
    client.sign_in(Role.STEWARD)
    addresses = [page(tour), page(tour, 0, "manifest"), "/desk/coaches/"]
    client.get(addresses[0])
    costs = []
    for name in ("Few", "Many"):
        with statements() as ran:
            for address in addresses:
                client.get(address)
        costs.append(len(ran))
        tour.coaches[0].capacity = 40
        tour.ride(0, *(f"{name} {number}" for number in range(9)))

    assert costs[0] == costs[1]
    assert costs[0] < 45


def test_whoever_sends_nonsense_counts_nobody(client: Client, tour: Tour) -> None:
    client.sign_in(Role.STEWARD)
    anna = str(tour.riders["Anna"].id)
    bodies: list[Any] = [
        None,
        [],
        {},
        {"scan_id": "x", "kind": "count", "registration": anna},
        {"scan_id": str(uuid4()), "kind": "dance", "registration": anna},
        {"scan_id": str(uuid4()), "kind": "count", "code": 5},
        {"scan_id": str(uuid4()), "kind": "count"},
    ]

    told = [client.post(page(tour, 0, "deeds"), json=one).status_code for one in bodies]
    odd = {"scan_id": str(uuid4()), "kind": "count", "registration": anna}
    kept = client.post(
        page(tour, 0, "deeds"),
        json={**odd, "scanned_at": "0001-01-01T00:00:00+14:00", "told": "gold"},
    )

    assert told == [400] * len(bodies)
    assert kept.get_json()["verdict"] == "on_board"
    assert client.get(f"/desk/coaches/{UUID(int=0)}/{UUID(int=0)}/").status_code == 404


def test_the_board_hears_the_phone_of_a_lead(client: Client, tour: Tour) -> None:
    device = make_device(tour.week, DeskRole.COACH)
    carry(client, device)

    heard = client.post(page(tour, 0, "beat"), json={"waiting": 2})

    assert heard.status_code == 200
    db.session.refresh(device)
    assert (device.waiting, device.event_id) == (2, tour.event.id)
    assert device.state(clock.now()) is DeviceState.ONLINE
