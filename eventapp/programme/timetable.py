"""Arranging events for pages: days, sections by start, states."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from eventapp.kernel.dates import DatePrecision
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.standing import Seat

FEW = 10  # so many free places are worth a word in a list
SOON = timedelta(hours=24)
NIGHT_ENDS = time(6)  # a banquet past midnight does not fill the next day
UNKNOWN_LENGTH = timedelta(days=6)  # of a week whose first day alone is known
SCARCE = ("full", "left")


@dataclass(frozen=True)
class Entry:
    """An event as it stands in a list: its states, its parts, its cell in the grid."""

    event: Event
    states: tuple[str, ...] = ()
    left: int | None = None
    position: int | None = None
    was: str | None = None  # when it began before it was moved, of late
    inside: tuple[Event, ...] = ()
    first_line: int | None = None
    last_line: int | None = None
    column: int | None = None  # None: across all rooms


@dataclass(frozen=True)
class Slot:
    """What begins at one instant."""

    starts_at: datetime
    entries: tuple[Entry, ...]
    line: int | None = None

    def ended(self, at: datetime) -> bool:
        """Whether all of it is over."""
        return all(entry.event.ends_at <= at for entry in self.entries)


@dataclass(frozen=True)
class Day:
    """One day: what goes on from earlier days, then what begins on it."""

    date: date
    lasting: tuple[Entry, ...]
    slots: tuple[Slot, ...]
    rooms: tuple[Localised | str, ...] = ()  # empty: not as a grid
    too_wide: bool = False

    @property
    def size(self) -> int:
        """How many events it shows, those inside others included."""
        begun = [entry for slot in self.slots for entry in slot.entries]
        return sum(1 + len(entry.inside) for entry in (*begun, *self.lasting))

    def parted(self, now: datetime) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
        """What is over and what is not; a day that is over stays whole."""
        ahead = tuple(slot for slot in self.slots if not slot.ended(now))
        if not ahead:
            return (), self.slots
        return tuple(slot for slot in self.slots if slot.ended(now)), ahead

    def present(self, now: datetime) -> datetime | None:
        """Where a reader looks now: the start of what began last, or comes first."""
        begun = [slot.starts_at for slot in self.slots if slot.starts_at <= now]
        running = [
            slot.starts_at
            for slot in self.slots
            if slot.starts_at in begun and not slot.ended(now)
        ]
        coming = [slot.starts_at for slot in self.slots if slot.starts_at > now]
        return max(running, default=None) or min(coming, default=None)


@dataclass(frozen=True)
class Moment:
    """The instant and the person for whom events are shown."""

    now: datetime
    zone: ZoneInfo
    free: Mapping[UUID, int] = field(default_factory=dict)
    seats: Mapping[UUID, Seat] = field(default_factory=dict)
    next_at: datetime | None = None
    is_over: bool = False  # nothing is still to come: "over" would say nothing
    was: Mapping[UUID, str] = field(default_factory=dict)  # starts moved of late

    @classmethod
    def among(
        cls,
        events: Sequence[Event],
        now: datetime,
        zone: ZoneInfo,
        *,
        free: Mapping[UUID, int] | None = None,
        seats: Mapping[UUID, Seat] | None = None,
    ) -> "Moment":
        """The moment as it is in a week with these events."""
        live = [event for event in events if not event.is_cancelled]
        starts = (event.starts_at for event in live if event.starts_at > now)
        following = min(starts, default=None)
        if following is not None and following - now >= SOON:
            following = None
        is_over = all(event.ends_at <= now for event in live)
        return cls(now, zone, free or {}, seats or {}, following, is_over)

    @property
    def today(self) -> date:
        """The date where the week is."""
        return self.now.astimezone(self.zone).date()

    def day_of(self, event: Event) -> date:
        """The date on which an event begins, where the week is."""
        return event.starts_at.astimezone(self.zone).date()

    def states(self, event: Event) -> tuple[str, ...]:
        """The words beside an event, the most urgent first."""
        if event.is_cancelled:
            return ("cancelled",)
        found = [self._of_time(event), self._of_places(event)]
        return tuple(state for state in found if state)

    def alone(self, event: Event) -> tuple[str, ...]:
        """The words on an event's own page: how many places are left, always."""
        found = tuple(state for state in self.states(event) if state != "next")
        if event.ends_at <= self.now and not event.is_cancelled:
            return ("past", *found)
        if self._takes_wishes(event) and not {
            "mine",
            "offered",
            "waiting",
            *SCARCE,
        } & set(found):
            return (*found, "left")
        return found

    def _of_time(self, event: Event) -> str | None:
        if event.ends_at <= self.now:
            return None if self.is_over else "past"
        if event.starts_at <= self.now:
            return "now"
        return "next" if event.starts_at == self.next_at else None

    def _of_places(self, event: Event) -> str | None:
        if seat := self.seats.get(event.id):
            return seat.state
        if event.takes_wishes and event.starts_at > self.now:
            if event.signup_is_early(self.now):
                return "early"
            if event.signup_is_late(self.now):
                return "late"
        if not self._takes_wishes(event):
            return None
        left = self.free[event.id]
        if left <= 0:
            return "full"
        return "left" if left <= FEW else None

    def _takes_wishes(self, event: Event) -> bool:
        return event.id in self.free and event.takes_requests(self.now)

    def entry(self, event: Event, inside: Iterable[Event] = ()) -> Entry:
        """An event with its states, and the parts shown in it."""
        seat = self.seats.get(event.id)
        return Entry(
            event,
            self.states(event),
            left=self.free.get(event.id),
            position=seat.position if seat else None,
            was=None if event.is_cancelled else self.was.get(event.id),
            inside=tuple(inside),
        )


