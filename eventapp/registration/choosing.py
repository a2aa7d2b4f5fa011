"""Events as a delegate chooses them: by day, with free places and overlaps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp
from eventapp.registration import queries
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.eligibility import may_choose


@dataclass(frozen=True)
class Offer:
    """One event in the list: what is free, what is chosen, what it overlaps."""

    event: Event
    is_selectable: bool
    is_chosen: bool
    left: int | None  # free places; None: no limit
    waiting: int
    position: int | None  # the delegate's own, in the waiting list
    is_held: bool
    is_offered: bool
    overlaps: tuple[Event, ...]

    @property
    def is_by_request(self) -> bool:
        """Whether an organiser gives the places."""
        return self.event.signup is SignUp.BY_REQUEST

    @property
    def would_wait(self) -> bool:
        """Whether choosing it means to join its waiting list."""
        stands = self.is_held or self.is_offered or self.position is not None
        is_full = self.left is not None and self.left <= 0
        return is_full and not stands and not self.is_by_request


@dataclass(frozen=True)
class DayOfOffers:
    """What begins on one day."""

    date: date
    offers: tuple[Offer, ...]


def offers(
    registration: Registration, week: Week, at: datetime, chosen: Collection[UUID]
) -> list[Offer]:
    """All events still to come, as `registration` may choose them."""
    events = queries.selectable_events(week, at)
    free, waiting = queries.free_places(week), queries.waiting_counts(week.id)
    own = {line.event.id: line for line in queries.lines_of(registration)}
    picked = [event for event in events if event.id in chosen]
    overlapping = overlaps(picked)
    return [
        Offer(
            event=event,
            is_selectable=may_choose(registration, event, at),
            is_chosen=event.id in chosen,
            left=free.get(event.id),
            waiting=waiting.get(event.id, 0),
            position=own[event.id].position if event.id in own else None,
            is_held=event.id in own and own[event.id].state == "mine",
            is_offered=event.id in own and own[event.id].state == "offered",
            overlaps=overlapping.get(event.id, ()),
        )
        for event in events
    ]


def present_choice(registration: Registration) -> set[UUID]:
    """The events that somebody chose: wishes before, places after confirmation."""
    if registration.is_confirmed:
        return {line.event.id for line in queries.lines_of(registration)}
    return {UUID(key) for key in registration.wishes}


def by_day(offered: Iterable[Offer], week: Week) -> list[DayOfOffers]:
    """The same in sections, by the week's own days."""
    zone = week.tzinfo
    return [
        DayOfOffers(on, tuple(group))
        for on, group in groupby(
            offered, lambda offer: offer.event.starts_at.astimezone(zone).date()
        )
    ]


def overlaps(events: Sequence[Event]) -> dict[UUID, tuple[Event, ...]]:
    """For each event those at which nobody can be as well; parts do not count."""
    standing = [event for event in events if not event.is_cancelled]
    found = {
        one.id: tuple(
            other
            for other in standing
            if one is not other and one.overlaps(other) and not _is_part(one, other)
        )
        for one in standing
    }
    return {key: others for key, others in found.items() if others}


def outside_stay(registration: Registration, events: Iterable[Event]) -> list[Event]:
    """Those that are over before somebody arrives, or begin after they leave."""
    zone = registration.week.tzinfo
    arrives, departs = registration.arrives_on, registration.departs_on
    return [
        event
        for event in events
        if not event.is_cancelled
        and (
            (arrives and event.ends_at.astimezone(zone).date() < arrives)
            or (departs and event.starts_at.astimezone(zone).date() > departs)
        )
    ]


def _is_part(one: Event, other: Event) -> bool:
    return one.parent_id == other.id or other.parent_id == one.id
