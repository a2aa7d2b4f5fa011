"""Time zones as calendar clients must be told them: one VTIMEZONE for each zone.

Half of the readers trust this block even when they know the zone's name, and the
other half trust the name, so the two must agree. Some readers understand no list of
RDATEs and no history; therefore a block says one endless yearly rule, or nothing:
a zone without such a rule has no block, and its events are written in UTC.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# Rules begin here, long before any event: the reader of a block sees no history.
BEGINNING: Final = 1970

# What a zone does in years for which only its rule speaks. Twenty-eight years show
# every weekday on every date, in leap years and in others.
RULE_YEARS: Final = range(2040, 2068)
FIRST_YEAR: Final = 2000
YEARS_TO_LEARN: Final = 3  # a new law; until then events are written in UTC

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_IN_WEEK: Final = 7


def vtimezone(zone: str) -> bytes | None:
    """The VTIMEZONE of `zone`, the same octets always, or None: then write in UTC.

    None where no endless yearly rule is right (Africa/Casablanca follows Ramadan), and
    for names that are no places.
    """
    return _block(zone)[0]


def is_known_on(zone: str, day: date) -> bool:
    """Whether readers agree about `zone` around `day`: by its name and by its block.

    The block speaks of the present rule only: Asia/Almaty's is wrong until its last
    change, in March 2024. Devices learn such a change years later, or never.
    """
    block, first_year = _block(zone)
    return block is not None and day.year > first_year + YEARS_TO_LEARN


@cache
def utc_vtimezone() -> bytes:
    """A block for calendars that would otherwise hold no component at all."""
    return _timezone("Etc/UTC", [_unchanging(ZoneInfo("Etc/UTC"))])


@dataclass(frozen=True)
class _Change:
    """The moment, on the clock before it, when a zone changes its offset."""

    at: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True)
class _Yearly:
    """A change that comes back each year, on one weekday among seven dates."""

    month: int
    dates: tuple[int, ...]
    weekday: int
    time: time
    before: timedelta
    after: timedelta

    def in_year(self, year: int) -> _Change:
        days = (date(year, self.month, day) for day in self.dates)
        day = next(day for day in days if day.weekday() == self.weekday)
        return _Change(datetime.combine(day, self.time), self.before, self.after)

    @property
    def rule(self) -> vRecur:
        weekday = WEEKDAYS[self.weekday]
        recur = {"FREQ": "YEARLY", "BYMONTH": self.month}
        if self.dates[-1] == monthrange(BEGINNING, self.month)[1]:
            return vRecur(recur | {"BYDAY": f"-1{weekday}"})
        nth, rest = divmod(self.dates[-1], DAYS_IN_WEEK)
        if not rest:
            return vRecur(recur | {"BYDAY": f"{nth}{weekday}"})
        return vRecur(recur | {"BYDAY": weekday, "BYMONTHDAY": list(self.dates)})


@cache
def _block(zone: str) -> tuple[bytes | None, int]:
    """The block of a zone, and the first year from which it is always right."""
    tz = ZoneInfo(zone)
    if not _is_place(zone):
        return None, 0
    changes = defaultdict(list)
    for change in _changes(tz, FIRST_YEAR, RULE_YEARS.stop):
        changes[change.at.year].append(change)
    yearly = _yearly([changes[year] for year in RULE_YEARS])
    if yearly is None:
        return None, 0

    first_year = RULE_YEARS.start
    while first_year > FIRST_YEAR and changes[first_year - 1] == [
        change.in_year(first_year - 1) for change in yearly
    ]:
        first_year -= 1
    observances = [_observance(tz, change) for change in yearly] or [_unchanging(tz)]
    return _timezone(zone, observances), first_year


def _is_place(zone: str) -> bool:
    """Whether it is a name that readers take for a place: PRC or Etc/GMT+8 is not."""
    return "/" in zone and not zone.startswith("Etc/")


def _changes(tz: ZoneInfo, first_year: int, year_after: int) -> Iterator[_Change]:
    """Every change of the offset in these years, found a week at a time."""
    week = timedelta(days=DAYS_IN_WEEK)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(year_after, 1, 1, tzinfo=UTC)
    while start < end:
        before, after = _offset(tz, start), _offset(tz, start + week)
        if before != after:
            at = _first_with(tz, after, start, start + week)
            yield _Change(at.replace(tzinfo=None) + before, before, after)
        start += week


def _first_with(
    tz: ZoneInfo, offset: timedelta, start: datetime, end: datetime
) -> datetime:
    """The first second at which the offset holds; it does at the end."""
    while end - start > timedelta(seconds=1):
        middle = start + (end - start) // 2
        middle = middle.replace(microsecond=0)
        if _offset(tz, middle) == offset:
            end = middle
        else:
            start = middle
    return end


def _offset(tz: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(tz).utcoffset() or timedelta(0)


def _yearly(years: list[list[_Change]]) -> list[_Yearly] | None:
    """What comes back each year; None if it is more than two simple rules."""
    often = {len(changes) for changes in years}
    if often == {0}:
        return []
    if often != {2}:
        return None
    rules = [_simple(list(changes)) for changes in zip(*years, strict=True)]
    return [rule for rule in rules if rule] if all(rules) else None


def _simple(changes: list[_Change]) -> _Yearly | None:
    """The rule behind one change in many years; None if it crosses two months."""
    shapes = {
        (c.at.month, c.at.weekday(), c.at.time(), c.before, c.after) for c in changes
    }
    dates = sorted({change.at.day for change in changes})
    if len(shapes) != 1 or dates[-1] - dates[0] >= DAYS_IN_WEEK:
        return None
    month, weekday, at, before, after = shapes.pop()
    return _Yearly(month, tuple(dates), weekday, at, before, after)


def _timezone(
    zone: str, observances: list[TimezoneStandard | TimezoneDaylight]
) -> bytes:
    timezone = Timezone()
    timezone.add("TZID", zone)
    for observance in sorted(observances, key=lambda each: str(each.name)):
        timezone.add_component(observance)
    octets: bytes = timezone.to_ical(sorted=False)
    return octets


def _observance(tz: ZoneInfo, change: _Yearly) -> TimezoneStandard | TimezoneDaylight:
    """One half of the year. Dublin too is on daylight time when it is ahead."""
    ahead = change.after > change.before
    observance = TimezoneDaylight() if ahead else TimezoneStandard()
    first = change.in_year(BEGINNING).at
    observance.add("DTSTART", first)
    observance.add("RRULE", change.rule)
    observance.add("TZOFFSETFROM", change.before)
    observance.add("TZOFFSETTO", change.after)
    observance.add("TZNAME", _name(tz, change.in_year(RULE_YEARS.start)))
    return observance


def _unchanging(tz: ZoneInfo) -> TimezoneStandard:
    now = datetime(RULE_YEARS.start, 1, 1, tzinfo=UTC)
    offset = _offset(tz, now)
    observance = TimezoneStandard()
    observance.add("DTSTART", datetime(BEGINNING, 1, 1))  # noqa: DTZ001 - wall clock
    observance.add("TZOFFSETFROM", offset)
    observance.add("TZOFFSETTO", offset)
    observance.add("TZNAME", now.astimezone(tz).tzname() or "UTC")
    return observance


def _name(tz: ZoneInfo, change: _Change) -> str:
    instant = (change.at - change.before).replace(tzinfo=UTC)
    return instant.astimezone(tz).tzname() or "UTC"
