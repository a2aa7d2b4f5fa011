"""The vocabularies of the desk: verdicts, ways, kinds of desks, devices, rules."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a desk says about one presentation of a badge."""

    ADMITTED = "admitted"
    GOODBYE = "goodbye"  # went out
    ALREADY_HERE = "already_here"
    NOT_HERE = "not_here"  # goes out, and never came in
    WRONG_EVENT = "wrong_event"
    NOT_LISTED = "not_listed"  # the rule of this door names others
    TOO_EARLY = "too_early"
    LATE = "late"  # the door is closed during speeches
    NOT_CONFIRMED = "not_confirmed"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    MISREAD = "misread"
    FULL = "full"
    GROUP = "group"  # the card of a delegation: choose who is here
    CONFLICT = "conflict"  # admitted without network, after another desk

    @property
    def moves(self) -> bool:
        """Whether somebody went through the door."""
        return self in {Verdict.ADMITTED, Verdict.GOODBYE}


class Direction(StrEnum):
    """Which way somebody goes."""

    IN = "in"
    OUT = "out"


class DeskKind(StrEnum):
    """What happens at a desk."""

    DOOR = "door"
    REGISTRATION = "registration"  # people are found, entered, given badges
    COACH = "coach"
    KIOSK = "kiosk"  # guests scan alone


class DeskRole(StrEnum):
    """What a device, or whoever stands at it, may do; see `Duty`."""

    SUPERVISOR = "supervisor"  # all of it, at every desk of the week
    REGISTRATION = "registration"  # finds people by name, enters them, gives badges
    STEWARD = "steward"  # scans at a door
    COACH = "coach"  # leads a coach
    KIOSK = "kiosk"  # a guest alone


class DeviceState(StrEnum):
    """How a device is at the moment."""

    NEW = "new"  # its code waits to be scanned
    LAPSED = "lapsed"  # nobody scanned it in time
    ONLINE = "online"
    SILENT = "silent"  # not heard lately: off, or without network
    ENDING = "ending"  # may act no more, and has not said that it forgot
    ENDED = "ended"


class Admits(StrEnum):
    """To whom a door is open."""

    AS_SIGNED_UP = "as_signed_up"  # as the sign-up of the event says
    CONFIRMED = "confirmed"  # every confirmed delegate
    PLACES = "places"  # who holds a place
    LISTED = "listed"  # the kinds and delegations that the rule names


class Lateness(StrEnum):
    """What becomes of somebody who comes after the door was closed."""

    ADMIT = "admit"
    HOLD = "hold"  # waits outside, on a list
    REFUSE = "refuse"


class ConflictKind(StrEnum):
    """Why somebody has to look at a scan."""

    TWICE = "twice"  # two desks admitted one person, or a copied badge
    AGAINST_RULES = "against_rules"  # let in without network, against a rule
    STRANGER = "stranger"  # let in, and nobody knows who it is
    HANDED_IN = "handed_in"  # by a device that had been revoked, or had ended


class Settlement(StrEnum):
    """How a conflict ended."""

    SAME_PERSON = "same_person"  # one person, scanned twice
    COPIED = "copied"  # two people with one badge
    STAYS = "stays"  # let in with reason
    WENT_OUT = "went_out"  # sent out again; not counted any more
