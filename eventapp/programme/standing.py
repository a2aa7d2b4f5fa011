"""What the programme's pages show of places, told by a package above.

Places belong to registrations, which the programme does not know. Whoever knows
them hands over these questions (see app.py); until then nothing is full.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week


@dataclass(frozen=True)
class Seat:
    """The reader's own place at one event."""

    state: Literal["mine", "offered", "waiting"]
    position: int | None = None  # in the waiting list


@dataclass(frozen=True)
class Own:
    """The reader's own registration: where it is shown, its places by event, stars."""

    address: str
    seats: Mapping[UUID, Seat] = field(default_factory=dict)
    stars: frozenset[UUID] = frozenset()
    keeps_stars: bool = True  # a registration that ended takes no more
    key: UUID | None = None  # of a confirmed registration: it may ask for places


def _no_places(_week: Week) -> Mapping[UUID, int]:
    return {}


def _nobody(_week: Week) -> Own | None:
    return None


def _no_entry(_event: Event) -> bool:
    return False


def _not_kept(_week: Week, _starred: Collection[UUID], _dropped: UUID | None) -> bool:
    return False


@dataclass
class Teller:
    """The questions, each answered in a few statements for a whole week."""

    free_places: Callable[[Week], Mapping[UUID, int]] = _no_places
    own: Callable[[Week], Own | None] = _nobody  # of the present session
    may_join: Callable[[Event], bool] = _no_entry  # online, by the present session
    keep_stars: Callable[[Week, Collection[UUID], UUID | None], bool] = _not_kept
    # Adds stars to the registration of the present session and drops one; whether
    # there is such a registration.


teller = Teller()
