"""The vocabulary of calendar mails."""

from enum import StrEnum


class CalendarWay(StrEnum):
    """How the events of a delegate come into the delegate's calendar."""

    MAIL = "mail"  # each with a mail
    SUBSCRIPTION = "subscription"  # the calendar program fetches them
    NEITHER = "neither"
