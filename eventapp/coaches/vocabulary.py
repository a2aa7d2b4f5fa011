"""The vocabularies of the coaches: what leads do, and what they are told."""

from enum import StrEnum


class DeedKind(StrEnum):
    """What the lead of a coach does."""

    COUNT = "count"  # somebody is on board
    TAKE_ALONG = "take_along"  # and rides here from now on, whatever was planned
    UNCOUNT = "uncount"  # is not on board after all
    MOVE = "move"  # rides in another coach from now on
    LEAVE = "leave"  # does not come along any more
    DEPART = "depart"  # the coach goes
    REOPEN = "reopen"  # it has not left after all


class Told(StrEnum):
    """What a lead is told about a deed."""

    ON_BOARD = "on_board"
    ALREADY = "already"  # counted in this coach before
    OTHER_COACH = "other_coach"  # has a seat in another one
    ELSEWHERE = "elsewhere"  # was counted in another one
    TWICE = "twice"  # counted here without network, and in another one before
    NOT_LISTED = "not_listed"  # a guest of this week without a seat
    FULL = "full"  # no seat is free
    NOT_CONFIRMED = "not_confirmed"
    CANCELLED = "cancelled"
    REVOKED = "revoked"  # the badge was replaced
    STRANGER = "stranger"  # of another week
    UNKNOWN = "unknown"
    MISREAD = "misread"
    REFUSED = "refused"  # the rule of this tour admits others
    NOT_COUNTED = "not_counted"
    MOVED = "moved"
    LEFT = "left"
    DEPARTED = "departed"
    REOPENED = "reopened"

    @property
    def is_aboard(self) -> bool:
        """Whether the person counts in this coach."""
        return self in {Told.ON_BOARD, Told.ALREADY}
