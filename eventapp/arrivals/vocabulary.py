"""The vocabularies of arrivals: ways to travel, rooms, what becomes of a pick-up."""

from enum import StrEnum


class Direction(StrEnum):
    """Whether somebody comes, or goes home."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"


class TravelMode(StrEnum):
    """How somebody travels."""

    FLIGHT = "flight"
    TRAIN = "train"
    COACH = "coach"
    CAR = "car"
    OTHER = "other"


class PointKind(StrEnum):
    """Where people arrive and leave."""

    AIRPORT = "airport"
    STATION = "station"
    ADDRESS = "address"


class Vehicle(StrEnum):
    """What drives."""

    CAR = "car"
    MINIBUS = "minibus"
    COACH = "coach"


class PickupState(StrEnum):
    """How far a pick-up is, in this order."""

    PLANNED = "planned"
    TOLD = "told"  # the driver has the list
    UNDER_WAY = "under_way"
    MET = "met"  # everybody is found, or given up
    DONE = "done"


class Finding(StrEnum):
    """Whether a passenger was found at the point."""

    EXPECTED = "expected"
    MET = "met"
    NOT_FOUND = "not_found"


class RoomType(StrEnum):
    """For how many a room is."""

    SINGLE = "single"
    TWIN = "twin"


class Payer(StrEnum):
    """Who pays for a room."""

    HOST = "host"
    GUEST = "guest"
