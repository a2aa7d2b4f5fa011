"""What a desk's list says about one person and one institution.

What a desk needs and nothing else: no phone, no address, no food, no needs, no papers.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from eventapp.checkin.queries.listing import Listing
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus

STATUSES = [status.value for status in RegistrationStatus]
KINDS = [kind.value for kind in DelegateKind]


class House(NamedTuple):
    """An institution: its name in each of our languages, and in its own."""

    names: tuple[str, ...]
    native: str = ""
    native_language: str = ""
    words: str = ""  # by which it is found

    @property
    def shown(self) -> tuple[str, str]:
        """Its names, the second one if it says something new."""
        first, second = self.names
        return first, second if second != first else ""


class Entry(NamedTuple):
    """A registration as a list has it."""

    reference: str
    number: int
    latin: str
    native: str
    native_language: str
    on_badge: str
    status: int
    kind: int  # -1: unknown
    institution: str  # its key, or `~` and what was proposed
    delegation: int  # -1: none
    is_head: bool
    places: str  # numbers of events, each with the state's letter: 0h3w


class Row(NamedTuple):
    """The same in a plain list, with the short names of its badges."""

    entry: Entry
    code: str
    old_codes: tuple[str, ...]


class Title(NamedTuple):
    """A delegation: its key, its institution, what tells it from others of it."""

    key: str
    institution: str
    label: str
    is_live: bool


NO_HOUSE = House(("", ""))


def houses_of(found: Listing) -> Iterator[tuple[str, House]]:
    """The institutions from which people come, entered or proposed."""
    for key, name, native, language, words in found.institutions:
        yield ref_of(key), House(_names(name), native or "", language or "", words)
    for row in found.people:
        if row.institution_id is None and row.proposed_institution:
            text = row.proposed_institution
            yield ref_of(None, text), House((text, text))


def titles_of(found: Listing) -> dict[int, Title]:
    """The delegations, by their number in the list."""
    return {
        number: Title(str(key), ref_of(institution), label or "", status in _LIVE)
        for number, (key, institution, label, status) in enumerate(found.delegations)
    }


def ref_of(key: UUID | None, proposed: str | None = None) -> str:
    """By what people name their institution within a list."""
    return key.hex[:10] if key else f"~{proposed}" if proposed else ""


def entry_of(row: Any, positions: Mapping[UUID, int], places: str) -> Entry:  # noqa: ANN401 - a row
    """Read one row of the listing."""
    return Entry(
        reference=row.reference,
        number=row.number or 0,
        latin=row.name_latin,
        native=row.name_native or "",
        native_language=row.name_native_language or "",
        on_badge=row.name_on_badge or "",
        status=_STATUS[row.status],
        kind=_KIND.get(row.kind, -1),
        institution=ref_of(row.institution_id, row.proposed_institution),
        delegation=positions.get(row.delegation_id, -1),
        is_head=row.is_head,
        places=places,
    )


def places_of(text: str, numbers: Mapping[UUID, int]) -> str:
    """Somebody's places, short and always in one order."""
    states = (part.partition(":") for part in text.split(","))
    known = sorted(
        (number, state)
        for event, _, state in states
        if (number := numbers.get(UUID(event))) is not None
    )
    return "".join(f"{number}{state}" for number, state in known)


def _names(name: Localised) -> tuple[str, ...]:
    return tuple(name.chosen(language.tag)[1] for language in LANGUAGES)


_LIVE = {
    RegistrationStatus.DRAFT,
    RegistrationStatus.SUBMITTED,
    RegistrationStatus.CONFIRMED,
}
_STATUS = {status: number for number, status in enumerate(RegistrationStatus)}
_KIND = {kind: number for number, kind in enumerate(DelegateKind)}
