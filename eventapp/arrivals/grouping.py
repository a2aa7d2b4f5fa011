"""How people who arrive are put into cars: a proposal, worked out from facts alone.

The rule (docs/decisions/0034): one point, one window, no more people than seats;
whoever belongs together stays together, in a larger car where need be.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from eventapp.arrivals.travellers import Traveller
from eventapp.arrivals.vocabulary import Vehicle
from eventapp.registration.models.registrations import Registration

WINDOW = timedelta(minutes=60)
SEATS = 4
VEHICLES = ((4, Vehicle.CAR), (14, Vehicle.MINIBUS))  # the most passengers of each


@dataclass(frozen=True)
class Arriving:
    """One person, a point and an instant; those with one tie stay together."""

    key: UUID
    point_id: UUID
    at: datetime
    tie: Hashable


@dataclass(frozen=True)
class Group:
    """Who is met together: in order of arrival."""

    point_id: UUID
    members: tuple[Arriving, ...]
    seats: int

    @property
    def starts_at(self) -> datetime:
        """When the first one arrives."""
        return min(one.at for one in self.members)

    @property
    def ends_at(self) -> datetime:
        """When the last one arrives."""
        return max(one.at for one in self.members)

    @property
    def vehicle(self) -> Vehicle:
        """The smallest that holds them all."""
        return vehicle_for(self.seats)


def propose(
    arriving: Iterable[Arriving],
    *,
    window: timedelta = WINDOW,
    seats: int = SEATS,
) -> list[Group]:
    """Put people into cars of so many seats; nobody waits longer than `window`.

    Those who belong together and arrive within one window are never parted: more of
    them than seats get a larger car for themselves. Others join the first car at
    their point that has room and whose window they fit. The same people give the
    same groups, in whatever order they come.
    """
    ordered = sorted(arriving, key=lambda one: (str(one.point_id), one.at, one.key))
    groups: list[Group] = []
    for _point, those in groupby(ordered, key=lambda one: one.point_id):
        groups += _at_one_point(_parties(list(those), window), window, seats)
    return sorted(groups, key=lambda one: (one.starts_at, str(one.point_id)))


def whole(groups: Sequence[Group], last: datetime, window: timedelta) -> list[Group]:
    """Those whom nobody can join who arrives after `last`; all, if there are none."""
    return [one for one in groups if one.starts_at + window < last] or list(groups)


def to_be_met(
    everybody: Sequence[Traveller], taken: Collection[UUID]
) -> list[Arriving]:
    """Those who want to be met at a known point, and are in no car yet.

    A delegation belongs together, and so do a delegate and who accompanies them.
    """
    known = {one.registration.id: one.registration for one in everybody}
    found = []
    for one in everybody:
        journey, key = one.journey, one.registration.id
        if journey is None or journey.at is None or journey.point_id is None:
            continue
        if one.wants_pickup and key not in taken:
            tie = _tie(one.registration, known)
            found.append(Arriving(key, journey.point_id, journey.at, tie))
    return found


def vehicle_for(people: int) -> Vehicle:
    """The smallest vehicle for so many."""
    return next((kind for most, kind in VEHICLES if people <= most), Vehicle.COACH)


def _tie(one: Registration, known: Mapping[UUID, Registration]) -> UUID:
    host = known.get(one.accompanies_id) if one.accompanies_id else None
    return one.delegation_id or (_tie(host, {}) if host else one.id)


def _parties(
    those: Sequence[Arriving], window: timedelta
) -> list[tuple[Arriving, ...]]:
    """Who stays together, parted only where they arrive too far apart."""
    tied: dict[Hashable, list[list[Arriving]]] = {}
    for one in those:
        parties = tied.setdefault(one.tie, [[]])
        if parties[-1] and one.at - parties[-1][0].at > window:
            parties.append([])
        parties[-1].append(one)
    found = [tuple(party) for parties in tied.values() for party in parties]
    return sorted(found, key=lambda party: (party[0].at, -len(party), party[0].key))


def _at_one_point(
    parties: Sequence[tuple[Arriving, ...]], window: timedelta, seats: int
) -> list[Group]:
    cars: list[list[Arriving]] = []
    for party in parties:
        car = next((car for car in cars if _fits(car, party, window, seats)), None)
        if car is None:
            cars.append(list(party))
        else:
            car.extend(party)
    return [_group(car, seats) for car in cars]


def _fits(
    car: Sequence[Arriving],
    party: Sequence[Arriving],
    window: timedelta,
    seats: int,
) -> bool:
    first = min(one.at for one in car)
    return len(car) + len(party) <= seats and party[-1].at - first <= window


def _group(car: Sequence[Arriving], seats: int) -> Group:
    members = tuple(sorted(car, key=lambda one: (one.at, one.key)))
    return Group(members[0].point_id, members, max(seats, len(members)))
