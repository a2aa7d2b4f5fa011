"""What calendars read must be what we wrote, whatever stands in it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from eventapp.feeds.document import (
    CalendarEvent,
    CalendarHead,
    Status,
    render_calendar,
    render_event,
)

SHANGHAI = "Asia/Shanghai"
WARSAW = "Europe/Warsaw"

HOSTILE = [
    "commas, semicolons; colons: and \"quotes\" 'of' both kinds",
    r"C:\Notes\new; \\server\Next, \; \, \n \N",
    "one\ntwo\n\nthree",
    "BEGIN:VEVENT\nEND:VCALENDAR",
    "👩🏽‍🎓🇨🇳 partnership 🤝 week",
    "أسبوع الشراكة \u200f(2024)\u200f שבוע השותפות",
    "e\u0301".join("résumé"),
    "第二工业大学" * 150,
    "x" * 74 + "\\",
    " ".join(["wide"] * 300),
    "50 % &amp; <b>bold</b> ^n ^^ =?utf-8?q?",
]


def make_event(**changes: Any) -> CalendarEvent:
    event = CalendarEvent(
        uid="0e9a5a2e-7a53-4f0c-8a37-0f6f8a1f9f11@week.example.org",
        sequence=3,
        created_at=utc(2024, 1, 8, 2, 0),
        changed_at=utc(2024, 3, 1, 7, 30),
        starts_at=utc(2024, 3, 28, 1, 30),
        ends_at=utc(2024, 3, 28, 3, 0),
        zone=SHANGHAI,
        summary="Opening",
    )
    return replace(event, **changes)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def make_head(**changes: str) -> CalendarHead:
    return replace(CalendarHead(name="Partnership Week", zone=SHANGHAI), **changes)


def document(*events: CalendarEvent, head: CalendarHead | None = None) -> bytes:
    return render_calendar(head or make_head(), map(render_event, events))


def read(octets: bytes) -> Any:
    """Read the events as a client does that knows icalendar."""
    return Calendar.from_ical(octets)


def read_event(event: CalendarEvent) -> Any:
    [found] = read(document(event)).walk("VEVENT")
    return found


def lines_of(event: CalendarEvent) -> list[str]:
    """Split a document into its lines after unfolding, by the RFC and by hand."""
    unfolded = document(event).replace(b"\r\n ", b"")
    return unfolded.decode().split("\r\n")


def line_of(event: CalendarEvent, name: str) -> str | None:
    block = lines_of(event)[lines_of(event).index("BEGIN:VEVENT") :]
    return next((line for line in block if re.match(name + "[:;]", line)), None)


def test_a_small_calendar_is_written_like_this() -> None:
    event = make_event(
        summary="Opening, 开幕式",
        description="Welcome;\nplease be seated.",
        location="Main hall, 1st floor",
        latitude=31.31,
        longitude=121.7275,
        url="https://week.example.org/events/1",
        categories=("Opening",),
        contact="International office, io@example.org",
    )
    head = make_head(
        name="Week, 2024",
        description="All events",
        colour="teal",
        source_url="https://week.example.org/feeds/gpw.ics",
        url="https://week.example.org/weeks/gpw/",
    )

    assert document(event, head=head).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Partnership Week//eventapp//EN",
        "CALSCALE:GREGORIAN",
        r"NAME:Week\, 2024",
        r"X-WR-CALNAME:Week\, 2024",
        "DESCRIPTION:All events",
        "X-WR-CALDESC:All events",
        "COLOR:teal",
        "URL:https://week.example.org/weeks/gpw/",
        "SOURCE;VALUE=URI:https://week.example.org/feeds/gpw.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:0e9a5a2e-7a53-4f0c-8a37-0f6f8a1f9f11@week.example.org",
        "DTSTAMP:20240301T073000Z",
        "SEQUENCE:3",
        "CREATED:20240108T020000Z",
        "LAST-MODIFIED:20240301T073000Z",
        "DTSTART;TZID=Asia/Shanghai:20240328T093000",
        "DTEND;TZID=Asia/Shanghai:20240328T110000",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CLASS:PUBLIC",
        r"SUMMARY:Opening\, 开幕式",
        r"DESCRIPTION:Welcome\;\nplease be seated.\n\nhttps://week.example.org/events",
        " /1",
        r"LOCATION:Main hall\, 1st floor",
        "GEO:31.310000;121.727500",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Main hall, 1st floor":geo:31',
        " .310000,121.727500",
        "URL:https://week.example.org/events/1",
        "CATEGORIES:Opening",
        r"CONTACT:International office\, io@example.org",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    one_line = " ".join(text.split())
    event = make_event(
        summary=text,
        description=text,
        location=text,
        contact=text,
        categories=(text, "two"),
        latitude=31.31,
        longitude=121.73,
    )

    found = read_event(event)

    assert found["DESCRIPTION"] == text
    assert found["SUMMARY"] == found["LOCATION"] == found["CONTACT"] == one_line
    assert found.categories == [one_line, "two"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_calendar_is_named_as_it_was_written(text: str) -> None:
    lines = document(head=make_head(name=text, description=text)).replace(b"\r\n ", b"")
    escaped = text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").encode()

    name = b" ".join(escaped.split())
    described = escaped.replace(b"\n", rb"\n")
    for expected in (
        b"NAME:" + name,
        b"X-WR-CALNAME:" + name,
        b"DESCRIPTION:" + described,
        b"X-WR-CALDESC:" + described,
    ):
        assert expected in lines.split(b"\r\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_lines_have_75_octets_at_most_and_whole_characters(text: str) -> None:
    event = make_event(
        summary=text,
        description=text,
        location=text,
        categories=(text,),
        latitude=31.31,
        longitude=121.73,
        url="https://week.example.org/" + "a/" * 100,
    )
    octets = document(event, head=make_head(name=text, description=text))

    assert octets.startswith(b"BEGIN:VCALENDAR\r\n")
    assert octets.endswith(b"\r\nEND:VCALENDAR\r\n")
    lines = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.strip() and line.decode() for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)


def test_no_fold_stands_beside_a_space_or_inside_an_escape() -> None:
    text = "seven, eight; and nine " * 40

    lines = document(make_event(description=text)).split(b"\r\n")

    folded = [line for line in lines if line.startswith(b" ")]
    assert len(folded) > 10
    assert not any(line.startswith(b"  ") for line in folded)
    assert not any(line.endswith((b" ", b"\\")) for line in lines)


def test_control_characters_and_other_non_text_are_removed() -> None:
    spoilt = "\ufeffa\x00b\x07c\x1bd\x7fe\x9ff\ud800g"

    found = read_event(make_event(summary=spoilt, description=spoilt))

    assert found["SUMMARY"] == found["DESCRIPTION"] == "abcdefg"


@pytest.mark.parametrize(
    "end", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"]
)
def test_every_line_end_is_a_line_end(end: str) -> None:
    text = f"one{end}two"

    found = read_event(make_event(summary=text, description=text))

    assert found["SUMMARY"] == "one two"
    assert found["DESCRIPTION"] == "one\ntwo"


def test_text_cannot_add_a_line() -> None:
    event = make_event(
        summary="a\r\nATTENDEE:mailto:b@example.org",
        location="c\r\nX-D:e",
        latitude=1.0,
        longitude=1.0,
        uid="f\r\nMETHOD:REQUEST",
        url="https://example.org/\r\nORGANIZER:mailto:g@example.org",
    )

    names = {re.split("[:;]", line)[0] for line in lines_of(event)}

    assert names.isdisjoint({"ATTENDEE", "X-D", "METHOD", "ORGANIZER"})


def test_two_renders_give_equal_octets_in_whatever_order() -> None:
    events = [
        make_event(uid="b"),
        make_event(uid="a"),
        make_event(uid="c", starts_at=utc(2024, 3, 27)),
        make_event(uid="d", zone=WARSAW),
    ]

    documents = {document(*order) for order in permutations(events)}

    assert len(documents) == 1
    [octets] = documents
    assert [str(e["UID"]) for e in read(octets).walk("VEVENT")] == ["c", "a", "b", "d"]


def test_instants_are_local_times_with_a_zone() -> None:
    event = make_event()

    assert line_of(event, "DTSTART") == "DTSTART;TZID=Asia/Shanghai:20240328T093000"
    assert line_of(event, "DTEND") == "DTEND;TZID=Asia/Shanghai:20240328T110000"


@pytest.mark.parametrize(
    ("zone", "starts_at", "ends_at"),
    [
        (SHANGHAI, utc(2024, 3, 28, 14), utc(2024, 3, 28, 18, 30)),
        (WARSAW, utc(2024, 3, 30, 22), utc(2024, 3, 31, 4)),
        (WARSAW, utc(2024, 10, 26, 20), utc(2024, 10, 27, 5)),
        (WARSAW, utc(2024, 10, 26, 23), utc(2024, 10, 27, 0, 30)),
        (WARSAW, utc(2024, 10, 27, 0), utc(2024, 10, 27, 1, 30)),
        (WARSAW, utc(2024, 10, 27, 1), utc(2024, 10, 27, 1, 30)),
        ("Africa/Casablanca", utc(2024, 3, 9, 20), utc(2024, 3, 10, 5)),
        ("Asia/Almaty", utc(2024, 2, 29, 17), utc(2024, 2, 29, 21)),
        ("Australia/Lord_Howe", utc(2024, 4, 6, 12), utc(2024, 4, 6, 17)),
    ],
)
def test_an_event_is_read_at_the_instants_it_was_given(
    zone: str, starts_at: datetime, ends_at: datetime
) -> None:
    found = read_event(make_event(zone=zone, starts_at=starts_at, ends_at=ends_at))

    assert found["DTSTART"].dt.astimezone(UTC) == starts_at
    assert found["DTEND"].dt.astimezone(UTC) == ends_at


@pytest.mark.parametrize(
    ("zone", "starts_at"),
    [
        ("Africa/Casablanca", utc(2024, 3, 28, 1)),
        ("Asia/Almaty", utc(2024, 2, 29, 1)),
        ("Etc/GMT+8", utc(2024, 3, 28, 1)),
        # Both turns of half past two, and the hours around the change of the clock.
        (WARSAW, utc(2024, 10, 27, 0, 30)),
        (WARSAW, utc(2024, 10, 27, 1, 30)),
        (WARSAW, utc(2024, 10, 27, 4, 30)),
        (WARSAW, utc(2024, 3, 30, 20, 30)),
    ],
)
def test_an_event_that_no_rule_describes_is_written_in_utc(
    zone: str, starts_at: datetime
) -> None:
    ends_at = starts_at + timedelta(hours=1)

    event = make_event(zone=zone, starts_at=starts_at, ends_at=ends_at)

    assert line_of(event, "DTSTART") == f"DTSTART:{starts_at:%Y%m%dT%H%M%SZ}"
    assert line_of(event, "DTEND") == f"DTEND:{ends_at:%Y%m%dT%H%M%SZ}"


def test_every_zone_that_is_named_is_told_once_and_before_the_events() -> None:
    events = [
        make_event(uid=f"{zone}-{n}", zone=zone)
        for zone in (WARSAW, SHANGHAI, "America/New_York", "Africa/Casablanca")
        for n in range(2)
    ]

    parts = read(document(*events)).subcomponents

    assert [part.name for part in parts] == ["VTIMEZONE"] * 3 + ["VEVENT"] * 8
    assert [str(part["TZID"]) for part in parts[:3]] == [
        "America/New_York",
        SHANGHAI,
        WARSAW,
    ]


@pytest.mark.parametrize(
    ("zone", "tzid"), [(SHANGHAI, SHANGHAI), ("Africa/Casablanca", "Etc/UTC")]
)
def test_a_calendar_without_events_still_holds_a_zone(zone: str, tzid: str) -> None:
    calendar = read(document(head=make_head(zone=zone)))

    assert [(part.name, part["TZID"]) for part in calendar.subcomponents] == [
        ("VTIMEZONE", tzid)
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "last_day"),
    [
        ((28, 0, 0), (29, 0, 0), 28),
        ((28, 0, 0), (28, 23, 59), 28),
        ((28, 9, 0), (30, 17, 0), 30),
        ((28, 0, 0), (28, 0, 0), 28),
    ],
)
def test_whole_days_end_on_the_day_after_and_leave_their_reader_free(
    starts: tuple[int, int, int], ends: tuple[int, int, int], last_day: int
) -> None:
    tz = ZoneInfo(SHANGHAI)
    event = make_event(
        starts_at=datetime(2024, 3, *starts, tzinfo=tz).astimezone(UTC),
        ends_at=datetime(2024, 3, *ends, tzinfo=tz).astimezone(UTC),
        all_day=True,
    )
    after = date(2024, 3, last_day) + timedelta(days=1)

    assert line_of(event, "DTSTART") == "DTSTART;VALUE=DATE:20240328"
    assert line_of(event, "DTEND") == f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    assert line_of(event, "TRANSP") == "TRANSP:TRANSPARENT"


def test_an_event_over_several_days_is_told_in_days() -> None:
    event = make_event(ends_at=utc(2024, 3, 30, 9, 0))

    assert line_of(event, "DTSTART") == "DTSTART;VALUE=DATE:20240328"
    assert line_of(event, "DTEND") == "DTEND;VALUE=DATE:20240331"


def test_a_night_is_told_in_hours() -> None:
    event = make_event(
        starts_at=utc(2024, 3, 28, 12, 0),
        ends_at=utc(2024, 3, 28, 18, 0),
    )

    assert line_of(event, "DTEND") == "DTEND;TZID=Asia/Shanghai:20240329T020000"


@pytest.mark.parametrize(
    ("changes", "transp"),
    [
        ({}, "OPAQUE"),
        ({"status": Status.TENTATIVE}, "OPAQUE"),
        ({"is_free": True}, "TRANSPARENT"),
        ({"status": Status.CANCELLED}, "TRANSPARENT"),
    ],
)
def test_a_cancelled_event_stays_and_leaves_its_reader_free(
    changes: dict[str, Any], transp: str
) -> None:
    found = read_event(make_event(**changes))

    assert found["TRANSP"] == transp
    assert found["STATUS"] == changes.get("status", Status.CONFIRMED).upper()


def test_revisions_are_told_by_data_and_not_by_the_clock() -> None:
    found = read_event(make_event(sequence=12))

    assert found["SEQUENCE"] == 12
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt
    assert found["DTSTAMP"].dt == utc(2024, 3, 1, 7, 30)
    assert found["CREATED"].dt == utc(2024, 1, 8, 2, 0)


def test_a_place_is_the_same_in_words_in_geo_and_for_apple() -> None:
    event = make_event(
        location='Hall "A", 2nd floor', latitude=-0.00001, longitude=121.5
    )

    assert line_of(event, "LOCATION") == r'LOCATION:Hall "A"\, 2nd floor'
    assert line_of(event, "GEO") == "GEO:-0.000010;121.500000"
    assert line_of(event, "X-APPLE-STRUCTURED-LOCATION") == (
        "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=\"Hall 'A', 2nd floor\":"
        "geo:-0.000010,121.500000"
    )


def test_a_private_event_says_so() -> None:
    assert read_event(make_event())["CLASS"] == "PUBLIC"
    assert read_event(make_event(is_public=False))["CLASS"] == "PRIVATE"


def test_what_is_not_known_is_not_written() -> None:
    names = [re.split("[:;]", line)[0] for line in lines_of(make_event())]

    assert names == [
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME"),
        *("REFRESH-INTERVAL", "X-PUBLISHED-TTL", "BEGIN", "TZID", "BEGIN"),
        *("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "END", "END", "BEGIN"),
        *("UID", "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "DTSTART"),
        *("DTEND", "STATUS", "TRANSP", "CLASS", "SUMMARY", "END", "END", ""),
    ]
