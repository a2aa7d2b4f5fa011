"""Plates for tables: who speaks, signs or has a place at an event, in both scripts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from eventapp.institutions.models import Institution
from eventapp.kernel.i18n import Localised, lazy_gettext
from eventapp.kernel.names import PersonName, language_of
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import Part
from eventapp.registration.queries import people_of
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged

TEMPLATE = Path(__file__).parent / "typst" / "plates.typ"
SEATED = (
    Part.PRESIDER,
    Part.SPEAKER,
    Part.HOST,
    Part.MODERATOR,
    Part.SIGNATORY,
    Part.WITNESS,
    Part.INTERPRETER,
)


class Fold(StrEnum):
    """The sheet that is folded."""

    A4 = "a4"
    A5 = "a5"


PAGES = {Fold.A4: (210, 297), Fold.A5: (148, 210)}
WORDS = {
    Fold.A4: lazy_gettext("A4, folded in the middle"),
    Fold.A5: lazy_gettext("A5, folded in the middle"),
}


@dataclass(frozen=True)
class Plate:
    """What stands on one plate."""

    name: PersonName
    office: str | None = None
    home: str | None = None


def plates_of(
    event: Event, parts: Collection[Part] = SEATED, *, with_places: bool = False
) -> list[Plate]:
    """The plates of an event: of its parts in order, then of who holds a place.

    Nobody has two: not who has two parts, nor who has a part and a place.
    """
    found: list[Plate] = []
    seen: set[Any] = set()
    for one in programme.assignments_of(event):
        person = one.person
        if person is None or one.part not in parts or person.id in seen:
            continue
        seen.add(person.id)
        office = one.office or person.office
        found.append(Plate(person.name, _text(office), _home(person.institution, None)))
    if with_places:
        for place in people_of(event):
            guest = place.registration
            is_seated = place.status is PlaceStatus.HELD and guest.is_named
            if not is_seated or guest.person_id in seen:
                continue
            home = _home(guest.institution, guest.proposed_institution)
            found.append(Plate(guest.name, guest.position, home))
    return found


def pdf(title: str, plates: Sequence[Plate], fold: Fold = Fold.A4) -> bytes:
    """The plates, a page each; letters that no font has become boxes."""
    content = {
        "title": title,
        "page": PAGES[fold],
        "plates": [_drawing(plate) for plate in plates],
    }
    return press.document(TEMPLATE, content)


def _drawing(plate: Plate) -> dict[str, Any]:
    name = plate.name
    native = tagged(name.native, name.native_language) if name.native else None
    latin = tagged(name.latin, "en") if name.latin else None
    first, second = (native, latin) if name.leads_native else (latin, native)
    if not first or (second and second["text"] == first["text"]):
        first, second = first or second, None
    return {
        "first": first,
        "second": second,
        "office": _tagged(plate.office),
        "home": _tagged(plate.home),
    }


def _tagged(text: str | None) -> dict[str, Any] | None:
    return tagged(text, language_of(text) or "en") if text else None


def _text(text: Localised | None) -> str | None:
    return str(text) if text else None


def _home(institution: Institution | None, proposed: str | None) -> str | None:
    return str(institution.name) if institution else proposed
