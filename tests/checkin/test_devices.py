"""Devices: set up by a code once, changed over, ended, forgotten."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.checkin import duty
from eventapp.checkin.errors import CodeEnded, DeviceEnded, IsSetUp
from eventapp.checkin.models.desks import Device
from eventapp.checkin.models.scans import Admission, Conflict, Scan
from eventapp.checkin.service import devices, handing_in
from eventapp.checkin.service.devices import DevicePlan, code_of
from eventapp.checkin.service.guessing import WRONG_PER_NETWORK
from eventapp.checkin.vocabulary import ConflictKind, DeskRole, DeviceState, Verdict
from eventapp.journal.models import Entry
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import CodeKind
from eventapp.kernel.db import db, may_write
from eventapp.kernel.tokens import digest
from eventapp.programme.models.weeks import Week
from tests.builders import (
    make_desk,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.conftest import Client, StoppedClock

pytestmark = pytest.mark.usefixtures("time")


def new_device(week: Week, **changes: Any) -> Device:
    plan = DevicePlan(**({"name": "Tablet 3", "role": DeskRole.STEWARD} | changes))
    return devices.make_device(week, plan, by="Organiser", by_id=None)


def link_of(device: Device) -> str:
    return f"/desk/devices/begin/{code_of(device, clock.now())}"


def only_device() -> Device:
    duty.forget()
    db.session.expire_all()
    return db.session.scalars(select(Device)).one()


def deeds() -> list[str]:
    rows = select(Entry.action).where(Entry.action.startswith("device."))
    return list(db.session.scalars(rows.order_by(Entry.at, Entry.action)))


def test_a_phone_becomes_a_device_by_its_camera_and_a_name(client: Client) -> None:
    week = make_week()
    desk = make_desk(week)
    event = make_event(week)
    key, event_key = desk.id, str(event.id)
    link = link_of(new_device(week, desk_id=desk.id))

    looked = [client.get(link) for _ in range(3)]  # link previews open it as well
    begun = client.post(link, data={"steward_name": " Li Na "})

    assert {page.status_code for page in looked} == {200}
    assert "Tablet 3" in looked[0].text
    assert (begun.status_code, begun.location) == (
        303,
        f"/desk/{key}/?event={event_key}",
    )
    cookie = client.get_cookie("desk")
    assert cookie
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    device = only_device()
    assert (device.steward_name, device.setup_digest) == ("Li Na", None)
    assert device.credential_digest == digest(cookie.value)
    beat = client.post(f"/desk/{key}/beat", json={"event": event_key, "waiting": 0})
    assert beat.get_json()["device"]["name"] == "Tablet 3"
    assert deeds() == ["device.made", "device.set_up"]


def test_a_code_sets_up_one_device_once(client: Client) -> None:
    link = link_of(new_device(make_week()))
    client.post(link, data={"steward_name": "Li Na"})
    thief = client.application.test_client()

    seen = thief.get(link)
    taken = thief.post(link, data={"steward_name": "Somebody"})

    assert (seen.status_code, taken.status_code) == (410, 410)
    assert "This code has ended" in taken.text
    assert only_device().steward_name == "Li Na"


def test_a_code_lasts_a_quarter_of_an_hour_and_is_renewed(
    client: Client, time: StoppedClock
) -> None:
    device = new_device(make_week())
    old = link_of(device)
    time.advance(minutes=15)
    assert device.state(time.now) is DeviceState.LAPSED
    assert client.get(old).status_code == 410

    device = only_device()
    devices.renew_code(device, by="Organiser", by_id=None)
    new = link_of(device)

    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200
    assert client.post(new, data={"steward_name": ""}).status_code == 422
    assert only_device().set_up_at is None


def test_a_code_that_was_seen_by_two_is_spent_by_one() -> None:
    device = new_device(make_week())
    code = code_of(device, clock.now())
    assert code
    devices.set_up(code, "Li Na")

    with pytest.raises(CodeEnded):
        devices.set_up(code, "Somebody")
    with pytest.raises(IsSetUp):
        devices.renew_code(device, by="Organiser", by_id=None)


def test_of_eight_phones_that_scan_one_code_at_once_one_becomes_the_device(
    app: Flask,
) -> None:
    device = new_device(make_week())
    code = str(code_of(device, clock.now()))
    db.session.commit()
    barrier, ended, credentials = Barrier(8), [], []

    def scan(number: int) -> None:
        with app.app_context():
            may_write(allowed=True)
            barrier.wait()
            try:
                credentials.append(devices.set_up(code, f"Steward {number}")[1])
                db.session.commit()
            except CodeEnded:
                ended.append(number)
                db.session.rollback()

    threads = [Thread(target=scan, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(credentials), len(ended)) == (1, 7)
    assert only_device().credential_digest == digest(credentials[0])


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "PW1D",
        codes.compose(CodeKind.DEVICE, bytes(16)),
        codes.compose(CodeKind.PERSON, bytes(16)),
        "%00",
        "王小明",
    ],
)
def test_a_forged_code_is_refused_in_words(client: Client, text: str) -> None:
    answer = client.get(f"/desk/devices/begin/{text}")

    assert answer.status_code in {404, 410}
    assert "ended" in answer.text or "did not find" in answer.text


def test_who_guesses_has_to_wait(client: Client) -> None:
    link = link_of(new_device(make_week()))
    for _ in range(WRONG_PER_NETWORK):
        client.get(f"/desk/devices/begin/{codes.compose(CodeKind.DEVICE, bytes(16))}")

    assert client.get("/desk/devices/begin/another").status_code == 429
    assert client.get(link).status_code == 200  # others of this network guess nothing


def test_nothing_but_digests_is_kept(client: Client) -> None:
    device = new_device(make_week())
    code = str(code_of(device, clock.now()))
    client.post(f"/desk/devices/begin/{code}", data={"steward_name": "Li Na"})
    cookie = client.get_cookie("desk")
    assert cookie

    told = repr([vars(one) for one in db.session.scalars(select(Entry))])
    kept = repr(vars(only_device())) + told

    assert code not in kept
    assert cookie.value not in kept


def test_setting_up_signs_the_organiser_out_here(client: Client) -> None:
    week = make_week()
    link = link_of(new_device(week))
    client.sign_in()
    assert "Setting up signs you out" in client.get(link).text

    client.post(link, data={"steward_name": "Li Na"})

    assert client.get(f"/desk/weeks/{week.slug}/devices").status_code == 403


def test_a_device_ends_a_day_after_its_week_at_the_latest(time: StoppedClock) -> None:
    week = make_week()
    late = new_device(week, ends_at=clock.now() + timedelta(days=900))
    soon = new_device(week, ends_at=clock.now() + timedelta(hours=2))

    assert late.ends_at == devices.latest_end(week)
    assert soon.ends_at == time.now + timedelta(hours=2)
    time.set(devices.latest_end(week))
    with pytest.raises(DeviceEnded):
        new_device(week)


def test_the_shift_changes_and_the_device_is_signed_out(client: Client) -> None:
    week = make_week()
    device = make_device(week, steward_name="Li Na")
    carry(client, device)

    client.post("/desk/devices/shift", data={"steward_name": "Wu Min"})
    by_script = client.post("/desk/devices/shift", json={"steward_name": "Hu Jie"})
    refused = client.post("/desk/devices/sign-out", json={"waiting": 3})

    assert by_script.get_json() == {"steward_name": "Hu Jie"}
    assert (refused.status_code, client.get_cookie("desk") is None) == (409, False)
    assert "3" in refused.get_json()["error"]["sentence"]
    assert only_device().is_valid(clock.now())

    done = client.post("/desk/devices/sign-out", json={"waiting": 0})

    assert (done.status_code, client.get_cookie("desk")) == (200, None)
    assert only_device().state(clock.now()) is DeviceState.ENDED
    assert deeds() == [
        "device.shift_changed",
        "device.shift_changed",
        "device.signed_out",
    ]


def test_a_revoked_device_is_gone_and_says_that_it_forgot(client: Client) -> None:
    week = make_week()
    desk, event = make_desk(week), make_event(week)
    beat, body = f"/desk/{desk.id}/beat", {"event": str(event.id), "waiting": 2}
    device = make_device(week)
    key, slug = device.id, week.slug
    carry(client, device)
    client.post(beat, json=body)
    office = client.application.test_client()
    assert isinstance(office, Client)
    office.sign_in()
    revoke = f"/desk/weeks/{slug}/devices/{key}/revoke"

    asked = office.get(revoke).text
    assert client.post(beat, json=body).status_code == 200
    office.post(revoke)

    assert "2 scans waited" in asked
    assert client.post(beat, json=body).status_code == 410
    page = client.get("/desk/")
    assert page.status_code == 410
    assert "This device has ended" in page.text
    assert only_device().state(clock.now()) is DeviceState.ENDING
    assert client.post("/desk/devices/forgotten", json={}).status_code == 200
    assert client.get_cookie("desk") is None
    assert only_device().state(clock.now()) is DeviceState.ENDED
    assert deeds() == ["device.forgot", "device.revoked"]


def test_a_device_that_works_says_in_vain_that_it_forgot(client: Client) -> None:
    carry(client, make_device(make_week()))

    assert client.post("/desk/devices/forgotten", json={}).status_code == 409
    assert client.get("/desk/devices/ended").status_code == 404
    assert only_device().forgot_at is None


def test_what_waited_on_a_revoked_device_is_kept_and_trusted_by_nobody(
    client: Client,
) -> None:
    week = make_week()
    desk, event = make_desk(week), make_event(week)
    guest = make_registration(week)
    make_place(guest, event)
    code = badges.code_of(badges.issue(guest))
    foreign = make_event(make_week())
    device = make_device(week, steward_name="Li Na", revoked_at=clock.now())
    carry(client, device)
    one = {
        "scan_id": str(uuid4()),
        "desk": str(desk.id),
        "event": str(event.id),
        "code": code,
        "scanned_at": "2027-03-01T08:00:00Z",
        "told": "admitted",
    }
    refused = one | {"scan_id": str(uuid4()), "told": "cancelled"}
    stray = one | {"scan_id": str(uuid4()), "event": str(foreign.id)}
    scans = [one, refused, stray, {"scan_id": 7}, "nonsense"]

    first = client.post("/desk/devices/hand-in", json={"scans": scans}).get_json()
    again = client.post("/desk/devices/hand-in", json={"scans": scans}).get_json()

    assert first == {"kept": 2, "unread": 2}
    assert again == {"kept": 0, "unread": 2}
    kept = db.session.scalars(select(Scan).order_by(Scan.verdict)).all()
    assert [scan.verdict for scan in kept] == [Verdict.CANCELLED, Verdict.CONFLICT]
    assert {(scan.steward_name, scan.was_offline) for scan in kept} == {("Li Na", True)}
    raised = db.session.scalars(select(Conflict)).one()
    assert (raised.kind, raised.scan_id) == (ConflictKind.HANDED_IN, kept[1].id)
    assert db.session.scalars(select(Admission)).all() == []


def handed_in(client: Client, scans: list[dict[str, Any]]) -> int:
    return client.post("/desk/devices/hand-in", json={"scans": scans}).status_code


def left_over(week: Week, **changes: Any) -> dict[str, Any]:
    desk, event = make_desk(week), make_event(week)
    one = {"desk": str(desk.id), "event": str(event.id), "code": "x", "told": "unknown"}
    return {"scan_id": str(uuid4()), **one, **changes}


def test_a_device_hands_in_what_no_desk_took_before_it_signs_out(
    client: Client,
) -> None:
    week = make_week()
    carry(client, make_device(week))
    one = left_over(week, told="admitted")

    assert handed_in(client, [one]) == 200
    assert client.post("/desk/devices/hand-in", json=[]).status_code == 400
    signed_out = client.post("/desk/devices/sign-out", json={"waiting": 0})
    assert signed_out.status_code == 200
    assert db.session.scalars(select(Conflict)).one().kind is ConflictKind.HANDED_IN


def test_a_stolen_device_hands_in_so_much_and_for_so_long(
    client: Client, monkeypatch: pytest.MonkeyPatch, time: StoppedClock
) -> None:
    monkeypatch.setattr(handing_in, "MOST_HANDED_IN", 3)
    week = make_week()
    device = make_device(week, revoked_at=clock.now())
    carry(client, device)
    one = left_over(week)
    refusals = [one | {"scan_id": str(uuid4())} for _ in range(3)]

    assert handed_in(client, refusals) == 200
    assert handed_in(client, [one]) == 413
    time.advance(days=31)
    assert handed_in(client, []) == 409
    assert client.post("/desk/devices/forgotten", json={}).status_code == 200
    carry(client, device)
    assert handed_in(client, []) == 409


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_clock_at_the_edge_of_all_years_breaks_no_page(
    client: Client, year: str
) -> None:
    week = make_week("spring")
    device = make_device(week)
    carry(client, device)
    at = f"{year}-01-01T00:00:00Z"
    one = left_over(week, told="admitted", scanned_at=at)
    two = one | {"scan_id": str(uuid4()), "offline": True}
    assert handed_in(client, [one]) == 200
    assert client.post(f"/desk/{one['desk']}/scans", json=two).status_code == 200
    beat = {"event": one["event"], "waiting": 1, "list_made_at": at}
    assert client.post(f"/desk/{one['desk']}/beat", json=beat).status_code == 200

    client.sign_in()

    for page in ("board", "conflicts", "devices"):
        assert client.get(f"/desk/weeks/spring/{page}").status_code == 200
    assert set(db.session.scalars(select(Scan.scanned_at))) == {clock.now()}


def test_a_name_on_duty_is_one_line_that_people_see(client: Client) -> None:
    week = make_week()
    desk, event = make_desk(week), make_event(week)
    carry(client, make_device(week))
    there, news = f"/desk/{desk.id}/beat", {"event": str(event.id), "waiting": 0}

    for name in ("\ud800Li\0 \u202eNa\n", "\u200b\0"):
        assert client.post(there, json=news | {"steward_name": name}).status_code == 200

    assert only_device().steward_name == "Li Na"


def test_a_device_that_supervises_makes_no_second_one(client: Client) -> None:
    week = make_week("spring")
    there = "/desk/weeks/spring/devices/new"
    data = {"name": "Mine", "role": "supervisor", "last_day": "2027-03-13"}
    carry(client, make_device(week, DeskRole.SUPERVISOR))

    offered = client.get(there).text
    answers = [client.post(there, data=data).status_code]
    answers.append(client.post(there, data=data | {"role": "steward"}).status_code)
    client.sign_in()
    answers.append(client.post(there, data=data).status_code)

    assert 'value="registration"' in offered
    assert 'value="supervisor"' not in offered
    assert answers == [422, 302, 302]


def test_an_organiser_adds_a_device_and_sees_its_code(client: Client) -> None:
    week = make_week("spring")
    desk = make_desk(week, "North door")
    data = {"name": "Tablet 3", "role": "steward", "desk": str(desk.id)}
    client.sign_in()
    blank = client.get(f"/desk/weeks/spring/devices/new?desk={desk.id}").text
    last = re.findall(r'<option selected value="(2027-[\d-]+)"', blank)[0]

    refused = client.post("/desk/weeks/spring/devices/new", data=data | {"name": ""})
    page = client.post(
        "/desk/weeks/spring/devices/new",
        data={**data, "last_day": last},
        follow_redirects=True,
    )

    assert last == "2027-03-13"  # the day after the week
    assert refused.status_code == 422
    assert "Scan this code" in page.text
    device = only_device()
    picture = re.findall(r'src="([^"]+code\.svg[^"]*)"', page.text)[0]
    drawn = client.get(picture.replace("&amp;", "&"))
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert f"http://week.example{link_of(only_device())}" in page.text
    listed = client.get("/desk/weeks/spring/devices").text
    kiosk = {**data, "role": "kiosk", "desk": "", "last_day": last}
    nowhere = client.post("/desk/weeks/spring/devices/new", data=kiosk)
    assert "Choose the desk at which the kiosk stands." in nowhere.text
    assert "Tablet 3" in listed
    assert "Code waits" in listed
    assert str(device.id) in listed


@pytest.mark.parametrize("role", [DeskRole.REGISTRATION, DeskRole.STEWARD])
def test_who_does_not_supervise_adds_no_device(client: Client, role: DeskRole) -> None:
    week = make_week("spring")
    carry(client, make_device(week, role))

    assert client.get("/desk/weeks/spring/devices/new").status_code == 403
    client.sign_in(Role.STEWARD)
    assert client.get("/desk/weeks/spring/devices").status_code == 403


def test_a_supervisor_with_a_device_adds_others_in_their_own_week(
    client: Client,
) -> None:
    week = make_week("spring")
    stranger = make_device(make_week("autumn"))
    foreign = f"/desk/weeks/spring/devices/{stranger.id}"
    carry(client, make_device(week, DeskRole.SUPERVISOR))

    assert client.get("/desk/weeks/spring/devices/new").status_code == 200
    assert client.get("/desk/weeks/autumn/devices").status_code == 404
    assert client.get(foreign).status_code == 404
    assert client.post(f"{foreign}/revoke").status_code == 404
