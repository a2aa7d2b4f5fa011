"""What a calendar holds now beside what was taken over from it: new, changed, gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from eventapp.exchange.calendars.table import HEAD

Facts = dict[str, Any]
TOLD = ("title", "date", "start", "end_date", "end", "venue", "status")
LONGEST = 300  # letters of each
IS_TAKEN = "taken"


class Since(StrEnum):
    """How an event stands to what was there when it was last taken over."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    LEFT = "left"  # somebody saw it and did not take it
    SAME = "same"


@dataclass(frozen=True)
class Compared:
    """One event, now and then."""

    mark: str
    since: Since
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None

    @property
    def different(self) -> tuple[str, ...]:
        """The fields that say something else now."""
        before, after = self.before or {}, self.after or {}
        return tuple(
            one for one in (*TOLD, "rest") if before.get(one) != after.get(one)
        )


def mark_of(cells: Sequence[str]) -> str:
    """By what an event is known again: its key, else its title and hour."""
    said = dict(zip(HEAD, cells, strict=True))
    if said["key"]:
        return said["key"]
    return "\n".join(said[one] for one in ("title", "date", "start"))


def facts_of(cells: Sequence[str]) -> Facts:
    """What is remembered of an event: what people see, and a digest of the rest."""
    said = dict(zip(HEAD, cells, strict=True))
    facts: Facts = {one: said[one][:LONGEST] for one in TOLD}
    rest = "\0".join(said[one] for one in ("title", "summary", "joining_link"))
    facts["rest"] = sha256(rest.encode()).hexdigest()[:16]
    return facts


def compared(
    settled: Mapping[str, Facts], held: Mapping[str, Facts]
) -> dict[str, Compared]:
    """Each event that is there now, or was taken over and is gone."""
    found: dict[str, Compared] = {}
    for mark, facts in held.items():
        before = settled.get(mark)
        found[mark] = Compared(mark, _since(before, facts), before, facts)
    for mark, before in settled.items():
        if mark not in held and before.get(IS_TAKEN):
            found[mark] = Compared(mark, Since.GONE, before, None)
    return found


def _since(before: Facts | None, now: Facts) -> Since:
    if before is None:
        return Since.NEW
    if {**before, IS_TAKEN: True} == {**now, IS_TAKEN: True}:
        return Since.SAME if before.get(IS_TAKEN) else Since.LEFT
    return Since.CHANGED if before.get(IS_TAKEN) else Since.NEW
