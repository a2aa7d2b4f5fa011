"""What the readers in Python share: files in, JSON out."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

Understood = dict[str, Any]


def tell(library: str, read: Callable[[str], list[Understood]]) -> None:
    """Print what `read` understands of each file named on the command line."""
    feeds: list[Any] = []
    for name in sys.argv[1:]:
        text = Path(name).read_bytes().decode()
        try:
            feeds.append(read(text))
        except Exception as refusal:  # noqa: BLE001 - each library has its own
            feeds.append({"refused": repr(refusal)})
    json.dump({"version": version(library), "feeds": feeds}, sys.stdout)


def moment(value: date | None) -> str | None:
    """An instant, a whole day, or a local time which no zone was found for."""
    if not isinstance(value, datetime):
        return value.isoformat() if value else None
    if value.tzinfo is None:
        return f"{value:%Y-%m-%dT%H:%M:%S}"
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
