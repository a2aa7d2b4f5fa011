"""The kiosk: one guest alone, one friendly sentence, perhaps a badge."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.badges.designing import keep_design
from eventapp.badges.designs import Design
from eventapp.badges.formats import Format
from eventapp.badges.models import BadgePrint
from eventapp.badges.prints import record_print
from eventapp.badges.service import code_of, issue
from eventapp.checkin.kiosk import leaving_code
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Admission
from eventapp.checkin.vocabulary import DeskKind, DeskRole
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.checkin.devices import carry, make_device
from tests.conftest import Client, StoppedClock


@pytest.fixture
def event(time: StoppedClock) -> Event:
    assert time
    return make_event(make_week("spring"), "Opening", signup=SignUp.EVERYONE)


@pytest.fixture
def desk(event: Event, client: Client) -> Desk:
    """A kiosk, and this browser is its device."""
    desk = make_desk(event.week, "Foyer", kind=DeskKind.KIOSK)
    carry(client, make_device(event.week, DeskRole.KIOSK, desk_id=desk.id))
    return desk


@pytest.fixture
def guest(desk: Desk) -> Registration:
    guest = make_registration(desk.week, number=412)
    issue(guest)
    return guest


def scan(client: Client, desk: Desk, event: Event, code: str) -> dict[str, Any]:
    body = {"scan_id": str(uuid4()), "event": str(event.id), "code": code}
    answer = client.post(f"/desk/{desk.id}/kiosk", json=body)
    assert answer.status_code == 200
    return dict(answer.json or {})


def printed(client: Client, desk: Desk, scan_id: str) -> str | None:
    there = f"/desk/{desk.id}/kiosk/scans/{scan_id}/badge"
    answer = client.post(there, json={})
    paper: str | None = (answer.json or {})["paper"]
    return paper


def test_the_screen_speaks_all_languages_and_leads_nowhere(
    client: Client, desk: Desk, event: Event
) -> None:
    page = client.get(f"/desk/{desk.id}/kiosk").text

    assert f'data-event="{event.id}"' in page
    assert 'lang="zh-Hans"' in page
    assert "Hold the code of your badge" in page
    hrefs = [part.split('href="')[1].split('"')[0] for part in page.split("<a ")[1:]]
    assert hrefs == ["#main", f"/desk/{desk.id}/kiosk/leave"]
    assert client.get(f"/desk/{desk.id}/people?q=w&event={event.id}").status_code == 403


def test_a_guest_is_admitted_by_the_code_or_by_the_reference(
    client: Client, desk: Desk, event: Event, guest: Registration
) -> None:
    other = make_registration(desk.week)
    badge = issue(guest)

    first = scan(client, desk, event, code_of(badge) or "")
    again = scan(client, desk, event, guest.reference)
    typed = scan(client, desk, event, other.reference.lower())

    assert (first["verdict"], first["number"]) == ("admitted", "0412")
    assert first["name"]["native"] == "王小明"
    assert again["verdict"] == "already_here"
    assert typed["verdict"] == "admitted"
    inside = db.session.scalar(select(func.count()).select_from(Admission))
    assert inside == 2


@pytest.mark.parametrize("words", ["Wang Xiaoming", "412", "7K2M-9QXD", "PW1P"])
def test_nobody_is_found_by_anything_else(
    client: Client, desk: Desk, event: Event, guest: Registration, words: str
) -> None:
    answer = scan(client, desk, event, words)

    assert guest.number == 412
    assert answer["verdict"] in {"unknown", "misread"}
    assert (answer["name"], answer["number"]) == (None, None)


def test_a_refusal_tells_neither_name_nor_reason(
    client: Client, desk: Desk, event: Event
) -> None:
    cancelled = make_registration(desk.week, status=RegistrationStatus.CANCELLED)
    fields = {"event": str(event.id), "code": cancelled.reference}

    told = scan(client, desk, event, cancelled.reference)
    page = client.post(f"/desk/{desk.id}/kiosk", data=fields, follow_redirects=True)

    assert told["name"] is None
    assert 'data-state="desk"' in page.text
    assert "Please go to the registration desk" in page.text
    assert 'http-equiv="refresh" content="8;' in page.text
    assert "王小明" not in page.text


def test_without_script_a_guest_sees_the_own_name_for_a_while(
    client: Client, desk: Desk, event: Event, guest: Registration, time: StoppedClock
) -> None:
    fields = {"event": str(event.id), "code": guest.reference}

    answer = client.post(f"/desk/{desk.id}/kiosk", data=fields)
    page = client.get(answer.location).text
    time.advance(minutes=3)
    later = client.get(answer.location).text

    assert 'data-state="welcome"' in page
    assert "王小明" in page
    assert 'data-state="start"' in later
    assert "王小明" not in later


def test_a_badge_is_printed_once_if_the_week_wants_it(
    client: Client, desk: Desk, event: Event, guest: Registration
) -> None:
    keep_design(
        desk.week, Design(kiosk_prints=True, desk_format=Format.ROLL_62), by="Office"
    )
    desk.has_printer = True
    admitted = scan(client, desk, event, guest.reference)["scan_id"]

    papers = [printed(client, desk, admitted) for _ in range(2)]
    picture = client.get(papers[0] or "")

    prints = db.session.scalars(select(BadgePrint)).all()
    assert papers[0] == papers[1] == f"/desk/{desk.id}/kiosk/scans/{admitted}.svg"
    assert picture.mimetype == "image/svg+xml"
    assert [(one.id, one.place, one.format) for one in prints] == [
        (UUID(admitted), "Foyer", Format.ROLL_62)
    ]


def test_no_badge_is_printed_unwanted_twice_or_late(
    client: Client, desk: Desk, event: Event, guest: Registration, time: StoppedClock
) -> None:
    first = scan(client, desk, event, guest.reference)["scan_id"]
    unwanted = printed(client, desk, first)
    keep_design(desk.week, Design(kiosk_prints=True), by="Office")
    desk.has_printer = True
    time.advance(minutes=3)
    late = printed(client, desk, first)
    other = make_registration(desk.week)
    record_print(issue(other), Format.A6, by="Office", place="")
    second = scan(client, desk, event, other.reference)["scan_id"]

    new = make_registration(desk.week)
    issue(new)
    desk.has_printer = False
    unseen = printed(client, desk, scan(client, desk, event, new.reference)["scan_id"])
    desk.has_printer = True
    held = printed(client, desk, second)

    assert (unwanted, late, unseen, held) == (None, None, None, None)
    assert client.get(f"/desk/{desk.id}/kiosk/scans/{second}.svg").status_code == 404


def test_only_the_code_of_the_day_leaves_the_kiosk(
    client: Client, desk: Desk, time: StoppedClock
) -> None:
    there = f"/desk/{desk.id}/kiosk/leave"
    today = clock.now().astimezone(desk.week.tzinfo).date()
    code = leaving_code(desk, today)
    time.advance(days=2)

    old = client.post(there, data={"code": code})
    for _ in range(4):
        client.post(there, data={"code": "no"})
    tired = client.post(there, data={"code": code})
    time.advance(minutes=16)
    fresh = leaving_code(desk, clock.now().astimezone(desk.week.tzinfo).date())
    left = client.post(there, data={"code": fresh})

    assert "This is not the code of today." in old.text
    assert tired.status_code == 429
    assert left.location == "/desk/devices/shift"
    assert client.get(f"/desk/{desk.id}/kiosk/code").status_code == 403


def test_a_supervisor_reads_the_code_and_the_address(
    client: Client, desk: Desk
) -> None:
    client.sign_in(Role.ORGANISER)
    client.delete_cookie("desk")

    page = client.get(f"/desk/{desk.id}/kiosk/code").text

    today = clock.now().astimezone(desk.week.tzinfo).date()
    assert leaving_code(desk, today) in page
    assert f"http://week.example/desk/{desk.id}/kiosk" in page
    assert "Kiosks print no badges." in page


def test_a_supervisor_says_that_the_printer_of_a_kiosk_works(
    client: Client, desk: Desk
) -> None:
    keep_design(desk.week, Design(kiosk_prints=True), by="Office")
    by_kiosk = client.post(f"/desk/{desk.id}/kiosk/printer", data={"works": "yes"})
    client.sign_in(Role.ORGANISER)
    client.delete_cookie("desk")

    before = client.get(f"/desk/{desk.id}/kiosk/code").text
    told = [
        client.post(
            f"/desk/{desk.id}/kiosk/printer",
            data={"works": works},
            follow_redirects=True,
        ).text
        for works in ("yes", "yes", "no")
    ]

    assert by_kiosk.status_code == 403
    assert "Nobody has confirmed a printer here" in before
    assert ["It does not print any more" in text for text in told] == [
        *(True, True, False)
    ]
    noted = select(Entry.details).where(Entry.action == "desk.printer")
    assert sorted(one["works"] for one in db.session.scalars(noted)) == [False, True]


def test_the_screen_has_each_of_its_words_in_each_language(
    client: Client, desk: Desk
) -> None:
    page = client.get(f"/desk/{desk.id}/kiosk").text

    for name in ("Begin again", "Type my reference", "Staff", "Opening"):
        assert f'<span data-in="en" lang="en" data-first>{name}</span>' in page
    assert page.count('data-in="zh-Hans"') == page.count('data-in="en"') >= 9
