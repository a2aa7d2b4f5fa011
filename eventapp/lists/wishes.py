"""What somebody wants listed: which list, of whom, with which columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from eventapp.lists.vocabulary import ListKind
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.choosing import Choice


@dataclass(frozen=True)
class Wish:
    """One list, before it is read from the database."""

    kind: ListKind
    choice: Choice = field(default_factory=Choice)
    columns: tuple[str, ...] = ()  # none: the usual ones
    meals: tuple[UUID, ...] = ()  # events at which food is served; none: banquets
    day: date | None = None  # of the kitchen's numbers; none: all days
    filtered: str = ""  # the filters in words
    most: int | None = None  # people of a preview

    @property
    def people(self) -> Choice:
        """Whom it is about: whoever is expected, unless the choice says otherwise."""
        chosen = self.choice
        if self.kind is ListKind.DELEGATES or chosen.statuses or chosen.keys:
            return chosen
        return replace(chosen, statuses=(RegistrationStatus.CONFIRMED,))

    def kept(self) -> dict[str, Any]:
        """The same as the row of a job can hold it."""
        return {
            "kind": self.kind.value,
            "choice": self.choice.kept(),
            "columns": list(self.columns),
            "meals": [str(key) for key in self.meals],
            "day": self.day.isoformat() if self.day else None,
            "filtered": self.filtered,
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Wish":
        """The wish that was kept."""
        return cls(
            ListKind(kept["kind"]),
            Choice.of_kept(kept["choice"]),
            tuple(kept["columns"]),
            tuple(UUID(key) for key in kept["meals"]),
            date.fromisoformat(kept["day"]) if kept.get("day") else None,
            kept["filtered"],
        )


@dataclass(frozen=True)
class Ask:
    """A wish with the week in which it is answered."""

    week: Week
    wish: Wish
    columns: Sequence[str]  # of people, as they will stand
