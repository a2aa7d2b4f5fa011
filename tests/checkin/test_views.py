"""The desk over HTTP: scripts and plain forms get the same verdicts."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.checkin.models.scans import Scan
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind
from tests.builders import (
    make_desk,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import Client


class Hall:
    """A desk, an event, a guest with a badge; keys that outlive a request."""

    def __init__(self, client: Client) -> None:
        week = make_week()
        event = make_event(week, "Salon A", zh="沙龙甲")
        desk = make_desk(week, "Hall door")
        guest = make_registration(week)
        make_place(guest, event)
        self.code = badges.code_of(badges.issue(guest))
        self.event, self.desk, self.guest = str(event.id), str(desk.id), str(guest.id)
        self.number = f"{guest.number:04d}"
        self.scans = f"/desk/{self.desk}/scans"
        self.steward = client.sign_in(Role.STEWARD).name

    def body(self, **changes: object) -> dict[str, object]:
        values: dict[str, object] = {
            "scan_id": str(uuid4()),
            "event": self.event,
            "code": self.code,
            "scanned_at": "2027-03-08T01:02:03Z",
            "offline": False,
            "direction": "in",
        }
        return values | changes


def test_a_scan_is_answered_with_verdict_both_names_and_count(client: Client) -> None:
    hall = Hall(client)
    body = hall.body()

    answer = client.post(hall.scans, json=body).get_json()

    assert answer["verdict"] == "admitted"
    assert answer["name"] == {
        "latin": "Wang Xiaoming",
        "native": "王小明",
        "native_language": "zh-Hans",
    }
    assert (answer["number"], answer["count"]) == (hall.number, 1)
    assert answer["undo_until"]


def test_a_scan_sent_again_gets_the_same_answer(client: Client) -> None:
    hall = Hall(client)
    body = hall.body()
    first = client.post(hall.scans, json=body).get_json()

    again = client.post(hall.scans, json=body).get_json()

    volatile = {"server_time"}
    assert {key: first[key] for key in first.keys() - volatile} == {
        key: again[key] for key in again.keys() - volatile
    }
    assert db.session.scalar(select(func.count(Scan.id))) == 1


def test_already_here_says_when_where_and_by_whom(client: Client) -> None:
    hall = Hall(client)
    client.post(hall.scans, json=hall.body())

    answer = client.post(hall.scans, json=hall.body()).get_json()

    assert answer["verdict"] == "already_here"
    assert "Hall door" in answer["detail"]
    assert hall.steward in answer["detail"]


def test_scans_that_waited_are_answered_together(client: Client) -> None:
    hall = Hall(client)
    waited = [hall.body(), hall.body(code="PW1broken")]

    answers = client.post(hall.scans, json={"scans": waited}).get_json()["answers"]

    assert [answer["verdict"] for answer in answers] == ["admitted", "misread"]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"scan_id": "no uuid"},
        {"scan_id": 7},
        {"event": None},
        {"code": None},
        {"code": ["PW1"]},
        {"code": "", "registration": "nobody"},
    ],
)
def test_half_a_scan_is_refused_in_words(
    client: Client, spoilt: dict[str, object]
) -> None:
    hall = Hall(client)

    answer = client.post(hall.scans, json=hall.body(**spoilt))

    assert answer.status_code == 400
    assert answer.get_json()["error"]["sentence"]


@pytest.mark.parametrize(
    "scanned_at", ["yesterday", 7, "2027-03-08", "0001-01-01T00:00+14:00"]
)
def test_a_device_whose_clock_is_wrong_admits_all_the_same(
    client: Client, scanned_at: object
) -> None:
    hall = Hall(client)

    answer = client.post(hall.scans, json=hall.body(scanned_at=scanned_at))

    assert answer.get_json()["verdict"] == "admitted"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"text"', b"null", b"\xff\xfe"])
def test_what_is_no_scan_at_all_is_refused_in_words(
    client: Client, body: bytes
) -> None:
    hall = Hall(client)

    answer = client.post(hall.scans, data=body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.get_json()["error"]["sentence"]


@pytest.mark.parametrize(
    "code", ["\0", "x" * 100_000, "🎫" * 50, "PW1", "' OR 1=1 --", "０４１２"]
)
def test_a_hostile_code_is_a_verdict(client: Client, code: str) -> None:
    hall = Hall(client)

    answer = client.post(hall.scans, json=hall.body(code=code))

    assert answer.status_code == 200
    assert answer.get_json()["verdict"] in {"unknown", "misread"}


def test_a_wrong_clock_of_the_device_stops_no_scan(client: Client) -> None:
    hall = Hall(client)

    answer = client.post(hall.scans, json=hall.body(scanned_at="yesterday"))

    assert answer.get_json()["verdict"] == "admitted"


def test_undo_frees_the_place_at_the_door(client: Client) -> None:
    hall = Hall(client)
    scan = client.post(hall.scans, json=hall.body()).get_json()

    undone = client.post(f"{hall.scans}/{scan['scan_id']}/undo", json={}).get_json()

    assert (undone["undone"], undone["count"]) == (True, 0)


def test_an_undone_admission_is_called_undone_on_the_page(client: Client) -> None:
    hall = Hall(client)
    scan = client.post(hall.scans, json=hall.body()).get_json()
    client.post(f"{hall.scans}/{scan['scan_id']}/undo")

    page = client.get(f"/desk/{hall.desk}/?event={hall.event}").text

    last = page.partition('data-part="last"')[2].partition("</ol>")[0]
    assert "Undone" in last
    assert "Admitted" not in last


def test_people_are_found_and_admitted_by_name(client: Client) -> None:
    hall = Hall(client)

    found = client.get(f"/desk/{hall.desk}/people?q=王&event={hall.event}").get_json()
    person = found["people"][0]
    admitted = client.post(
        hall.scans, json=hall.body(code=None, registration=person["registration"])
    ).get_json()

    assert (person["state"], person["number"]) == ("expected", hall.number)
    assert admitted["verdict"] == "admitted"


def test_without_script_a_form_leads_to_the_verdict(client: Client) -> None:
    hall = Hall(client)

    page = client.post(
        hall.scans,
        data={"scan_id": str(uuid4()), "event": hall.event, "code": hall.code},
        follow_redirects=True,
    )

    assert "Welcome" in page.text
    assert "王小明" in page.text


def test_without_script_a_typed_number_is_looked_up(client: Client) -> None:
    hall = Hall(client)

    page = client.post(
        hall.scans,
        data={"scan_id": str(uuid4()), "event": hall.event, "code": hall.number},
        follow_redirects=True,
    )

    assert "Wang Xiaoming" in page.text
    assert "Admit" in page.text
    assert not db.session.scalar(select(func.count(Scan.id)))


def test_the_desk_page_shows_count_and_last_scans(client: Client) -> None:
    hall = Hall(client)
    client.post(hall.scans, json=hall.body())

    page = client.get(f"/desk/{hall.desk}/?event={hall.event}")

    assert page.status_code == 200
    assert "Wang Xiaoming" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_desks_are_chosen_with_their_event(client: Client) -> None:
    hall = Hall(client)

    page = client.get("/desk/").text

    assert "Hall door" in page
    assert hall.event in page


def test_only_the_workers_answer_may_compile_wasm(client: Client) -> None:
    Hall(client)

    worker = client.get("/desk/decoder-worker.js")
    page = client.get("/desk/")

    assert "'wasm-unsafe-eval'" in worker.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_a_desk_without_sign_in_says_401_to_scripts(client: Client) -> None:
    hall = Hall(client)
    stranger = client.application.test_client()

    answer = stranger.post(
        hall.scans, json=hall.body(), headers={"Accept": "application/json"}
    )

    assert answer.status_code == 401


def test_a_scan_of_another_desk_is_not_undone_here(client: Client) -> None:
    hall = Hall(client)
    other = Hall(client)
    scan = client.post(hall.scans, json=hall.body()).get_json()

    answer = client.post(f"{other.scans}/{scan['scan_id']}/undo", json={})

    assert answer.status_code == 404


def test_a_desk_reads_who_accompanies_somebody(client: Client) -> None:
    hall = Hall(client)
    guest = db.session.get_one(Registration, UUID(hall.guest))
    guest.kind = DelegateKind.COMPANION
    db.session.commit()

    answer = client.post(hall.scans, json=hall.body()).get_json()
    page = client.get(f"{hall.scans}/{answer['scan_id']}").text

    assert answer["role"] == "Accompanying person"
    assert "Accompanying person" in page
