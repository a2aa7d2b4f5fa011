"""What a calendar of others holds: its head, its events near a week, its faults."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from eventapp.exchange.calendars.described import described
from eventapp.exchange.calendars.entries import Entry, day_of, entry_of
from eventapp.exchange.calendars.findings import Finding, once, stops, tells, warns
from eventapp.exchange.calendars.hours import Hours, told
from eventapp.exchange.calendars.instances import (
    about_instance,
    instances,
    mark_of,
    replaced_days,
    touches,
)
from eventapp.exchange.calendars.outline import Block, Outline, outline_of
from eventapp.exchange.calendars.repeats import Steps
from eventapp.exchange.errors import (
    BrokenCalendar,
    CalendarTooLong,
    NoEvents,
    NothingNear,
)
from eventapp.exchange.limits import LIMITS
from eventapp.spreadsheets.errors import TooManyRows
from eventapp.spreadsheets.tables import clean

AROUND = timedelta(days=60)  # as far from the week as an event may be
LONGEST_NAME = 200  # letters
MOST_REPEATED = 2000  # and days of them: each is read before we know when it is
MOST_DATES = 50_000  # in lists of days
DATES = ("RDATE", "EXDATE")


@dataclass(frozen=True)
class Frame:
    """The clock and the days of the week for which a calendar is read."""

    zone: str
    first: date
    last: date
    planned: frozenset[date] = frozenset()  # days of our plan, also before and after

    def holds(self, begins: datetime, ends: datetime) -> bool:
        """Whether something is on a day of the week, or on one of our plan."""
        if touches(begins, ends, (self.first, self.last)):
            return True
        return any(touches(begins, ends, (day, day)) for day in self.planned)


@dataclass(frozen=True)
class Held:
    """One event as it would be taken over, on the week's clock."""

    number: int
    key: str
    entry: Entry
    begins: datetime | None  # on the wall
    ends: datetime | None
    findings: tuple[Finding, ...]
    is_within: bool  # the days of the week and of its plan


@dataclass(frozen=True)
class Holding:
    """All that a calendar holds for a week."""

    name: str
    producer: str
    zones: tuple[str, ...]
    events: int  # as the file counts them
    elsewhere: int  # of those, not near the week
    first: date | None  # of all of them
    last: date | None
    held: tuple[Held, ...]
    findings: tuple[Finding, ...]


def holding_of(content: bytes, frame: Frame) -> Holding:
    """What a calendar holds, event by event.

    Raises:
        BrokenCalendar: nothing in it can be read.
        CalendarTooLong: it would take minutes to read.
        NoEvents: it holds none.
        NothingNear: all of them are in other months.
        TooManyRows: it holds more near the week than one import takes.
    """
    outline = outline_of(content)
    if not outline.events:
        raise BrokenCalendar if outline.is_cut else NoEvents
    steps = Steps()
    usual = told(outline.head.value("X-WR-TIMEZONE"))
    hours = Hours(frame.zone, described(outline.zones, steps), usual)
    near = [one for one in outline.events if _is_near(one, frame)]
    _check_length(near, frame)
    days = [day for one in outline.events if (day := day_of(one)) is not None]
    entries = _entries(near, frame, hours, steps)
    if not entries:
        raise NothingNear(first=min(days, default="…"), last=max(days, default="…"))
    held = tuple(_held(entries, frame, hours))
    return Holding(
        _name(outline),
        clean(outline.head.value("PRODID"))[:LONGEST_NAME],
        tuple(hours.used),
        len(outline.events),
        len(outline.events) - len({one.line for one in entries}),
        min(days, default=None),
        max(days, default=None),
        held,
        once([*outline.findings, *_about_head(outline)]),
    )


def _is_near(block: Block, frame: Frame) -> bool:
    """Whether an event may touch the week: those that repeat always may."""
    instance = day_of(block, "RECURRENCE-ID")
    return (
        _may_repeat(block)
        or _is_around(day_of(block), frame)
        or (instance is not None and _is_around(instance, frame))
    )


