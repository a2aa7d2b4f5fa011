"""The beat: what a desk says of itself, and what it is told."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.checkin import duty, pace
from eventapp.checkin.models.desks import Device
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.checkin.devices import carry, credential, make_device
from tests.conftest import Client, StoppedClock


class Door:
    """A desk and an event of a week; keys that outlive a request."""

    def __init__(self, **changes: Any) -> None:
        self.week = make_week()
        event = make_event(self.week, "Opening", capacity=100, **changes)
        self.event = str(event.id)
        self.desk_id = make_desk(self.week).id
        self.beat = f"/desk/{self.desk_id}/beat"
        self.token = f"/desk/{self.desk_id}/token"

    def body(self, **changes: object) -> dict[str, object]:
        return {"event": self.event, "waiting": 0, "list_made_at": None} | changes


def test_who_works_on_a_page_without_scans_is_there(
    client: Client, time: StoppedClock
) -> None:
    door = Door()
    device = make_device(door.week, DeskRole.REGISTRATION, waiting=2)
    carry(client, device)
    client.post(door.beat, json=door.body(waiting=2))
    time.advance(minutes=10)

    page = client.get(f"/desk/{door.desk_id}/missing?event={door.event}").text
    client.post(f"/desk/{door.desk_id}/here", json={})

    assert f'data-here="/desk/{door.desk_id}/here"' in page
    heard = db.session.scalars(select(Device)).one()
    assert (heard.seen_at, heard.waiting) == (clock.now(), 2)


@pytest.mark.usefixtures("time")
def test_a_device_says_how_it_is_and_hears_how_things_stand(client: Client) -> None:
    door = Door()
    device = make_device(door.week, DeskRole.STEWARD, steward_name="Li Na")
    key = device.id
    carry(client, device)
    made_at = "2027-03-01T08:59:00+00:00"

    answer = client.post(
        door.beat,
        json=door.body(waiting=3, list_made_at=made_at, steward_name="Wu Min"),
    )

    state = answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert (state["inside"], state["capacity"], state["last"]) == (0, 100, [])
    assert state["device"] == {"id": str(key), "name": "Tablet", "role": "steward"}
    assert state["csrf"]
    heard = db.session.scalars(select(Device)).one()
    assert (heard.waiting, heard.steward_name) == (3, "Wu Min")
    assert heard.list_made_at
    assert heard.list_made_at.isoformat() == made_at
    assert (heard.seen_at, str(heard.event_id)) == (clock.now(), door.event)


def test_a_steward_with_an_account_hears_the_same(client: Client) -> None:
    door = Door()
    client.sign_in(Role.STEWARD)

    state = client.post(door.beat, json=door.body()).get_json()

    assert (state["inside"], state["device"]) == (0, None)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"waiting": -4, "list_made_at": "yesterday", "steward_name": 7},
        {"waiting": 10**12, "list_made_at": "0001-01-01T00:00+14:00"},
        {"waiting": True, "list_made_at": {}},
        {"waiting": "many"},
    ],
)
def test_a_device_in_confusion_is_answered_all_the_same(
    client: Client, nonsense: dict[str, object]
) -> None:
    door = Door()
    carry(client, make_device(door.week, steward_name="Li Na"))

    answer = client.post(door.beat, json=door.body(**nonsense))

    assert answer.status_code == 200
    heard = db.session.scalars(select(Device)).one()
    assert (heard.list_made_at, heard.steward_name) == (None, "Li Na")
    assert 0 <= heard.waiting <= 100_000


def test_the_beat_of_another_week_or_of_no_event_is_refused(client: Client) -> None:
    door, other = Door(), Door()
    carry(client, make_device(door.week))

    assert client.post(other.beat, json=other.body()).status_code == 404
    assert client.post(door.beat, json=door.body(event=other.event)).status_code == 422
    assert client.post(door.beat, json=door.body(event=7)).status_code == 422
    assert client.post(door.beat, json=[]).status_code == 400


def test_a_device_that_was_revoked_or_whose_time_is_over_is_told_that_it_is_gone(
    client: Client, time: StoppedClock
) -> None:
    door = Door()
    device = make_device(door.week)
    carry(client, device)
    ends_at = device.ends_at
    assert client.post(door.beat, json=door.body()).status_code == 200

    device = db.session.scalars(select(Device)).one()
    device.revoked_at = clock.now()
    duty.forget()
    assert client.post(door.beat, json=door.body()).status_code == 410

    device = db.session.scalars(select(Device)).one()
    device.revoked_at = None
    time.set(ends_at)
    duty.forget()
    assert client.post(door.beat, json=door.body()).status_code == 410


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    door = Door()
    client.set_cookie("desk", "a-forged-credential")

    assert client.post(door.beat, json=door.body()).status_code == 401


def test_a_desk_that_runs_wild_is_held_back_and_no_other(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door()
    other = make_device(door.week)
    wild = make_device(door.week)
    calm = credential(other)
    carry(client, wild)
    monkeypatch.setattr(pace, "MOST", 20)
    pace.forget()

    codes = [client.post(door.beat, json=door.body()).status_code for _ in range(21)]
    client.set_cookie(duty.COOKIE, calm)
    spared = client.post(door.beat, json=door.body())
    pace.forget()

    assert codes == [200] * 20 + [429]
    assert spared.status_code == 200


def test_a_stale_page_gets_a_token_and_is_heard_again(client: Client) -> None:
    door = Door()
    carry(client, make_device(door.week))
    client.application.config["WTF_CSRF_ENABLED"] = True
    try:
        old = client.post(
            door.beat, json=door.body(), headers={"X-CSRFToken": str(uuid4())}
        )
        fresh = client.get(door.token).get_json()["csrf"]
        new = client.post(door.beat, json=door.body(), headers={"X-CSRFToken": fresh})
    finally:
        client.application.config["WTF_CSRF_ENABLED"] = False

    assert (old.status_code, old.headers["X-CSRFToken"]) == (400, "stale")
    assert new.status_code == 200
    assert client.get(door.token).headers["Cache-Control"] == "no-store"


def test_both_desks_of_a_conflict_are_told_and_a_kiosk_hears_no_name(
    client: Client,
) -> None:
    door = Door(signup=SignUp.EVERYONE)
    code = badges.code_of(badges.issue(make_registration(door.week)))
    other = make_desk(door.week, "Side door").id
    kiosk = make_device(door.week, DeskRole.KIOSK)
    carry(client, make_device(door.week, steward_name="Li Na"))
    db.session.flush()
    alone = credential(kiosk)
    scan = {"event": door.event, "code": code, "offline": True, "told": "admitted"}
    for desk in (door.desk_id, other):
        one = scan | {"scan_id": str(uuid4())}
        client.post(f"/desk/{desk}/scans", json=one)

    here = client.post(door.beat, json=door.body()).get_json()
    there = client.post(f"/desk/{other}/beat", json=door.body()).get_json()
    client.set_cookie(duty.COOKIE, alone)
    public = client.post(door.beat, json=door.body()).get_json()

    told = here["conflicts"][0]
    assert told["name"]["latin"] == "Wang Xiaoming"
    assert told["desks"] == ["Hall door", "Side door"]
    assert there["conflicts"] == here["conflicts"]
    assert [one["verdict"] for one in here["last"]] == ["admitted"]
    assert (public["inside"], public["last"], public["conflicts"]) == (1, [], [])


def test_a_beat_is_a_constant_number_of_statements(
    client: Client, statements: Callable[[], Any]
) -> None:
    door = Door()
    carry(client, make_device(door.week))
    counts = []
    for _ in range(4):
        duty.forget()
        with statements() as ran:
            client.post(door.beat, json=door.body())
        counts.append(len(ran))

    # Who it is, what it says, how things stand; the rest is known for a few seconds.
    assert min(counts) == 3
