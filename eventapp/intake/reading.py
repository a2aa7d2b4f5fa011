"""The rows of a list as candidates: each cell read, each oddity kept."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import TypeVar

from eventapp.intake import synonyms, values
from eventapp.intake.candidates import Candidate, Manner
from eventapp.intake.columns import Mapped
from eventapp.intake.findings import Finding
from eventapp.intake.names import (
    CONTROLS,
    LONGEST_NAME,
    LONGEST_WHOLE,
    joined,
    name_findings,
    plain,
)
from eventapp.intake.needs import read_needs
from eventapp.intake.queries import Known
from eventapp.intake.territories import code_of
from eventapp.intake.travel import read_travel
from eventapp.intake.vocabulary import NamesOrder
from eventapp.kernel.names import language_of
from eventapp.kernel.wall import instant_of
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    RegistrationStatus,
)
from eventapp.spreadsheets.tables import UNREADABLE, Row

Value = TypeVar("Value")

LONGEST = {
    "id": 60,
    "honorific": 60,
    "title": 60,
    "position": 200,
    "institution": 300,
    "institution_key": 60,
    "delegation": 200,
    "note": 1000,
    "diet": 500,
    "access": 500,
    "arrival_number": 40,
    "departure_number": 40,
    "arrival_point": 60,
    "departure_point": 60,
    "passport_number": 40,
    "nationality": 60,
}
USUAL_LENGTH = 300
CONSENTS = {
    "consent_privacy": ConsentPurpose.PRIVACY,
    "consent_photographs": ConsentPurpose.PHOTOGRAPHS,
    "consent_listed": ConsentPurpose.LISTED,
    "consent_sensitive": ConsentPurpose.SENSITIVE,
}
NAMES = ("name", "given", "family", "native")


class Cells:
    """The cells of one row by their fields, and the candidate that they make."""

    def __init__(
        self, line: int, row: Row, mapped: Mapped, known: Known, manner: Manner
    ) -> None:
        """Take the cells of the columns that hold something we know."""
        self.known, self.manner = known, manner
        self.raw = {field: row.cells[number] for number, field in mapped.items()}
        self.candidate = Candidate(line, row.number, row.cells)
        if row.surplus:
            self.find("row_too_long")
        if row.lacking:
            self.find("row_too_short")
        for field, raw in self.raw.items():
            if not raw.isprintable() and CONTROLS.search(raw):
                self.find("control_character", field)
            if UNREADABLE in raw:
                self.find("unreadable", field)

    def __contains__(self, field: str) -> bool:
        return field in self.raw

    def find(
        self, code: str, field: str = "", text: str = "", detail: str = ""
    ) -> None:
        """Note what was found in a column."""
        self.candidate.findings.append(Finding(code, field, text, detail))

    def text(self, field: str) -> str:
        """A text on one line, without what nobody sees."""
        raw = self.raw.get(field, "")
        if not raw:
            return ""
        most = LONGEST.get(field, USUAL_LENGTH)
        kept, found = plain(raw)
        if "zero_width_stripped" in found:
            self.find("zero_width_stripped", field)
        if len(kept) > most and field not in NAMES:
            self.find("too_long", field, kept, str(most))
            return kept[:most]
        return kept

    def word(self, field: str, vocabulary: str, unknown: str) -> str | None:
        """The value of a vocabulary that a cell means."""
        text = self.text(field)
        found = synonyms.meant(vocabulary, text) if text else None
        if text and found is None:
            self.find(unknown, field, text)
        return found

    def answer(self, field: str) -> bool | None:
        """Yes or no; None where the cell is empty or unclear."""
        found = self.word(field, "answer", "answer_unclear")
        return None if found is None else found == "yes"

    def read(self, field: str, parse: Callable[[str], Value]) -> Value | None:
        """What a cell says, or None with the reason noted."""
        raw = self.raw.get(field, "")
        if not raw.strip():
            return None
        try:
            return parse(raw)
        except values.UnreadableError as error:
            self.find(error.code, field, raw)
            return None


def candidate_of(
    line: int, row: Row, mapped: Mapped, known: Known, manner: Manner
) -> Candidate:
    """What one row says."""
    cells = Cells(line, row, mapped, known, manner)
    candidate = cells.candidate
    candidate.key = cells.text("id") or None
    _read_names(cells)
    _read_contact(cells)
    _read_institution(cells)
    _read_role(cells)
    read_needs(cells)
    read_travel(cells)
    _read_standing(cells)
    return candidate


def _read_names(cells: Cells) -> None:
    candidate = cells.candidate
    for field in NAMES:
        if text := cells.text(field):
            candidate.findings += name_findings(field, cells.raw[field], text)
    order = cells.word("name_order", "order", "word_unknown")
    is_family_first = (order or cells.manner.names_order) == NamesOrder.FAMILY_FIRST
    kept = {field: plain(cells.raw.get(field, ""))[0] for field in NAMES}
    latin, native = _whole(kept, is_family_first=is_family_first)
    typed = {field: " ".join(cells.raw.get(field, "").split()) for field in NAMES}
    whole, own = _whole(typed, is_family_first=is_family_first)
    candidate.typed_name = whole or own
    if not latin and not native:
        cells.find("name_missing", "family" if "family" in cells else "name")
    if len(latin) > LONGEST_WHOLE:
        cells.find("too_long", "name", latin, str(LONGEST_NAME))
    language = synonyms.language_of_word(cells.text("native_language"))
    candidate.values |= {
        "name_latin": latin,
        "name_native": native or None,
        "name_native_language": (language or language_of(native)) if native else None,
        "honorific": cells.text("honorific") or None,
        "academic_title": cells.text("title") or None,
    }


def _whole(parts: Mapping[str, str], *, is_family_first: bool) -> tuple[str, str]:
    """The name in Latin letters and the one in its own script, each as one value."""
    given, family = parts["given"], parts["family"]
    first, second = (family, given) if is_family_first else (given, family)
    return parts["name"] or joined(first, second), parts["native"]


def _read_contact(cells: Cells) -> None:
    if not cells.raw.get("email", "").strip():
        cells.find("email_missing", "email")
    elif found := cells.read("email", values.address):
        cells.candidate.address, is_plain = found
        if not is_plain:
            cells.find("email_needs_smtputf8", "email")
    number = cells.read("phone", values.phone)
    if number and not number[1]:
        cells.find("phone_unusual", "phone", number[0])
    cells.candidate.values |= {
        "address": cells.candidate.address,
        "phone": number[0] if number else None,
    }


def _read_institution(cells: Cells) -> None:
    candidate, directory = cells.candidate, cells.known.directory
    country = cells.text("country")
    code = code_of(country) if country else None
    if country and code is None:
        cells.find("country_unknown", "country", country)
    elif code and code != country:
        cells.find("normalised_to", "country", country, code)
    text, key = cells.text("institution"), cells.text("institution_key")
    found = directory.by_key(key) if key else None
    text = " ".join((text or key).split())
    called = (found,) if found else directory.called(text)
    candidate.institution_text = text
    if len(called) == 1 and called[0] is not None:
        listed = candidate.institution = called[0]
        if code and listed.territory and listed.territory != code:
            cells.find("country_differs", "institution", text, listed.territory)
        elif found is None and text not in listed.names:
            cells.find("matched", "institution", text, listed.label)
        code = code or listed.territory
    elif text:
        candidate.nears = directory.like(text)
        several = len(candidate.nears) > 1
        unknown = "near_match_several" if several else "near_match"
        cells.find(
            unknown if candidate.nears else "new_institution", "institution", text
        )
    if "country" in cells and not country and code is None:
        cells.find("country_missing", "country")
    candidate.values |= {
        "territory_code": code,
        "institution_id": candidate.institution.id if candidate.institution else None,
        "proposed_institution": None if candidate.institution else text or None,
        "position": cells.text("position") or None,
    }


def _read_role(cells: Cells) -> None:
    candidate = cells.candidate
    kind = cells.word("kind", "kind", "kind_unknown")
    candidate.values["kind"] = DelegateKind(kind) if kind else None
    candidate.delegation = cells.text("delegation")
    role = cells.word("delegation_role", "head", "word_unknown")
    candidate.is_head = bool(candidate.delegation) and role == "head"


def _read_standing(cells: Cells) -> None:
    candidate = cells.candidate
    status = cells.word("status", "status", "status_unknown")
    candidate.status = RegistrationStatus(status) if status else None
    given = {
        purpose: answer
        for field, purpose in CONSENTS.items()
        if (answer := cells.answer(field)) is not None
    }
    needs = candidate.values
    tells = needs["diet"] or needs["diet_note"] or needs["access"]
    if cells.manner.agrees and (tells or needs["access_note"]):
        given.setdefault(ConsentPurpose.SENSITIVE, True)
    candidate.consents = given
    week, order = cells.known.week, cells.manner.day_order

    def instant(text: str) -> datetime:
        found = values.moment(text, week.zone, order)
        return found.at or instant_of(found.on, time(12), week.zone)

    candidate.registered_at = cells.read("registered_at", instant)
