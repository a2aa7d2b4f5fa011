"""iCalendar documents: events in, octets out, always the same octets for the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event
from icalendar.prop import vDuration, vInline, vUri

from eventapp.feeds.zones import is_right_since, utc_vtimezone, vtimezone

PRODID: Final = "-//Partnership Week//eventapp//EN"
REFRESH_EVERY: Final = timedelta(hours=1)
ONE_DAY: Final = timedelta(days=1)

LINE_BREAK: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters, halves of surrogate pairs, byte order marks.
NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


class Status(StrEnum):
    """How sure an event is. A cancelled one stays, or clients keep the old one."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class CalendarEvent:
    """One event as a calendar shows it, with its texts already in one language.

    `sequence` grows with each change that a reader can see; `changed_at` is the
    instant of the last one. Whoever cancels an event marks its `summary` too,
    because some clients ignore the status.
    """

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    description: str = ""
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    contact: str = ""
    status: Status = Status.CONFIRMED
    all_day: bool = False
    is_free: bool = False  # shown, but does not make its reader busy
    is_public: bool = True

    @property
    def spans_days(self) -> bool:
        """Whether it is shown above the hours: nobody wants a block of sixty hours."""
        return self.all_day or self.ends_at - self.starts_at > ONE_DAY


@dataclass(frozen=True)
class CalendarHead:
    """What a calendar says about itself. `colour` is one of CSS's colour names."""

    name: str
    zone: str
    description: str = ""
    colour: str = ""
    source_url: str = ""  # where these octets are fetched again
    url: str = ""  # the page that people read


class EventBlock(NamedTuple):
    """A rendered event. Blocks sort as a calendar lists them."""

    starts_at: datetime
    uid: str
    zone: str | None  # None: written in UTC or in whole days
    octets: bytes


def render_event(event: CalendarEvent) -> EventBlock:
    """Render one event. The result may be kept until the event changes."""
    octets = component_of(event).to_ical(sorted=False)
    return EventBlock(event.starts_at, event.uid, _zone_of(event), octets)


def component_of(event: CalendarEvent) -> Event:
    """An event as the library knows it, for documents that hold more than feeds do."""
    zone = _zone_of(event)
    component = Event()
    _add_text(component, "UID", _line(event.uid))
    component.add("DTSTAMP", event.changed_at)
    component.add("SEQUENCE", event.sequence)
    component.add("CREATED", event.created_at)
    component.add("LAST-MODIFIED", event.changed_at)
    starts, ends = _times(event, zone)
    component.add("DTSTART", starts)
    component.add("DTEND", ends)
    _add_text(component, "STATUS", event.status.upper())
    _add_text(component, "TRANSP", "TRANSPARENT" if _leaves_free(event) else "OPAQUE")
    _add_text(component, "CLASS", "PUBLIC" if event.is_public else "PRIVATE")
    _add_text(component, "SUMMARY", _line(event.summary))
    _add_text(component, "DESCRIPTION", _paragraphs(event.description))
    _add_place(component, event)
    _add_uri(component, "URL", event.url)
    _add_text(component, "CATEGORIES", *map(_line, event.categories))
    _add_text(component, "CONTACT", _line(event.contact))
    return component


def render_calendar(head: CalendarHead, blocks: Iterable[EventBlock]) -> bytes:
    """Join rendered events to a document, by start and UID, after their zones.

    A calendar without events still holds the zone of its head: RFC 5545 section 3.6
    wants at least one component.
    """
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    for name in ("NAME", "X-WR-CALNAME"):
        _add_text(calendar, name, _line(head.name))
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        _add_text(calendar, name, _paragraphs(head.description))
    _add_text(calendar, "COLOR", _line(head.colour))
    _add_uri(calendar, "URL", head.url)
    if head.source_url:
        calendar.add("SOURCE", vUri(head.source_url), parameters={"VALUE": "URI"})
    refresh = vDuration(REFRESH_EVERY, params={"VALUE": "DURATION"})
    calendar.add("REFRESH-INTERVAL", refresh)
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH_EVERY))

    ordered = sorted(blocks)
    end = b"END:VCALENDAR\r\n"
    opening = calendar.to_ical(sorted=False).removesuffix(end)
    events = (block.octets for block in ordered)
    return b"".join([opening, *_zones(head, ordered), *events, end])


def _zones(head: CalendarHead, blocks: list[EventBlock]) -> list[bytes]:
    named = {head.zone, *(block.zone for block in blocks if block.zone)}
    rules = [vtimezone(zone) for zone in sorted(named)]
    return [rule for rule in rules if rule] or [utc_vtimezone()]


def _zone_of(event: CalendarEvent) -> str | None:
    """The zone of its clock; None if the event is better told in UTC, or in days."""
    if event.spans_days or not is_right_since(event.zone, event.starts_at.date()):
        return None
    # An hour that comes twice, when summer ends, can name its first turn only.
    tz = ZoneInfo(event.zone)
    turns = [
        instant.astimezone(tz).fold for instant in (event.starts_at, event.ends_at)
    ]
    return None if any(turns) else event.zone


def _times(event: CalendarEvent, zone: str | None) -> tuple[date, date]:
    if event.spans_days:
        return _days(event)
    tz: tzinfo = ZoneInfo(zone) if zone else UTC
    return event.starts_at.astimezone(tz), event.ends_at.astimezone(tz)


def _days(event: CalendarEvent) -> tuple[date, date]:
    """The first day on the zone's calendar, and the day after the last one."""
    tz = ZoneInfo(event.zone)
    first = event.starts_at.astimezone(tz).date()
    end = event.ends_at.astimezone(tz)
    after = end.date() if end.time() == time.min else end.date() + ONE_DAY
    return first, max(after, first + ONE_DAY)


def _leaves_free(event: CalendarEvent) -> bool:
    return event.is_free or event.spans_days or event.status is Status.CANCELLED


def _add_place(component: Event, event: CalendarEvent) -> None:
    """Where it is. Apple shows a map only for its own property beside LOCATION."""
    place = _line(event.location)
    _add_text(component, "LOCATION", place)
    if event.latitude is None or event.longitude is None:
        return
    latitude, longitude = f"{event.latitude:.6f}", f"{event.longitude:.6f}"
    component.add("GEO", vInline(f"{latitude};{longitude}"))
    if place:
        title = place.replace('"', "'")  # few readers know how to quote a quote
        component.add(
            "X-APPLE-STRUCTURED-LOCATION",
            vUri(f"geo:{latitude},{longitude}"),
            parameters={"VALUE": "URI", "X-TITLE": title},
        )


def _add_text(component: Component, name: str, *texts: str) -> None:
    r"""Add TEXT, escaped once and by us.

    The library writes X- properties as they are, and takes the \N of C:\Notes for a
    line break.
    """
    if any(texts):
        component.add(name, vInline(",".join(_escape(text) for text in texts)))


def _add_uri(component: Component, name: str, uri: str) -> None:
    if uri := re.sub(r"\s", "", _paragraphs(uri)):
        component.add(name, vUri(uri))


def _escape(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n")


def _paragraphs(text: str) -> str:
    """Text of any length without what is no text: control characters and the like."""
    return NO_TEXT.sub("", LINE_BREAK.sub("\n", text)).strip()


def _line(text: str) -> str:
    """Text on one line."""
    return re.sub(r"\s*[\n\t]\s*", " ", _paragraphs(text))