def dates_of(events: Iterable[Event], moment: Moment) -> list[date]:
    """The days on which something takes place."""
    found: set[date] = set()
    for event in events:
        on = moment.day_of(event)
        found.add(on)
        while _goes_on(event, on := on + timedelta(days=1), moment.zone):
            found.add(on)
    return sorted(found)


def arrange(events: Sequence[Event], on: date, moment: Moment) -> Day:
    """One day as a list: sections by start, parts inside what they are part of."""
    parts = _parts(events, moment)
    inner = {part.id for inside in parts.values() for part in inside}
    outer = [event for event in events if event.id not in inner]
    begins: dict[datetime, list[Entry]] = {}
    for event in outer:
        if moment.day_of(event) == on:
            entry = moment.entry(event, parts.get(event.id, ()))
            begins.setdefault(event.starts_at, []).append(entry)
    lasting = (event for event in outer if _lasts_until(event, on, moment))
    return Day(
        on,
        lasting=tuple(moment.entry(event) for event in lasting),
        slots=tuple(
            Slot(at, tuple(sorted(begins[at], key=_slot_order)))
            for at in sorted(begins)
        ),
    )


def matching(events: Sequence[Event], fits: Callable[[Event], bool]) -> list[Event]:
    """The events that fit, with what they are part of."""
    wanted = {event.id for event in events if fits(event)}
    around = {event.parent_id for event in events if event.id in wanted}
    return [event for event in events if event.id in wanted | around]


def has_passed(week: Week, now: datetime) -> bool:
    """Whether a week is over, as far as its last day is known."""
    return now.astimezone(week.tzinfo).date() > last_day(week)


def last_day(week: Week) -> date:
    """The last day of a week; where its first day alone is known, a usual one."""
    if week.held.precision is DatePrecision.START and week.held.last is None:
        return week.held.first + UNKNOWN_LENGTH
    return week.held.latest


def room_order(event: Event) -> tuple[bool, int, str]:
    """Where an event stands among those beside it; last without a place."""
    venue = event.venue
    return (True, 0, "") if venue is None else (False, venue.position, str(venue.name))


def _parts(events: Sequence[Event], moment: Moment) -> dict[UUID, tuple[Event, ...]]:
    """By the outermost event of the same day, all that lies inside it."""
    known = {event.id: event for event in events}
    found: dict[UUID, list[Event]] = {}
    for event in events:
        outer = _outermost(event, known, moment)
        if outer is not event:
            found.setdefault(outer.id, []).append(event)
    return {
        key: tuple(sorted(inside, key=lambda part: (part.starts_at, part.ends_at)))
        for key, inside in found.items()
    }


def _outermost(event: Event, known: Mapping[UUID, Event], moment: Moment) -> Event:
    seen = {event.id}
    outer = event
    while outer.parent_id is not None and outer.parent_id not in seen:
        parent = known.get(outer.parent_id)
        if parent is None or moment.day_of(parent) != moment.day_of(event):
            break
        seen.add(parent.id)
        outer = parent
    return outer


def _goes_on(event: Event, on: date, zone: ZoneInfo) -> bool:
    night_ends = datetime.combine(on, NIGHT_ENDS, zone).astimezone(UTC)
    return event.ends_at > night_ends


def _lasts_until(event: Event, on: date, moment: Moment) -> bool:
    return moment.day_of(event) < on and _goes_on(event, on, moment.zone)


def _slot_order(entry: Entry) -> tuple[datetime, tuple[bool, int, str], str]:
    event = entry.event
    return event.ends_at, room_order(event), str(event.title)
