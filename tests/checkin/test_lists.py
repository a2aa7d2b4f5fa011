"""The list of expected people: what it says, to whom, and what it hides."""

import gzip
import json
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from eventapp.badges import service as badges
from eventapp.badges.cards import code_of_card, issue_card
from eventapp.checkin.expected import kept
from eventapp.checkin.expected.sealing import (
    Opener,
    opener,
    presence_tag,
    salt_of,
    unseal,
)
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.db import db
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    Diet,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_place,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.conftest import Client, StoppedClock

SECRETS: dict[str, Any] = {
    "phone": "+48 600 700 800",
    "position": "Dean of bridges",
    "diet": Diet.HALAL,
    "diet_note": "no sesame",
    "access": ("wheelchair",),
    "note": "arrives tired",
}


class Hall:
    """A week with a door, and a device that asks for its list."""

    def __init__(self, client: Client, role: DeskRole = DeskRole.STEWARD) -> None:
        kept.forget()
        self.week = make_week()
        self.event = make_event(self.week, "Salon A")
        desk = make_desk(self.week)
        self.address = f"/desk/{desk.id}/list"
        self.client = client
        self.device = make_device(self.week, role)
        self.scans = f"/desk/{desk.id}/scans"
        carry(client, self.device)

    def guest(self, name: str = "Anna Nowak", **changes: Any) -> tuple[Any, str]:
        """Somebody with a badge, and its code."""
        guest = make_registration(self.week, name=PersonName(name), **changes)
        code = badges.code_of(badges.issue(guest))
        assert code
        return guest, code

    def opener(self, code: str) -> Opener:
        """What a badge opens in this week's list."""
        return opener(code, salt_of(self.week.id))  # type: ignore[arg-type]  # as scanned

    def get(self, **query: str) -> Any:
        """What a device gets now, read anew."""
        kept.forget(wholly=False)
        return self.client.get(self.address, query_string=query).get_json()

    def since(self, known: Any) -> Any:
        """What a device gets that has a list already."""
        return self.get(since=known["made_at"], mark=known["mark"])


def lines_of(hall: Hall, found: Any, code: str) -> list[str]:
    one = hall.opener(code)
    sealed = found["records"][one.text]
    return unseal(one, b64decode(sealed + "==")).split("\n")


def test_a_badge_opens_its_own_record_and_no_other(client: Client) -> None:
    hall = Hall(client)
    guest, code = hall.guest(kind=DelegateKind.EXPERT)
    _, other_code = hall.guest("Jan Kowalski")
    make_place(guest, hall.event)
    name = guest.reference

    found = hall.get()

    assert lines_of(hall, found, code)[:3] == [name, str(guest.number), "Anna Nowak"]
    assert found["events"] == [str(hall.event.id)]
    assert lines_of(hall, found, code)[7] == "0h"
    wrong, sealed = hall.opener(other_code), found["records"][hall.opener(code).text]
    with pytest.raises(InvalidTag):
        unseal(wrong, b64decode(sealed + "=="))


def test_a_sealed_list_shows_nothing_of_anybody(client: Client) -> None:
    hall = Hall(client)
    house = make_institution(
        "Opole University", "奥波莱大学", native_name="Politechnika"
    )
    delegation = make_delegation(hall.week, institution_id=house.id, label="Engineers")
    people = [
        hall.guest(f"Person{number} Family{number}", delegation_id=delegation.id)[0]
        for number in range(20)
    ]
    people.append(make_registration(hall.week, institution_id=house.id))
    badges.issue(people[-1])
    issue_card(delegation.id)
    db.session.commit()

    body = hall.client.get(hall.address).data

    words = [
        str(delegation.institution.name),
        "Engineers",
        "Politechnika",
        "奥波莱大学",
    ]
    for one in people:
        words += [one.reference, one.address, *one.name.latin.split()]
        words += [one.name.native or one.name.latin, str(one.id), one.id.hex]
    shown = {word for word in words if word.encode() in body}
    assert len(json.loads(body)["records"]) == 22
    assert shown == set()
    assert len({len(sealed) for sealed in json.loads(body)["records"].values()}) < 6


