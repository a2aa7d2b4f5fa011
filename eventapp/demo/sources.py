"""Reading the demonstration's files, which lie in the package."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName

HERE = Path(__file__).parent / "data"

Line = Mapping[str, str]


def table(name: str) -> list[dict[str, str]]:
    """The lines of one CSV file, keyed by its first line; blank means not known."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> list[dict[str, Any]]:
    """The entries of one JSON file."""
    text = (HERE / f"{name}.json").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = json.loads(text)
    return entries


def words(text: str) -> tuple[str, ...]:
    """The values of a field that may have several."""
    return tuple(text.split(";")) if text else ()


def localised(line: Line, field: str) -> Localised:
    """A text that the file gives in English and Chinese."""
    return Localised({"en": line[f"{field}_en"], "zh-Hans": line[f"{field}_zh"]})


def person_name(line: Line) -> PersonName:
    """The name of a delegate or of somebody with a part in an event."""
    return PersonName(
        latin=line["latin"],
        native=line["native"] or None,
        native_language=line["native_language"] or None,
        order=NameOrder(line["order"]) if line["order"] else None,
        honorific=line["honorific"] or None,
        title=line.get("title") or None,
    )
