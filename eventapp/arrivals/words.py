"""The words of arrivals: ways to travel, rooms, states, findings."""

from eventapp.arrivals.rooming import Mark
from eventapp.arrivals.vocabulary import (
    Finding,
    Payer,
    PickupState,
    PointKind,
    RoomType,
    TravelMode,
    Vehicle,
)
from eventapp.kernel.i18n import lazy_gettext

MODES = {
    TravelMode.FLIGHT: lazy_gettext("Flight"),
    TravelMode.TRAIN: lazy_gettext("Train"),
    TravelMode.COACH: lazy_gettext("Coach"),
    TravelMode.CAR: lazy_gettext("Car"),
    TravelMode.OTHER: lazy_gettext("Other"),
}
POINTS = {
    PointKind.AIRPORT: lazy_gettext("Airport"),
    PointKind.STATION: lazy_gettext("Station"),
    PointKind.ADDRESS: lazy_gettext("Other place"),
}
VEHICLES = {
    Vehicle.CAR: lazy_gettext("Car"),
    Vehicle.MINIBUS: lazy_gettext("Minibus"),
    Vehicle.COACH: lazy_gettext("Coach"),
}
STATES = {
    PickupState.PLANNED: ("quiet", lazy_gettext("Planned")),
    PickupState.TOLD: ("info", lazy_gettext("Driver has the list")),
    PickupState.UNDER_WAY: ("now", lazy_gettext("Driver is there")),
    PickupState.MET: ("ok", lazy_gettext("Everybody met or searched")),
    PickupState.DONE: ("past", lazy_gettext("Done")),
}
FINDINGS = {
    Finding.EXPECTED: ("quiet", lazy_gettext("Expected")),
    Finding.MET: ("ok", lazy_gettext("Met")),
    Finding.NOT_FOUND: ("bad", lazy_gettext("Not found")),
}
ROOMS = {
    RoomType.SINGLE: lazy_gettext("Single room"),
    RoomType.TWIN: lazy_gettext("Twin room"),
}
PAYERS = {
    Payer.HOST: lazy_gettext("The host"),
    Payer.GUEST: lazy_gettext("The guest"),
}
MARKS = {
    Mark.SAME: ("quiet", lazy_gettext("As sent")),
    Mark.NEW: ("info", lazy_gettext("New")),
    Mark.CHANGED: ("warn", lazy_gettext("Changed")),
    Mark.GONE: ("cancelled", lazy_gettext("Does not come")),
}


def travel_word(mode: TravelMode | None) -> str:
    """What we call this way to travel."""
    return str(MODES[mode]) if mode else ""


def point_word(kind: PointKind) -> str:
    """What we call points of this kind."""
    return str(POINTS[kind])


def vehicle_word(kind: Vehicle) -> str:
    """What we call this vehicle."""
    return str(VEHICLES[kind])


def room_word(room: RoomType | None) -> str:
    """What we call this room."""
    return str(ROOMS[room]) if room else ""


def payer_word(payer: Payer | None) -> str:
    """Who pays."""
    return str(PAYERS[payer]) if payer else ""


def pickup_tag(state: PickupState) -> tuple[str, str]:
    """How far a pick-up is: the kind of the tag, and the word."""
    kind, word = STATES[state]
    return kind, str(word)


def finding_tag(finding: Finding) -> tuple[str, str]:
    """Whether a passenger was found: the kind of the tag, and the word."""
    kind, word = FINDINGS[finding]
    return kind, str(word)


def mark_tag(mark: Mark) -> tuple[str, str]:
    """What became of a line: the kind of the tag, and the word."""
    kind, word = MARKS[mark]
    return kind, str(word)
