"""The vocabularies of imports of people: what rows are, and what becomes of them."""

from enum import StrEnum


class Subject(StrEnum):
    """What the rows of a file are."""

    PEOPLE = "people"
    SIGNUPS = "signups"


class Outcome(StrEnum):
    """What becomes of a row, the best first."""

    ACCEPT = "accept"
    WARNING = "accept_with_warning"
    CHANGED = "changed"  # known; other values wait for a tick
    DUPLICATE = "duplicate"
    REVIEW = "review"
    REJECT = "reject"


class Doubt(StrEnum):
    """What an organiser decides about a row that waits."""

    PERSON = "person"
    TEXT = "text"
    INSTITUTION = "institution"


class Choice(StrEnum):
    """How an organiser decides; an institution is chosen by its id instead."""

    NEW = "new"
    SAME = "same"
    LEAVE = "leave"
    SKIP = "skip"


class Welcome(StrEnum):
    """As what people are imported whose row says no status."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"


class DayOrder(StrEnum):
    """How a file writes 03/04/2024."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class NamesOrder(StrEnum):
    """Which of two name columns is read first."""

    GIVEN_FIRST = "given"
    FAMILY_FIRST = "family"