@pytest.mark.parametrize("role", list(DeskRole))
def test_only_who_may_search_gets_names(client: Client, role: DeskRole) -> None:
    hall = Hall(client, role)
    hall.guest()

    found = hall.get()

    searches = role in {DeskRole.REGISTRATION, DeskRole.SUPERVISOR}
    assert found["is_sealed"] is not searches
    assert ("people" in found) is searches


def test_a_plain_list_has_what_the_desk_needs_and_nothing_else(client: Client) -> None:
    hall = Hall(client, DeskRole.REGISTRATION)
    house = make_institution(
        "Opole University", "奥波莱大学", native_name="Politechnika"
    )
    delegation = make_delegation(hall.week, institution_id=house.id)
    name = PersonName("Wang Xiaoming", "王小明", "zh-Hans", NameOrder.NATIVE_FIRST)
    guest = make_registration(
        hall.week,
        name=name,
        institution_id=house.id,
        delegation_id=delegation.id,
        is_head=True,
        **SECRETS,
    )
    code = badges.code_of(badges.issue(guest))
    make_place(guest, hall.event, PlaceStatus.WAITING)
    key, reference, number = str(delegation.id), guest.reference, guest.number

    found = hall.get()

    people = dict(found["people"])
    institution = found["institutions"][people.pop("institution")[0]]
    assert institution[1:5] == ["Opole University", "奥波莱大学", "Politechnika", ""]
    assert found["delegations"][people.pop("delegation")[0]] == key
    assert found["statuses"][people.pop("status")[0]] == "confirmed"
    assert found["kinds"][people.pop("kind")[0]] == "delegate"
    assert people == {
        "reference": [reference],
        "number": [number],
        "latin": ["Wang Xiaoming"],
        "native": ["王小明"],
        "language": ["zh-Hans"],
        "on_badge": {},
        "head": [0],
        "places": ["0w"],
        "code": [hall.opener(code or "").text[:8]],
        "old_codes": {},
    }
    said = json.dumps(found, ensure_ascii=False)
    for secret in (
        "@",
        SECRETS["phone"],
        "Dean",
        "halal",
        "sesame",
        "wheelchair",
        "tired",
    ):
        assert secret not in said


def test_a_replaced_badge_says_so_and_is_named_at_the_next_beat(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client)
    guest, code = hall.guest()
    before = hall.get()
    time.advance(minutes=1)
    new = badges.code_of(badges.reissue(guest, actor="Steward"))
    db.session.commit()

    after = hall.since(before)

    assert set(after["records"]) == {
        hall.opener(code).text,
        hall.opener(new or "").text,
    }
    assert lines_of(hall, after, code)[-1] == "x"
    made_at = time.now - timedelta(seconds=30)
    assert kept.revoked_since(hall.week.id, made_at) == [hall.opener(code).text]
    assert kept.revoked_since(hall.week.id, time.now + timedelta(minutes=1)) == []


def test_only_what_changed_travels(client: Client, time: StoppedClock) -> None:
    hall = Hall(client)
    (_, code), (other, other_code) = hall.guest(), hall.guest("Jan Kowalski")
    first = hall.get()
    time.advance(minutes=1)

    assert hall.since(first).keys() == {"mark", "made_at"}

    db.session.get_one(Registration, other.id).status = RegistrationStatus.CANCELLED
    changed = hall.since(first)
    whole = hall.get()
    assert set(changed["records"]) == {hall.opener(other_code).text}
    assert not changed["is_whole"]
    name = hall.opener(code).text
    assert whole["records"][name] == first["records"][name]  # nothing is sealed twice

    time.advance(minutes=1)
    db.session.delete(db.session.get_one(Registration, other.id))
    gone = hall.since(whole)
    assert (gone["records"], gone["gone"]) == ({}, [hall.opener(other_code).text])


