"""What a schedule app reads: days from four in the morning, rooms, events in them.

The conventions are those of frab and pretalx: an event of the small hours belongs to
the evening before it, and its identity is a number as well as a UUID.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.kernel.i18n import Localised, spoken
from eventapp.programme.casting import role_of
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import part_of
from eventapp.programme.vocabulary import Mode, SignUp
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word, mode_word, sign_up_word
from eventapp.web.filters import listing

DAY_CHANGE = time(4)
WHOLE_DAY = timedelta(days=1)
LAST_MINUTE = timedelta(minutes=1)  # apps read 24:00 as nought
LONGEST_SLUG = 60
MOST_DAYS = 400


@dataclass(frozen=True)
class Talker:
    """Somebody with a part in an event."""

    id: int
    guid: UUID
    name: str


@dataclass(frozen=True)
class Entry:
    """An event, or what one day holds of an event that lasts for several."""

    id: int
    guid: UUID
    starts_at: datetime  # on the week's clock
    duration: timedelta
    room: str
    slug: str
    url: str
    title: str
    subtitle: str
    kind: str
    language: str
    abstract: str
    description: str
    people: tuple[Talker, ...]
    calendar: str  # where the event can be had as a file


@dataclass(frozen=True)
class ScheduleDay:
    """A day with its rooms, in the order of the week's venues."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: Mapping[str, Sequence[Entry]] = field(default_factory=dict)


@dataclass(frozen=True)
class Schedule:
    """A week as schedule apps know it."""

    acronym: str
    title: str
    version: str
    zone: str
    url: str
    address: str
    venues: Sequence[Venue]
    days: Sequence[ScheduleDay]


def schedule_of(
    week: Week,
    events: Sequence[Event],
    venues: Sequence[Venue],
    people: Mapping[UUID, Sequence[Assignment]],
) -> Schedule:
    """The published programme in the reader's language."""
    ids = numbers(event.id for event in events)
    acronym = acronym_of(week.slug)
    entries = [
        piece
        for event in events
        for piece in _pieces(_entry(week, event, ids, people, acronym), week)
    ]
    return Schedule(
        acronym=acronym,
        title=str(week.name),
        version=str(week.revision),
        zone=week.zone,
        url=f"{current().address}/weeks/{week.slug}/programme",
        address=current().address,
        venues=[venue for venue in venues if _is_used(venue, events)],
        days=_days(week, entries, venues),
    )


def numbers(keys: Iterable[UUID]) -> dict[UUID, int]:
    """A number of 31 bits for each key, always the same for the same one."""
    found: dict[UUID, int] = {}
    taken: set[int] = set()
    for key in sorted(set(keys)):
        number = int.from_bytes(key.bytes[-4:]) & 0x7FFFFFFF or 1
        while number in taken:  # once in a hundred thousand weeks
            number = number % 0x7FFFFFFF + 1
        taken.add(number)
        found[key] = number
    return found


def acronym_of(slug: str) -> str:
    """The short name of a week, with the letters that a schedule allows."""
    plain = re.sub(r"[^a-z0-9_]+", "_", slug.lower()).strip("_")
    return plain if len(plain) >= 4 else f"week_{plain}"  # noqa: PLR2004 - of the schema


def _entry(
    week: Week,
    event: Event,
    ids: Mapping[UUID, int],
    people: Mapping[UUID, Sequence[Assignment]],
    acronym: str,
) -> Entry:
    title = str(event.title)
    if event.is_cancelled:
        title = _("Cancelled: %(title)s", title=title)
    known = people.get(event.id, ())
    address = current().address
    return Entry(
        id=ids[event.id],
        guid=event.id,
        starts_at=event.starts_at.astimezone(week.tzinfo),
        duration=event.ends_at - event.starts_at,
        room=_room(event),
        slug=_slug(acronym, ids[event.id], event.title),
        url=f"{address}/weeks/{week.slug}/events/{event.id}",
        title=title,
        subtitle=_subtitle(event.title),
        kind=kind_word(event.kind),
        language=next(iter(event.languages), "").partition("-")[0],
        abstract=str(event.summary or ""),
        description="\n".join(_description(event, known)),
        people=tuple(_talkers(known)),
        calendar=f"{address}/feeds/events/{event.id}.ics?lang={spoken().tag}",
    )


