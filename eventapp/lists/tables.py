"""A table before it is a file: parts, columns, cells of their own kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any

from eventapp.kernel.names import PersonName

# Instants are told by the week's clocks before they become cells: naive ones.
Value = str | int | date | datetime | time | PersonName | None


@dataclass(frozen=True)
class Column:
    """One column: its key in addresses, its head, how it makes a cell of a row."""

    key: str
    head: str
    cell: Callable[[Any], Value]
    width: int = 3  # in proportion to the others, on paper
    is_name: bool = False  # both forms in one cell on paper, in two of a file


@dataclass(frozen=True)
class Part:
    """A part of a list: an event, a rank, a hotel; or the whole of it."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    facts: Sequence[str] = ()

    def cells(self) -> list[list[Value]]:
        """The rows as values, one for each column."""
        return [[column.cell(row) for column in self.columns] for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """A whole list, in the reader's language."""

    name: str  # of the file, without its ending
    title: str
    over: str  # the week
    facts: Sequence[str]  # whom it holds, by which rule, whom it leaves out
    parts: Sequence[Part]
    grouped_by: str = ""  # head of a first column, where all parts are one table

    def settled(self) -> "Sheet":
        """The same with its cells made, so that the database may go."""
        return replace(self, parts=[_settled(part) for part in self.parts])

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(part.rows) for part in self.parts)


def _settled(part: Part) -> Part:
    columns = [
        replace(column, cell=itemgetter(place))
        for place, column in enumerate(part.columns)
    ]
    return replace(part, columns=columns, rows=part.cells())
