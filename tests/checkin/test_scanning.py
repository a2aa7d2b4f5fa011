"""Scans over HTTP: batches, reasons, ways out, what each role may do."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import cards
from eventapp.badges import service as badges
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.codes import show_reference
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.checkin.doors import make_rule
from tests.conftest import Client


class Hall:
    """A desk, an event, a guest with a badge; keys that outlive a request."""

    def __init__(self, client: Client, role: DeskRole | None = None) -> None:
        week = make_week()
        event = make_event(week, "Salon A", capacity=50)
        desk = make_desk(week, "Hall door")
        guest = make_registration(week)
        make_place(guest, event)
        self.code = badges.code_of(badges.issue(guest))
        self.reference = guest.reference
        self.week, self.event = week.id, event.id
        self.desk, self.guest = desk.id, guest.id
        self.scans = f"/desk/{desk.id}/scans"
        if role is None:
            client.sign_in(Role.STEWARD)
        else:
            carry(client, make_device(week, role))

    def body(self, **changes: object) -> dict[str, object]:
        values: dict[str, object] = {
            "scan_id": str(uuid4()),
            "event": str(self.event),
            "code": self.code,
            "scanned_at": "2027-03-08T01:02:03Z",
        }
        return values | changes


def test_an_answer_tells_all_that_a_desk_shows(client: Client) -> None:
    hall = Hall(client)
    delegation = make_delegation(db.session.get_one(Week, hall.week))
    db.session.get_one(Registration, hall.guest).delegation = delegation
    make_rule(db.session.get_one(Event, hall.event), most_inside=40)
    key, title = str(delegation.id), delegation.title

    answer = client.post(hall.scans, json=hall.body()).get_json()

    told = {name: answer[name] for name in ("inside", "limit", "warn", "entries")}
    assert told == {"inside": 1, "limit": 40, "warn": 36, "entries": 1}
    assert answer["delegation"] == {"id": key, "title": title, "here": 1, "of": 1}
    assert (answer["direction"], answer["is_in"], answer["next"]) == ("in", True, None)
    assert (answer["conflict"], answer["may_overrule"]) == (None, False)


def test_one_bad_scan_spoils_no_other(client: Client) -> None:
    hall, other = Hall(client), make_event(make_week())
    spoilt = str(uuid4())
    waited: list[Any] = [
        hall.body(scan_id=spoilt, event=str(other.id)),
        "no scan",
        {"scan_id": "half"},
        hall.body(),
        hall.body(code="\0", event=None),
        hall.body(direction="out"),
    ]

    answers = client.post(hall.scans, json={"scans": waited}).get_json()["answers"]

    assert [one.get("verdict") for one in answers] == [
        None,
        None,
        None,
        "admitted",
        None,
        "goodbye",
    ]
    assert answers[0]["scan_id"] == spoilt
    assert answers[0]["error"]["status"] == 422
    assert all(one["error"]["sentence"] for one in answers if "error" in one)
    assert db.session.scalar(select(func.count(Scan.id))) == 2


def test_a_batch_sent_again_gets_the_same_answers(client: Client) -> None:
    hall = Hall(client)
    waited = [
        hall.body(offline=True, told="admitted"),
        hall.body(offline=True, told="admitted"),
        hall.body(code="PW1broken", offline=True, told="misread"),
    ]
    first = client.post(hall.scans, json={"scans": waited}).get_json()["answers"]

    again = client.post(hall.scans, json={"scans": waited}).get_json()["answers"]

    assert [one["verdict"] for one in first] == ["admitted", "conflict", "misread"]
    assert first[1]["is_new_conflict"] is True
    volatile = {"inside", "count", "server_time"}
    assert [{k: v for k, v in one.items() if k not in volatile} for one in again] == [
        {k: v for k, v in one.items() if k not in volatile} for one in first
    ]


@pytest.mark.parametrize("told", ["nonsense", 7, None, ["admitted"]])
def test_what_a_device_says_in_riddles_says_nothing(
    client: Client, told: object
) -> None:
    hall = Hall(client)

    answer = client.post(hall.scans, json=hall.body(offline=True, told=told))

    assert (answer.get_json()["verdict"], answer.get_json()["told"]) == (
        "admitted",
        None,
    )


def test_a_refusal_says_whether_it_may_be_overruled_and_why_is_asked(
    client: Client,
) -> None:
    hall = Hall(client)
    client.post(hall.scans, json=hall.body())
    refused = client.post(hall.scans, json=hall.body()).get_json()

    silent = client.post(
        hall.scans, json=hall.body(overrules=refused["scan_id"], reason="  ")
    )
    spoken = client.post(
        hall.scans,
        json=hall.body(overrules=refused["scan_id"], reason="Was  outside"),
    ).get_json()

    assert (refused["may_overrule"], silent.status_code) == (True, 422)
    assert (spoken["verdict"], spoken["reason"]) == ("admitted", "Was outside")
    assert spoken["detail"] == "Admitted all the same: Was outside"


def test_without_script_a_refusal_is_overruled_from_its_page(client: Client) -> None:
    hall = Hall(client)
    client.post(hall.scans, json=hall.body())
    refused = client.post(hall.scans, json=hall.body()).get_json()

    page = client.post(
        hall.scans,
        data={
            "scan_id": str(uuid4()),
            "event": str(hall.event),
            "overrules": refused["scan_id"],
            "reason": "Was outside",
        },
        follow_redirects=True,
    )

    assert "Was outside" in page.text
    assert db.session.scalar(select(func.count(Scan.id))) == 3


def test_a_list_on_a_device_names_people_by_reference(client: Client) -> None:
    hall = Hall(client)

    answer = client.post(
        hall.scans, json=hall.body(code=None, registration=hall.reference)
    )

    assert answer.get_json()["verdict"] == "admitted"


def test_a_device_at_a_door_admits_by_badge_alone(client: Client) -> None:
    hall = Hall(client, DeskRole.STEWARD)

    named = client.post(
        hall.scans, json=hall.body(code=None, registration=str(hall.guest))
    )
    shown = client.post(hall.scans, json=hall.body())

    assert (named.status_code, shown.get_json()["verdict"]) == (403, "admitted")


def test_a_device_admits_those_whose_card_was_shown_there(client: Client) -> None:
    hall = Hall(client, DeskRole.STEWARD)
    delegation = make_delegation(db.session.get_one(Week, hall.week))
    db.session.get_one(Registration, hall.guest).delegation = delegation
    card = cards.code_of_card(cards.issue_card(delegation.id))

    group = client.post(hall.scans, json=hall.body(code=card)).get_json()
    admitted = client.post(
        hall.scans,
        json=hall.body(code=None, registration=str(hall.guest), group=group["scan_id"]),
    ).get_json()

    assert (group["verdict"], group["may_overrule"]) == ("group", False)
    assert len(group["group"]["members"]) == 1
    assert admitted["verdict"] == "admitted"
    assert db.session.get_one(Scan, UUID(admitted["scan_id"])).group_id == UUID(
        group["scan_id"]
    )


def test_a_kiosk_overrules_nothing(client: Client) -> None:
    hall = Hall(client, DeskRole.KIOSK)
    client.post(hall.scans, json=hall.body())
    refused = client.post(hall.scans, json=hall.body()).get_json()

    answer = client.post(
        hall.scans, json=hall.body(overrules=refused["scan_id"], reason="I want")
    )

    assert (refused["may_overrule"], answer.status_code) == (False, 403)


def test_a_device_serves_its_own_week_alone(client: Client) -> None:
    other = Hall(client)
    Hall(client, DeskRole.SUPERVISOR)

    answer = client.post(other.scans, json=other.body())

    assert answer.status_code in {404, 422}
    assert db.session.scalar(select(func.count(Scan.id))) == 0


def test_the_fire_limit_is_overruled_by_supervisors_alone(client: Client) -> None:
    hall = Hall(client)
    make_rule(db.session.get_one(Event, hall.event), most_inside=0)
    refused = client.post(hall.scans, json=hall.body()).get_json()
    spoken = {"overrules": refused["scan_id"], "reason": "The minister"}

    by_steward = client.post(hall.scans, json=hall.body(**spoken)).get_json()
    client.sign_in(Role.ORGANISER)
    by_organiser = client.post(hall.scans, json=hall.body(**spoken)).get_json()

    assert (refused["verdict"], refused["may_overrule"]) == ("full", False)
    assert refused["detail"] == "0 people are inside, as many as are allowed."
    assert [by_steward["verdict"], by_organiser["verdict"]] == ["full", "admitted"]


def test_undoing_a_way_out_is_told(client: Client) -> None:
    hall = Hall(client)
    client.post(hall.scans, json=hall.body())
    gone = client.post(hall.scans, json=hall.body(direction="out")).get_json()

    undone = client.post(f"{hall.scans}/{gone['scan_id']}/undo", json={}).get_json()

    assert (gone["verdict"], gone["inside"], bool(gone["undo_until"])) == (
        "goodbye",
        0,
        True,
    )
    assert (undone["undone"], undone["inside"]) == (True, 1)


def test_the_reference_below_a_code_is_as_good_as_the_code(client: Client) -> None:
    hall = Hall(client, DeskRole.STEWARD)
    typed = show_reference(hall.reference).lower()

    answer = client.post(hall.scans, json=hall.body(code=typed)).get_json()

    assert (answer["verdict"], answer["reference"]) == (
        "admitted",
        show_reference(hall.reference),
    )


def test_the_reference_on_a_badge_that_was_lost_admits_nobody(client: Client) -> None:
    hall = Hall(client, DeskRole.STEWARD)
    badges.reissue(db.session.get_one(Registration, hall.guest), actor="Desk")

    answer = client.post(hall.scans, json=hall.body(code=hall.reference)).get_json()

    assert (answer["verdict"], answer["name"]) == ("unknown", None)


def test_references_are_not_guessed_at_length(client: Client) -> None:
    hall = Hall(client, DeskRole.STEWARD)
    for number in range(20):
        guess = f"GUESS{number:03}".replace("U", "V")
        answer = client.post(hall.scans, json=hall.body(code=guess)).get_json()
        assert answer["verdict"] == "unknown"

    right = hall.body(code=hall.reference)
    answer = client.post(hall.scans, json=right).get_json()

    assert answer["verdict"] == "unknown"


def test_a_kiosk_tells_no_reason_and_names_whom_it_welcomes(client: Client) -> None:
    hall = Hall(client, DeskRole.KIOSK)
    delegation = make_delegation(db.session.get_one(Week, hall.week))
    card = cards.code_of_card(cards.issue_card(delegation.id))

    welcome = client.post(hall.scans, json=hall.body()).get_json()
    refused = client.post(hall.scans, json=hall.body(code=card)).get_json()
    named = client.post(
        hall.scans, json=hall.body(code=None, registration=hall.reference)
    )

    assert welcome["verdict"] == "admitted"
    assert welcome["name"]["latin"]
    assert welcome["institution"] is welcome["reference"] is None
    assert refused["group"] is refused["detail"] is refused["name"] is None
    assert named.status_code == 403


def test_half_a_sign_in_a_reason_spoils_no_batch(client: Client) -> None:
    hall = Hall(client)
    halved = hall.body(code=None, reason="late \ud83d", overrules=str(uuid4()))

    answers = client.post(hall.scans, json={"scans": [halved, hall.body()]}).get_json()[
        "answers"
    ]

    assert answers[1]["verdict"] == "admitted"
