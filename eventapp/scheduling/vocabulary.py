"""The vocabulary of calendar mails and of the answers to them."""

from enum import StrEnum


class CalendarWay(StrEnum):
    """How the events of a delegate come into the delegate's calendar."""

    MAIL = "mail"  # each with a mail
    SUBSCRIPTION = "subscription"  # the calendar program fetches them
    NEITHER = "neither"


class Answer(StrEnum):
    """What somebody answered, by the press of a button in a calendar."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
