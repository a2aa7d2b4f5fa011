"""The vocabularies of selection: what filters ask, columns, bulk deeds."""

from enum import StrEnum


class Presence(StrEnum):
    """Whether somebody came."""

    HERE = "here"  # admitted somewhere in this week
    NOT_YET = "not_yet"  # confirmed, and not admitted anywhere
    NO_SHOW = "no_show"  # the same, though an event is over where they held a place


class AtEvent(StrEnum):
    """How somebody stands at an event."""

    HELD = "held"
    OFFERED = "offered"
    WAITING = "waiting"
    NONE = "none"


class LetterState(StrEnum):
    """How far somebody's invitation letter is."""

    NEEDED = "needed"  # they said so, and have not asked
    ASKED = "asked"
    RETURNED = "returned"  # asked back, with a sentence
    ISSUED = "issued"
    REFUSED = "refused"


class Lack(StrEnum):
    """What a registration still lacks."""

    NAME = "name"  # to be named later
    OWN_PART = "own_part"  # announced by others, and not completed in person
    ANSWER = "answer"  # to a question of the form, or to one of the office
    DOCUMENT = "document"  # a file that the form wants, or a corrected letter request
    ARRIVAL = "arrival"  # the day
    INSTITUTION = "institution"  # one of the directory


class Column(StrEnum):
    """What the table of delegates can show beside the name."""

    NUMBER = "number"
    REFERENCE = "reference"
    INSTITUTION = "institution"
    TERRITORY = "territory"
    STATUS = "status"
    KIND = "kind"
    POSITION = "position"
    DELEGATION = "delegation"
    EVENTS = "events"
    HERE = "here"
    ARRIVES = "arrives"
    DEPARTS = "departs"
    LANGUAGE = "language"
    ADDRESS = "address"
    PHONE = "phone"
    LETTER = "letter"
    BADGE = "badge"
    TAGS = "tags"
    NOTE = "note"
    SUBMITTED = "submitted"


class DeedKind(StrEnum):
    """What is done to many registrations at once."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    CHECK = "check"  # recommended, for another account to decide
    SIGN_UP = "sign_up"
    TAG = "tag"
    UNTAG = "untag"


class DeedState(StrEnum):
    """How far a bulk deed is."""

    AT_WORK = "at_work"  # a job does or undoes it
    DONE = "done"
    STOPPED = "stopped"  # its job failed or was cancelled before the end
    UNDONE = "undone"


class Work(StrEnum):
    """The kinds of jobs that bulk deeds ask for."""

    DO = "selection.deed"
    UNDO = "selection.undo"
