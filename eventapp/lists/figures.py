"""The figures of a report and its rule: institutions, where from, how many people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from eventapp.institutions.models import InstitutionType
from eventapp.kernel.i18n import Localised
from eventapp.lists.vocabulary import Counted

MEANT = (InstitutionType.UNIVERSITY, InstitutionType.COMPANY)


@dataclass(frozen=True)
class Rule:
    """By which rule institutions are counted."""

    counted: Counted = Counted.EXPECTED
    with_others: bool = False  # than universities and companies
    with_host: bool = False


@dataclass(frozen=True)
class Home:
    """One institution from which people come, as the directory had it."""

    key: str
    name: Mapping[str, str]
    type: InstitutionType
    territory: str | None  # its code
    label: Mapping[str, str]  # of the country or region
    people: int  # delegates; who accompany them not counted
    is_counted: bool = True  # by the rule; else it stands apart

    @property
    def title(self) -> Localised:
        """Its name in the languages of the directory."""
        return Localised(self.name)

    @property
    def place(self) -> Localised:
        """Its country or region."""
        return Localised(self.label)


@dataclass(frozen=True)
class Place:
    """A country or region, with what comes from there."""

    code: str
    label: Localised
    homes: Sequence[Home]

    @property
    def institutions(self) -> int:
        """How many institutions count there."""
        return len(self.homes)

    @property
    def people(self) -> int:
        """How many delegates these send."""
        return sum(home.people for home in self.homes)


@dataclass(frozen=True)
class Figures:
    """What was counted."""

    homes: tuple[Home, ...] = ()
    people: int = 0  # delegates
    companions: int = 0
    homeless: int = 0  # delegates whose institution is not in the directory
    kinds: Mapping[str, int] = field(default_factory=dict)
    events: int = 0
    admissions: int = 0

    @property
    def counted(self) -> list[Home]:
        """The institutions that count by the rule."""
        return [home for home in self.homes if home.is_counted]

    @property
    def apart(self) -> list[Home]:
        """The others."""
        return [home for home in self.homes if not home.is_counted]

    @property
    def institutions(self) -> int:
        """How many institutions count."""
        return len(self.counted)

    @property
    def by_type(self) -> Mapping[InstitutionType, int]:
        """How many there are of each sort, among those that count."""
        return Counter(home.type for home in self.counted)

    @property
    def places(self) -> list[Place]:
        """Countries and regions of those that count, most people first."""
        found: dict[str, list[Home]] = {}
        for home in self.counted:
            if home.territory:
                found.setdefault(home.territory, []).append(home)
        places = [Place(code, homes[0].place, homes) for code, homes in found.items()]
        return sorted(
            places, key=lambda one: (-one.people, -one.institutions, one.code)
        )

    @property
    def territories(self) -> int:
        """How many countries and regions there are."""
        return len({home.territory for home in self.counted if home.territory})

    def kept(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return asdict(self)

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Figures":
        """The figures that were kept."""
        homes = tuple(
            Home(**{**home, "type": InstitutionType(home["type"])})
            for home in kept["homes"]
        )
        return cls(**{**kept, "homes": homes})


@dataclass(frozen=True)
class Difference:
    """What became of the institutions that count, from one count to another."""

    gone: Sequence[Home]
    new: Sequence[Home]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.gone or self.new)


def between(before: Figures, after: Figures) -> Difference:
    """Which institutions count in one and not in the other."""
    old = {home.key: home for home in before.counted}
    new = {home.key: home for home in after.counted}
    return Difference(
        [home for key, home in old.items() if key not in new],
        [home for key, home in new.items() if key not in old],
    )
