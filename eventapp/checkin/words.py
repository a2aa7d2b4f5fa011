"""The words of desks, devices and conflicts."""

from eventapp.checkin.vocabulary import (
    ConflictKind,
    DeskKind,
    DeskRole,
    DeviceState,
    Direction,
    Settlement,
)
from eventapp.kernel.i18n import lazy_gettext

DESK_KINDS = {
    DeskKind.DOOR: lazy_gettext("Door"),
    DeskKind.REGISTRATION: lazy_gettext("Registration desk"),
    DeskKind.COACH: lazy_gettext("Coach"),
    DeskKind.KIOSK: lazy_gettext("Kiosk"),
}
DIRECTIONS = {
    Direction.IN: lazy_gettext("Only in"),
    Direction.OUT: lazy_gettext("Only out"),
}
DEVICE_ROLES = {
    DeskRole.STEWARD: lazy_gettext("Scan at a door"),
    DeskRole.REGISTRATION: lazy_gettext("Work at the registration desk"),
    DeskRole.COACH: lazy_gettext("Lead a coach"),
    DeskRole.KIOSK: lazy_gettext("Let guests scan alone"),
    DeskRole.SUPERVISOR: lazy_gettext("Supervise all desks"),
}
DEVICE_MAY = {
    DeskRole.STEWARD: lazy_gettext(
        "It scans badges. It shows a name only when the badge is there."
    ),
    DeskRole.REGISTRATION: lazy_gettext(
        "It finds people by name, enters new ones and prints badges."
    ),
    DeskRole.COACH: lazy_gettext("It shows who travels in its coach."),
    DeskRole.KIOSK: lazy_gettext(
        "It stands where guests can reach it. It shows nobody else."
    ),
    DeskRole.SUPERVISOR: lazy_gettext(
        "It sees all desks, settles conflicts and adds devices."
    ),
}
DEVICE_STATES = {
    DeviceState.NEW: (lazy_gettext("Code waits"), "info"),
    DeviceState.LAPSED: (lazy_gettext("Code ended"), "quiet"),
    DeviceState.ONLINE: (lazy_gettext("Online"), "ok"),
    DeviceState.SILENT: (lazy_gettext("Not heard"), "warn"),
    DeviceState.ENDING: (lazy_gettext("Ended, not heard since"), "bad"),
    DeviceState.ENDED: (lazy_gettext("Ended"), "quiet"),
}

CONFLICTS = {
    ConflictKind.TWICE: lazy_gettext("One badge, twice"),
    ConflictKind.AGAINST_RULES: lazy_gettext("Let in against a rule"),
    ConflictKind.STRANGER: lazy_gettext("Let in, and nobody knows who it is"),
    ConflictKind.HANDED_IN: lazy_gettext("Scanned by a device that had ended"),
}
SETTLEMENTS = {
    Settlement.SAME_PERSON: lazy_gettext("One person, scanned twice"),
    Settlement.COPIED: lazy_gettext("Two people with one badge"),
    Settlement.STAYS: lazy_gettext("They are in, and count"),
    Settlement.WENT_OUT: lazy_gettext("They are out, and do not count"),
}
FOLLOWS = {
    Settlement.SAME_PERSON: lazy_gettext("The count and the badge stay as they are."),
    Settlement.COPIED: lazy_gettext(
        "The second person counts, without a name. Then replace the badge."
    ),
    Settlement.STAYS: lazy_gettext("They count as inside. The badge stays valid."),
    Settlement.WENT_OUT: lazy_gettext(
        "They do not count as inside. The badge stays valid."
    ),
}
ENDS_OF = {
    ConflictKind.TWICE: (Settlement.SAME_PERSON, Settlement.COPIED),
    ConflictKind.AGAINST_RULES: (Settlement.STAYS, Settlement.WENT_OUT),
    ConflictKind.STRANGER: (Settlement.STAYS, Settlement.WENT_OUT),
    ConflictKind.HANDED_IN: (Settlement.STAYS, Settlement.WENT_OUT),
}


def conflict_word(kind: ConflictKind) -> str:
    """What is the matter."""
    return str(CONFLICTS[kind])


def settlement_word(settlement: Settlement) -> str:
    """How it ended."""
    return str(SETTLEMENTS[settlement])


def follows_word(settlement: Settlement) -> str:
    """What follows from an end: for the count, for the badge."""
    return str(FOLLOWS[settlement])


def desk_kind_word(kind: DeskKind) -> str:
    """What happens at a desk."""
    return str(DESK_KINDS[kind])


def direction_word(direction: Direction | None) -> str:
    """Which way a desk lets people go."""
    return str(DIRECTIONS[direction]) if direction else ""


def device_role_word(role: DeskRole) -> str:
    """What a device is for."""
    return str(DEVICE_ROLES[role])


def device_may(role: DeskRole) -> str:
    """What a device may do, as a sentence."""
    return str(DEVICE_MAY[role])


def device_state_word(state: DeviceState) -> str:
    """How a device is."""
    return str(DEVICE_STATES[state][0])


def device_state_tag(state: DeviceState) -> str:
    """The colour of that word."""
    return DEVICE_STATES[state][1]


FILTERS = (
    conflict_word,
    settlement_word,
    follows_word,
    desk_kind_word,
    direction_word,
    device_role_word,
    device_may,
    device_state_word,
    device_state_tag,
)
