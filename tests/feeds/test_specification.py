"""Every feed of a hostile week, rule by rule, read by nothing but eyes and hands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventapp.config import current
from eventapp.feeds import writing
from eventapp.feeds.service import addresses as addresses_of
from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES, Localised, speaking
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.plans import PartPlan, plan_of
from eventapp.programme.service import drafts, releases
from eventapp.programme.vocabulary import EventStatus, Part
from eventapp.programme.words import kind_word
from eventapp.registration.service import agenda
from tests.builders import (
    make_account,
    make_event,
    make_institution,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client, StoppedClock
from tests.feeds.test_zones import ReadZone
from tests.readers import hostile

CSS_NAMES = set(writing.COLOURS.values())
INSTANT = re.compile(r"\d{8}T\d{6}Z")
LOCAL = re.compile(r"\d{8}T\d{6}")
DAY = re.compile(r"\d{8}")
# Text after the colon: whatever could end it is escaped, and nothing else is.
TEXT = re.compile(r"(?:[^\\;,\x00-\x1f\x7f-\x9f\ufeff]|\\[\\;,n])*")
NEVER = ("ORGANIZER", "ATTENDEE", "ATTACH", "X-ALT-DESC", "METHOD", "RDATE", "COMMENT")
SECRET_LINK = "https://meet.example/secret"
PRIVATE = "anna@guest.example"

Line = tuple[str, str, str]  # name, parameters, value


@dataclass
class Component:
    """One VEVENT or VTIMEZONE: its lines, and where it stands."""

    lines: list[Line]
    octets: bytes

    def __getitem__(self, name: str) -> str:
        [value] = [value for known, _more, value in self.lines if known == name]
        return value

    def get(self, name: str) -> str | None:
        found = [value for known, _more, value in self.lines if known == name]
        return found[0] if found else None

    def parameters(self, name: str) -> str:
        [found] = [more for known, more, _value in self.lines if known == name]
        return found


@dataclass
class Read:
    """A feed as its octets say."""

    name: str
    octets: bytes
    is_public: bool = True

    @cached_property
    def lines(self) -> list[Line]:
        unfolded = self.octets.replace(b"\r\n ", b"").decode()
        return [line_of(line) for line in unfolded.removesuffix("\r\n").split("\r\n")]

    @cached_property
    def head(self) -> Component:
        names = [value for name, _more, value in self.lines if name == "BEGIN"]
        assert names[0] == "VCALENDAR"
        first = next(n for n, line in enumerate(self.lines) if line[2] == "VTIMEZONE")
        return Component(self.lines[1:first], b"")

    def components(self, kind: str) -> list[Component]:
        pattern = rf"BEGIN:{kind}\r\n.*?\r\nEND:{kind}\r\n".encode()
        found = re.findall(pattern, self.octets, re.DOTALL)
        return [Component(Read("", one).lines[1:-1], one) for one in found]

    @cached_property
    def events(self) -> list[Component]:
        return self.components("VEVENT")

    @cached_property
    def zones(self) -> list[Component]:
        return self.components("VTIMEZONE")


def line_of(line: str) -> Line:
    matched = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
    assert matched, line
    return matched[1], matched[2], matched[3]


def instant_of(event: Component, name: str) -> datetime | date:
    value, more = event[name], event.parameters(name)
    if more == ";VALUE=DATE":
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = ZoneInfo(more.removeprefix(";TZID="))
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


@pytest.fixture
def rows(client: Client, time: StoppedClock) -> dict[str, Event]:
    """The events of hostile weeks; with people, secrets, zones of every sort."""
    spring, autumn = hostile.spring(), hostile.autumn()
    steppe = make_week("steppe", zone="Asia/Almaty")  # it has a new law
    ramadan = make_week("ramadan", zone="Africa/Casablanca")  # no yearly rule
    make_week("empty")
    for week in (steppe, ramadan):
        make_event(week, "Salon", joining_link=SECRET_LINK)
    home = make_institution("Opole; University, of Technology")
    person = make_person("Anna Nowak", institution_id=home.id, address=PRIVATE)
    gate = make_venue(spring, "Gate; 2", latitude=50.0, longitude=17.0)
    event = make_event(spring, "Signing, with people", meeting_point_id=gate.id)
    parts = [PartPlan(Part.SIGNATORY, person.id, Localised({"en": "Rector; acting"}))]
    by = make_account()
    time.advance(minutes=5)
    drafts.save_plan(event, plan_of(event), parts, seen_version=1, by=by)
    releases.publish(spring, [event.id], None, by=by)
    drafts.begin_event(spring, plan_of(event), by=by)
    republish(event, status=EventStatus.CANCELLED)
    db.session.commit()
    assert client
    found = db.session.query(Event).where(Event.status != EventStatus.DRAFT)
    return {str(one.id): one for one in found if autumn}


@pytest.fixture
def feeds(client: Client, rows: dict[str, Event]) -> list[Read]:
    """All of them, in every language."""
    weeks = {event.week.slug: event.week for event in rows.values()}
    addresses = [f"/feeds/{slug}.ics?" for slug in (*weeks, "empty")]
    addresses += ["/feeds/warsaw-spring.ics?kind=salon&"]
    some = [event for event in rows.values() if event.week.slug == "warsaw-spring"]
    addresses += [f"/feeds/events/{event.id}.ics?" for event in some[::6]]
    guest = make_registration(weeks["warsaw-spring"], address="guest@guest.example")
    agenda.open_agenda(guest)
    for event in some:
        make_place(guest, event)
    private = [f"/feeds/agenda/{agenda.agenda_token(guest)}.ics?"]
    by = make_account()
    speaker = db.session.query(Person).one()
    for owner in (by, speaker):
        given = addresses_of.give(weeks["warsaw-spring"], owner, by=by)
        private.append(f"{addresses_of.path_of(given)}?")
    read = []
    for address in [*addresses, *private]:
        for language in LANGUAGES:
            answer = client.get(f"{address}lang={language.tag}")
            assert answer.status_code == 200, address
            name = f"{address}{language.tag}"
            read.append(Read(name, answer.data, is_public=address not in private))
    return read


def test_every_feed_keeps_every_rule(
    app: Flask, rows: dict[str, Event], feeds: list[Read]
) -> None:
    faults = [
        f"{rule.__name__}: {feed.name}: {fault}"
        for rule in RULES
        for feed in feeds
        for fault in rule(feed, rows)
    ]

    assert app
    assert faults == []
    assert sum(len(feed.events) for feed in feeds) > 100


def rule_1_octets(feed: Read, _rows: Any) -> Iterator[str]:
    if not feed.octets.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"):
        yield "something before it"
    if not feed.octets.endswith(b"\r\nEND:VCALENDAR\r\n"):
        yield "something after it"
    bare = feed.octets.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare or b"\xef\xbb\xbf" in bare:
        yield "a bare end of line, or a mark"
    if feed.octets.count(b"BEGIN:VCALENDAR") != 1:
        yield "not one calendar"


def rule_2_lines(feed: Read, _rows: Any) -> Iterator[str]:
    for line in feed.octets.removesuffix(b"\r\n").split(b"\r\n"):
        if len(line) > 75 or not line.strip():
            yield f"{len(line)} octets"
        line.decode()  # no character is cut


def rule_3_and_4_texts(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    texts = {"NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "SUMMARY"}
    texts |= {"LOCATION", "CONTACT", "CATEGORIES"}
    for name, more, value in feed.lines:
        if name in texts and (more or not TEXT.fullmatch(value)):
            yield f"{name}{more}:{value[:60]}"
    for event, row in known(feed, rows):
        title = " ".join(str(row.title.chosen(tag_of(feed))[1]).split())
        escaped = re.sub(r"([\\;,])", r"\\\1", title)
        if escaped not in event["SUMMARY"]:
            yield f"{event['SUMMARY']} is not {title}"


def rule_5_to_7_head(feed: Read, _rows: Any) -> Iterator[str]:
    start = [("VERSION", "", "2.0"), ("PRODID", "", writing_prodid())]
    start.append(("CALSCALE", "", "GREGORIAN"))
    if feed.head.lines[:3] != start:
        yield "another beginning"
    for one, other in (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC")):
        if not feed.head[one] or feed.head[one] != feed.head[other]:
            yield f"{one} and {other}"
    if feed.head["COLOR"] not in CSS_NAMES:
        yield feed.head["COLOR"]
    refresh = ("REFRESH-INTERVAL", ";VALUE=DURATION", "PT1H")
    if refresh not in feed.head.lines or feed.head["X-PUBLISHED-TTL"] != "PT1H":
        yield "no word about refreshing"


def rule_8_empty(feed: Read, _rows: Any) -> Iterator[str]:
    if not feed.zones:
        yield "no component at all may be left"


def rule_9_and_10_order(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    uids = [event["UID"] for event, _row in known(feed, rows)]
    if uids != sorted(uids, key=lambda uid: (rows[uid].starts_at, uid)):
        yield "not by start and name"
    if len(set(uids)) != len(uids):
        yield "one name for two"


def rule_11_and_12_revision(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    for event, row in known(feed, rows):
        stamps = [event[name] for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
        if not all(map(INSTANT.fullmatch, stamps)) or stamps[0] != stamps[1]:
            yield f"stamps {stamps}"
        if feed.is_public and stamps[0] != f"{row.changed_at:%Y%m%dT%H%M%SZ}":
            yield "not the last change of the event"
        sequence = int(event["SEQUENCE"])
        if feed.is_public and sequence != row.sequence:
            yield "not the sequence of the event"
        counts_itself = "/office/" in feed.name  # what was planned, not only published
        if not (counts_itself or row.sequence <= sequence) or sequence >= 2**31:
            yield f"sequence {sequence}"


def rule_13_to_15_times(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    for event, row in known(feed, rows):
        more = event.parameters("DTSTART"), event.parameters("DTEND")
        starts, ends = (instant_of(event, name) for name in ("DTSTART", "DTEND"))
        is_day = more[0] == ";VALUE=DATE"
        form = DAY if is_day else LOCAL if "TZID" in more[0] else INSTANT
        values = event["DTSTART"], event["DTEND"]
        if more[0] != more[1] or not all(map(form.fullmatch, values)):
            yield f"{more} {values}"
        if is_day:
            first = row.starts_at.astimezone(row.week.tzinfo).date()
            last = row.ends_at.astimezone(row.week.tzinfo) - timedelta(microseconds=1)
            if (starts, ends) != (first, last.date() + timedelta(days=1)):
                yield f"{starts} to {ends}"
            if event["TRANSP"] != "TRANSPARENT":
                yield "a day that makes busy"
        elif (starts, ends) != (row.starts_at, row.ends_at):
            yield f"{starts} to {ends}, not {row.starts_at} to {row.ends_at}"
        elif row.ends_at - row.starts_at > timedelta(days=1):
            yield "a block over days"


def rule_16_status(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    for event, row in known(feed, rows):
        if row.is_cancelled != (event["STATUS"] == "CANCELLED"):
            yield event["STATUS"]
        mark = {"en": "Cancelled: ", "zh-Hans": "已取消"}[tag_of(feed)]
        if row.is_cancelled and not (
            event["SUMMARY"].startswith(mark) and event["TRANSP"] == "TRANSPARENT"
        ):
            yield f"unmarked: {event['SUMMARY']}"


def rule_17_place(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    apple = "X-APPLE-STRUCTURED-LOCATION"
    for event, row in known(feed, rows):
        venue = row.venue
        if (event.get("GEO") is None) != (event.get(apple) is None):
            yield "a map for some only"
        if venue is None or venue.latitude is None:
            continue
        place = f"{venue.latitude:.6f}", f"{venue.longitude:.6f}"
        if event["GEO"] != ";".join(place) or event[apple] != f"geo:{','.join(place)}":
            yield event["GEO"]
        title = re.sub(r"\\(.)", r"\1", event["LOCATION"]).replace('"', "'")
        if event.parameters(apple) != f';VALUE=URI;X-TITLE="{title}"':
            yield event.parameters(apple)


def rule_18_to_20_words(feed: Read, rows: dict[str, Event]) -> Iterator[str]:
    for event, row in known(feed, rows):
        page = f"{current().address}/weeks/{row.week.slug}/events/{row.id}"
        with speaking(tag_of(feed)):
            shared = "PUBLIC" if feed.is_public else "PRIVATE"
            expected = (page, kind_word(row.kind), shared)
        said = tuple(map(event.get, ("URL", "CATEGORIES", "CLASS")))
        if said != expected and "/office/" not in feed.name:
            yield str(expected)
        if not event["CONTACT"].endswith(row.week.contact_address):
            yield event["CONTACT"]
    yield from (name for name, _more, _value in feed.lines if name in NEVER)
    if ("BEGIN", "", "VALARM") in feed.lines:
        yield "an alarm"
    for secret in (SECRET_LINK, PRIVATE, "guest@guest.example", "/agenda/"):
        if secret.encode() in feed.octets.replace(b"\r\n ", b""):
            yield secret


def rule_21_to_23_zones(feed: Read, _rows: Any) -> Iterator[str]:
    named = {zone["TZID"] for zone in feed.zones}
    used = {
        more.removeprefix(";TZID=")
        for _name, more, _value in feed.lines
        if more.startswith(";TZID=")
    }
    if not used <= named or len(feed.zones) != len(named):
        yield f"{used} of {named}"
    if feed.octets.rfind(b"END:VTIMEZONE") > feed.octets.find(b"BEGIN:VEVENT") > 0:
        yield "a zone behind an event"
    for zone in feed.zones:
        text = zone.octets.decode()
        if len(zone.octets) > 600 or "UNTIL" in text or text.count("STANDARD") != 2:
            yield text
        read, tz = ReadZone(zone.octets), ZoneInfo(zone["TZID"])
        for event in feed.events:
            at = instant_of(event, "DTSTART")
            if isinstance(at, datetime) and zone["TZID"] in event.parameters("DTSTART"):
                utc = at.astimezone(UTC)
                near = (utc + timedelta(hours=1) * n for n in range(-48, 48))
                if any(
                    read.offset(one) != one.astimezone(tz).utcoffset() for one in near
                ):
                    yield f"{zone['TZID']} around {at}"


def known(feed: Read, rows: dict[str, Event]) -> list[tuple[Component, Event]]:
    """The published events of a feed; the office's holds others, too."""
    found = [(event, rows.get(event["UID"])) for event in feed.events]
    assert all(row for _event, row in found) or "/office/" in feed.name
    return [(event, row) for event, row in found if row]


def tag_of(feed: Read) -> str:
    return next(one.tag for one in LANGUAGES if feed.name.endswith(one.tag))


def writing_prodid() -> str:
    return "-//Partnership Week//eventapp//EN"


RULES: list[Callable[[Read, dict[str, Event]], Iterator[str]]] = [
    rule_1_octets,
    rule_2_lines,
    rule_3_and_4_texts,
    rule_5_to_7_head,
    rule_8_empty,
    rule_9_and_10_order,
    rule_11_and_12_revision,
    rule_13_to_15_times,
    rule_16_status,
    rule_17_place,
    rule_18_to_20_words,
    rule_21_to_23_zones,
]
