"""The board of who supervises, and what is decided there."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.checkin.models.desks import Desk, Device, DoorRule
from eventapp.checkin.models.scans import Admission, Conflict, Hold
from eventapp.checkin.vocabulary import (
    ConflictKind,
    DeskRole,
    Lateness,
    Settlement,
    Verdict,
)
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.names import PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventKind, Part, SignUp
from eventapp.registration.models.registrations import Registration
from tests.builders import (
    make_desk,
    make_event,
    make_person,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.conftest import Client, StoppedClock

BOARD = "/desk/weeks/spring/board"
CONFLICTS = "/desk/weeks/spring/conflicts"
OUTSIDE = "/desk/weeks/spring/outside"


class Hall:
    """A ceremony that runs, a desk, and who supervises it."""

    def __init__(self, client: Client, **changes: Any) -> None:
        self.client = client
        self.week = make_week("spring")
        now = clock.now()
        values: dict[str, Any] = {
            "kind": EventKind.SIGNING,
            "signup": SignUp.EVERYONE,
            "starts_at": now + timedelta(minutes=20),
            "ends_at": now + timedelta(hours=2),
        }
        event = make_event(self.week, "Signing", **(values | changes))
        desk = make_desk(self.week, "North door")
        self.event, self.event_id = str(event.id), event.id
        self.desk_id = desk.id
        client.sign_in()

    def guest(self, latin: str = "Anna Nowak", **changes: Any) -> Registration:
        return make_registration(self.week, name=PersonName(latin), **changes)

    def scan(self, guest: Registration, desk: Desk | None = None, **more: Any) -> Any:
        code = badges.code_of(badges.issue(guest))
        desk_id = desk.id if desk else self.desk_id
        body = {"scan_id": str(uuid4()), "event": self.event, "code": code} | more
        return self.client.post(f"/desk/{desk_id}/scans", json=body).get_json()

    def inside(self) -> int:
        counted = select(func.count(Admission.id)).where(
            Admission.undone_at.is_(None), Admission.left_at.is_(None)
        )
        return db.session.scalar(counted) or 0


def test_the_board_says_first_what_needs_a_decision(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client, capacity=2)
    for name in ("Anna Nowak", "Jan Kowalski"):
        hall.scan(hall.guest(name))
    make_device(
        hall.week, name="Tablet 3", waiting=12, seen_at=time.now - timedelta(minutes=5)
    )
    make_device(hall.week, name="Tablet 4", revoked_at=time.now)

    page = client.get(BOARD).text

    needs, rest = page.split('id="halls-heading"')
    assert "Signing is full: 2 of 2 inside" in needs
    assert "Tablet 3 is not heard, and 12 scans wait on it" in needs
    assert "Tablet 4 has ended and has not said that it forgot" in needs
    assert "2 of 2 expected have come" in rest
    assert "Most came at 17:00: 2. In the last minute: 2." in rest  # in Shanghai


@pytest.mark.usefixtures("time")
def test_a_host_sees_who_of_the_signatories_is_in_the_room(client: Client) -> None:
    hall = Hall(client, kind=EventKind.OPENING)
    here, late, stranger = (make_person(name) for name in ("Li Na", "Hu Jie", "Wu Min"))
    opening = db.session.get_one(Event, hall.event_id)
    signing = make_event(
        hall.week,
        "Memoranda",
        parent_id=opening.id,
        starts_at=opening.starts_at,
        ends_at=opening.ends_at,
    )
    assign(
        signing, [PartPlan(Part.SIGNATORY, one.id) for one in (here, late, stranger)]
    )
    guest = hall.guest("Li Na", person_id=here.id)
    hall.guest("Hu Jie", person_id=late.id)
    hall.scan(guest)

    page = client.get(BOARD).text

    assert "Signatory: 1 of 3 in the room" in page
    cast = page.split("board-cast")[1].split("</section>")[0]
    assert "Hu Jie" in cast
    assert "Li Na" not in cast
    assert "Memoranda" in cast
    assert page.count("board-inside") == 1  # a part of an event has no doors
    assert cast.count("not registered") == 1


def test_who_stands_where_is_seen_with_and_without_account(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client)
    name = client.sign_in(Role.STEWARD).name
    beat = f"/desk/{hall.desk_id}/beat"
    client.post(beat, json={"event": hall.event, "waiting": 4})
    carry(client, make_device(hall.week, name="Tablet 3", steward_name="Li Na"))
    client.post(beat, json={"event": hall.event, "waiting": 0})
    carry(client, make_device(hall.week, DeskRole.SUPERVISOR))

    page = client.get(f"{BOARD}/part")

    assert page.status_code == 200
    table = page.text.split('id="posts-heading"')[1]
    assert (name in table, "Li Na" in table, "Tablet 3" in table) == (True, True, True)
    assert table.count("Online") == 2
    time.advance(minutes=2)
    later = client.get(f"{BOARD}/part").text
    assert f"{name} is not heard, and 4 scans wait on it" in later


def test_a_device_that_sends_scans_is_there_though_its_beat_is_late(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client)
    first, second = hall.guest("Anna Nowak"), hall.guest("Jan Kowalski")
    codes = [badges.code_of(badges.issue(one)) for one in (first, second)]
    make_desk(hall.week, "North door")  # another of the same name
    asked_at = (time.now - timedelta(minutes=20)).isoformat()
    silent: dict[str, Any] = {
        "desk_id": hall.desk_id,
        "seen_at": time.now - timedelta(minutes=9),
    }
    carry(client, make_device(hall.week, **silent))
    for code in codes:
        one: dict[str, Any] = {"scan_id": str(uuid4()), "event": hall.event}
        one |= {"code": code}
        one |= {"scanned_at": asked_at, "offline": True, "told": "admitted"}
        client.post(f"/desk/{hall.desk_id}/scans", json=one)
    carry(client, make_device(hall.week, DeskRole.SUPERVISOR))

    page = client.get(f"{BOARD}/part").text

    posts = page.split('id="posts-heading"')[1]
    assert ("Online" in posts, "Not heard" in posts) == (True, False)
    # They passed twenty minutes ago: there is no peak in the minute of sending.
    assert "Most came at 16:40: 2. In the last minute: 0." in page
    rows = page.split('id="doors-heading"')[1].split("<tr>")[2:4]
    cells = [re.findall(r'number[ a-z]*">(\d+)<', row) for row in rows]
    assert sorted(cells) == [["0", "0", "0", "0"], ["0", "0", "2", "1"]]


@pytest.mark.usefixtures("time")
def test_a_board_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    Hall(client)
    first = client.get(f"{BOARD}/part")

    again = client.get(
        f"{BOARD}/part", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.usefixtures("time")
def test_a_board_costs_the_same_for_one_desk_and_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    hall = Hall(client)
    hall.scan(hall.guest())
    client.get(BOARD)
    with statements() as for_one:
        client.get(f"{BOARD}/part")

    for number in range(20):
        desk = make_desk(hall.week, f"Door {number}")
        make_device(hall.week, desk_id=desk.id, seen_at=clock.now())
        hall.scan(hall.guest(f"Guest {number}"), desk)
    with statements() as for_many:
        client.get(f"{BOARD}/part")

    assert len(for_one) == len(for_many) <= 12


@pytest.mark.parametrize("page", [BOARD, f"{BOARD}/part", CONFLICTS, OUTSIDE])
def test_the_board_is_for_who_supervises_this_week(client: Client, page: str) -> None:
    week = make_week("spring")
    carry(client, make_device(make_week("autumn"), DeskRole.SUPERVISOR))
    assert client.get(page).status_code == 404

    carry(client, make_device(week, DeskRole.REGISTRATION))
    assert client.get(page).status_code == 403
    client.delete_cookie("desk")
    assert client.get(page).status_code == 302


def conflict_of_two_desks(hall: Hall) -> Conflict:
    guest = hall.guest()
    side = make_desk(hall.week, "Side door")
    hall.scan(guest)
    hall.scan(guest, side, offline=True, told="admitted")
    return db.session.scalars(select(Conflict)).one()


@pytest.mark.usefixtures("time")
@pytest.mark.parametrize(
    ("end", "inside"), [(Settlement.SAME_PERSON, 1), (Settlement.COPIED, 2)]
)
def test_a_conflict_is_settled_with_one_press_and_a_note(
    client: Client, end: Settlement, inside: int
) -> None:
    hall = Hall(client)
    key = conflict_of_two_desks(hall).id
    shown = client.get(CONFLICTS).text
    data = {"end": end.value, "note": "Asked at the door."}

    settled = client.post(f"{CONFLICTS}/{key}", data=data, follow_redirects=True)

    assert all(word in shown for word in ("Anna Nowak", "North door", "Side door"))
    assert "The second person counts, without a name. Then replace the badge." in shown
    assert "No conflict is open" in settled.text
    assert "Asked at the door." in settled.text
    assert hall.inside() == inside
    assert client.post(f"{CONFLICTS}/{key}", data={"end": "stays"}).status_code == 400


def test_a_conflict_of_another_week_is_not_found(client: Client) -> None:
    hall = Hall(client)
    key = conflict_of_two_desks(hall).id
    make_week("autumn")
    data = {"end": "same_person"}

    wrong = client.post(f"/desk/weeks/autumn/conflicts/{key}", data=data)

    assert wrong.status_code == 404
    assert db.session.scalars(select(Conflict.settled_at)).one() is None


@pytest.mark.parametrize(("end", "inside"), [("stays", 1), ("went_out", 0)])
def test_a_supervisor_decides_what_an_ended_device_had_scanned(
    client: Client, end: str, inside: int
) -> None:
    hall = Hall(client)
    device = make_device(hall.week, revoked_at=clock.now())
    code = badges.code_of(badges.issue(hall.guest()))
    one = {
        "scan_id": str(uuid4()),
        "desk": str(hall.desk_id),
        "event": hall.event,
        "code": code,
        "told": "admitted",
    }
    carry(client, device)
    client.post("/desk/devices/hand-in", json={"scans": [one]})
    client.sign_in()
    found = db.session.scalars(select(Conflict)).one()
    key, kind = found.id, found.kind
    before = hall.inside()

    client.post(f"{CONFLICTS}/{key}", data={"end": end})
    client.post(f"{CONFLICTS}/{key}", data={"end": end})

    assert kind is ConflictKind.HANDED_IN
    assert (before, hall.inside()) == (0, inside)
    assert db.session.scalars(select(Device)).one().waiting == 0


def test_all_who_wait_outside_come_in_at_the_break(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client, capacity=2)
    add(DoorRule(event_id=hall.event_id, late_from=time.now, lateness=Lateness.HOLD))
    late = [hall.guest(name) for name in ("Anna Nowak", "Jan Kowalski", "Li Na")]
    verdicts = [hall.scan(guest)["verdict"] for guest in late]
    shown = client.get(OUTSIDE).text
    last = db.session.scalars(select(Hold.id).order_by(Hold.held_at, Hold.id)).all()[-1]

    page = client.post(OUTSIDE, data={"event": hall.event}, follow_redirects=True).text
    client.post(f"{OUTSIDE}/{last}")

    assert verdicts == [Verdict.LATE.value] * 3
    assert "Jan Kowalski" in shown
    assert "2 people were admitted." in page
    assert "1 person still waits" in page
    assert hall.inside() == 2
    assert client.post(OUTSIDE, data={"event": str(uuid4())}).status_code == 404
