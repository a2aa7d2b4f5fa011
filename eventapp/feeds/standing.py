"""What an event is to the reader of a private calendar."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """Why an event stands in a private calendar."""

    EVERYONE = "everyone"  # it is for all delegates
    HELD = "held"
    OFFERED = "offered"  # kept until an instant: tentative
    WAITING = "waiting"  # tentative
    PART = "part"  # one has a part in it: speaks, signs, interprets
    ENDED = "ended"  # it was one's own, and the registration ended: struck out
    PLANNED = "planned"  # not published: tentative, in the office's calendar alone


@dataclass(frozen=True)
class Own:
    """An event of a private calendar, beside what everybody sees of it.

    `turns` is added to the event's sequence; with `changed_at` it makes revisions
    that only grow, whatever becomes of a place.
    """

    standing: Standing
    lines: tuple[str, ...] = ()  # of the description, before the common ones
    turns: int = 0
    changed_at: datetime | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it is the reader's own, rather than hoped for."""
        return self.standing not in TENTATIVE

    @property
    def differs(self) -> bool:
        """Whether it shows anything else than a public calendar."""
        return self != _LIKE_ALL


TENTATIVE = frozenset({Standing.OFFERED, Standing.WAITING, Standing.PLANNED})
_LIKE_ALL = Own(Standing.EVERYONE)
