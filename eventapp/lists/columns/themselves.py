"""Columns of what a registration itself says: name, role, institution, needs."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from eventapp.kernel.codes import show_number, show_reference
from eventapp.kernel.i18n import lazy_gettext
from eventapp.lists.columns.column import PersonColumn as C
from eventapp.lists.people import Line, Need
from eventapp.lists.tables import Value
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, PlaceStatus
from eventapp.registration.words import (
    access_word,
    delegate_word,
    diet_word,
    rank_word,
    status_word,
)
from eventapp.web.filters import listing

CONSENTS = (Need.CONSENTS,)
Cell = Callable[[Line], Value]


def _own(read: Callable[[Registration], Any]) -> Cell:
    """A cell of the registration's own."""
    return lambda line: read(line.registration)


def _told(read: Callable[[Registration], Any]) -> Cell:
    """A cell about food or access: by an own consent only."""
    return lambda line: read(line.told) if line.told else ""


def _name(line: Line) -> Value:
    one = line.registration
    return one.name if one.is_named else one.to_be_named or _("To be named")


def territory_of(one: Registration) -> str:
    """Where somebody comes from: the institution knows best."""
    at = one.institution.territory if one.institution else None
    territory = at or one.territory
    return str(territory.label) if territory else ""


def _visa(one: Registration) -> str:
    return {True: _("Yes"), False: _("No"), None: ""}[one.needs_visa_letter]


def _yes(is_so: object) -> str:
    return _("Yes") if is_so else ""


def _photographs(line: Line) -> str:
    may = line.agrees(ConsentPurpose.PHOTOGRAPHS)
    return _("Yes") if may else _("No photographs")


def _listed(line: Line) -> str:
    return _yes(line.agrees(ConsentPurpose.LISTED))


def _place(line: Line) -> str:
    if line.place is None:
        return ""
    return {
        PlaceStatus.HELD: _("Place held"),
        PlaceStatus.OFFERED: _("Offered"),
        PlaceStatus.WAITING: _("Waiting list, place %(turn)s", turn=line.turn),
    }[line.place.status]


THEMSELVES: tuple[C, ...] = (
    C("number", lazy_gettext("Number"), _own(lambda x: show_number(x.number)), 2),
    C(
        "reference",
        lazy_gettext("Reference"),
        _own(lambda x: show_reference(x.reference)),
    ),
    C("status", lazy_gettext("Status"), _own(lambda x: status_word(x.status))),
    C("place", lazy_gettext("Place"), _place),
    C(
        "honorific",
        lazy_gettext("Form of address"),
        _own(lambda x: x.name.honorific),
        2,
    ),
    C("title", lazy_gettext("Academic title"), _own(lambda x: x.name.title), 2),
    C("name", lazy_gettext("Name"), _name, 5, is_name=True),
    C("kind", lazy_gettext("Role"), _own(lambda x: delegate_word(x.kind))),
    C("position", lazy_gettext("Position"), _own(lambda x: x.position), 4),
    C(
        "institution",
        lazy_gettext("Institution"),
        _own(lambda x: x.institution_name),
        5,
    ),
    C("territory", lazy_gettext("Country or region"), _own(territory_of)),
    C(
        "delegation",
        lazy_gettext("Delegation"),
        _own(lambda x: x.delegation.label if x.delegation else ""),
        4,
    ),
    C(
        "rank",
        lazy_gettext("Rank"),
        _own(lambda x: rank_word(x.delegation.rank) if x.delegation else ""),
        4,
    ),
    C("head", lazy_gettext("Head of delegation"), _own(lambda x: _yes(x.is_head)), 2),
    C("address", lazy_gettext("E-mail"), _own(lambda x: x.address), 5),
    C("phone", lazy_gettext("Phone"), _own(lambda x: x.phone)),
    C("language", lazy_gettext("We write in"), _own(lambda x: x.language), 2),
    C("languages", lazy_gettext("Speaks"), _own(lambda x: listing(x.languages))),
    C(
        "interpretation",
        lazy_gettext("Interpretation into"),
        _own(lambda x: x.interpretation),
        2,
    ),
    C("arrives", lazy_gettext("Arrives"), _own(lambda x: x.arrives_on)),
    C("departs", lazy_gettext("Leaves"), _own(lambda x: x.departs_on)),
    C("visa", lazy_gettext("Visa letter"), _own(_visa), 2),
    C("diet", lazy_gettext("Diet"), _told(lambda x: diet_word(x.diet)), 3, CONSENTS),
    C(
        "diet_note",
        lazy_gettext("Diet, note"),
        _told(lambda x: x.diet_note),
        5,
        CONSENTS,
    ),
    C(
        "access",
        lazy_gettext("Access"),
        _told(lambda x: listing(map(access_word, x.access))),
        4,
        CONSENTS,
    ),
    C(
        "access_note",
        lazy_gettext("Access, note"),
        _told(lambda x: x.access_note),
        5,
        CONSENTS,
    ),
    C("photographs", lazy_gettext("Photographs"), _photographs, 2, CONSENTS),
    C("listed", lazy_gettext("In the list of participants"), _listed, 2, CONSENTS),
    C("note", lazy_gettext("Note of the office"), _own(lambda x: x.note), 5),
)
