"""What was known when: values by key, and since when each is as it is."""

import hashlib
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Shelf(Generic[Key, Value]):
    """Values by key; tells what has changed since an instant, and what is gone."""

    def __init__(self, *, has_mark: bool = True) -> None:
        """Begin with nothing; a shelf of what follows from others needs no mark."""
        self._has_mark = has_mark
        self._values: dict[Key, Value] = {}
        self._changed: dict[Key, datetime] = {}
        self.total = 0  # of the digests of all values, in whatever order

    @property
    def values(self) -> Mapping[Key, Value]:
        """All that there is."""
        return self._values

    def renew(self, fresh: Mapping[Key, Value], at: datetime) -> None:
        """Take `fresh` in place of what was known; `at` is when it had been read."""
        known = self._values
        for key, value in fresh.items():
            before = known.get(key)
            if before != value:
                if before is not None:
                    self.total -= self._digest(key, before)
                self.total += self._digest(key, value)
                known[key] = value
                self._changed[key] = at
        if len(known) > len(fresh):
            for key in known.keys() - fresh.keys():
                self.total -= self._digest(key, known.pop(key))
                self._changed[key] = at

    def since(self, at: datetime) -> dict[Key, Value | None]:
        """What changed after an instant; None: it is gone."""
        later = (key for key, changed in self._changed.items() if changed > at)
        return {key: self._values.get(key) for key in later}

    def _digest(self, key: Key, value: Value) -> int:
        if not self._has_mark:
            return 0
        said = repr((key, value)).encode(errors="surrogatepass")
        return int.from_bytes(hashlib.blake2b(said, digest_size=12).digest())
