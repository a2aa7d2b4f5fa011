"""Signs for doors: a room, a day, what takes place there, in the week's languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eventapp.kernel.i18n import LANGUAGES, Localised, day_in_words, speaking
from eventapp.kernel.names import language_of
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged

TEMPLATE = Path(__file__).parent / "typst" / "doors.typ"
AT_ONCE = 2  # languages that can be read from afar


@dataclass(frozen=True)
class DoorSign:
    """What happens in one room on one day."""

    venue: Venue
    on: date
    events: tuple[Event, ...]


def signs_of(
    week: Week, venue: Venue | None = None, on: date | None = None
) -> list[DoorSign]:
    """A sign for each room and day that has events, by room and day.

    Events in the halls of a building stand on the doors of these halls alone.
    """
    zone = week.tzinfo
    found: dict[tuple[int, str, date], list[Event]] = {}
    for event in programme.events_of(week):
        room = event.venue
        if (
            room is None
            or not event.is_placed
            or event.status is not EventStatus.SCHEDULED
        ):
            continue
        day = event.starts_at.astimezone(zone).date()
        if (venue and room.id != venue.id) or (on and day != on):
            continue
        found.setdefault((room.position, str(room.id), day), []).append(event)
    return [
        DoorSign(events[0].venue, day, tuple(events))
        for (_position, _key, day), events in sorted(found.items(), key=_order)
        if events[0].venue
    ]


def days_of(week: Week) -> list[date]:
    """The days on which something takes place in a room."""
    return sorted({sign.on for sign in signs_of(week)})


def pdf(week: Week, signs: Sequence[DoorSign]) -> bytes:
    """The signs for A4, a page each; letters that no font has become boxes."""
    name = str(week.name)
    content = {
        "title": name,
        "week": tagged(name, language_of(name) or "en"),
        "accent": str(week.accent),
        "signs": [_drawing(week, sign) for sign in signs],
    }
    return press.document(TEMPLATE, content)


def _drawing(week: Week, sign: DoorSign) -> dict[str, Any]:
    return {
        "room": list(_both(week, sign.venue.name)),
        "day": list(_days(week, sign.on)),
        "events": [
            {"time": _time(week, event), "title": list(_both(week, event.title))}
            for event in sign.events
        ],
    }


def _both(week: Week, text: Localised) -> Iterator[dict[str, Any]]:
    """A text in the first languages of the week that it has; else as it is."""
    tags = [tag for tag in week.languages if tag in text][:AT_ONCE] or list(text)[:1]
    for tag in tags:
        yield tagged(text[tag], tag)


def _days(week: Week, on: date) -> Iterator[dict[str, Any]]:
    ours = {one.tag for one in LANGUAGES}
    spoken = [tag for tag in week.languages if tag in ours][:AT_ONCE]
    for tag in spoken or [LANGUAGES[0].tag]:
        with speaking(tag):
            yield tagged(day_in_words(on), tag)


def _time(week: Week, event: Event) -> str:
    zone = week.tzinfo
    first, last = (at.astimezone(zone) for at in (event.starts_at, event.ends_at))
    return f"{first:%H:%M}\N{EN DASH}{last:%H:%M}"


def _order(found: tuple[tuple[int, str, date], list[Event]]) -> tuple[int, str, date]:
    return found[0]
