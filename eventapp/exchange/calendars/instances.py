"""The days of an event that repeats, as far as they lie within the week."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from eventapp.exchange.calendars.entries import Entry
from eventapp.exchange.calendars.findings import Finding, stops, tells, warns
from eventapp.exchange.calendars.hours import Hours, Moment, moment_of
from eventapp.exchange.calendars.outline import ZONE
from eventapp.exchange.calendars.repeats import (
    NotFollowedError,
    Steps,
    days,
    is_all,
    rule_of,
)
from eventapp.kernel.i18n import day_in_words

AROUND = timedelta(days=2)  # zones, and events that last over night
MOST = 400  # days of one event

Span = tuple[date, date]
Replaced = Mapping[str, set[str]]  # by UID: the days that stand by themselves


def replaced_days(entries: Iterable[Entry], hours: Hours) -> dict[str, set[str]]:
    """Which days of which repeated events are told anew in events of their own."""
    found: dict[str, set[str]] = {}
    for one in entries:
        if one.instance is not None:
            found.setdefault(one.uid, set()).add(mark_of(one.instance, hours))
    return found


def mark_of(at: Moment, hours: Hours) -> str:
    """What tells one day of a repeated event from the others, however it is written."""
    if at.is_day:
        return at.wall.date().isoformat()
    instant = hours.instant(at)
    if instant is None:
        return at.wall.isoformat()
    try:
        return instant.astimezone(hours.zone).isoformat()
    except OverflowError:
        return at.wall.isoformat()


def instances(
    entry: Entry, span: Span, replaced: Replaced, hours: Hours, steps: Steps
) -> list[Entry]:
    """The days of a repeated event that touch a span of days, each an event.

    Where there are others, each says so. Of a rule that we do not follow its first
    day is left, and says so.
    """
    begins = entry.begins
    if begins is None:
        return [entry]
    try:
        return _instances(entry, span, replaced, hours, steps)
    except (NotFollowedError, OverflowError, ValueError):  # also what is damaged
        why = stops(
            _(
                "This event repeats by a rule that we do not follow. Enter each of its"
                " days as an event of its own."
            )
        )
        return [entry.with_(why)] if _touches(entry, span, hours) else []


def about_instance(entry: Entry) -> Entry:
    """An event that replaces one day of another says so."""
    if entry.instance is None:
        return entry
    found = [tells(_("This is one day of a repeated event, changed by itself."))]
    value = entry.event.get("RECURRENCE-ID") if entry.event else None
    if value is not None and value.params.get("RANGE"):
        found.append(
            warns(_("The change holds for all later days, too. We take this day only."))
        )
    return entry.with_(*found)


def touches(begins: datetime, ends: datetime, span: Span) -> bool:
    """Whether something is on one of these days, by the week's clock."""
    last = max(ends - timedelta(minutes=1), begins) if ends > begins else begins
    return begins.date() <= span[1] and last.date() >= span[0]


def _instances(
    entry: Entry, span: Span, replaced: Replaced, hours: Hours, steps: Steps
) -> list[Entry]:
    moments, has_all = _moments(entry, span, steps)
    found = sorted(set(moments), key=lambda one: one.wall)
    gone = {mark_of(one, hours) for one in _dates(entry.event, "EXDATE")}
    gone |= replaced.get(entry.uid, set())
    kept = [one for one in found if mark_of(one, hours) not in gone]
    made = [_made(entry, at) for at in kept[:MOST]]
    near = [one for one in made if _touches(one, span, hours)]
    if has_all and len(near) == len(kept):
        return near
    return [one.with_(_about_others(span)) for one in near]


def _touches(entry: Entry, span: Span, hours: Hours) -> bool:
    if entry.begins is None:
        return False
    begins = hours.on_the_wall(entry.begins)
    try:
        return touches(begins, begins + max(entry.length, timedelta(0)), span)
    except OverflowError:
        return False


def _made(entry: Entry, at: Moment) -> Entry:
    assert entry.begins is not None  # noqa: S101 - a promise of the caller
    moved = at.wall - entry.begins.wall
    ends = replace(entry.ends, wall=entry.ends.wall + moved) if entry.ends else None
    return entry.with_(
        tells(_("This is one day of an event that repeats.")),
        begins=at,
        ends=ends,
        instance=at,
    )


def _about_others(span: Span) -> Finding:
    first, last = map(day_in_words, span)
    return tells(
        _(
            "It repeats on other days, too. We show its days from %(first)s to"
            " %(last)s only.",
            first=first,
            last=last,
        )
    )


def _moments(entry: Entry, span: Span, steps: Steps) -> tuple[list[Moment], bool]:
    """When it begins, around a span of days, and whether these are all its days."""
    begins = entry.begins
    assert begins is not None  # noqa: S101 - a promise of the caller
    first = span[0] - AROUND - max(entry.length, timedelta(0))
    last = span[1] + AROUND
    moments, has_all = [begins], True
    rules = entry.event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        read = rule_of(rule, begins.wall.date())
        found = days(read, first, last, steps)
        has_all = has_all and is_all(read, found, last)
        for day in found:
            wall = datetime.combine(day, begins.wall.time())
            moments.append(replace(begins, wall=wall))
    return [*moments, *_dates(entry.event, "RDATE")], has_all


def _dates(event: Any, name: str) -> Iterator[Moment]:  # noqa: ANN401 - icalendar
    """The times in a list; of a period the time at which it begins."""
    lists = event.get(name, [])
    for one in lists if isinstance(lists, list) else [lists]:
        zone = one.params.get(ZONE)  # of the list; its values have none
        for value in getattr(one, "dts", ())[:MOST]:
            if isinstance(value.dt, tuple):
                value.dt = value.dt[0]
            at = moment_of(value)
            if at is not None:
                yield at if at.is_utc or at.is_day else replace(at, zone=zone)
