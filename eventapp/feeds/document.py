"""iCalendar documents: events in, octets out, always the same octets for the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from eventapp.feeds.zones import is_known_on, utc_vtimezone, vtimezone

PRODID: Final = "-//Partnership Week//eventapp//EN"
REFRESH_EVERY: Final = "PT1H"
ONE_DAY: Final = timedelta(days=1)
NEAR_A_CHANGE: Final = timedelta(hours=4)

OPENING: Final = (
    f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n"
).encode()
CLOSING: Final = b"END:VCALENDAR\r\n"
LONGEST_LINE: Final = 75  # octets (RFC 5545, 3.1)
CONTINUES, CONTINUED = 0b1100_0000, 0b1000_0000  # of UTF-8: no first octet
BESIDE_NO_FOLD: Final = b" \t\\"
ESCAPES: Final = (("\\", r"\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n"))

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
    colour: str = ""  # one of CSS's names
    contact: str = ""
    status: Status = Status.CONFIRMED
    all_day: bool = False
    is_free: bool = False  # shown, but does not make its reader busy
    is_public: bool = True

    @property
    def spans_days(self) -> bool:
        """Whether it is shown above the hours: nobody wants a block of sixty hours."""
        if self.all_day or self.ends_at - self.starts_at > ONE_DAY:
            return True
        tz = ZoneInfo(self.zone)
        near = (self.starts_at.astimezone(tz), self.ends_at.astimezone(tz))
        return all(at.time() == time.min for at in near)  # one whole day


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
    zone = _zone_of(event)
    starts, ends = _times(event, zone)
    octets = [
        b"BEGIN:VEVENT\r\n",
        content_line("UID", _escape(_line(event.uid))),
        content_line("DTSTAMP", _utc(event.changed_at)),
        content_line("SEQUENCE", str(event.sequence)),
        content_line("CREATED", _utc(event.created_at)),
        content_line("LAST-MODIFIED", _utc(event.changed_at)),
        content_line("DTSTART" + starts[0], starts[1]),
        content_line("DTEND" + ends[0], ends[1]),
        content_line("STATUS", event.status.upper()),
        content_line("TRANSP", "TRANSPARENT" if _leaves_free(event) else "OPAQUE"),
        content_line("CLASS", "PUBLIC" if event.is_public else "PRIVATE"),
        _text("SUMMARY", _line(event.summary)),
        _text("DESCRIPTION", _paragraphs(_described(event))),
        *_place(event),
        _uri("URL", event.url),
        _text("CATEGORIES", *map(_line, event.categories)),
        _text("COLOR", _line(event.colour)),
        _text("CONTACT", _line(event.contact)),
        b"END:VEVENT\r\n",
    ]
    return EventBlock(event.starts_at, event.uid, zone, b"".join(octets))


def render_calendar(head: CalendarHead, blocks: Iterable[EventBlock]) -> bytes:
    """Join rendered events to a document, by start and UID, after their zones.

    A calendar without events still holds the zone of its head: RFC 5545 section 3.6
    wants at least one component.
    """
    ordered = sorted(blocks)
    name, description = _line(head.name), _paragraphs(head.description)
    octets = [
        OPENING,
        _text("NAME", name),
        _text("X-WR-CALNAME", name),
        _text("DESCRIPTION", description),
        _text("X-WR-CALDESC", description),
        _text("COLOR", _line(head.colour)),
        _uri("URL", head.url),
        _uri("SOURCE;VALUE=URI", head.source_url),
        content_line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH_EVERY),
        content_line("X-PUBLISHED-TTL", REFRESH_EVERY),
        *_zones(head, ordered),
        *(block.octets for block in ordered),
        CLOSING,
    ]
    return b"".join(octets)


def content_line(name: str, value: str) -> bytes:
    """One line, folded between characters to 75 octets at most.

    A fold stands neither beside a space, which some mail systems and readers take
    away, nor inside an escape.
    """
    octets = f"{name}:{value}".encode()
    if len(octets) <= LONGEST_LINE:
        return octets + b"\r\n"
    lines, start, room = [], 0, LONGEST_LINE
    while len(octets) - start > room:
        cut = _fold(octets, start, start + room)
        lines.append(octets[start:cut])
        start, room = cut, LONGEST_LINE - 1  # the space that begins the next
    return b"\r\n ".join([*lines, octets[start:]]) + b"\r\n"


def _fold(octets: bytes, start: int, latest: int) -> int:
    """The last place for a fold: before the first octet of a character."""
    cut = latest
    while octets[cut] & CONTINUES == CONTINUED:
        cut -= 1
    best = cut
    while octets[cut] in BESIDE_NO_FOLD or octets[cut - 1] in BESIDE_NO_FOLD:
        cut -= 1
        while octets[cut] & CONTINUES == CONTINUED:
            cut -= 1
        if cut - start < LONGEST_LINE // 2:
            return best
    return cut


def _zones(head: CalendarHead, blocks: list[EventBlock]) -> list[bytes]:
    named = {head.zone, *(block.zone for block in blocks if block.zone)}
    rules = [vtimezone(zone) for zone in sorted(named)]
    return [rule for rule in rules if rule] or [utc_vtimezone()]


def _zone_of(event: CalendarEvent) -> str | None:
    """The zone of its clock; None if the event is better told in UTC, or in days.

    Around a change of the clock readers disagree about local times: the hour that
    comes twice, and in two of them also the hours before and after it.
    """
    if event.spans_days or not is_known_on(event.zone, event.starts_at.date()):
        return None
    near = (event.starts_at, event.ends_at)
    tz = ZoneInfo(event.zone)
    return None if any(_changes_near(at, tz) for at in near) else event.zone


def _changes_near(at: datetime, tz: ZoneInfo) -> bool:
    before, after = (at - NEAR_A_CHANGE, at + NEAR_A_CHANGE)
    return before.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset()


def _times(
    event: CalendarEvent, zone: str | None
) -> tuple[tuple[str, str], tuple[str, str]]:
    """Its start and its end: parameters and value."""
    if event.spans_days:
        first, after = _days(event)
        kind = ";VALUE=DATE"
        return (kind, f"{first:%Y%m%d}"), (kind, f"{after:%Y%m%d}")
    if zone is None:
        return ("", _utc(event.starts_at)), ("", _utc(event.ends_at))
    tz = ZoneInfo(zone)
    kind = f";TZID={zone}"
    starts, ends = (at.astimezone(tz) for at in (event.starts_at, event.ends_at))
    return (kind, f"{starts:%Y%m%dT%H%M%S}"), (kind, f"{ends:%Y%m%dT%H%M%S}")


def _days(event: CalendarEvent) -> tuple[date, date]:
    """The first day on the zone's calendar, and the day after the last one."""
    tz = ZoneInfo(event.zone)
    first = event.starts_at.astimezone(tz).date()
    end = event.ends_at.astimezone(tz)
    after = end.date() if end.time() == time.min else end.date() + ONE_DAY
    return first, max(after, first + ONE_DAY)


