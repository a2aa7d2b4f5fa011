"""Hours of a calendar as instants: whose clock is meant, and what speaks against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.exchange.calendars.described import Described
from eventapp.exchange.calendars.findings import Finding, stops, tells, warns
from eventapp.exchange.calendars.outline import ZONE
from eventapp.spreadsheets.tables import clean

LONGEST: Final = 100  # letters of a name that is told
CLEAR: Final = frozenset({"UTC", "Etc/UTC"})
PLACE_PARTS: Final = 3  # America/Argentina/Ushuaia


@dataclass(frozen=True)
class Moment:
    """A time as a calendar writes it."""

    wall: datetime  # without a zone
    zone: str | None  # the name beside it
    is_utc: bool = False
    is_day: bool = False

    @property
    def written(self) -> str:
        """As an organiser reads it."""
        if self.is_day:
            return self.wall.date().isoformat()
        hour = f"{self.wall:%Y-%m-%d %H:%M}"
        if self.is_utc:
            return f"{hour} UTC"
        return f"{hour} {told(self.zone)}" if self.zone else hour


@dataclass(frozen=True)
class Clock:
    """Which clock a name means."""

    zone: ZoneInfo | None  # of the world
    own: Described | None  # as the calendar describes it
    is_place: bool  # whether the name alone is clear to everybody

    def offset(self, wall: datetime) -> timedelta | None:
        """How far ahead it is; a name that is no place counts less than its rules."""
        described = self.own.offset(wall) if self.own else None
        if described is not None and not self.is_place:
            return described
        return self.world(wall) if self.zone else described

    def world(self, wall: datetime) -> timedelta | None:
        """How far ahead the world's clock of this name is."""
        return wall.replace(tzinfo=self.zone).utcoffset() if self.zone else None


def moment_of(value: Any) -> Moment | None:  # noqa: ANN401 - of icalendar
    """A property with a time; None where there is none, or it is damaged."""
    at = time_in(value)
    if isinstance(at, datetime):
        name = value.params.get(ZONE)
        is_utc = at.tzinfo is not None
        wall = (at.astimezone(UTC) if is_utc else at).replace(tzinfo=None)
        return Moment(wall.replace(microsecond=0), name, is_utc=is_utc)
    if isinstance(at, date):
        return Moment(datetime.combine(at, time()), None, is_day=True)
    return None


def time_in(value: Any) -> Any:  # noqa: ANN401 - of icalendar
    """What icalendar reads in a property; None where that is damaged."""
    try:
        return getattr(value, "dt", None)
    except ValueError:  # it is broken, and says so when it is asked
        return None


