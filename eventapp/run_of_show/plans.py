"""What an organiser decides about a run of show, as values."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import Part

SHORTEST, LONGEST = 1, 600  # minutes of a cue


@dataclass(frozen=True)
class Cast:
    """A person in a cue, and as what."""

    person_id: UUID
    part: Part | None = None


@dataclass(frozen=True)
class CuePlan:
    """What an organiser decides about a cue; a known one has its key."""

    what: Localised
    minutes: int
    id: UUID | None = None
    least_minutes: int | None = None
    begins: time | None = None
    slides: str | None = None
    props: Localised | None = None
    notes: Localised | None = None
    cast: tuple[Cast, ...] = ()


TEXTS = ("what", "minutes", "least_minutes", "begins", "slides", "props", "notes")
