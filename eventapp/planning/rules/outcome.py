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
    COACH_TAKEN = "coach_taken"
    TWO_PLACES = "two_places"
    INTERPRETER_TWICE = "interpreter_twice"
    SIGNATORY_ELSEWHERE = "signatory_elsewhere"
    OUTSIDE_WHOLE = "outside_whole"
    INTERPRETER_MISSING = "interpreter_missing"
    INTERPRETER_LANGUAGE = "interpreter_language"
    ROOM_SMALL = "room_small"
    COACH_SMALL = "coach_small"
    OVERBOOKED = "overbooked"
    VENUE_CLOSED = "venue_closed"
    NO_TIME_TO_WALK = "no_time_to_walk"
    PLACE_ELSEWHERE = "place_elsewhere"
    LINK_SHARED = "link_shared"
    PLACES_OVERLAP = "places_overlap"
    OUTSIDE_WEEK = "outside_week"
    NOBODY_PRESIDES = "nobody_presides"
    NOBODY_SIGNS = "nobody_signs"
    TO_BE_NAMED = "to_be_named"
    NO_LINK = "no_link"
    STEPS = "steps"


@dataclass(frozen=True)
class Clash:
    """Something in the plan of a week that does not fit together."""

    level: Level
    rule: Rule
    events: tuple[UUID, ...]
    persons: tuple[UUID, ...]
    sentence: str  # in the reader's language
