"""What another calendar holds, and each thing that is wrong with it, in words."""

from datetime import date, datetime
from time import process_time

import pytest
from flask import Flask

from eventapp.exchange.calendars.findings import Weight
from eventapp.exchange.calendars.reading import Frame, Held, Holding, holding_of
from eventapp.exchange.errors import BrokenCalendar, CalendarTooLong, NothingNear
from eventapp.feeds.zones import vtimezone
from eventapp.spreadsheets.errors import TooManyRows

SHANGHAI = Frame("Asia/Shanghai", date(2027, 3, 8), date(2027, 3, 12))
SUMMER = Frame("Asia/Shanghai", date(2027, 7, 5), date(2027, 7, 9))
STAMP = "UID:1\nDTSTAMP:20270101T000000Z\nSUMMARY:A\n"
NINE = "DTSTART:20270308T010000Z\nDTEND:20270308T020000Z\n"


@pytest.fixture(autouse=True)
def translated(app: Flask) -> None:
    assert app


def octets(*events: str, head: str = "", zones: str = "") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Partner//EN",
        *head.split("\n"),
    ]
    lines += zones.split("\n")
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().split("\n"), "END:VEVENT"]
    return "\r\n".join([*filter(None, lines), "END:VCALENDAR", ""]).encode()


def one(event: str, frame: Frame = SHANGHAI, **more: str) -> Held:
    [held] = holding_of(octets(event, **more), frame).held
    return held


def said(held: Held | Holding) -> list[str]:
    return [finding.sentence for finding in held.findings]


def zone(name: str, *parts: tuple[str, str, str, str], place: str = "") -> str:
    lines = [f"BEGIN:VTIMEZONE\nTZID:{name}"]
    lines += [f"X-LIC-LOCATION:{place}"] if place else []
    for kind, before, after, rule in parts:
        lines.append(
            f"BEGIN:{kind}\nDTSTART:19700101T020000\nTZOFFSETFROM:{before}\n"
            f"TZOFFSETTO:{after}\n{rule}END:{kind}".replace("\n\n", "\n")
        )
    return "\n".join([*lines, "END:VTIMEZONE"])


SPRING = "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n"
AUTUMN = "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n"
LONDON = (
    ("DAYLIGHT", "+0000", "+0100", SPRING),
    ("STANDARD", "+0100", "+0000", AUTUMN),
)


def test_a_sound_event_has_nothing_to_say() -> None:
    block = vtimezone("Europe/Warsaw")
    assert block is not None
    held = one(
        f"{STAMP}DTSTART;TZID=Europe/Warsaw:20270308T090000\n"
        "DTEND;TZID=Europe/Warsaw:20270308T100000",
        zones=block.decode().replace("\r\n", "\n").strip(),
    )

    assert said(held) == []
    assert (held.begins, held.ends) == (
        datetime(2027, 3, 8, 16),  # noqa: DTZ001 - on the wall
        datetime(2027, 3, 8, 17),  # noqa: DTZ001 - on the wall
    )
    assert held.entry.begins is not None
    assert held.entry.begins.written == "2027-03-08 09:00 Europe/Warsaw"


