"""What the programme's pages show of places, told by a package above.

Places belong to registrations, which the programme does not know. Whoever knows
them hands over two questions (see app.py); until then nothing is full.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from eventapp.programme.models.weeks import Week


@dataclass(frozen=True)
class Seat:
    """The reader's own place at one event."""

    state: Literal["mine", "waiting"]
    position: int | None = None  # in the waiting list


@dataclass(frozen=True)
class Own:
    """The reader's own registration: where it is shown, and its places by event."""

    address: str
    seats: Mapping[UUID, Seat] = field(default_factory=dict)


def _no_places(_week: Week) -> Mapping[UUID, int]:
    return {}


def _nobody(_week: Week) -> Own | None:
    return None


@dataclass
class Teller:
    """The two questions, each answered in one statement for a whole week."""

    free_places: Callable[[Week], Mapping[UUID, int]] = _no_places
    own: Callable[[Week], Own | None] = _nobody  # of the present session


teller = Teller()