def test_the_mark_changes_exactly_when_the_list_does(
    client: Client, time: StoppedClock
) -> None:
    hall = Hall(client)
    guest, code = hall.guest()
    marks = [hall.get()["mark"]]
    time.advance(minutes=5)
    guest = db.session.get_one(Registration, guest.id)
    guest.phone, guest.note = "+48 1", "nothing for a door"
    assert hall.get()["mark"] == marks[0]

    deeds: list[Callable[[], object]] = [
        lambda: make_place(db.session.get_one(Registration, guest.id), hall.event),
        lambda: make_event(db.session.get_one(Week, hall.week.id), "Salon B"),
        lambda: setattr(guest, "name", PersonName("Anna Maria Nowak")),
        lambda: client.post(hall.scans, json=_scan(hall, code)),
    ]
    for deed in deeds:
        guest = db.session.get_one(Registration, guest.id)
        deed()
        marks.append(hall.get()["mark"])

    assert len(set(marks)) == len(marks)
    assert kept.mark(hall.week.id) == marks[-1]
    kept.forget()
    assert kept.mark(hall.week.id) is None
    assert hall.get()["mark"] == marks[-1]  # another process says the same


@pytest.mark.parametrize("role", [DeskRole.STEWARD, DeskRole.REGISTRATION])
def test_who_came_is_told_to_who_sees_the_badge(client: Client, role: DeskRole) -> None:
    hall = Hall(client, role)
    guest, code = hall.guest()
    make_place(guest, hall.event)
    reference = guest.reference
    hall.client.post(hall.scans, json=_scan(hall, code))

    moved = hall.get()["moved"]

    assert moved["how"] == [3]  # one entry, inside
    if role is DeskRole.STEWARD:
        assert moved["tag"] == [presence_tag(hall.opener(code), hall.event.id)]
        assert reference not in json.dumps(moved)
    else:
        assert (moved["who"], moved["event"]) == ([0], [0])


def test_the_card_of_a_delegation_opens_its_people(client: Client) -> None:
    hall = Hall(client)
    delegation = make_delegation(hall.week)
    _, code = hall.guest(delegation_id=delegation.id)
    head, head_code = hall.guest("Maria Zielona", delegation_id=delegation.id)
    head.is_head = True
    card = code_of_card(issue_card(delegation.id))

    lines = lines_of(hall, hall.get(), card or "")

    secrets = [hall.opener(one).secret for one in (head_code, code)]
    assert (lines[0], lines[2]) == ("G", str(delegation.institution.name))
    assert b64decode(lines[8] + "==") == b"".join(secrets)


def test_a_badge_that_cannot_be_made_again_is_left_out_and_counted(
    client: Client,
) -> None:
    hall = Hall(client)
    hall.guest()
    guest, _ = hall.guest("Jan Kowalski")
    badges.issue(guest).code_digest = b"another secret of the site......"

    found = hall.get()

    assert (len(found["records"]), found["left_out"]) == (1, 1)


def test_a_list_is_kept_by_no_browser_and_known_by_its_mark(client: Client) -> None:
    hall = Hall(client)
    hall.guest()
    db.session.commit()
    packed = client.get(hall.address, headers={"Accept-Encoding": "gzip"})

    again = client.get(
        hall.address,
        headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]},
    )

    assert json.loads(gzip.decompress(packed.data))["is_sealed"]
    assert packed.headers["Cache-Control"] == again.headers["Cache-Control"]
    assert (packed.headers["Cache-Control"], again.status_code) == ("no-store", 304)


def test_more_people_cost_no_more_statements(
    client: Client, statements: Callable[[], Any]
) -> None:
    hall = Hall(client, DeskRole.REGISTRATION)

    def cost() -> int:
        db.session.commit()
        with statements() as ran:
            hall.get()
        return len(ran)

    hall.guest()
    hall.get()
    few = cost()
    for number in range(5):
        guest, _ = hall.guest(f"Guest {number}")
        make_place(guest, hall.event)
    assert cost() == few


def _scan(hall: Hall, code: str) -> dict[str, object]:
    return {
        "scan_id": "5a7c2f4e-0c61-4b5f-9d6e-8f1f0f6b2a11",
        "event": str(hall.event.id),
        "code": code,
        "scanned_at": "2027-03-08T01:02:03Z",
    }
