"""What was found out lately, in this process, and need not be found out again."""

import time
from collections.abc import Hashable
from typing import Generic, TypeVar

KEPT = 1000

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """What was found out within the last `seconds`; it begins anew when it is full."""

    def __init__(self, seconds: float) -> None:
        """Begin with nothing."""
        self._seconds = seconds
        self._kept: dict[Key, tuple[Value, float]] = {}

    def get(self, key: Key) -> Value | None:
        """What was found out about `key`, if that was lately."""
        kept = self._kept.get(key)
        return kept[0] if kept and time.monotonic() < kept[1] else None

    def keep(self, key: Key, value: Value) -> None:
        """Remember what was found out."""
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = (value, time.monotonic() + self._seconds)

    def forget(self) -> None:
        """Know nothing."""
        self._kept.clear()