@pytest.mark.parametrize(
    ("times", "zones", "hour", "sentences"),
    [
        (
            "DTSTART;TZID=Europe/Warsaw:20270705T090000",
            "",
            15,
            ["The calendar does not describe the time zone “Europe/Warsaw”."],
        ),
        (
            "DTSTART;TZID=Europe/London:20270705T090000",
            zone("Europe/London", ("STANDARD", "+0000", "+0000", "")),
            16,
            ["at 16:00, by the calendar’s own rules at 17:00. We take 16:00."],
        ),
        (
            "DTSTART;TZID=GMT:20270705T090000",
            zone("GMT", *LONDON),
            16,
            ["By the calendar’s own rules it is 16:00. We take 16:00."],
        ),
        (
            "DTSTART;TZID=Customized Time Zone:20270705T090000",
            zone("Customized Time Zone", *LONDON),
            16,
            ["Nobody knows the time zone “Customized Time Zone”."],
        ),
        (
            "DTSTART;TZID=Office:20270705T090000",
            zone("Office", *LONDON, place="Europe/London"),
            16,
            [],
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20270705T090000",
            "",
            15,
            ["does not describe the time zone “W. Europe Standard Time”."],
        ),
        (
            "DTSTART;TZID=/citadel.org/20270101_1/Europe/Warsaw:20270705T090000",
            "",
            15,
            ["does not describe the time zone “/citadel.org/20270101_1/Eur"],
        ),
        (
            "DTSTART;TZID=Nowhere:20270705T090000",
            "",
            9,
            ["We do not know the time zone “Nowhere”."],
        ),
        (
            "DTSTART;TZID=Europe/Warsaw:20270705T090000Z",
            "",
            17,
            ["It names a time zone and UTC beside it."],
        ),
        ("DTSTART:20270705T090000", "", 9, ["We take it by the clock of the week."]),
    ],
)
def test_whose_clock_is_meant_is_told_with_both_hours(
    times: str, zones: str, hour: int, sentences: list[str]
) -> None:
    ends = times.replace("DTSTART", "DTEND").replace("T09", "T10")
    held = one(f"{STAMP}{times}\n{ends}", SUMMER, zones=zones)

    assert held.begins is not None
    assert held.begins.hour == hour
    assert len(said(held)) == len(sentences)
    for found, sentence in zip(said(held), sentences, strict=True):
        assert sentence in found


def test_an_hour_without_a_zone_is_by_the_clock_that_the_calendar_names() -> None:
    held = one(
        f"{STAMP}DTSTART:20270705T090000\nDTEND:20270705T100000",
        SUMMER,
        head="X-WR-TIMEZONE:Europe/Warsaw",
    )

    assert held.begins == datetime(2027, 7, 5, 15)  # noqa: DTZ001 - on the wall
    assert "by the clock of Europe/Warsaw" in said(held)[0]


@pytest.mark.parametrize(
    ("event", "sentence", "weight"),
    [
        (f"DTSTAMP:20270101T000000Z\n{NINE}", "has no UID", Weight.WARNS),
        (f"UID:1\n{NINE}", "DTSTAMP is missing", Weight.TELLS),
        (STAMP, "says no day", Weight.STOPS),
        (f"{STAMP}DTSTART:20270308", "whole day", Weight.TELLS),
        (
            f"{STAMP}DTSTART;VALUE=DATE:20270308\nDTEND;VALUE=DATE:20270311",
            "3 whole days",
            Weight.TELLS,
        ),
        (f"{STAMP}DTSTART:20270308T010000Z", "says no end", Weight.TELLS),
        (
            f"{STAMP}DTSTART:20270308T010000Z\nDTEND:20270308T000000Z",
            "The end is not after the start",
            Weight.STOPS,
        ),
        (
            f"{STAMP}DTSTART:20270308T010000Z\nDTEND:20270310T000000Z",
            "longer than a day",
            Weight.WARNS,
        ),
        (f"{STAMP}{NINE}STATUS:CANCELLED", "is cancelled", Weight.TELLS),
        (f"{STAMP}{NINE}STATUS:TENTATIVE", "tentative", Weight.TELLS),
        (f"{STAMP}{NINE}CLASS:PRIVATE", "private", Weight.WARNS),
        (f"{STAMP}{NINE}DESCRIPTION:<p>Hi</p>", "for a browser", Weight.TELLS),
        (
            f"{STAMP}DTSTART:20270401T010000Z\nDTEND:20270401T020000Z",
            "before or after your week",
            Weight.WARNS,
        ),
        (f"{STAMP}DTSTART:nonsense", "We could not read: DTSTART", Weight.STOPS),
    ],
)
def test_each_event_tells_what_is_wrong_with_it(
    event: str, sentence: str, weight: Weight
) -> None:
    found = {finding.sentence: finding.weight for finding in one(event).findings}

    [told] = [name for name in found if sentence in name]
    assert found[told] is weight


