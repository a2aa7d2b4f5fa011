"""The zone that a calendar describes itself: VTIMEZONE, as clients that trust it do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import vRecur

from eventapp.exchange.calendars.outline import Block
from eventapp.exchange.calendars.repeats import (
    NotFollowedError,
    Rule,
    Steps,
    days,
    rule_of,
)

OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
WALL = re.compile(r"(\d{4})(\d{2})(\d{2})T?(\d{2})?(\d{2})?(\d{2})?Z?")
MOST_PARTS = 60  # a file with a zone's whole history has so many
MOST_DATES = 400


@dataclass(frozen=True)
class _Part:
    """One STANDARD or DAYLIGHT: from when on the clock is so far ahead."""

    begins: datetime  # by the clock before it
    before: timedelta
    after: timedelta
    dates: tuple[datetime, ...]
    rule: Rule | None

    def latest(self, wall: datetime, steps: Steps) -> datetime | None:
        """The latest time before `wall` when this began."""
        found = [one for one in (self.begins, *self.dates) if one <= wall]
        if self.rule is not None and wall >= self.begins:
            first = date(max(wall.year - 1, 1), 1, 1)
            on = days(self.rule, first, wall.date(), steps)
            hours = [datetime.combine(day, self.begins.time()) for day in on]
            found += [one for one in hours if one <= wall]
        return max(found, default=None)


@dataclass
class Described:
    """A zone as one calendar describes it."""

    name: str
    place: str  # where its author says that it is, in the words of the world
    parts: tuple[_Part, ...]
    steps: Steps
    _known: dict[datetime, timedelta | None] = field(default_factory=dict)

    def offset(self, wall: datetime) -> timedelta | None:
        """How far ahead of UTC its clock is then; None where it does not say."""
        hour = wall.replace(minute=0, second=0, microsecond=0)
        if hour not in self._known:
            self._known[hour] = self._offset(hour)
        return self._known[hour]

    def _offset(self, wall: datetime) -> timedelta | None:
        try:
            begun = [(part.latest(wall, self.steps), part) for part in self.parts]
        except NotFollowedError:
            return None
        known = [(at, part) for at, part in begun if at is not None]
        if known:
            return max(known, key=lambda one: one[0])[1].after
        return min(self.parts, key=lambda one: one.begins).before


def described(blocks: Iterable[Block], steps: Steps) -> dict[str, Described]:
    """The zones of a calendar by their names; those that we cannot follow are not."""
    found: dict[str, Described] = {}
    for block in blocks:
        name = block.value("TZID")
        parts = [_part(one) for one in block.inner[:MOST_PARTS]]
        known = tuple(part for part in parts if part is not None)
        if name and name not in found and known and len(known) == len(parts):
            place = block.value("X-LIC-LOCATION")
            found[name] = Described(name, place, known, steps)
    return found


def _part(block: Block) -> _Part | None:
    begins = _wall(block.value("DTSTART"))
    before, after = _offset(block, "TZOFFSETFROM"), _offset(block, "TZOFFSETTO")
    if begins is None or before is None or after is None:
        return None
    rule = None
    if written := block.value("RRULE"):
        try:
            rule = rule_of(_parts(written), begins.date())
        except (NotFollowedError, ValueError):
            return None
        if rule.frequency != "YEARLY":
            return None
    dates = [
        _wall(text)
        for line in block.lines
        if line.upper().startswith("RDATE")
        for text in line.partition(":")[2].split(",")[:MOST_DATES]
    ]
    return _Part(begins, before, after, tuple(filter(None, dates)), rule)


def _parts(written: str) -> Mapping[str, Any]:
    parts: Mapping[str, Any] = vRecur.from_ical(written)
    return parts


def _wall(text: str) -> datetime | None:
    found = WALL.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups())
    try:
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        return None


def _offset(block: Block, name: str) -> timedelta | None:
    found = OFFSET.fullmatch(block.value(name))
    if found is None:
        return None
    length = timedelta(
        hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0)
    )
    if length >= timedelta(hours=24):
        return None
    return length if found[1] == "+" else -length
