"""A column about people: its head, its cell, what it must be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eventapp.lists.people import Line, Need
from eventapp.lists.tables import Column, Value


@dataclass(frozen=True)
class PersonColumn:
    """A column about one person."""

    key: str
    head: object  # lazy: said when the list is made
    cell: Callable[[Line], Value]
    width: int = 3
    needs: tuple[Need, ...] = ()
    is_name: bool = False

    def spoken(self) -> Column:
        """The same with its head in the reader's language."""
        return Column(self.key, str(self.head), self.cell, self.width, self.is_name)


def needs_of(columns: Sequence[PersonColumn]) -> frozenset[Need]:
    """What all of these must be told."""
    return frozenset(need for column in columns for need in column.needs)