def test_two_events_with_one_uid_are_told_and_one_is_left() -> None:
    held = holding_of(octets(STAMP + NINE, STAMP + NINE), SHANGHAI).held

    assert [said(one) for one in held] == [
        [],
        [f"“{held[0].entry.title}” has the same UID."],
    ]


SOUND = octets(STAMP + NINE)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xef\xbb\xbf" + SOUND, "A hidden sign stands before the first line (BOM)."),
        (SOUND[:-15], "The file is cut off or damaged"),
        (SOUND + b"<!-- 0.2 s -->", "There is text outside the calendar, at line 12."),
        (
            SOUND.replace(b"SUMMARY:A", "SUMMARY:入口在东门".encode()).replace(
                "东".encode(), "东".encode()[:1] + b"\r\n " + "东".encode()[1:]
            ),
            "Long lines are broken in the middle of letters.",
        ),
        (
            SOUND.replace(b"SUMMARY:A", b"SUMMARY:A\r\nand more of it"),
            "Long lines are broken wrongly, at line 8.",
        ),
        (
            SOUND.replace(b"SUMMARY:A", "SUMMARY:开幕式和合作伙伴".encode("gb18030")),
            "We read them as GB 18030, GBK (中文): check the titles.",
        ),
        (SOUND + SOUND, "The file holds 2 calendars. We show them as one."),
        (
            SOUND.replace(b"VERSION:2.0", b"METHOD:REQUEST"),
            "This file is an invitation by mail (REQUEST), not a calendar.",
        ),
        (SOUND.replace(b"END:VEVENT\r\n", b""), ""),
    ],
)
def test_damage_of_the_file_is_told(content: bytes, sentence: str) -> None:
    if not sentence:
        with pytest.raises(BrokenCalendar):
            holding_of(content, SHANGHAI)
        return
    holding = holding_of(content, SHANGHAI)

    assert any(sentence in one for one in said(holding)), said(holding)
    title = holding.held[0].entry.title
    assert title in {"A", "入口在东门", "开幕式和合作伙伴"}


def test_one_damaged_event_spoils_no_other() -> None:
    holding = holding_of(
        octets(
            STAMP + NINE, "RRULE:FREQ=SOMETIMES;BYDAY=XX\nDTSTART:x", "UID:3\n" + NINE
        ),
        SHANGHAI,
    )

    assert [one.entry.title for one in holding.held] == ["A", "", ""]
    assert holding.held[1].findings[0].weight is Weight.STOPS


def test_a_calendar_of_years_is_read_for_the_week_alone() -> None:
    years = [
        f"UID:{n}\nDTSTART:{2015 + n // 365}0{n % 9 + 1}01T010000Z" for n in range(5000)
    ]
    begun = process_time()

    holding = holding_of(octets(*years, STAMP + NINE), SHANGHAI)

    assert process_time() - begun < 10
    assert (holding.events, holding.elsewhere) == (5001, 5001 - len(holding.held))
    assert holding.first == date(2015, 1, 1)
    assert "A" in {one.entry.title for one in holding.held}
    with pytest.raises(NothingNear):
        holding_of(octets(*years[:300]), SHANGHAI)
    with pytest.raises(TooManyRows):
        holding_of(octets(*[STAMP + NINE] * 900), SHANGHAI)


@pytest.mark.parametrize(
    ("event", "refusal"),
    [
        ("UID:1\nDTSTART:20270308T010000Z", TooManyRows),
        ("UID:1\nDTSTART:20200308T010000Z\nRRULE:FREQ=DAILY", CalendarTooLong),
        ("DTSTART:20200308T010000Z\nRECURRENCE-ID:20270308T010000Z", CalendarTooLong),
        ("DTSTART:20270308T010000Z\nRDATE:" + "20270309," * 9, CalendarTooLong),
    ],
)
def test_too_many_events_are_refused_before_they_are_read(
    event: str, refusal: type[Exception]
) -> None:
    begun = process_time()

    with pytest.raises(refusal):
        holding_of(octets(*[event] * 15_000), SHANGHAI)

    assert process_time() - begun < 10


