"""A VTIMEZONE must say what the time zone database says, to every reader."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types
from icalendar import Timezone

from eventapp.feeds.zones import is_known_on, utc_vtimezone, vtimezone

HALF_AN_HOUR = timedelta(minutes=30)
LAST_READ = datetime(2040, 1, 1, tzinfo=UTC)
PLACES = sorted(
    zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/"
)


def observances(octets: bytes) -> list[Any]:
    return [*Timezone.from_ical(octets).subcomponents]


class ReadZone:
    """A zone as a reader finds it that knows nothing but the block."""

    def __init__(self, octets: bytes) -> None:
        found = [
            (instant, observance["TZOFFSETTO"].td)
            for observance in observances(octets)
            for instant in self.onsets(observance)
        ]
        self.instants, self.offsets = zip(*sorted(found), strict=True)

    @staticmethod
    def onsets(observance: Any) -> Iterator[datetime]:
        first = observance["DTSTART"].dt
        before = observance["TZOFFSETFROM"].td
        if "RRULE" not in observance:
            return iter([(first - before).replace(tzinfo=UTC)])
        rule = rrulestr(observance["RRULE"].to_ical().decode(), dtstart=first)
        years = rule.xafter(first, count=LAST_READ.year - first.year, inc=True)
        return ((onset - before).replace(tzinfo=UTC) for onset in years)

    def offset(self, instant: datetime) -> timedelta:
        offset: timedelta = self.offsets[bisect_right(self.instants, instant) - 1]
        return offset


@cache
def read(zone: str) -> ReadZone:
    block = vtimezone(zone)
    assert block
    return ReadZone(block)


def offsets(zone: str, instants: list[datetime]) -> list[timedelta | None]:
    tz = ZoneInfo(zone)
    return [instant.astimezone(tz).utcoffset() for instant in instants]


def instants(first: date, last: date, step: timedelta) -> list[datetime]:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return [start + step * n for n in range((last - first) // step)]


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Asia/Jerusalem",  # the Friday before the last Sunday
        "Asia/Shanghai",  # no summer time since 1991
        "Australia/Lord_Howe",  # half an hour
        "Europe/Dublin",  # where winter is the exception
        "Europe/Warsaw",
        "Pacific/Chatham",  # a quarter to three
    ],
)
def test_a_block_is_right_at_every_half_hour_of_three_years(zone: str) -> None:
    every = instants(date(2023, 1, 1), date(2026, 1, 1), HALF_AN_HOUR)

    assert is_known_on(zone, date(2024, 3, 25))
    assert [read(zone).offset(at) for at in every] == offsets(zone, every)


@pytest.mark.parametrize("year", [2024, 2027, 2036])
def test_every_block_on_earth_is_right_within_a_year_of_an_event(year: int) -> None:
    nights = instants(date(year - 1, 1, 1), date(year + 2, 1, 1), timedelta(days=1))

    wrong = [
        zone
        for zone in PLACES
        if is_known_on(zone, date(year, 1, 1))
        and [read(zone).offset(at) for at in nights] != offsets(zone, nights)
    ]

    assert wrong == []


def test_every_block_changes_in_the_very_second_the_zone_does() -> None:
    year = datetime(2035, 1, 1, tzinfo=UTC)

    wrong = [
        zone
        for zone in PLACES
        if vtimezone(zone)
        for onset in read(zone).instants
        if onset > year
        for around in [[onset - timedelta(seconds=1), onset]]
        if [read(zone).offset(at) for at in around] != offsets(zone, around)
    ]

    assert wrong == []


def test_few_places_lack_a_simple_rule() -> None:
    without = {zone for zone in PLACES if vtimezone(zone) is None}

    assert without <= {
        "Africa/Cairo",  # after the last Thursday, which may be in November
        "Africa/Casablanca",  # Ramadan, as in the three below
        "Africa/El_Aaiun",
        "Asia/Gaza",
        "Asia/Hebron",
    }
    assert "Africa/Casablanca" in without


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+8", "PRC", "EST5EDT"])
def test_a_name_that_is_no_place_has_no_block(zone: str) -> None:
    assert vtimezone(zone) is None


def test_a_block_is_for_events_when_all_devices_know_the_present_rule() -> None:
    almaty, new_york = "Asia/Almaty", "America/New_York"  # since 2024, and 2007

    assert not is_known_on(almaty, date(2028, 12, 31))
    assert is_known_on(almaty, date(2029, 1, 1))
    assert not is_known_on(new_york, date(2010, 12, 31))
    assert is_known_on(new_york, date(2011, 1, 1))


def test_a_block_holds_no_history_and_no_list_of_dates() -> None:
    for zone in PLACES:
        names = [
            observance.name
            for observance in observances(vtimezone(zone) or utc_vtimezone())
        ]
        assert names in (["STANDARD"], ["DAYLIGHT", "STANDARD"]), zone
        text = (vtimezone(zone) or b"").decode()
        assert "RDATE" not in text
        assert "UNTIL" not in text
        assert "COMMENT" not in text


def test_daylight_time_is_the_one_that_is_ahead() -> None:
    for zone in PLACES:
        if block := vtimezone(zone):
            halves = observances(block)
            shifts = [half["TZOFFSETTO"].td for half in halves]
            assert all(day > standard for day, standard in pairwise(shifts)), zone


def test_shanghai_is_written_like_this() -> None:
    assert vtimezone("Asia/Shanghai") == (
        b"BEGIN:VTIMEZONE\r\n"
        b"TZID:Asia/Shanghai\r\n"
        b"BEGIN:STANDARD\r\n"
        b"DTSTART:19700101T000000\r\n"
        b"TZOFFSETFROM:+0800\r\n"
        b"TZOFFSETTO:+0800\r\n"
        b"TZNAME:CST\r\n"
        b"END:STANDARD\r\n"
        b"END:VTIMEZONE\r\n"
    )


def test_warsaw_is_written_like_this() -> None:
    assert vtimezone("Europe/Warsaw") == (
        b"BEGIN:VTIMEZONE\r\n"
        b"TZID:Europe/Warsaw\r\n"
        b"BEGIN:DAYLIGHT\r\n"
        b"DTSTART:19700329T020000\r\n"
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"
        b"TZOFFSETFROM:+0100\r\n"
        b"TZOFFSETTO:+0200\r\n"
        b"TZNAME:CEST\r\n"
        b"END:DAYLIGHT\r\n"
        b"BEGIN:STANDARD\r\n"
        b"DTSTART:19701025T030000\r\n"
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
        b"TZOFFSETFROM:+0200\r\n"
        b"TZOFFSETTO:+0100\r\n"
        b"TZNAME:CET\r\n"
        b"END:STANDARD\r\n"
        b"END:VTIMEZONE\r\n"
    )