def _check_length(near: Sequence[Block], frame: Frame) -> None:
    """Refuse what would be refused once it was read; reading takes some seconds.

    Raises:
        CalendarTooLong: it holds more repeated events or days than we read.
        TooManyRows: it holds more near the week than one import takes.
    """
    single = sum(
        not _may_repeat(one) and _is_around(day_of(one), frame) for one in near
    )
    dates = sum(
        line.count(",")
        for one in near
        for line in one.lines
        if line.upper().startswith(DATES)
    )
    if len(near) - single > MOST_REPEATED or dates > MOST_DATES:
        raise CalendarTooLong
    if single > LIMITS.rows:
        raise TooManyRows(most=LIMITS.rows)


def _may_repeat(block: Block) -> bool:
    return bool(block.value("RRULE") or block.value("RDATE"))


def _is_around(day: date | None, frame: Frame) -> bool:
    """Whether a day is near the week, or is not told."""
    return day is None or frame.first - AROUND <= day <= frame.last + AROUND


def _entries(
    blocks: Iterable[Block], frame: Frame, hours: Hours, steps: Steps
) -> list[Entry]:
    read = [entry_of(one, hours) for one in blocks]
    replaced = replaced_days(read, hours)
    span = frame.first, frame.last
    found: list[Entry] = []
    for one in read:
        if one.repeats:
            found += instances(one, span, replaced, hours, steps)
        elif _is_reachable(one, frame):
            found.append(about_instance(one))
        if len(found) > LIMITS.rows:
            raise TooManyRows(most=LIMITS.rows)
    return found


def _is_reachable(entry: Entry, frame: Frame) -> bool:
    if entry.begins is None:
        return True
    return _is_around(entry.begins.wall.date(), frame)


def _held(entries: Sequence[Entry], frame: Frame, hours: Hours) -> Iterator[Held]:
    keys = [_key(one, hours) for one in entries]
    often = Counter(key for key in keys if key)
    lines: dict[str, int] = {}
    for number, (entry, key) in enumerate(zip(entries, keys, strict=True), start=1):
        begins, ends = _wall(entry, hours)
        is_within = begins is not None and ends is not None
        if begins is not None and ends is not None:
            is_within = frame.holds(begins, ends)
        found = list(entry.findings)
        if key and often[key] > 1:
            first = lines.setdefault(key, number)
            if first != number:
                same = entries[first - 1].title or _("Event %(number)s", number=first)
                found.append(stops(_("“%(event)s” has the same UID.", event=same)))
        if begins is not None and not is_within:
            found.append(warns(_("It is before or after your week.")))
        yield Held(number, key, entry, begins, ends, once(found), is_within)


def _wall(entry: Entry, hours: Hours) -> tuple[datetime | None, datetime | None]:
    """When it begins and ends; an event of whole days goes from nought to nought."""
    if entry.begins is None:
        return None, None
    begins = hours.on_the_wall(entry.begins)
    if entry.ends is not None and entry.ends.is_day == entry.begins.is_day:
        ends = hours.on_the_wall(entry.ends)
        if ends > begins or not entry.begins.is_day:
            return begins, ends
    length = timedelta(days=1) if entry.begins.is_day else timedelta(hours=1)
    return begins, begins + length


def _key(entry: Entry, hours: Hours) -> str:
    """UID, and what tells an instance of a repeated event from the others."""
    if not entry.uid or entry.instance is None:
        return entry.uid
    return f"{entry.uid}#{mark_of(entry.instance, hours)}"


def _name(outline: Outline) -> str:
    head = outline.head
    name = head.value("X-WR-CALNAME") or head.value("NAME")
    for written, meant in (("\\,", ","), ("\\;", ";"), ("\\n", " "), ("\\\\", "\\")):
        name = name.replace(written, meant)
    return clean(name)[:LONGEST_NAME]


def _about_head(outline: Outline) -> Iterator[Finding]:
    head = outline.head
    method = clean(head.value("METHOD")).upper()[:LONGEST_NAME]
    if method == "CANCEL":
        yield warns(_("This file is a cancellation. Its events do not take place."))
    elif method not in {"", "PUBLISH"}:
        yield tells(
            _(
                "This file is an invitation by mail (%(method)s), not a calendar.",
                method=method,
            )
        )
    if head.value("VERSION") not in {"2.0", ""}:
        yield warns(_("This is not iCalendar 2.0. Look at every hour."))
    scale = clean(head.value("CALSCALE")).upper()[:LONGEST_NAME]
    if scale not in {"", "GREGORIAN"}:
        yield warns(_("It counts days by another calendar: %(scale)s.", scale=scale))
