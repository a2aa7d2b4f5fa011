"""The vocabularies of badges: what leads, what is left out, in which order."""

from enum import StrEnum


class Lead(StrEnum):
    """Which form of a name is large."""

    OWN = "own"  # as its bearer wishes
    NATIVE = "native"
    LATIN = "latin"


class Homes(StrEnum):
    """In which writing the institution stands."""

    BOTH = "both"
    LATIN = "latin"
    NATIVE = "native"


class Reverse(StrEnum):
    """What stands on the other side."""

    NOTHING = "nothing"
    TEXT = "text"
    PROGRAMME = "programme"


class Wanted(StrEnum):
    """Which badges are printed, by what was printed before."""

    ALL = "all"
    NEVER_PRINTED = "never_printed"
    CHANGED = "changed"  # or never printed
    PRINTED = "printed"


class Order(StrEnum):
    """In which order badges are printed."""

    NUMBER = "number"
    NAME = "name"
    DELEGATION = "delegation"


class Reprint(StrEnum):
    """Why a badge is printed once more."""

    LOST = "lost"
    DAMAGED = "damaged"
    MISPRINTED = "misprinted"
    CHANGED = "changed"  # the name, the institution, the role
    OTHER = "other"