class Hours:
    """Reads the times of one calendar."""

    def __init__(
        self, zone: str, described: Mapping[str, Described], usual: str = ""
    ) -> None:
        """`usual` is the zone that the calendar names for times without one."""
        self.zone = ZoneInfo(zone)
        self._described = described
        self._usual = usual
        self._clocks: dict[str, Clock] = {}
        self.used: dict[str, None] = {}  # names, in the order in which they come

    def instant(self, at: Moment) -> datetime | None:
        """The instant that is meant; None where nobody can tell."""
        if at.is_utc:
            return at.wall.replace(tzinfo=UTC)
        if at.is_day or not (at.zone or self._usual):
            try:
                return at.wall.replace(tzinfo=self.zone).astimezone(UTC)
            except OverflowError:
                return None
        name = at.zone or self._usual
        offset = self.clock(name).offset(at.wall)
        if offset is None:
            return None if at.zone else at.wall.replace(tzinfo=self.zone)
        try:
            return (at.wall - offset).replace(tzinfo=UTC)
        except OverflowError:
            return None

    def on_the_wall(self, at: Moment) -> datetime:
        """What the clocks of the week show then."""
        instant = None if at.is_day else self.instant(at)
        if instant is None or not (at.is_utc or at.zone or self._usual):
            return at.wall
        try:
            return instant.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            return at.wall

    def clock(self, name: str) -> Clock:
        """Which clock a name means, here."""
        if name not in self._clocks:
            self._clocks[name] = self._clock(name)
            self.used[told(name)] = None
        return self._clocks[name]

    def findings(self, at: Moment) -> Iterator[Finding]:
        """What is to be said about the zone of a time."""
        if at.is_utc and at.zone:
            yield warns(_("It names a time zone and UTC beside it. We take UTC."))
        if at.is_utc or at.is_day:
            return
        if not at.zone:
            yield self._floating()
            return
        name, clock = told(at.zone), self.clock(at.zone)
        world, own = clock.world(at.wall), clock.own
        described = own.offset(at.wall) if own else None
        if world is None and described is None:
            yield stops(_("We do not know the time zone “%(zone)s”.", zone=name))
        elif world is None:
            yield warns(
                _(
                    "Nobody knows the time zone “%(zone)s”. We follow the rules that"
                    " the calendar gives for it.",
                    zone=name,
                )
            )
        elif described is not None and described != world:
            yield self._disagreement(at, clock, described, world)
        elif own is None and at.zone not in CLEAR:
            yield tells(
                _(
                    "The calendar does not describe the time zone “%(zone)s”. Some"
                    " programs show another hour.",
                    zone=name,
                )
            )
        elif not clock.is_place and at.zone not in CLEAR:
            yield tells(
                _("“%(zone)s” is not a place. Programs read it in two ways.", zone=name)
            )
        elif at.zone in WINDOWS_TO_OLSON:
            yield tells(
                _(
                    "“%(zone)s” is a name of Windows. It means %(place)s.",
                    zone=name,
                    place=clock.zone,
                )
            )

    def _floating(self) -> Finding:
        if self._usual and self.clock(self._usual).zone:
            return warns(
                _(
                    "This hour has no time zone. We take it by the clock of %(zone)s,"
                    " which the calendar names.",
                    zone=told(self._usual),
                )
            )
        return warns(
            _(
                "This hour has no time zone. We take it by the clock of the week."
                " Ask the partner which one is meant."
            )
        )

    def _disagreement(
        self, at: Moment, clock: Clock, described: timedelta, world: timedelta
    ) -> Finding:
        """Both hours, on the week's clock; programs choose the one or the other."""
        hours = {
            "zone": told(at.zone),
            "ours": self._told(at.wall, world),
            "theirs": self._told(at.wall, described),
        }
        if clock.is_place:
            return warns(
                _(
                    "The calendar describes %(zone)s wrongly. By the world’s clock it"
                    " begins at %(ours)s, by the calendar’s own rules at %(theirs)s."
                    " We take %(ours)s.",
                    **hours,
                )
            )
        return warns(
            _(
                "The time zone is called “%(zone)s”, which means %(ours)s. By the"
                " calendar’s own rules it is %(theirs)s. We take %(theirs)s.",
                **hours,
            )
        )

    def _told(self, wall: datetime, offset: timedelta) -> str:
        try:
            at = (wall - offset).replace(tzinfo=UTC).astimezone(self.zone)
        except OverflowError:
            return f"{wall:%H:%M}"
        return f"{at:%H:%M}"

    def _clock(self, name: str) -> Clock:
        own = self._described.get(name)
        zone = _known(name)
        if zone is not None:
            return Clock(zone, own, is_place="/" in str(zone) and not _is_sign(name))
        place = _known(own.place) if own and own.place else None
        return Clock(place, own, is_place=place is not None)


def told(name: str | None) -> str:
    """A name of a zone, short and without signs that nobody sees."""
    return clean(str(name or ""))[:LONGEST]


def _is_sign(name: str) -> bool:
    return name.startswith("Etc/")


def _known(name: str) -> ZoneInfo | None:
    """The world's zone of a name: a place, one of Windows, or one behind a prefix."""
    if name in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[name])
    if name in _names():
        return ZoneInfo(name)
    parts = name.strip("/").split("/")
    for size in range(PLACE_PARTS, 1, -1):
        tail = "/".join(parts[-size:])
        if len(parts) > size and tail in _names():
            return ZoneInfo(tail)
    return None


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
