"""How somebody stands at one event: the place, what keeps them from it, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import OverlapRule, SignUp
from eventapp.registration import queries, seating
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import Line


@dataclass(frozen=True)
class Placing:
    """One event as its own delegate sees it."""

    line: Line | None  # None: neither held nor awaited
    left: int | None  # free places; None: no limit
    waiting: int
    blocked_by: Event | None  # a place that keeps them from this one
    swappable: Sequence[Event]  # own places that may go back for this one
    gives_up: Event | None  # the place that goes back as soon as this one is held
    may_ask: bool
    is_whole: bool  # a delegation's member; the head asks for all

    @property
    def state(self) -> str:
        """What the page calls it."""
        return self.line.state if self.line else "none"

    @property
    def is_full(self) -> bool:
        """Whether who asks now waits."""
        return self.left == 0


def placing(registration: Registration, event: Event, now: datetime) -> Placing:
    """How somebody stands at an event; in a fixed number of statements."""
    lines = queries.lines_of(registration)
    line = next((one for one in lines if one.event.id == event.id), None)
    if line is not None and line.place.has_lapsed(now):
        line = None  # the worker forgets it within a minute
    held = [one for one in lines if one.place.is_held and one.event.id != event.id]
    old = line.place.gives_up_id if line else None
    gives_up = next((one.event for one in held if one.place.id == old), None)
    tally = seating.tally(event)
    return Placing(
        line=line,
        left=tally.left,
        waiting=tally.waiting,
        blocked_by=seating.blocked(
            registration, event, {gives_up.id} if gives_up else ()
        ),
        swappable=_swappable(event, [one.event for one in held], now),
        gives_up=gives_up,
        may_ask=registration.is_confirmed and event.takes_requests(now),
        is_whole=event.whole_delegations and registration.delegation_id is not None,
    )


def _swappable(event: Event, held: list[Event], now: datetime) -> list[Event]:
    """Where the week blocks overlaps, what overlaps; else all that is to come."""
    coming = [one for one in held if not one.has_begun(now) and not one.is_cancelled]
    clashing = [one for one in coming if one.overlaps(event)]
    if event.week.overlap_rule is OverlapRule.BLOCK and clashing:
        return clashing
    others = [one for one in coming if one not in clashing]
    return [*clashing, *others] if event.signup is not SignUp.CLOSED else []
