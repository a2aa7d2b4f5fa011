"""One row of a list on its way to becoming a registration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from eventapp.arrivals.vocabulary import RoomType, TravelMode
from eventapp.intake.directory import Listed, Near
from eventapp.intake.findings import ORDER, Finding
from eventapp.intake.vocabulary import (
    DayOrder,
    Doubt,
    NamesOrder,
    Outcome,
    Welcome,
)
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus
from eventapp.web.forms import one_line

LONGEST_SHOWN = 40


def visible(text: str) -> str:
    """A text on one line of a table: not too long, and nothing in it disguises."""
    text = str(one_line(text))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


@dataclass(frozen=True)
class Manner:
    """How a list is read, and as what its people are imported."""

    day_order: DayOrder | None = None
    names_order: NamesOrder = NamesOrder.GIVEN_FIRST
    welcome: Welcome = Welcome.SUBMITTED
    agrees: bool = False  # all of them, that food and access are kept


@dataclass(frozen=True)
class Way:
    """A journey as a list tells it."""

    at: datetime | None
    mode: TravelMode | None = None
    number: str | None = None
    point: str = ""  # as the list calls it
    needs_pickup: bool | None = None


@dataclass(frozen=True)
class Nights:
    """A stay in a hotel as a list tells it."""

    needs_hotel: bool | None
    check_in: date | None = None
    check_out: date | None = None
    room: RoomType | None = None


@dataclass(frozen=True)
class Difference:
    """A value that is kept, and the one that the list has instead."""

    field: str
    before: Any
    after: Any


@dataclass
class Candidate:
    """One row: what it says, what is odd in it, and who is known already."""

    line: int  # its place among the rows, from 1
    number: int  # as a spreadsheet program counts
    cells: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    key: str | None = None
    address: str = ""
    typed_name: str = ""  # as it stands in the file, before normalisation
    values: dict[str, Any] = field(default_factory=dict)  # of a registration
    institution_text: str = ""
    institution: Listed | None = None
    nears: Sequence[Near] = ()
    delegation: str = ""
    is_head: bool = False
    companions: int | None = None
    consents: Mapping[ConsentPurpose, bool] = field(default_factory=dict)
    arrival: Way | None = None
    departure: Way | None = None
    nights: Nights | None = None
    passport: Mapping[str, str] = field(default_factory=dict)
    status: RegistrationStatus | None = None
    registered_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)  # of the registration it would become
    known_id: UUID | None = None  # of the one that is there
    twin_id: UUID | None = None  # of the one that it may be
    twin_line: int | None = None  # of the row that it may be
    differences: list[Difference] = field(default_factory=list)
    resolved: dict[Doubt, str] = field(default_factory=dict)
    is_ticked: bool = False  # its differences are to be taken over

    @property
    def open_findings(self) -> list[Finding]:
        """What still counts: a doubt that was decided does not."""
        return [one for one in self.findings if one.doubt not in self.resolved]

    @property
    def outcome(self) -> Outcome:
        """What becomes of the row: the gravest of what was found."""
        found = {one.outcome for one in self.open_findings}
        if self.is_same_by_choice:
            found.add(Outcome.DUPLICATE)
        gravest = max(found, key=ORDER.index, default=Outcome.ACCEPT)
        if gravest is Outcome.DUPLICATE and self.differences:
            return Outcome.CHANGED
        return gravest

    @property
    def is_same_by_choice(self) -> bool:
        """Whether somebody decided that this person is there already."""
        return self.resolved.get(Doubt.PERSON) == "same"

    @property
    def is_skipped(self) -> bool:
        """Whether somebody decided to leave the row out."""
        return "skip" in self.resolved.values()

    @property
    def is_new(self) -> bool:
        """Whether it becomes a registration."""
        fine = self.outcome in {Outcome.ACCEPT, Outcome.WARNING}
        return fine and not self.is_skipped

    @property
    def is_to_change(self) -> bool:
        """Whether the one that is there takes other values from it."""
        is_changed = self.outcome is Outcome.CHANGED
        return is_changed and self.is_ticked and not self.is_skipped

    @property
    def reason(self) -> str:
        """The reason of its outcome; empty: there is nothing to say."""
        gravest = max(
            self.open_findings,
            key=lambda one: ORDER.index(one.outcome),
            default=None,
        )
        return gravest.reason if gravest else ""

    @property
    def latin(self) -> str:
        """The name in Latin letters."""
        return str(self.values.get("name_latin") or "")

    @property
    def native(self) -> str:
        """The name in its own script."""
        return str(self.values.get("name_native") or "")

    @property
    def label(self) -> str:
        """What reports call it: its id, else its name."""
        return self.key or self.latin or self.native or str(self.line)

    @property
    def shown(self) -> str:
        """The name on a page of the office: nothing in it disguises what follows."""
        return visible(self.native or self.latin) or "–"

    @property
    def shown_beside(self) -> str:
        """The name in Latin letters where the other one stands first."""
        return visible(self.latin) if self.native else ""

    def find(self, code: str, field_name: str = "", text: str = "") -> None:
        """Note what was found."""
        self.findings.append(Finding(code, field_name, text))
