"""How much one browser may ask of the desks: far more than anybody scans."""

import time
from typing import Final
from uuid import UUID

WINDOW: Final = 10.0  # seconds
MOST: Final = 2000  # in each process; a busy door needs twenty

_counts: dict[UUID, int] = {}
_window = [0.0]


def is_too_fast(who: UUID | None) -> bool:
    """Count one request of this device or account; whether it is one too many."""
    if who is None:
        return False
    present = time.monotonic()
    if present - _window[0] >= WINDOW:
        _counts.clear()
        _window[0] = present
    _counts[who] = _counts.get(who, 0) + 1
    return _counts[who] > MOST


def forget() -> None:
    """Count anew."""
    _counts.clear()
