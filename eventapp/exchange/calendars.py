"""iCalendar files as a table: one row for each VEVENT, also for those we refuse."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar
from icalendar.parser.ical import CalendarIcalParser

from eventapp.exchange.errors import BrokenCalendar, CalendarTooLong, NoEvents
from eventapp.exchange.limits import LIMITS
from eventapp.spreadsheets.errors import TooManyRows
from eventapp.spreadsheets.tables import Row, Table, clean

# Columns are called as our own ones, so that nobody has to map them.
HEAD = (
    "key",
    "title",
    "summary",
    "date",
    "start",
    "end_date",
    "end",
    "venue",
    "status",
    "joining_link",
    "note",
    "problem",
)
STATUSES = {"CANCELLED": "cancelled", "CONFIRMED": "scheduled"}
LARGEST = 3_000_000  # bytes
MOST_LINES = 100_000  # some five seconds
MOST_BLOCKS = 20_000
LONGEST_ZONE = 100  # letters of a name that is told


def table_of_calendar(content: bytes, zone: str) -> Table:
    """The events of a calendar; hours without a zone are those of `zone`.

    Repeated events are not expanded: their row says what to do.

    Raises:
        BrokenCalendar: it is no iCalendar.
        TooManyRows: it holds more than one import takes.
        CalendarTooLong: it would take minutes to read.
        NoEvents: it holds none.
    """
    if content.upper().count(b"BEGIN:VEVENT") > LIMITS.rows:
        raise TooManyRows(most=LIMITS.rows)
    if len(content) > LARGEST or content.count(b"\n") > MOST_LINES:
        raise CalendarTooLong
    if content.upper().count(b"BEGIN:") > MOST_BLOCKS:
        raise CalendarTooLong
    if b"END:VCALENDAR" not in content.upper():
        raise BrokenCalendar
    try:
        calendars = _Calendar.from_ical(content, multiple=True)
        found = [one for calendar in calendars for one in calendar.walk("VEVENT")]
        rows = tuple(
            Row(number, _cells(event, ZoneInfo(zone)))
            for number, event in enumerate(found, start=1)
        )
    except Exception as error:  # whatever a damaged file provokes
        raise BrokenCalendar from error
    if not rows:
        raise NoEvents
    return Table("", HEAD, rows, is_ours=True)


class _Parser(CalendarIcalParser):
    """Knows the zones of the world, never those that a file describes.

    The rules of a VTIMEZONE may name each second of a century, and the library keeps
    what it made of them for the next file.
    """

    def handle_end_component(self, vals: str) -> None:
        is_zone = vals.upper() == "VTIMEZONE"
        super().handle_end_component("" if is_zone else vals)


class _Calendar(Calendar):
    @classmethod
    def _get_ical_parser(cls, st: str | bytes) -> CalendarIcalParser:
        return _Parser(st, cls._get_component_factory(), cls.types_factory)


def _cells(event: Any, zone: ZoneInfo) -> tuple[str, ...]:  # noqa: ANN401 - icalendar
    problem = "\n".join(_problems(event))
    begins, ends = _instants(event)
    if begins is None:
        problem = problem or _("This event says no day.")
    first, starts, last, stops = _wall(begins, ends, zone)
    return (
        _key(event),
        _words(event, "SUMMARY"),
        _words(event, "DESCRIPTION"),
        first,
        starts,
        last,
        stops,
        _words(event, "LOCATION"),
        STATUSES.get(_words(event, "STATUS").upper(), ""),
        _link(event),
        _remark(begins),
        problem,
    )


def _problems(event: Any) -> Iterator[str]:  # noqa: ANN401 - icalendar
    if event.errors:
        names = ", ".join(sorted({str(name) for name, _why in event.errors}))
        yield _("We could not read: %(names)s.", names=names)
    for name in _unknown_zones(event):
        yield _("We do not know the time zone “%(zone)s”.", zone=name)
    if "RRULE" in event or "RDATE" in event:
        yield _("This event repeats. Enter each of its days as an event of its own.")


def _unknown_zones(event: Any) -> list[str]:  # noqa: ANN401 - icalendar
    """The zones of its times that are not among those of the world."""
    found: dict[str, None] = {}
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        at = _decoded(event, name)
        zone = event[name].params.get("TZID") if isinstance(at, datetime) else None
        if zone and at.tzinfo is None:
            found[clean(str(zone))[:LONGEST_ZONE]] = None
    return list(found)


def _remark(begins: Any) -> str:  # noqa: ANN401 - icalendar
    is_whole_day = begins is not None and not isinstance(begins, datetime)
    return _("This was a whole day in the calendar.") if is_whole_day else ""


def _instants(event: Any) -> tuple[Any, Any]:  # noqa: ANN401 - icalendar
    begins = _decoded(event, "DTSTART")
    ends = _decoded(event, "DTEND")
    length = _decoded(event, "DURATION")
    if begins is not None and ends is None and isinstance(length, timedelta):
        ends = begins + length
    return begins, ends


def _decoded(event: Any, name: str) -> Any:  # noqa: ANN401 - icalendar
    value = event.get(name)
    return getattr(value, "dt", None)


def _wall(begins: Any, ends: Any, zone: ZoneInfo) -> tuple[str, str, str, str]:  # noqa: ANN401 - icalendar
    """Day and hour, twice; an event of whole days goes from nought to nought."""
    if begins is None:
        return "", "", "", ""
    starts = _on_the_wall(begins, zone)
    if ends is None:
        length = timedelta(hours=1) if isinstance(begins, datetime) else timedelta(1)
        stops = starts + length
    else:
        stops = _on_the_wall(ends, zone)
    return (
        starts.date().isoformat(),
        f"{starts:%H:%M}",
        stops.date().isoformat(),
        f"{stops:%H:%M}",
    )


def _on_the_wall(at: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        return datetime(at.year, at.month, at.day)  # noqa: DTZ001 - on the wall
    if at.tzinfo is None:
        return at
    return at.astimezone(UTC).astimezone(zone).replace(tzinfo=None)


def _key(event: Any) -> str:  # noqa: ANN401 - icalendar
    """UID, and what tells an instance of a repeated event from the others."""
    uid = _words(event, "UID")
    instance = _decoded(event, "RECURRENCE-ID")
    return f"{uid}#{instance.isoformat()}" if instance is not None else uid


def _words(event: Any, name: str) -> str:  # noqa: ANN401 - icalendar
    value = event.get(name)
    if isinstance(value, list):
        value = value[0]
    return clean(str(value)) if value is not None else ""


def _link(event: Any) -> str:  # noqa: ANN401 - icalendar
    """Where to join online (RFC 7986); a URL is a page about the event."""
    words = _words(event, "CONFERENCE")
    return words if words.startswith("https://") else ""
