"""The columns that a list of people may have, and which header means which."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from eventapp.exchange.columns import folded
from eventapp.intake.errors import HeaderTwice
from eventapp.intake.vocabulary import Subject
from eventapp.kernel.i18n import lazy_gettext
from eventapp.spreadsheets.tables import Table

Mapped = Mapping[int, str]  # the number of a column: what it holds

SUBJECTS = {
    Subject.PEOPLE: lazy_gettext("People"),
    Subject.SIGNUPS: lazy_gettext("Sign-ups for events"),
}
PASSPORT = ("passport_number", "passport_expiry", "nationality", "born_on")
CONSENTS = (
    *("consent_privacy", "consent_photographs"),
    *("consent_listed", "consent_sensitive"),
)
FIELDS: dict[Subject, dict[str, object]] = {
    Subject.PEOPLE: {
        "id": lazy_gettext("Id in your list"),
        "honorific": lazy_gettext("Mr., Ms."),
        "title": lazy_gettext("Academic title"),
        "name": lazy_gettext("Name in Latin letters"),
        "given": lazy_gettext("Given name"),
        "family": lazy_gettext("Family name"),
        "name_order": lazy_gettext("Which name first"),
        "native": lazy_gettext("Name in own script"),
        "native_language": lazy_gettext("Language of that name"),
        "email": lazy_gettext("E-mail"),
        "phone": lazy_gettext("Phone"),
        "country": lazy_gettext("Country or region"),
        "institution": lazy_gettext("Institution"),
        "institution_key": lazy_gettext("Institution (key)"),
        "position": lazy_gettext("Position"),
        "kind": lazy_gettext("Role"),
        "delegation": lazy_gettext("Delegation"),
        "delegation_role": lazy_gettext("Head of delegation or member"),
        "languages": lazy_gettext("Languages"),
        "interpretation": lazy_gettext("Interpretation"),
        "diet": lazy_gettext("Diet"),
        "access": lazy_gettext("Access"),
        "arrival_mode": lazy_gettext("Arrival: by what"),
        "arrival_point": lazy_gettext("Arrival: airport or station"),
        "arrival_number": lazy_gettext("Arrival: flight or train"),
        "arrival_at": lazy_gettext("Arrival: day and time"),
        "departure_point": lazy_gettext("Departure: airport or station"),
        "departure_number": lazy_gettext("Departure: flight or train"),
        "departure_at": lazy_gettext("Departure: day and time"),
        "pickup": lazy_gettext("Pick-up"),
        "hotel": lazy_gettext("Hotel"),
        "check_in": lazy_gettext("Hotel: from"),
        "check_out": lazy_gettext("Hotel: until"),
        "room": lazy_gettext("Room"),
        "companions": lazy_gettext("Number of accompanying persons"),
        "visa": lazy_gettext("Visa letter"),
        "passport_number": lazy_gettext("Passport: number"),
        "passport_expiry": lazy_gettext("Passport: valid until"),
        "nationality": lazy_gettext("Passport: citizenship"),
        "born_on": lazy_gettext("Passport: day of birth"),
        "consent_privacy": lazy_gettext("Consent: privacy"),
        "consent_photographs": lazy_gettext("Consent: photographs"),
        "consent_listed": lazy_gettext("Consent: list of participants"),
        "consent_sensitive": lazy_gettext("Consent: food and access"),
        "status": lazy_gettext("Status"),
        "registered_at": lazy_gettext("Registered on"),
        "note": lazy_gettext("Note of the office"),
    },
    Subject.SIGNUPS: {
        "delegate": lazy_gettext("Id in your list"),
        "event": lazy_gettext("Event (key)"),
        "asked_at": lazy_gettext("Asked for on"),
    },
}
DAYS = (
    *("arrival_at", "departure_at", "check_in", "check_out"),
    *("passport_expiry", "born_on", "registered_at", "asked_at"),
)
HEADERS: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "headers.json").read_text(encoding="utf-8")
)


def subject_of(table: Table) -> Subject:
    """What the rows seem to be: who asks for which event, or people."""
    signups = set(guess(table, Subject.SIGNUPS).values())
    people = set(guess(table, Subject.PEOPLE).values())
    if {"delegate", "event"} <= signups and "email" not in people:
        return Subject.SIGNUPS
    return Subject.PEOPLE


def guess(
    table: Table, subject: Subject, remembered: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Which column holds what, as far as the headers tell; each field once."""
    mapped: dict[int, str] = {}
    known = _known_headers(subject)
    for number, header in enumerate(table.head):
        plain = folded(header)
        field = (remembered or {}).get(f"{subject}:{plain}") or known.get(plain)
        if field in PASSPORT and not remembered:
            continue  # nobody keeps passports by mistake
        if field in FIELDS[subject] and field not in mapped.values():
            mapped[number] = field
    return mapped


def check_headers(table: Table) -> None:
    """Refuse a table of which nobody can say what a column is called.

    Raises:
        HeaderTwice: two columns have one name.
    """
    seen: set[str] = set()
    for header in filter(None, table.head):
        plain = folded(header) or header
        if plain in seen:
            raise HeaderTwice(header=header[:60])
        seen.add(plain)


def left_out(table: Table, mapped: Mapped) -> Sequence[str]:
    """The headers of the columns that hold nothing we take."""
    return [
        header
        for number, header in enumerate(table.head)
        if header and number not in mapped
    ]


@cache
def _known_headers(subject: Subject) -> dict[str, str]:
    known: dict[str, str] = {}
    for field, words in HEADERS[subject].items():
        for word in (field, *words):
            known.setdefault(folded(word), field)
    return known