def _pieces(entry: Entry, week: Week) -> Iterator[Entry]:
    """The entry, or one for each day of an event that lasts longer than a day."""
    if entry.duration < WHOLE_DAY:
        yield entry
        return
    ends_at = entry.starts_at.astimezone(UTC) + entry.duration
    begins, number = entry.starts_at, 0
    while begins.astimezone(UTC) < ends_at and number < MOST_DAYS:
        number += 1
        change = _change(day_of(begins) + WHOLE_DAY, week)
        stops = min(change.astimezone(UTC), ends_at)
        length = stops - begins.astimezone(UTC)
        yield _piece(entry, number, begins, min(length, WHOLE_DAY - LAST_MINUTE))
        begins = change


def _piece(entry: Entry, number: int, at: datetime, length: timedelta) -> Entry:
    if number == 1:
        return _changed(entry, entry.guid, entry.id, entry.slug, at, length)
    guid = uuid5(entry.guid, str(number))
    own = numbers([guid])[guid]
    return _changed(entry, guid, own, f"{entry.slug}-{number}", at, length)


def _changed(  # noqa: PLR0913, PLR0917 - what differs between pieces
    entry: Entry, guid: UUID, number: int, slug: str, at: datetime, length: timedelta
) -> Entry:
    same = {**entry.__dict__, "guid": guid, "id": number, "slug": slug}
    return Entry(**{**same, "starts_at": at, "duration": length})


def day_of(at: datetime) -> date:
    """To which day an instant on the clock belongs: the small hours to the eve."""
    return at.date() - WHOLE_DAY if at.time() < DAY_CHANGE else at.date()


def _days(
    week: Week, entries: Sequence[Entry], venues: Sequence[Venue]
) -> list[ScheduleDay]:
    """Every day from the first to the last, also those without events."""
    held = week.held
    known = {day_of(entry.starts_at) for entry in entries}
    known = known or {held.first, held.last or held.first}
    first = min(known)
    count = min((max(known) - first).days + 1, MOST_DAYS)
    order = [str(venue.name) for venue in venues]
    return [
        ScheduleDay(
            index=number + 1,
            date=on,
            starts_at=_change(on, week),
            ends_at=_change(on + WHOLE_DAY, week) - LAST_MINUTE,
            rooms=_rooms([e for e in entries if day_of(e.starts_at) == on], order),
        )
        for number in range(count)
        for on in [first + timedelta(days=number)]
    ]


def _rooms(entries: Sequence[Entry], order: Sequence[str]) -> dict[str, list[Entry]]:
    names = dict.fromkeys([*order, *(entry.room for entry in entries)])
    found = {name: [entry for entry in entries if entry.room == name] for name in names}
    return {name: those for name, those in found.items() if those}


def _change(on: date, week: Week) -> datetime:
    return datetime.combine(on, DAY_CHANGE, week.tzinfo)


def _room(event: Event) -> str:
    if event.venue is not None:
        return str(event.venue.name)
    return mode_word(Mode.ONLINE) if event.mode is Mode.ONLINE else _("To be announced")


def _is_used(venue: Venue, events: Sequence[Event]) -> bool:
    return any(event.venue_id == venue.id for event in events)


def _slug(acronym: str, number: int, title: Localised) -> str:
    words = unicodedata.normalize("NFKD", title.get("en", "")).lower()
    plain = re.sub(r"[^a-z0-9]+", "_", words).strip("_")[:LONGEST_SLUG].strip("_")
    return f"{acronym}-{number}-{plain}" if plain else f"{acronym}-{number}"


def _subtitle(title: Localised) -> str:
    """The title in another language, where it has one."""
    own = title.chosen(spoken().tag)[0]
    return next((text for tag, text in title.items() if tag != own), "")


def _description(event: Event, people: Sequence[Assignment]) -> Iterator[str]:
    yield mode_word(event.mode)
    if event.signup is not SignUp.EVERYONE:
        yield sign_up_word(event.signup)
    if event.languages:
        yield listing(map(language_name, event.languages))
    if event.interpretation:
        yield str(event.interpretation)
    for one in people:
        if one.name is not None:
            role = role_of(part_of(one))
            yield _("%(part)s: %(name)s", part=role, name=one.name)


def _talkers(people: Sequence[Assignment]) -> Iterator[Talker]:
    """Everybody once, in the order of their parts."""
    seen: set[UUID] = set()
    for one in people:
        if one.person_id and one.name and one.person_id not in seen:
            seen.add(one.person_id)
            yield Talker(
                numbers([one.person_id])[one.person_id], one.person_id, str(one.name)
            )
