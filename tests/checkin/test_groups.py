"""A delegation in one scan: its card, its list, all admitted at once, also in races."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import cards
from eventapp.badges import service as badges
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries import groups as known
from eventapp.checkin.service.grouping import judge_card
from eventapp.checkin.vocabulary import DeskRole, Verdict
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.conftest import Client

Counted = Callable[[], AbstractContextManager[list[str]]]
JSON = {"Accept": "application/json"}


class Gate:
    """A door, and a delegation of nine: eight confirmed, one not."""

    def __init__(self) -> None:
        self.week = make_week()
        self.event = make_event(self.week, "Opening", signup=SignUp.EVERYONE)
        self.desk = make_desk(self.week)
        self.delegation = make_delegation(
            self.week,
            status=RegistrationStatus.CONFIRMED,
            institution=make_institution("Zhejiang University"),
        )
        self.people = [
            make_registration(
                self.week,
                delegation_id=self.delegation.id,
                is_head=place == 8,
                name=PersonName(f"Guest {place}", f"王{place}", "zh-Hans"),
                status=RegistrationStatus.SUBMITTED
                if place == 0
                else RegistrationStatus.CONFIRMED,
            )
            for place in range(9)
        ]
        self.card = cards.issue_card(self.delegation.id)
        self.scans = f"/desk/{self.desk.id}/scans"
        self.event_id = str(self.event.id)
        db.session.commit()

    def scan(self, client: Client, code: str | None = None, **more: Any) -> Any:
        body = {
            "scan_id": str(uuid4()),
            "event": self.event_id,
            "code": code or cards.code_of_card(self.card),
        }
        return client.post(self.scans, json=body | more).get_json()

    def admit(self, client: Client, group: str, ids: dict[str, str]) -> Any:
        """All of them in one request."""
        scans = [
            {
                "scan_id": scan_id,
                "event": self.event_id,
                "registration": registration,
                "group": group,
            }
            for registration, scan_id in ids.items()
        ]
        return client.post(self.scans, json={"scans": scans}).get_json()["answers"]


@pytest.fixture
def gate(app: Flask) -> Gate:
    """A door and a delegation."""
    assert app
    return Gate()


def test_a_lost_badge_in_strange_hands_opens_no_delegation(
    gate: Gate, client: Client
) -> None:
    finder, other = gate.people[1:3]
    lost = badges.code_of(badges.issue(finder))
    badges.reissue(finder, actor="Desk", reason="lost")
    key = str(other.id)
    carry(client, make_device(gate.week, DeskRole.STEWARD))

    shown = gate.scan(client, lost)
    group = shown["scan_id"]
    listed = client.get(f"/desk/{gate.desk.id}/groups/{group}", headers=JSON)
    admitted = gate.admit(client, group, {key: str(uuid4())})

    assert shown["verdict"] == "revoked"
    assert listed.status_code == 404
    assert admitted[0]["error"]["status"] == 403


def test_one_scan_shows_all_and_one_request_admits_those_who_may(
    gate: Gate, client: Client
) -> None:
    client.sign_in(Role.STEWARD)

    card = gate.scan(client)
    group = card["group"]
    may = {
        one["registration"]: str(uuid4())
        for one in group["members"]
        if one["state"] == "may"
    }
    answers = [gate.admit(client, card["scan_id"], may) for _ in range(2)]
    after = client.get(
        f"/desk/{gate.desk.id}/groups/{card['scan_id']}", headers=JSON
    ).get_json()

    assert card["verdict"] == "group"
    assert group["delegation"]["title"] == "Zhejiang University"
    assert (group["here"], group["of"], len(may)) == (0, 8, 8)
    assert [one["is_head"] for one in group["members"]][:2] == [True, False]
    refused = [one for one in group["members"] if one["state"] == "no"]
    assert [one["verdict"] for one in refused] == ["not_confirmed"]
    assert {one["verdict"] for one in answers[0] + answers[1]} == {"admitted"}
    assert (after["here"], after["of"]) == (8, 8)
    assert db.session.scalar(select(func.count(Admission.id))) == 8
    assert {str(one) for one in db.session.scalars(select(Scan.group_id)) if one} == {
        card["scan_id"]
    }


def test_two_desks_that_admit_one_delegation_admit_each_person_once(
    gate: Gate, client: Client, app: Flask
) -> None:
    client.sign_in(Role.STEWARD)
    other = app.test_client()
    assert isinstance(other, Client)
    other.sign_in(Role.STEWARD)
    card = gate.scan(client)["scan_id"]
    keys = [str(one.id) for one in gate.people[1:]]
    together, told = Barrier(2), []

    def admit(desk: Client) -> None:
        with app.app_context():
            together.wait()
            told.extend(gate.admit(desk, card, {key: str(uuid4()) for key in keys}))

    db.session.commit()
    threads = [Thread(target=admit, args=(desk,)) for desk in (client, other)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert (
        sorted(one["verdict"] for one in told)
        == ["admitted"] * 8 + ["already_here"] * 8
    )
    assert db.session.scalar(select(func.count(Admission.id))) == 8


def test_without_script_the_page_does_the_same(gate: Gate, client: Client) -> None:
    client.sign_in(Role.STEWARD)
    card = gate.scan(client)["scan_id"]
    address = f"/desk/{gate.desk.id}/groups/{card}"

    before = client.get(address).text
    form = {
        "event": str(gate.event.id),
        "registration": [str(one.id) for one in gate.people[1:8]],
    } | {f"key-{one.id}": str(uuid4()) for one in gate.people[1:8]}
    for _ in range(2):
        client.post(address, data=form)
    after = client.get(address).text

    assert "0 of 8 are here." in before
    assert "Not confirmed" in before
    assert "7 of 8 are here." in after
    assert after.count('name="registration"') == 1
    assert db.session.scalar(select(func.count(Scan.id))) == 8


def test_a_badge_of_a_member_opens_the_list_too(gate: Gate, client: Client) -> None:
    client.sign_in(Role.STEWARD)
    badge = badges.issue(gate.people[8])

    head = gate.scan(client, badges.code_of(badge))
    found = client.get(
        f"/desk/{gate.desk.id}/groups/{head['scan_id']}", headers=JSON
    ).get_json()

    assert head["delegation"]["of"] == 8
    assert (found["here"], found["members"][0]["state"]) == (1, "here")


def test_a_steward_reaches_names_only_by_what_was_scanned_at_this_desk(
    gate: Gate, client: Client
) -> None:
    carry(client, make_device(gate.week, DeskRole.STEWARD, desk_id=gate.desk.id))
    other = make_desk(gate.week)
    stranger = make_registration(gate.week)
    card = gate.scan(client)["scan_id"]
    alone = gate.admit(client, card, {str(stranger.id): str(uuid4())})
    own = gate.admit(client, card, {str(gate.people[1].id): str(uuid4())})
    without = {"scan_id": str(uuid4()), "registration": str(gate.people[2].id)}
    named = client.post(gate.scans, json=without | {"event": str(gate.event.id)})

    query = f"?event={gate.event.id}"
    codes = [
        client.get(path, headers=JSON).status_code
        for path in (
            f"/desk/{gate.desk.id}/delegations/{gate.delegation.id}{query}",
            f"/desk/{gate.desk.id}/groups/{uuid4()}",
            f"/desk/{other.id}/groups/{card}",
        )
    ]

    assert own[0]["verdict"] == "admitted"
    assert "error" in alone[0]
    assert named.status_code >= 400
    assert codes == [403, 404, 404]


def test_a_delegation_of_another_week_is_not_shown(gate: Gate, client: Client) -> None:
    elsewhere = Gate()
    client.sign_in(Role.STEWARD)

    foreign = gate.scan(client, cards.code_of_card(elsewhere.card))
    page = client.get(
        f"/desk/{gate.desk.id}/delegations/{elsewhere.delegation.id}"
        f"?event={gate.event.id}"
    )

    assert (foreign["verdict"], foreign["group"]) == ("wrong_event", None)
    assert page.status_code == 404


def test_what_a_card_says_follows_its_delegation(gate: Gate) -> None:
    lost = gate.card.code_digest
    cards.reissue_card(gate.delegation, actor="Desk")

    said = [judge_card(lost, gate.week.id)[0], judge_card(bytes(32), gate.week.id)[0]]
    gate.delegation.status = RegistrationStatus.CANCELLED
    db.session.flush()
    said.append(judge_card(lost, gate.week.id)[0])

    assert said == [Verdict.REVOKED, Verdict.UNKNOWN, Verdict.CANCELLED]


def test_the_list_of_a_delegation_takes_the_same_statements_for_two_and_nine(
    gate: Gate, client: Client, statements: Counted
) -> None:
    client.sign_in(Role.STEWARD)
    small = make_delegation(gate.week, status=RegistrationStatus.CONFIRMED)
    make_registration(gate.week, delegation_id=small.id)
    ran = []
    for delegation in (small, gate.delegation):
        address = f"/desk/{gate.desk.id}/delegations/{delegation.id}"
        with statements() as counted:
            client.get(f"{address}?event={gate.event.id}")
        ran.append(len(counted))

    assert ran[0] == ran[1]
    assert known.presence(small.id, gate.event.id) is not None
