"""The lists that the office can take: words, usual columns, makers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eventapp.kernel.i18n import lazy_gettext
from eventapp.lists import catering, interpreting, persons, places, travel
from eventapp.lists.tables import Sheet
from eventapp.lists.vocabulary import ListKind
from eventapp.lists.wishes import Ask, Wish
from eventapp.programme.models.weeks import Week

COMING = ("name", "institution", "territory")


@dataclass(frozen=True)
class Kind:
    """One list: what it is called and for whom, and how it is made."""

    word: object  # lazy: said in the reader's language
    purpose: object
    usual: tuple[str, ...]  # columns of people
    make: Callable[[Ask], Sheet]


KINDS: Mapping[ListKind, Kind] = {
    ListKind.CATERING: Kind(
        lazy_gettext("Catering"),
        lazy_gettext("For the kitchen: numbers by day, meal and diet, and notes."),
        ("number", "name", "diet", "diet_note", "arrives", "departs"),
        catering.catering,
    ),
    ListKind.ACCESS: Kind(
        lazy_gettext("Access needs"),
        lazy_gettext("For venues and desks: who needs what, and at which events."),
        ("number", *COMING, "access", "access_note", "events"),
        persons.access,
    ),
    ListKind.RANK: Kind(
        lazy_gettext("Names by rank"),
        lazy_gettext("For protocol and the vice-rector: delegations in their order."),
        (
            "honorific",
            "title",
            "name",
            "kind",
            "position",
            "institution",
            "territory",
            "head",
            "counterpart",
        ),
        persons.by_rank,
    ),
    ListKind.INSTITUTIONS: Kind(
        lazy_gettext("Names by institution"),
        lazy_gettext("Who comes from where, institution by institution."),
        ("number", "honorific", "title", "name", "kind", "position", "head"),
        persons.by_institution,
    ),
    ListKind.EVENTS: Kind(
        lazy_gettext("Lists of events"),
        lazy_gettext("For hosts and doors: who holds a place, who waits."),
        ("place", "number", *COMING, "kind", "phone"),
        places.of_events,
    ),
    ListKind.TRANSPORT: Kind(
        lazy_gettext("Pick-ups by hour"),
        lazy_gettext("For drivers: how many arrive each hour, who, and by what."),
        ("arrival_at", "arrival_by", "arrival_point", *COMING, "phone", "car"),
        travel.pickups,
    ),
    ListKind.HOTELS: Kind(
        lazy_gettext("Hotel guests"),
        lazy_gettext("Rooms of each night, and who sleeps where."),
        (
            "name",
            "institution",
            "room",
            "check_in",
            "check_out",
            "nights",
            "mate",
            "people",
            "wishes",
        ),
        travel.hotels,
    ),
    ListKind.PRESS: Kind(
        lazy_gettext("Press list"),
        lazy_gettext("Whom the press may name, and whom it may not photograph."),
        ("title", "name", "position", "institution", "territory", "photographs"),
        persons.press,
    ),
    ListKind.INTERPRETERS: Kind(
        lazy_gettext("Interpretation"),
        lazy_gettext("Who interprets where, and for whom."),
        ("interpretation", *COMING, "languages", "events"),
        interpreting.interpreters,
    ),
    ListKind.DELEGATES: Kind(
        lazy_gettext("Registrations"),
        lazy_gettext("Any people, with any columns: for a table of your own."),
        (
            "number",
            "reference",
            "status",
            "name",
            "institution",
            "territory",
            "kind",
            "position",
            "address",
            "arrives",
            "departs",
            "places",
        ),
        persons.delegates,
    ),
}


def sheet_for(week: Week, wish: Wish) -> Sheet:
    """The list, read from the database now, in the reader's language."""
    kind = KINDS[wish.kind]
    return kind.make(Ask(week, wish, wish.columns or kind.usual))
