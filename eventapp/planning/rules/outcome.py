"""What a rule finds: a clash, with its level."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Level(StrEnum):
    """How bad a clash is."""

    IMPOSSIBLE = "impossible"  # it cannot happen as planned
    DOUBTFUL = "doubtful"  # it will hardly go well
    NOTICE = "notice"  # somebody should know


class Rule(StrEnum):
    """What a clash is about."""

    ROOM_TAKEN = "room_taken"
    TWO_PLACES = "two_places"


@dataclass(frozen=True)
class Clash:
    """Something in the plan of a week that does not fit together."""

    level: Level
    rule: str
    events: tuple[UUID, ...]
    persons: tuple[UUID, ...]
    sentence: str  # in the reader's language