def test_a_repeated_event_keeps_its_hour_while_clocks_change() -> None:
    held = holding_of(
        octets(
            "UID:r\nSUMMARY:R\nDTSTART;TZID=Europe/Warsaw:20270301T090000\nDURATION:PT1H\n"
            "RRULE:FREQ=WEEKLY;BYDAY=SA,SU,MO\nRDATE:20270330T060000Z\n"
            "EXDATE;TZID=Europe/Warsaw:20270329T090000",
        ),
        Frame("Asia/Shanghai", date(2027, 3, 27), date(2027, 3, 30)),
    ).held

    assert [one.begins and one.begins.isoformat() for one in held] == [
        "2027-03-27T16:00:00",
        "2027-03-28T15:00:00",
        "2027-03-30T14:00:00",
    ]
    assert held[0].key == "r#2027-03-27T16:00:00+08:00"


OTHERS = "It repeats on other days, too. We show its days from"


@pytest.mark.parametrize(
    ("rule", "count", "others"),
    [
        ("RRULE:FREQ=DAILY;COUNT=3", 3, 0),
        ("RRULE:FREQ=DAILY;UNTIL=20270312T010000Z", 5, 0),
        ("RRULE:FREQ=DAILY;COUNT=6", 5, 1),
        ("RRULE:FREQ=DAILY", 5, 1),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270601T010000Z", 1, 1),
        ("RDATE:20270310T010000Z", 2, 0),
        ("RDATE:20270310T010000Z,20270401T010000Z", 2, 1),
    ],
)
def test_days_of_a_repeated_event_that_are_left_out_are_told(
    rule: str, count: int, others: int
) -> None:
    held = holding_of(octets(f"{STAMP}{NINE}{rule}"), SHANGHAI).held

    assert len(held) == count
    assert [OTHERS in " ".join(said(one)) for one in held] == [bool(others)] * count


@pytest.mark.parametrize(
    "event",
    [
        "UID:1\nDTSTART:20270308T010000Z\nRRULE:FREQ=YEARLY;COUNT=99999;BYMONTH=2;BYMONTHDAY=30",
        "UID:1\nDTSTART:00010101T010000Z\nRRULE:FREQ=DAILY;COUNT=2000000000",
        "UID:1\nDTSTART:20270308T010000Z\nDURATION:P99999999D\nRRULE:FREQ=DAILY",
        "UID:1\nDTSTART:99991231T235959Z\nDURATION:P9D",
        "UID:1\nDTSTART:20270308T010000Z\nRDATE:"
        + ",".join(["20270309T010000Z"] * 1000),
        "UID:1\nDTSTART:20270308T010000Z\nSUMMARY:" + "=cmd()" * 6000,
    ],
)
def test_hostile_events_take_no_time(event: str) -> None:
    begun = process_time()

    holding_of(octets(*[event] * 40, STAMP + NINE), SHANGHAI)

    assert process_time() - begun < 10


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:20270308T090000\nRRULE:FREQ=",
        "DTSTART:20270308T090000\nRRULE:FREQ=DAILY\nEXDATE:nonsense",
        "DTSTART:20270308T090000\nRDATE;VALUE=PERIOD:nonsense",
        "DTSTART:00010101T000000\nRRULE:FREQ=DAILY",
        "DTSTART:00010101T000000\nDTEND:00010101T000000",
        "DTSTART;VALUE=DATE:99991231\nDTEND;VALUE=DATE:00010101\nRRULE:FREQ=DAILY",
        "DTSTART:00010101T000000Z\nDTEND:99991231T235959Z\nRRULE:FREQ=DAILY",
        "DTSTART:20270308T090000\nDTEND:99991231T235959\nRDATE:20270310T090000",
        "DTSTART:20270308T090000\nRRULE:FREQ=DAILY\nRECURRENCE-ID:00010101T000000",
    ],
)
def test_a_damaged_event_that_repeats_spoils_no_other(event: str) -> None:
    held = holding_of(octets(event, STAMP + NINE), SHANGHAI).held

    assert "A" in {one.entry.title for one in held}
