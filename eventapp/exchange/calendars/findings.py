"""What is worth knowing about a calendar, or about one of its events."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Weight(IntEnum):
    """What it means for whoever wants to take the events over."""

    TELLS = 1  # good to know
    WARNS = 2  # an hour or a word may be another than was meant
    STOPS = 3  # this event cannot be taken over as it is


@dataclass(frozen=True)
class Finding:
    """One sentence, in the reader's language."""

    weight: Weight
    sentence: str

    @property
    def is_serious(self) -> bool:
        """Whether somebody should look before taking anything over."""
        return self.weight > Weight.TELLS


def tells(sentence: str) -> Finding:
    """Something good to know."""
    return Finding(Weight.TELLS, sentence)


def warns(sentence: str) -> Finding:
    """Something that may be meant otherwise."""
    return Finding(Weight.WARNS, sentence)


def stops(sentence: str) -> Finding:
    """Something that has to be mended first."""
    return Finding(Weight.STOPS, sentence)


def once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, none twice."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: -one.weight))
