"""The vocabularies of mailings: who gets one, where it is, what became of each."""

from enum import StrEnum


class Audience(StrEnum):
    """Among whom a mailing looks for its receivers."""

    DELEGATES = "delegates"  # those whom a choice of the table means
    CONTACTS = "contacts"  # of delegations
    SPEAKERS = "speakers"  # who have parts in events
    INVITED = "invited"  # and have not answered


class MailingStatus(StrEnum):
    """Where a mailing is on its way."""

    DRAFT = "draft"
    WAITING = "waiting"  # for its time
    SENDING = "sending"  # its receivers are fixed; letters are being written
    PAUSED = "paused"
    SENT = "sent"  # every letter is in the outbox
    CANCELLED = "cancelled"  # what had not left stays unsent


class Outcome(StrEnum):
    """What became of one receiver."""

    WAITING = "waiting"  # no letter is written yet
    WRITTEN = "written"  # the letter knows where it is
    LEFT_OUT = "left_out"
    WITHDRAWN = "withdrawn"  # the mailing was cancelled before


class Hindrance(StrEnum):
    """Why somebody of the group gets no letter."""

    NO_ADDRESS = "no_address"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    SAME_ADDRESS = "same_address"  # it got the same letter already
    ENDED = "ended"  # declined or cancelled
    GONE = "gone"  # nobody is known by it any more


class RuleKind(StrEnum):
    """What a reminder waits for, and so whom it reminds."""

    NAMES = "names"  # delegations with people to be named
    ANSWERS = "answers"  # delegates whose own answers are missing
    DOCUMENTS = "documents"  # delegates who have not handed a file in
    ARRIVAL = "arrival"  # delegates who have not said when they arrive
    EVENT = "event"  # who holds a place at an event
    THANKS = "thanks"  # who was there, after the week
