"""References typed at a door, among other scans that waited."""

from uuid import uuid4

from sqlalchemy import func, select

from eventapp.badges.service import code_of, issue
from eventapp.checkin.models.scans import Admission
from eventapp.checkin.references import WRONG_PER_DESK
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.checkin.devices import carry, make_device
from tests.conftest import Client


def test_a_wrong_reference_in_a_batch_undoes_nothing(client: Client) -> None:
    week = make_week()
    event, desk = make_event(week, signup=SignUp.EVERYONE), make_desk(week)
    code = str(code_of(issue(make_registration(week))))
    carry(client, make_device(week, DeskRole.STEWARD))
    scans = [
        {"scan_id": str(uuid4()), "event": str(event.id), "code": one}
        for one in (code, "7K2M9QXE", "7K2M-9QXE")
    ]

    told = client.post(f"/desk/{desk.id}/scans", json={"scans": scans}).get_json()

    verdicts = [one.get("verdict") for one in told["answers"]]
    assert verdicts == ["admitted", "unknown", "unknown"]
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 1


def test_who_tries_references_all_day_finds_nobody(client: Client) -> None:
    week = make_week()
    event, desk = make_event(week, signup=SignUp.EVERYONE), make_desk(week)
    make_registration(week, reference="7K2M9QXD")
    carry(client, make_device(week, DeskRole.STEWARD))
    tries = [f"7K2M-{place:04d}" for place in range(WRONG_PER_DESK)]
    scans = [
        {"scan_id": str(uuid4()), "event": str(event.id), "code": one}
        for one in [*tries, "7K2M-9QXD"]
    ]

    told = client.post(f"/desk/{desk.id}/scans", json={"scans": scans}).get_json()
    alone = client.post(
        f"/desk/{desk.id}/scans", json=scans[-1] | {"scan_id": str(uuid4())}
    )

    assert {one["verdict"] for one in told["answers"]} == {"unknown"}
    assert alone.get_json()["verdict"] == "unknown"
