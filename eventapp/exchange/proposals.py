"""What an import would do with each row: new, changed, unchanged, or a problem."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid4

from eventapp.exchange.columns import Mapped, Subject
from eventapp.exchange.finding import NewPerson, NewVenue
from eventapp.exchange.queries import Known
from eventapp.exchange.rows import Cells
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.spreadsheets.tables import Row, Table


class State(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"


@dataclass(frozen=True)
class MappedTable:
    """A table, what its rows are, and what its columns hold."""

    table: Table
    subject: Subject
    mapped: Mapped

    def cells(self, row: Row, known: Known) -> Cells:
        """The cells of one of its rows."""
        mapped = self.mapped
        if self.table.is_ours:  # what a calendar does not say stays as it was
            mapped = {n: name for n, name in mapped.items() if row.cells[n]}
        return Cells(row, mapped, known.week)


@dataclass
class Proposal:
    """What would become of one row."""

    subject: Subject
    number: int  # of the row, as a spreadsheet counts
    sheet: str
    title: str
    cells: tuple[str, ...]
    problems: list[str]
    notes: list[str] = field(default_factory=list)
    same_as: int | None = None  # the first row about the same event
    key: str | None = None
    id: UUID = field(default_factory=uuid4)  # of the event, or in its place
    event: PlannedEvent | None = None
    plan: EventPlan | None = None
    parts: tuple[PartPlan, ...] | None = None  # None: they stay
    venue: NewVenue | None = None
    parent_key: str = ""
    is_closed: bool = False  # one of its people has a problem: they all stay

    @property
    def state(self) -> State:
        """New, changed, unchanged, or a problem."""
        if self.problems:
            return State.PROBLEM
        if self.subject is Subject.VENUES:
            return State.NEW if self.venue else State.UNCHANGED
        if self.event is None:
            return State.NEW
        is_same = self.plan == self.event.plan and not self.has_other_people
        return State.UNCHANGED if is_same else State.CHANGED

    @property
    def has_other_people(self) -> bool:
        """Whether its people change."""
        before = self.event.parts if self.event else ()
        return self.parts is not None and self.parts != before


@dataclass(frozen=True)
class Preview:
    """All that an import would do."""

    proposals: Sequence[Proposal]
    venues: Mapping[UUID, NewVenue]
    persons: Mapping[UUID, NewPerson]

    def count(self, state: State) -> int:
        """How many rows are in this state."""
        return self.counts[state]

    @property
    def counts(self) -> Counter[State]:
        """How many rows there are in each state."""
        return Counter(one.state for one in self.proposals)

    @property
    def good(self) -> list[Proposal]:
        """The rows that would change something."""
        doing = {State.NEW, State.CHANGED}
        return [one for one in self.proposals if one.state in doing]
