"""Events of a calendar, each read by itself, with what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from flask_babel import gettext as _
from icalendar import Event

from eventapp.exchange.calendars.findings import Finding, stops, tells, warns
from eventapp.exchange.calendars.hours import Hours, Moment, moment_of, time_in
from eventapp.exchange.calendars.outline import Block
from eventapp.exchange.calendars.plain import is_marked_up, plain
from eventapp.spreadsheets.tables import clean

STATUSES: Final = {"CANCELLED": "cancelled", "CONFIRMED": "scheduled"}
USUAL: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
LONG: Final = timedelta(hours=20)
LONGEST: Final = 20_000  # letters
LONGEST_UID: Final = 300
DAY_DIGITS: Final = 8


@dataclass(frozen=True)
class Entry:
    """One event, or one day of one that repeats."""

    line: int
    uid: str
    instance: Moment | None  # which day of a repeated event this one replaces
    begins: Moment | None
    ends: Moment | None
    title: str = ""
    summary: str = ""
    place: str = ""
    status: str = ""
    link: str = ""
    repeats: bool = False
    event: Any = field(default=None, compare=False, repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        """Whether the calendar says that it does not take place."""
        return self.status == "cancelled"

    @property
    def length(self) -> timedelta:
        """How long it takes, on the wall."""
        if self.begins is None:
            return USUAL
        if self.ends is None:
            return DAY if self.begins.is_day else USUAL
        return self.ends.wall - self.begins.wall

    def with_(self, *more: Finding, **changes: Any) -> "Entry":
        """The same with more to say about it."""
        return replace(self, findings=(*self.findings, *more), **changes)


def entry_of(block: Block, hours: Hours) -> Entry:
    """What an event says; whatever is damaged becomes a finding."""
    try:
        event = Event.from_ical(block.octets())
    except Exception:  # noqa: BLE001 - whatever a damaged event provokes
        title = clean(block.value("SUMMARY"))[:LONGEST]
        found = stops(_("This event is damaged. We cannot read it."))
        return Entry(block.line, "", None, None, None, title, findings=(found,))
    begins, ends = _times(event)
    summary = words(event, "DESCRIPTION")
    entry = Entry(
        block.line,
        words(event, "UID")[:LONGEST_UID],
        moment_of(event.get("RECURRENCE-ID")),
        begins,
        ends,
        title=words(event, "SUMMARY"),
        summary=plain(summary) if is_marked_up(summary) else summary,
        place=words(event, "LOCATION"),
        status=STATUSES.get(words(event, "STATUS").upper(), ""),
        link=_link(event),
        repeats=bool({"RRULE", "RDATE"} & set(event)),
        event=event,
    )
    return entry.with_(*_findings(entry, event, hours))


def day_of(block: Block, name: str = "DTSTART") -> date | None:
    """The day of a property without reading the event: the quick way to the others."""
    digits = block.value(name)[:DAY_DIGITS]
    try:
        return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None


def words(event: Any, name: str) -> str:  # noqa: ANN401 - icalendar
    """The text of a property, without signs that nobody sees."""
    value = event.get(name)
    if isinstance(value, list):
        value = value[0]
    return clean(str(value)[:LONGEST]) if value is not None else ""


def _times(event: Any) -> tuple[Moment | None, Moment | None]:  # noqa: ANN401 - icalendar
    begins = moment_of(event.get("DTSTART"))
    ends = moment_of(event.get("DTEND"))
    length = time_in(event.get("DURATION"))
    if begins and ends is None and isinstance(length, timedelta):
        try:
            ends = replace(begins, wall=begins.wall + length)
        except OverflowError:
            ends = None
    return begins, ends


def _findings(entry: Entry, event: Any, hours: Hours) -> Iterator[Finding]:  # noqa: ANN401 - icalendar
    if event.errors:
        names = ", ".join(sorted({str(name) for name, _why in event.errors}))
        yield stops(_("We could not read: %(names)s.", names=clean(names)[:LONGEST]))
    yield from _about_times(entry, hours)
    if not entry.uid:
        yield warns(
            _(
                "This event has no UID. When you ask again, we know it only by its"
                " title and hour."
            )
        )
    if "DTSTAMP" not in event:
        yield tells(_("DTSTAMP is missing: nobody can tell which copy is newer."))
    if entry.is_cancelled:
        yield tells(_("The calendar says that this event is cancelled."))
    if words(event, "STATUS").upper() == "TENTATIVE":
        yield tells(_("The calendar calls this event tentative."))
    if words(event, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:
        yield warns(_("The calendar calls this event private. Ask before you show it."))
    if is_marked_up(words(event, "DESCRIPTION")):
        yield tells(_("The description was made for a browser. We take its words."))


def _about_times(entry: Entry, hours: Hours) -> Iterator[Finding]:
    if entry.begins is None:
        yield stops(_("This event says no day."))
        return
    yield from hours.findings(entry.begins)
    if entry.ends is not None and entry.ends.zone != entry.begins.zone:
        yield from hours.findings(entry.ends)
    if entry.begins.is_day:
        days = max(entry.length.days, 1)
        yield tells(
            _("This was a whole day in the calendar.")
            if days == 1
            else _("These were %(days)s whole days in the calendar.", days=days)
        )
    elif entry.length > LONG:
        yield warns(
            _("This event lasts longer than a day. Better enter each day by itself.")
        )
    if entry.ends is not None and entry.ends.is_day != entry.begins.is_day:
        yield warns(_("It begins at an hour and ends on a day, or the reverse."))
    elif entry.ends is not None and entry.length < timedelta(0):
        yield stops(_("The end is not after the start."))
    elif entry.ends is None and not entry.begins.is_day:
        yield tells(_("It says no end. We take one hour."))


def _link(event: Any) -> str:  # noqa: ANN401 - icalendar
    """Where to join online (RFC 7986); a URL is a page about the event."""
    link = words(event, "CONFERENCE")
    return link if link.startswith("https://") else ""
