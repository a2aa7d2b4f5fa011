"""My registration: opened by a private link, shown, changed, released, cancelled."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import session
from sqlalchemy import func, select

from eventapp.badges.service import issue
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.standing import Seat
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration import access, queries
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import opening
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import MORNING, make_event, make_place, make_registration, make_week
from tests.conftest import Client, StoppedClock

SENT = "If this address has a registration, we have sent its link there."


def test_the_private_link_opens_and_leaves_the_address(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    opening.send_links(registration.address, from_address="")
    path = urlsplit(re.findall(r"http\S+/me/enter/\S+", _mail().text)[0]).path
    assert client.get(f"/me/{registration.id}/").status_code == 404

    entered = client.get(path)

    assert entered.location == f"/me/{registration.id}/"
    assert client.get(entered.location).status_code == 200


def test_forms_from_before_entering_do_not_fit_afterwards(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    opening.send_links(registration.address, from_address="")
    with client.session_transaction() as planted:
        planted["csrf_token"] = "known to a stranger"

    with client:
        client.get(urlsplit(re.findall(r"http\S+", _mail().text)[0]).path)
        assert "csrf_token" not in session


def test_a_link_that_ended_offers_a_new_one(client: Client, time: StoppedClock) -> None:
    assert time

    answer = client.get("/me/enter/nothing")

    assert (answer.status_code, "This link has ended." in answer.text) == (410, True)
    assert "Send me the link" in answer.text


def test_the_answer_never_tells_whether_an_address_is_known(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()

    known = client.post("/me/", data={"address": registration.address})
    unknown = client.post("/me/", data={"address": "nobody@guest.example"})

    assert (known.status_code, known.location) == (
        unknown.status_code,
        unknown.location,
    )
    assert SENT in client.get(known.location).text
    assert [message.to_address for message in db.session.scalars(select(Message))] == [
        registration.address
    ]


def test_too_many_requests_from_one_network_are_refused(
    client: Client, time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert time
    monkeypatch.setattr(opening, "LINKS_PER_NETWORK", 2)

    answers = [
        client.post("/me/", data={"address": f"a{number}@guest.example"}).status_code
        for number in range(3)
    ]

    assert answers == [302, 302, 429]


def test_an_address_that_is_none_gets_a_sentence(
    client: Client, time: StoppedClock
) -> None:
    assert time

    answer = client.post("/me/", data={"address": "anna(at)guest"})

    assert (answer.status_code, "anna(at)guest" in answer.text) == (422, True)
    assert "Enter an e-mail address, for example" in answer.text


def test_one_registration_opens_at_once_and_several_are_listed(
    client: Client, time: StoppedClock
) -> None:
    assert time
    first = make_registration()
    _enter(client, first)
    assert client.get("/me/").location == f"/me/{first.id}/"
    second = make_registration(status=RegistrationStatus.DRAFT)
    _enter(client, first, second)

    page = client.get("/me/").text

    assert f"/me/{first.id}/" in page
    assert f"/me/{second.id}/" in page
    assert "Not finished" in page


def test_closing_on_this_device_ends_access(client: Client, time: StoppedClock) -> None:
    assert time
    registration = make_registration()
    _enter(client, registration)

    client.post("/me/leave")

    assert client.get(f"/me/{registration.id}/").status_code == 404


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (RegistrationStatus.DRAFT, "Your registration is not finished"),
        (RegistrationStatus.SUBMITTED, "We have your registration"),
        (RegistrationStatus.CONFIRMED, "You are registered"),
        (RegistrationStatus.DECLINED, "Your registration is not confirmed"),
        (RegistrationStatus.CANCELLED, "Your registration is cancelled"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_status_has_its_page_in_both_languages(
    client: Client,
    time: StoppedClock,
    status: RegistrationStatus,
    sentence: str,
    language: str,
) -> None:
    assert time
    registration = make_registration(status=status, decision_note="No room.")
    _enter(client, registration)
    client.set_cookie("language", language)

    page = client.get(f"/me/{registration.id}/")

    assert (page.status_code, f'<html lang="{language}"' in page.text) == (200, True)
    assert language != "en" or sentence in page.text
    assert ("No room." in page.text) == (status is RegistrationStatus.DECLINED)
    assert ("badge.svg" in page.text) == (status is RegistrationStatus.CONFIRMED)


def test_a_draft_says_what_is_left_to_do(client: Client, time: StoppedClock) -> None:
    assert time
    registration = make_registration(
        make_week("gpw"), status=RegistrationStatus.DRAFT, steps_done=("name", "stay")
    )
    _enter(client, registration)

    page = client.get(f"/me/{registration.id}/").text

    assert page.count("To do") == 4
    assert page.count("Done") == 2
    proceed = re.findall(r'href="([^"]*)"[^>]*><span>Continue</span>', page)
    assert proceed == [
        f"/weeks/gpw/register/institution?registration={registration.id}"
    ]


def test_my_events_show_place_line_overlap_and_cancellation(
    client: Client, time: StoppedClock
) -> None:
    registration = make_registration(number=412)
    week = registration.week
    issue(registration)
    held, full = make_event(week, "Salon"), make_event(week, "Tour", capacity=0)
    gone = make_event(week, "Gone", status=EventStatus.CANCELLED)
    past = make_event(week, "Yesterday", starts_at=time.now - timedelta(days=1))
    for event in (held, gone, past):
        make_place(registration, event)
    make_place(make_registration(week), full, PlaceStatus.WAITING)
    time.advance(minutes=1)
    make_place(registration, full, PlaceStatus.WAITING)
    _enter(client, registration)

    page = client.get(f"/me/{registration.id}/").text

    for shown in ("You are going", "Waiting list, place 2", "Cancelled", "Earlier"):
        assert shown in page
    assert page.count("Overlaps with") == 2
    reference = registration.reference
    assert f"0412 · {reference[:4]}-{reference[4:]}" in page
    released = re.findall(r'action="[^"]*/events/([^"]*)/release"', page)
    assert released == [str(held.id)]
    asked = re.findall(r'href="[^"]*/events/([^"]*)/release"', page)
    assert asked == [str(full.id)], "a full event asks first"


def test_what_everyone_may_go_to_within_a_day_stands_among_my_events(
    client: Client, time: StoppedClock
) -> None:
    registration = make_registration()
    soon = time.now + timedelta(hours=2)
    opening_ceremony = make_event(
        registration.week, "Opening", signup=SignUp.EVERYONE, starts_at=soon
    )
    make_event(
        registration.week,
        "Signing",
        signup=SignUp.EVERYONE,
        starts_at=soon,
        parent_id=opening_ceremony.id,
    )
    make_event(registration.week, "Closing", signup=SignUp.EVERYONE)
    _enter(client, registration)

    page = client.get(f"/me/{registration.id}/").text

    assert re.findall(r"Opening|Signing|Closing", page) == ["Opening"]
    assert "For all delegates, no sign-up" in page


def test_signing_up_and_releasing_from_an_event(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    event = make_event(registration.week, "Salon", capacity=1)
    heir = make_registration(registration.week)
    _enter(client, registration)
    address = f"/me/{registration.id}/events/{event.id}"

    signed_up = client.post(address, data={"next": "/weeks/"})
    assert signed_up.location == "/weeks/"
    client.post(address)
    assert _places(registration) == {event.id: PlaceStatus.HELD}
    make_place(heir, event, PlaceStatus.WAITING)
    released = [client.post(f"{address}/release") for _ in range(2)]

    assert {answer.status_code for answer in released} == {302}
    assert _places(registration) == {}
    assert _places(heir) == {event.id: PlaceStatus.HELD}
    assert _mail().to_address == heir.address


@pytest.mark.parametrize(
    ("capacity", "others", "sentence"),
    [(1, 2, "2 people wait."), (1, 0, None), (None, 1, "1 person waits.")],
)
def test_releasing_what_others_want_asks_first(
    client: Client,
    time: StoppedClock,
    capacity: int | None,
    others: int,
    sentence: str | None,
) -> None:
    assert time
    registration = make_registration()
    event = make_event(registration.week, "Salon", capacity=capacity)
    make_place(registration, event)
    for _number in range(others):
        make_place(make_registration(registration.week), event, PlaceStatus.WAITING)
    _enter(client, registration)
    address = f"/me/{registration.id}/events/{event.id}/release"
    assert f'href="{address}"' in client.get(f"/me/{registration.id}/").text

    page = client.get(address).text

    assert "You lose this place." in page
    assert ("wait" in page.partition("<main")[2]) is (sentence is not None)
    assert sentence is None or sentence in page
    assert _places(registration) == {event.id: PlaceStatus.HELD}
    client.post(address)
    assert _places(registration) == {}
    assert client.get(address).location == f"/me/{registration.id}/#events"


def test_the_badge_fills_a_page_with_nothing_around(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration(number=412)
    issue(registration)
    _enter(client, registration)
    client.get("/theme?name=dark")

    page = client.get(f"/me/{registration.id}/badge").text

    assert 'data-theme="light"' in page
    assert f"/me/{registration.id}/badge.svg" in page
    for around in ("<header", "<nav", "<footer"):
        assert around not in page


def test_my_events_outside_my_days_are_named(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    event = make_event(registration.week, "Salon")
    make_place(registration, event)
    registration.departs_on = event.starts_at.date() - timedelta(days=1)
    _enter(client, registration)

    page = client.get(f"/me/{registration.id}/").text

    assert "You are not here on these days:" in page


def test_a_full_event_puts_one_into_the_line(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    event = make_event(registration.week, "Tour", capacity=0)
    _enter(client, registration)

    answer = client.post(f"/me/{registration.id}/events/{event.id}")

    assert "You are on the waiting list: Tour" in client.get(answer.location).text


def test_before_confirmation_signing_up_is_a_wish(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration(status=RegistrationStatus.SUBMITTED)
    event = make_event(registration.week, "Salon")
    _enter(client, registration)
    address = f"/me/{registration.id}/events/{event.id}"

    client.post(address)
    assert list(registration.wishes) == [str(event.id)]
    assert "Salon" in client.get(f"/me/{registration.id}/").text
    client.post(f"{address}/release")

    assert not registration.wishes
    assert db.session.scalar(select(func.count()).select_from(Place)) == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signup": SignUp.INVITED}, "You cannot sign up for this event."),
        ({"status": EventStatus.CANCELLED}, "This event is cancelled."),
        ({"starts_at": MORNING - timedelta(days=30)}, "This event has already begun."),
    ],
)
def test_a_place_that_is_refused_is_a_page_with_the_reason(
    client: Client, time: StoppedClock, changes: dict[str, Any], sentence: str
) -> None:
    assert time
    registration = make_registration()
    event = make_event(registration.week, **changes)
    _enter(client, registration)

    answer = client.post(f"/me/{registration.id}/events/{event.id}")

    assert (answer.status_code, sentence in answer.text) == (409, True)


def test_strangers_reach_nothing_of_a_registration(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    event = make_event(registration.week)
    _enter(client, make_registration(registration.week))
    base = f"/me/{registration.id}"

    asked = [client.get(f"{base}/{page}") for page in ("", "consents", "cancel")]
    posted = [
        client.post(f"{base}/{page}")
        for page in (
            "cancel",
            "consents",
            "language",
            "calendar",
            "calendar/renew",
            f"events/{event.id}",
            f"events/{event.id}/release",
        )
    ]

    assert {answer.status_code for answer in (*asked, *posted)} == {404}
    assert registration.status is RegistrationStatus.CONFIRMED


def test_wrong_keys_are_pages_that_do_not_exist(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    elsewhere = make_event(make_week())
    _enter(client, registration)
    base = f"/me/{registration.id}"

    for answer in (
        client.get("/me/nonsense/"),
        client.get("/me/00000000-0000-0000-0000-000000000000/"),
        client.post(f"{base}/events/{elsewhere.id}"),
        client.post(f"{base}/events/{registration.id}"),
        client.post(f"{base}/events/nonsense/release"),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize("kept", ["text", [1, None, "x"], {"a": 1}, 7, None])
def test_a_session_of_another_shape_opens_nothing(
    client: Client, time: StoppedClock, kept: object
) -> None:
    assert time
    with client.session_transaction() as session:
        session["registrations"] = kept

    assert client.get("/me/").status_code == 200


def test_the_language_of_our_mails_can_be_changed(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    _enter(client, registration)
    address = f"/me/{registration.id}/language"

    client.post(address, data={"language": "zh-Hans"})
    assert registration.language == "zh-Hans"

    assert client.post(address, data={"language": "xx"}).status_code == 400
    assert registration.language == "zh-Hans"


def test_consents_change_and_older_ones_are_kept(
    client: Client, time: StoppedClock
) -> None:
    registration = make_registration()
    _enter(client, registration)
    address = f"/me/{registration.id}/consents"

    client.post(address, data={"listed": "y"})
    time.advance(minutes=1)
    client.post(address, data={"photographs": "y"})

    kept = [(one.purpose, one.is_given) for one in queries.consents_of(registration)]
    assert sorted(kept) == [
        (ConsentPurpose.LISTED, False),
        (ConsentPurpose.LISTED, True),
        (ConsentPurpose.PHOTOGRAPHS, False),
        (ConsentPurpose.PHOTOGRAPHS, True),
    ]
    registration.status = RegistrationStatus.CANCELLED
    assert client.get(address).status_code == 409


def test_cancelling_asks_first_and_twice_is_once(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    make_place(registration, make_event(registration.week))
    _enter(client, registration)
    address = f"/me/{registration.id}/cancel"

    asked = client.get(address)
    assert "You lose 1 place. It goes to the next person." in asked.text
    assert registration.is_confirmed
    pressed = [client.post(address).location for _ in range(2)]

    assert pressed == [f"/me/{registration.id}/"] * 2
    assert registration.status is RegistrationStatus.CANCELLED
    assert _mail().occasion == "registration.cancelled"
    assert "This registration was declined or cancelled." in client.get(address).text


def test_the_public_pages_know_the_readers_own_places(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = make_registration()
    week = registration.week
    held, full = make_event(week), make_event(week, capacity=0)
    make_place(registration, held)
    make_place(registration, full, PlaceStatus.WAITING)
    _enter(client, registration)

    with client:
        client.get(f"/me/{registration.id}/")
        own = access.own_standing(week)
        assert access.own_standing(make_week()) is None

    assert own is not None
    assert own.address == f"/me/{registration.id}/"
    assert own.seats == {held.id: Seat("mine"), full.id: Seat("waiting", 1)}


def test_the_page_loads_in_a_fixed_number_of_statements(
    client: Client, time: StoppedClock, statements: Callable[[], Any]
) -> None:
    assert time
    registration = make_registration()
    for number in range(6):
        make_place(registration, make_event(registration.week, f"Event {number}"))
    _enter(client, registration)
    key = registration.id

    with statements() as ran:
        client.get(f"/me/{key}/")

    # registration, places, who waits, for everyone, consents, companions, form
    assert len(ran) == 8


def _enter(client: Client, *registrations: Registration) -> None:
    keys = [str(one.id) for one in registrations]
    db.session.commit()
    with client.session_transaction() as session:
        session["registrations"] = keys


def _places(registration: Registration) -> dict[object, PlaceStatus]:
    return {line.event.id: line.place.status for line in queries.lines_of(registration)}


def _mail() -> Message:
    return db.session.scalars(select(Message)).one()
