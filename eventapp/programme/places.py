"""How venues lie in each other: rooms in buildings, buildings on a campus."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from eventapp.programme.models.venues import Venue


def inside(venues: Iterable[Venue]) -> Mapping[UUID | None, list[Venue]]:
    """The venues that lie in each one, in their order; None: in no other."""
    found: dict[UUID | None, list[Venue]] = defaultdict(list)
    for venue in sorted(venues, key=lambda one: (one.position, str(one.id))):
        found[venue.parent_id].append(venue)
    return found


def in_order(
    venues: Mapping[UUID | None, Sequence[Venue]], outer: UUID | None = None
) -> Iterator[Venue]:
    """Each venue, and after it those that lie in it."""
    for venue in venues.get(outer, ()):
        yield venue
        yield from in_order(venues, venue.id)
