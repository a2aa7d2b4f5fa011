"""A bounded memory for what is asked for most, whatever strangers ask for.

Somebody who invents addresses could push good entries out of a memory that drops the
oldest one. Here a newcomer must have been asked for more often than the entry whose
place it takes; what is asked for less from hour to hour loses its place slowly.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

PERIOD_SECONDS = 3600.0  # after each, earlier questions count half
LOOKED_AT = 16  # of the entries that came first, when one must go

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(slots=True)
class _Place(Generic[Value]):
    """An entry, how large it is, and how often it was asked for."""

    value: Value
    size: int
    asked: int
    period: int

    def touch(self, present: int) -> None:
        if self.period != present:
            self.asked >>= min(present - self.period, 64)
            self.period = present
        self.asked += 1

    def standing(self, present: int) -> int:
        return self.asked >> min(present - self.period, 64)


class Shelf(Generic[Key, Value]):
    """At most so many entries with so many octets."""

    def __init__(self, entries: int, octets: int) -> None:
        """Begin empty."""
        self.entries = entries
        self.octets = octets
        self.size = 0
        self._places: dict[Key, _Place[Value]] = {}
        self._at_the_door: dict[int, int] = {}  # by hash: keys may be long
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def get(self, key: Key) -> Value | None:
        """What was put there; to ask counts."""
        place = self._places.get(key)
        if place is None:
            return None
        place.touch(_period())
        return place.value

    def put(self, key: Key, value: Value, size: int) -> None:
        """Put or replace an entry, if it finds a place."""
        with self._lock:
            present = _period()
            known = self._places.pop(key, None)
            self.size -= known.size if known else 0
            asked = known.standing(present) if known else self._knock(key)
            if self._has_room(size) or self._make_room(size, asked, present):
                self._places[key] = _Place(value, size, asked, present)
                self.size += size
                self._at_the_door.pop(hash(key), None)

    def drop(self, key: Key) -> None:
        """Keep it no longer."""
        with self._lock:
            place = self._places.pop(key, None)
            self.size -= place.size if place else 0

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._places.clear()
            self._at_the_door.clear()
            self.size = 0

    def _knock(self, key: Key) -> int:
        """How often a newcomer has asked for a place; only as many are remembered."""
        knocks = self._at_the_door.get(hash(key), 0)
        if not knocks and len(self._at_the_door) >= self.entries:
            self._at_the_door.clear()
        self._at_the_door[hash(key)] = knocks + 1
        return knocks + 1

    def _has_room(self, size: int) -> bool:
        return len(self._places) < self.entries and self.size + size <= self.octets

    def _make_room(self, size: int, asked: int, present: int) -> bool:
        """Let go of those that were asked for less, if that is enough."""
        if size > self.octets:
            return False
        while not self._has_room(size):
            first = list(islice(self._places, LOOKED_AT))
            least = min(first, key=lambda key: self._places[key].standing(present))
            if self._places[least].standing(present) >= asked:
                for key in first:  # the next newcomer is compared with others
                    self._places[key] = self._places.pop(key)
                return False
            self.size -= self._places.pop(least).size
        return True


def _period() -> int:
    return int(time.monotonic() / PERIOD_SECONDS)
