"""Name signs on paper: one for a whole pick-up, or one for each person."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventapp.arrivals.boarding import Car
from eventapp.kernel.names import PersonName, language_of
from eventapp.registration.models.registrations import Registration
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged

log = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "typst" / "signs.typ"
MOST_NAMES = 5  # on one sign; more cannot be read from afar


@dataclass(frozen=True)
class Sign:
    """What stands on one sheet: names or one text, and from where they come."""

    week: str
    names: tuple[PersonName, ...]
    institution: str | None = None


def whole(car: Car) -> list[Sign]:
    """One sign: what the office wrote, else the names, else the institution."""
    week, people = str(car.pickup.week.name), _people(car)
    homes = {one.institution_name for one in people} - {""}
    home = homes.pop() if len(homes) == 1 else None
    if car.pickup.sign:
        return [Sign(week, (_text(car.pickup.sign),), home)]
    named = tuple(one.name for one in people if one.is_named)
    if named and len(people) <= MOST_NAMES:
        return [Sign(week, named, home)]
    return [Sign(week, (_text(home or week),))]


def each(car: Car) -> list[Sign]:
    """A sign for each person whose name is known; else the sign of the pick-up."""
    week = str(car.pickup.week.name)
    return [
        Sign(week, (one.name,), one.institution_name or None)
        for one in _people(car)
        if one.is_named
    ] or whole(car)


def pdf(signs: Sequence[Sign]) -> bytes:
    """The signs for A4 landscape, a page each."""
    content = {
        "title": signs[0].week,
        "signs": [
            {
                "week": tagged(sign.week, language_of(sign.week) or "en"),
                "names": [_name(one) for one in sign.names],
                "institution": tagged(sign.institution, language_of(sign.institution))
                if sign.institution
                else None,
            }
            for sign in signs
        ],
    }
    return press.document(TEMPLATE, content, on_boxed=_boxed)


def _people(car: Car) -> list[Registration]:
    return [one.registration for one in car.seats if one.is_counted]


def _text(text: str) -> PersonName:
    return PersonName(text, native_language=language_of(text))


def _name(name: PersonName) -> dict[str, Any]:
    native = tagged(name.native, name.native_language) if name.native else None
    latin = tagged(name.latin, "en") if name.latin else None
    if native and latin and native["text"] != latin["text"]:
        both = (native, latin) if name.leads_native else (latin, native)
        return {"first": both[0], "second": both[1]}
    return {"first": latin or native, "second": None}


def _boxed(letters: frozenset[str]) -> None:
    log.warning("name sign: no shape for %s", " ".join(sorted(letters)))
