"""A partner's calendar as an organiser meets it: looked at, taken over, asked again."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from eventapp import config
from eventapp.accounts.vocabulary import Role
from eventapp.exchange.models import CalendarSource, ImportFile
from eventapp.journal.models import Entry
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_events
from tests.builders import make_event, make_venue, make_week
from tests.conftest import Client, StoppedClock
from tests.exchange.servers import plain, serving
from tests.exchange.test_views import send, words

STAMP = "DTSTAMP:20270101T000000Z"


@dataclass
class Partner:
    """A calendar on the web that its partner may change."""

    host: str = ""
    events: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    @property
    def address(self) -> str:
        return f"http://{self.host}/secret-0123456789/programme.ics"

    def says(self, uid: str, title: str, hour: str, *more: str) -> None:
        lines = [f"UID:{uid}", STAMP, f"SUMMARY:{title}", f"DTSTART:20270308T{hour}00Z"]
        lines += ["DURATION:PT1H", *more]
        self.events[uid] = "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])

    def octets(self) -> bytes:
        head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Partner//EN"
        name = "X-WR-CALNAME:Politechnika"
        lines = [head, name, *self.events.values(), "END:VCALENDAR", ""]
        return "\r\n".join(lines).encode()


@pytest.fixture(name="partner")
def calendar_of_a_partner(client: Client) -> Iterator[Partner]:
    client.sign_in()
    partner = Partner()

    def answer(connection: socket.socket, asked: str) -> None:
        partner.asked += 1
        octets = partner.octets()
        mark = f'"{hash(octets)}"'
        if f"If-None-Match: {mark}" in asked:
            plain(b"", status="304 Not Modified")(connection, asked)
        else:
            plain(octets, f"ETag: {mark}")(connection, asked)

    before = config.current()
    with serving(answer) as port:
        partner.host = f"127.0.0.1:{port}"
        config.use(replace(before, calendar_hosts=(partner.host,)))
        yield partner
    config.use(before)


@pytest.fixture(name="week")
def spring(client: Client) -> Week:
    assert client
    return make_week("spring")


def look(client: Client, partner: Partner) -> Any:
    return client.post(
        "/organise/spring/exchange/calendars", data={"address": partner.address}
    )


def ticked(page: str) -> list[str]:
    return re.findall(r'name="rows"\s+value="(\d+)" checked', page)


def take(client: Client, where: str, rows: list[str]) -> None:
    chosen = client.post(where, data={"rows": rows, "creates_venues": "y"})
    seen = client.get(chosen.location).text
    plan = re.search(r'name="plan" value="(\d+)"', seen)
    assert plan is not None, words(seen)
    client.post(chosen.location, data={"plan": plan[1]})


@pytest.mark.parametrize("way", ["get", "post"])
def test_calendars_of_partners_are_for_organisers(client: Client, way: str) -> None:
    client.sign_in(Role.STEWARD)
    make_week("spring")

    answer = getattr(client, way)("/organise/spring/exchange/calendars")

    assert answer.status_code == 403


def test_a_calendar_is_seen_before_anything_is_taken_over(
    client: Client, partner: Partner, week: Week
) -> None:
    hall = make_venue(week, "Main Hall")
    make_event(week, "Planned", venue_id=hall.id)
    make_event(week, "Twin")
    partner.says("a", "New talk", "0130", "LOCATION:Main Hall")
    partner.says("b", "Twin", "0100")
    partner.says("c", "=cmd()<b>", "0500", "STATUS:CANCELLED")

    where = look(client, partner).location
    page = client.get(where).text
    said = words(page)

    assert "Calendar Politechnika" in said
    assert "Made with -//Partner//EN" in said
    assert "3 events near the week" in said
    assert "Written: 2027-03-08 01:30 UTC" in said
    assert "“Planned” is planned in the same venue at this time." in said
    assert "Found by its title and hour." in said
    assert "=cmd()&lt;b&gt;" in page
    assert ticked(page) == ["1"]  # the twin is planned, the last is cancelled
    assert partner.host.split(":")[0] + "/…/programme.ics" in said
    assert "secret" not in page
    assert len(planned_events(week)) == 2


def test_what_was_chosen_goes_into_the_import(
    client: Client, partner: Partner, week: Week
) -> None:
    partner.says("a", "A", "0100")
    partner.says("b", "B", "0200")
    where = look(client, partner).location

    none = client.post(where, data={})
    take(client, where, ["2", "77", "x"])

    assert none.status_code == 422
    assert "Choose at least one event." in words(none.text)
    assert [one.event.key for one in planned_events(week)] == ["b"]


def test_asked_again_it_tells_what_is_new_changed_and_gone(
    time: StoppedClock, client: Client, partner: Partner, week: Week
) -> None:
    for uid, hour in (("a", "0100"), ("b", "0200"), ("c", "0300"), ("d", "0400")):
        partner.says(uid, uid.upper(), hour)
    where = look(client, partner).location
    take(client, where, ["1", "2", "3"])
    db.session.expire_all()
    before = [(one.event.key, one.plan) for one in planned_events(week)]

    time.advance(hours=1)
    partner.says("b", "B", "0230")
    partner.says("e", "E", "0600")
    del partner.events["c"]
    source = db.session.scalars(select(CalendarSource)).one()
    address = f"/organise/spring/exchange/calendars/{source.id}"
    where = client.post(f"{address}/ask").location
    page = client.get(where).text
    said = words(page)
    listed = words(client.get("/organise/spring/exchange/calendars").text)

    assert "When: 2027-03-08 10:00–11:00 → 2027-03-08 10:30–11:30" in said
    assert said.count("New since then") == 1
    assert said.count("Changed since then") == 1
    assert said.count("Left out last time") == 1
    assert "No longer in this calendar" in said
    assert sorted(ticked(page)) == ["2", "4"]
    assert "1 new, 1 changed, 1 gone" in listed
    assert [(one.event.key, one.plan) for one in planned_events(week)] == before

    client.post(f"{address}/gone")
    assert "No longer in this calendar" not in words(client.get(where).text)
    take(client, where, ["2", "4"])
    listed = words(client.get("/organise/spring/exchange/calendars").text)
    assert "Nothing new" in listed


def test_nothing_new_is_not_fetched_twice(
    client: Client, partner: Partner, week: Week
) -> None:
    assert week
    partner.says("a", "A", "0100")
    first = look(client, partner).location

    again = look(client, partner).location

    assert (again, partner.asked) == (first, 2)
    assert "has not changed since you last asked" in words(client.get(again).text)
    assert len(db.session.scalars(select(ImportFile)).all()) == 1


def test_an_address_that_gives_no_calendar_is_not_remembered(
    client: Client, partner: Partner, week: Week
) -> None:
    assert week
    inner = client.post(
        "/organise/spring/exchange/calendars",
        data={"address": "http://169.254.169.254/latest/meta-data"},
    )
    partner.events["x"] = "nonsense"
    empty = look(client, partner)

    assert inner.status_code == 422
    assert "is in an inner network." in words(inner.text)
    assert empty.status_code == 422
    assert "This calendar holds no event." in words(empty.text)
    assert db.session.scalars(select(CalendarSource)).all() == []


def test_who_asks_again_and_again_waits(
    time: StoppedClock, client: Client, partner: Partner, week: Week
) -> None:
    assert week
    partner.says("a", "A", "0100")
    wrong = {"address": "https://10.0.0.1/"}
    for _one in range(40):
        client.post("/organise/spring/exchange/calendars", data=wrong)

    refused = look(client, partner)
    time.advance(minutes=16)

    assert refused.status_code == 422
    assert partner.asked == 0
    assert look(client, partner).status_code == 302


def test_the_journal_names_the_host_and_not_the_secret(
    client: Client, partner: Partner, week: Week
) -> None:
    assert week
    partner.says("a", "A", "0100")
    look(client, partner)
    source = db.session.scalars(select(CalendarSource)).one()
    client.post(f"/organise/spring/exchange/calendars/{source.id}/forget")

    entries = db.session.scalars(select(Entry).order_by(Entry.at, Entry.action)).all()
    assert {(one.action, one.subject) for one in entries} == {
        ("calendar.asked", "127.0.0.1"),
        ("calendar.forgotten", "127.0.0.1"),
    }
    assert db.session.scalars(select(CalendarSource)).all() == []


def test_a_file_is_seen_in_the_same_way(client: Client, week: Week) -> None:
    client.sign_in()
    make_event(week, "Salon", zh="沙龙", summary=Localised({"en": "Talk."}))
    partner = Partner()
    partner.says("a", "A", "0100")

    where = send(client, b"\xef\xbb\xbf" + partner.octets(), "a.ics").location
    said = words(client.get(where).text)

    assert where.endswith("/calendar")
    assert "A hidden sign stands before the first line (BOM)." in said
    assert client.get(where.removesuffix("calendar") + "columns").location == where


def test_a_week_whose_last_day_is_open_lasts_as_long_as_its_plan(
    client: Client,
) -> None:
    client.sign_in()
    held = KnownDate(date(2027, 3, 1), precision=DatePrecision.START)
    week = make_week("spring", held=held)
    make_event(week, "Farewell")  # on 8 March
    partner = Partner()
    partner.says("a", "On a day of the plan", "0100")
    partner.says("b", "Later", "0100")
    partner.events["b"] = partner.events["b"].replace("20270308T", "20270309T")
    partner.says("c", "Each day", "0100", "RRULE:FREQ=DAILY;COUNT=2")
    partner.events["c"] = partner.events["c"].replace("20270308T", "20270302T")

    where = send(client, partner.octets(), "a.ics").location
    page = client.get(where).text
    said = words(page)

    assert "4 events near the week" in said
    assert said.count("It is before or after your week.") == 1
    assert len(ticked(page)) == 3


def test_what_is_planned_otherwise_is_told_with_both(
    client: Client, week: Week
) -> None:
    client.sign_in()
    make_event(week, "Lunch", key="a")  # at nine in the morning
    partner = Partner()
    partner.says("a", "Lunch", "0430")

    where = send(client, partner.octets(), "a.ics").location
    said = words(client.get(where).text)

    told = said.partition("In your plan → in this calendar: ")[2]
    assert told.startswith("Time: Mon 8 Mar 09:00–10:00 → 12:30"), said


def test_of_a_calendar_that_is_all_planned_nothing_is_chosen(
    client: Client, partner: Partner, week: Week
) -> None:
    assert week
    partner.says("a", "A", "0100")
    where = look(client, partner).location
    take(client, where, ["1"])

    partner.says("a", "A", "0100", "X-STAMP:2")
    page = client.get(look(client, partner).location).text

    assert "All of it is in your plan." in words(page)
    assert "Show the preview" not in page
    assert 'name="rows"' not in page


def test_what_a_file_brought_is_known_to_its_address(
    client: Client, partner: Partner, week: Week
) -> None:
    assert week
    for uid, hour in (("a", "0100"), ("b", "0200")):
        partner.says(uid, uid.upper(), hour)
    where = send(client, partner.octets(), "a.ics").location
    take(client, where, ["1", "2"])
    look(client, partner)
    listed = words(client.get("/organise/spring/exchange/calendars").text)

    del partner.events["b"]
    partner.says("a", "A", "0130")
    page = client.get(look(client, partner).location).text

    assert "Nothing new" in listed
    assert "No longer in this calendar" in words(page)
    assert ticked(page) == ["1"]