def _leaves_free(event: CalendarEvent) -> bool:
    return event.is_free or event.spans_days or event.status is Status.CANCELLED


def _described(event: CalendarEvent) -> str:
    """Google and Outlook show no URL but the one that stands in the text."""
    return "\n\n".join(text for text in (event.description, event.url) if text)


def _place(event: CalendarEvent) -> list[bytes]:
    """Where it is. Apple shows a map only for its own property beside LOCATION."""
    place = _line(event.location)
    lines = [_text("LOCATION", place)]
    if event.latitude is not None and event.longitude is not None:
        latitude, longitude = f"{event.latitude:.6f}", f"{event.longitude:.6f}"
        lines.append(content_line("GEO", f"{latitude};{longitude}"))
        if place:
            # Few readers know how to quote a quote (RFC 6868).
            title = place.replace("^", "^^").replace('"', "'")
            name = f'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="{title}"'
            lines.append(content_line(name, f"geo:{latitude},{longitude}"))
    return lines


def _text(name: str, *texts: str) -> bytes:
    if not any(texts):
        return b""
    return content_line(name, ",".join(map(_escape, texts)))


def _uri(name: str, uri: str) -> bytes:
    uri = re.sub(r"\s", "", _paragraphs(uri))
    return content_line(name, uri) if uri else b""


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(text: str) -> str:
    for plain, escaped in ESCAPES:
        text = text.replace(plain, escaped)
    return text


def _paragraphs(text: str) -> str:
    """Text of any length without what is no text: control characters and the like."""
    lines = LINE_BREAK.sub("\n", text).replace("\t", " ")
    return NO_TEXT.sub("", lines).strip()


def _line(text: str) -> str:
    """Text on one line."""
    return re.sub(r"\s*\n\s*", " ", _paragraphs(text))
