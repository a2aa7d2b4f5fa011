"""How people are put into coaches: a proposal, worked out from facts alone.

The rule: whoever belongs together rides together, the larger parties first, each in
the coach in which the fewest seats stay free; nobody who has a seat is moved, and no
coach gets more people than seats.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Rider:
    """Somebody who comes along; those with one tie stay together."""

    key: UUID
    tie: Hashable
    number: int
    coach_id: UUID | None = None  # has a seat there


@dataclass
class Proposal:
    """Who gets which seat; which parties had to be parted; for whom there is none."""

    seats: dict[UUID, UUID] = field(default_factory=dict)
    parted: set[Hashable] = field(default_factory=set)
    left_out: list[UUID] = field(default_factory=list)


def propose(riders: Iterable[Rider], coaches: Mapping[UUID, int | None]) -> Proposal:
    """Give a seat to each rider without one; `coaches` says how many seats each has.

    A coach without a number of seats holds everybody. The same people give the same
    proposal, in whatever order they come.
    """
    found = Proposal()
    free = dict(coaches)
    homes: dict[Hashable, dict[UUID, int]] = {}
    parties: dict[Hashable, list[Rider]] = {}
    for one in sorted(riders, key=lambda one: (one.number, str(one.key))):
        if one.coach_id is None:
            parties.setdefault(one.tie, []).append(one)
            continue
        homes.setdefault(one.tie, {}).setdefault(one.coach_id, 0)
        homes[one.tie][one.coach_id] += 1
        _take(free, one.coach_id, 1)
    # Who belongs to people that sit already joins them before others take the seats.
    ordered = sorted(
        parties.items(), key=lambda party: (party[0] not in homes, -len(party[1]))
    )
    for tie, members in ordered:
        _seat(found, free, members, _by_number(homes.get(tie, {})))
        ridden = {found.seats[one.key] for one in members if one.key in found.seats}
        if len(ridden | homes.get(tie, {}).keys()) > 1:
            found.parted.add(tie)
    return found


def _seat(
    found: Proposal,
    free: dict[UUID, int | None],
    members: Sequence[Rider],
    homes: Sequence[UUID],
) -> None:
    waiting = list(members)
    while waiting:
        coach = _best(free, len(waiting), homes)
        if coach is None:
            found.left_out += [one.key for one in waiting]
            return
        room = free[coach]
        here = waiting if room is None else waiting[:room]
        found.seats |= {one.key: coach for one in here}
        _take(free, coach, len(here))
        waiting = waiting[len(here) :]


def _best(
    free: Mapping[UUID, int | None], people: int, homes: Sequence[UUID]
) -> UUID | None:
    """Where they sit already, else the tightest that holds all, else the emptiest."""
    for coach in homes:
        if _holds(free.get(coach, 0), people):
            return coach
    whole = [coach for coach, room in free.items() if _holds(room, people)]
    if whole:
        return min(whole, key=lambda coach: _size(free[coach]))
    some = [coach for coach, room in free.items() if room]
    return max(some, key=lambda coach: _size(free[coach]), default=None)


def _by_number(homes: Mapping[UUID, int]) -> list[UUID]:
    return sorted(homes, key=lambda coach: (-homes[coach], str(coach)))


def _holds(room: int | None, people: int) -> bool:
    return room is None or room >= people


def _size(room: int | None) -> float:
    return float("inf") if room is None else room


def _take(free: dict[UUID, int | None], coach: UUID, people: int) -> None:
    room = free.get(coach)
    if room is not None:
        free[coach] = max(0, room - people)
