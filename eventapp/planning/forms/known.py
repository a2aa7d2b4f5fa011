"""The persons and institutions that an organiser names by typing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from eventapp.institutions.models import Institution
from eventapp.institutions.queries import matching
from eventapp.kernel.names import searchable
from eventapp.planning.queries.naming import (
    MOST_OFFERED,
    Namesake,
    namesakes,
    offered_institutions,
    persons_with,
    recent_persons,
)
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons_in

PARTED = " · "
BRACKETS = re.compile(r"[()]")
MOST_ALIKE = 200  # institutions whose names hold the same words


@dataclass(frozen=True)
class Known:
    """Whom a page offers; anybody else is looked up when the name is typed."""

    institutions: Sequence[Institution]
    shared: frozenset[Namesake]
    persons: dict[UUID, Person] = field(default_factory=dict)
    _keys: dict[str, UUID] = field(default_factory=dict)  # by folded labels

    def __post_init__(self) -> None:
        """Find those who are offered by their labels."""
        self._remember(list(self.persons.values()))

    @property
    def labels(self) -> Iterable[str]:
        """What one may choose from."""
        return [self._label(one) for one in islice(self.persons.values(), MOST_OFFERED)]

    def label(self, key: UUID | None) -> str:
        """What stands for this person in a form."""
        person = self.persons.get(key) if key else None
        return self._label(person) if person else ""

    def found(self, text: str) -> list[UUID]:
        """The persons whom a typed name may mean; the exact label means one."""
        folded = searchable(text)
        if folded in self._keys:
            return [self._keys[folded]]
        name, _dot, _rest = folded.partition(PARTED)
        words = BRACKETS.sub(" ", name).split()
        candidates = persons_with(words) if words else ()
        self._remember(candidates)
        if folded in self._keys:
            return [self._keys[folded]]
        wanted = folded.split() if name != folded else ()
        return [
            one.id
            for one in candidates
            if all(word in searchable(self._label(one)) for word in wanted)
        ]

    def institution(self, text: str) -> Institution | None:
        """The institution of the directory that a typed name means."""
        folded = searchable(text)
        if not folded:
            return None
        for one in (*self.institutions, *matching(text, most=MOST_ALIKE)):
            names = {searchable(name) for name in one.name.values()}
            if folded in names and not one.is_proposed:
                return one
        return None

    def _remember(self, persons: Iterable[Person]) -> None:
        for one in persons:
            self.persons[one.id] = one
            self._keys.setdefault(searchable(self._label(one)), one.id)

    def _label(self, person: Person) -> str:
        """A label that no other person has; namesakes get a mark."""
        is_shared = (person.sort_name, person.institution_id) in self.shared
        mark = f"{PARTED}{person.id.hex[:4]}" if is_shared else ""
        return f"{label_of(person)}{mark}"


def known_in(week: Week) -> Known:
    """The persons of a week, then those of the weeks before it; its institutions."""
    offered = {one.id: one for one in (*persons_in(week), *recent_persons())}
    return Known(offered_institutions(week), namesakes(), offered)


def label_of(person: Person) -> str:
    """A person's name in both scripts, and where they come from."""
    if person.institution is None:
        return str(person.name)
    return f"{person.name}{PARTED}{person.institution.name}"
