"""Calendars over HTTP: validators, languages, private addresses."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import (
    make_event,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client, StoppedClock


def events_of(octets: bytes) -> list[dict[str, str]]:
    calendar = Calendar.from_ical(octets)
    return [
        {name: str(value) for name, value in event.property_items() if name}
        for event in calendar.walk("VEVENT")
    ]


def test_the_week_is_a_calendar_in_the_language_of_its_address(client: Client) -> None:
    week = make_week("spring")
    hall = make_venue(week, "Main Hall")
    make_event(week, "Opening", zh="开幕式", venue_id=hall.id)

    english = client.get("/feeds/spring.ics")
    chinese = client.get("/feeds/spring.ics?lang=zh-Hans")

    assert english.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [event["SUMMARY"] for event in events_of(english.data)] == ["Opening"]
    assert [event["SUMMARY"] for event in events_of(chinese.data)] == ["开幕式"]
    assert b"DTSTART;TZID=Asia/Shanghai:20270308T090000" in english.data


def test_a_moved_event_keeps_its_uid_and_raises_sequence(
    client: Client, time: StoppedClock
) -> None:
    event = make_event(make_week("spring"))
    before = events_of(client.get("/feeds/spring.ics").data)[0]
    time.advance(minutes=5)
    later = event.starts_at + timedelta(hours=2)

    republish(event, starts_at=later, ends_at=later + timedelta(hours=1))
    answer = client.get("/feeds/spring.ics")

    after = events_of(answer.data)[0]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert b"DTSTART;TZID=Asia/Shanghai:20270308T110000" in answer.data


def test_a_cancelled_event_stays_and_says_so(client: Client) -> None:
    event = make_event(make_week("spring"), "Salon")

    republish(event, status=EventStatus.CANCELLED)
    shown = events_of(client.get("/feeds/spring.ics").data)[0]

    assert (shown["STATUS"], shown["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert shown["SUMMARY"] == "Cancelled: Salon"


def test_drafts_never_appear(client: Client) -> None:
    week = make_week("spring")
    make_event(week, "Secret", status=EventStatus.DRAFT)

    answer = client.get("/feeds/spring.ics")

    assert events_of(answer.data) == []
    assert b"BEGIN:VTIMEZONE" in answer.data


@pytest.fixture
def guest(app: object) -> Registration:
    assert app
    registration = make_registration(make_week("spring"))
    agenda.open_agenda(registration)
    db.session.flush()
    return registration


def test_an_agenda_holds_ones_own_places_and_marks_waiting(
    client: Client, guest: Registration
) -> None:
    held = make_event(guest.week, "Salon")
    waited = make_event(guest.week, "Tea", starts_at=held.ends_at)
    make_event(guest.week, "Not mine")
    make_place(guest, held)
    make_place(guest, waited, PlaceStatus.WAITING)
    address = f"/feeds/agenda/{agenda.agenda_token(guest)}.ics"

    answer = client.get(address)

    shown = [(one["SUMMARY"], one["STATUS"]) for one in events_of(answer.data)]
    assert shown == [("Salon", "CONFIRMED"), ("Waiting list: Tea", "TENTATIVE")]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert guest.address not in answer.text


def test_an_agenda_changes_with_its_places(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    event = make_event(guest.week, "Salon")
    address = f"/feeds/agenda/{agenda.agenda_token(guest)}.ics"
    etag = client.get(address).headers["ETag"]
    time.advance(minutes=1)

    make_place(guest, event)
    guest.agenda_changed_at = time.now
    answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert [one["SUMMARY"] for one in events_of(answer.data)] == ["Salon"]


def test_a_renewed_address_ends_the_old_one_like_an_unknown_one(
    client: Client, guest: Registration
) -> None:
    old = f"/feeds/agenda/{agenda.agenda_token(guest)}.ics"

    agenda.renew_agenda(guest)
    new = f"/feeds/agenda/{agenda.agenda_token(guest)}.ics"

    assert client.get(new).status_code == 200
    ended, unknown = client.get(old), client.get("/feeds/agenda/guess.ics")
    assert ended.status_code == unknown.status_code == 404
    assert ended.text == unknown.text


def test_one_event_is_a_download(client: Client) -> None:
    event = make_event(make_week("spring"), "Salon")
    address = f"/feeds/events/{event.id}.ics"

    answer = client.get(address)

    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert [one["SUMMARY"] for one in events_of(answer.data)] == ["Salon"]


def test_hostile_texts_arrive_as_they_were_written(client: Client) -> None:
    title = 'Commas, semi;colons, back\\slash, 🎓, مرحبا, "quotes"'
    week = make_week("spring")
    make_event(week, title, summary=Localised({"en": "Line one\nLine two; end"}))

    answer = client.get("/feeds/spring.ics")

    shown = events_of(answer.data)[0]
    assert shown["SUMMARY"] == title
    assert "Line one\nLine two; end" in shown["DESCRIPTION"]
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_an_agenda_holds_what_is_for_everyone(
    client: Client, guest: Registration
) -> None:
    opening = make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    make_event(guest.week, "Signing", signup=SignUp.EVERYONE, parent_id=opening.id)

    answer = client.get(f"/feeds/agenda/{agenda.agenda_token(guest)}.ics")

    assert [one["SUMMARY"] for one in events_of(answer.data)] == ["Opening"]


def test_an_awaited_place_blocks_no_time(client: Client, guest: Registration) -> None:
    make_place(guest, make_event(guest.week, "Salon"), PlaceStatus.WAITING)

    answer = client.get(f"/feeds/agenda/{agenda.agenda_token(guest)}.ics")

    assert [one["TRANSP"] for one in events_of(answer.data)] == ["TRANSPARENT"]
