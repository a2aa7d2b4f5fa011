"""Which registrations are meant: filters that combine, or ticks; as values and back.

A choice stands in an address (`parameters`), in a row of the database (`kept`) and in
a form; all three are read by the same rules. Values of one filter widen it, filters
narrow each other. What is no value of a filter is as if it were not there.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from eventapp.registration.vocabulary import (
    Access,
    DelegateKind,
    Diet,
    RegistrationStatus,
)
from eventapp.selection.vocabulary import AtEvent, Lack, LetterState, Presence

ORDERS = (
    "name",
    "number",
    "institution",
    "territory",
    "status",
    "kind",
    "arrives",
    "submitted",
)
USUAL_ORDER = "number"
LONGEST_SEARCH = 200
MOST_VALUES = 400  # of one filter; ticks of a page are fewer
NOWHERE = "none"  # of countries and regions: not known
_TERRITORY = re.compile("[A-Z]{2}|none")
_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

Values = Callable[[str], Sequence[str]]  # all values under one name
One = TypeVar("One")
Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True)
class Choice:
    """Registrations of a week: those that all filters let through, or ticked ones."""

    words: str = ""  # in either script; reference, number, e-mail, telephone
    statuses: tuple[RegistrationStatus, ...] = ()
    kinds: tuple[DelegateKind, ...] = ()
    territories: tuple[str, ...] = ()  # of the institution; NOWHERE: not known
    institutions: tuple[UUID, ...] = ()
    delegations: tuple[UUID, ...] = ()
    is_head: bool | None = None  # of a delegation
    accompanies: bool | None = None  # comes with a delegate, and represents nobody
    days: tuple[date, ...] = ()  # on which it was sent, by the week's clock
    events: tuple[UUID, ...] = ()
    at_events: tuple[AtEvent, ...] = ()  # at these events; at any where none is named
    presence: tuple[Presence, ...] = ()
    languages: tuple[str, ...] = ()  # in which we write
    diets: tuple[Diet, ...] = ()  # of those who agreed that we keep them
    access: tuple[Access, ...] = ()  # the same
    letters: tuple[LetterState, ...] = ()
    arrives: tuple[date, ...] = ()
    has_badge: bool | None = None  # printed
    lacks: tuple[Lack, ...] = ()
    tags: tuple[UUID, ...] = ()
    keys: tuple[UUID, ...] = ()  # ticked: only these
    order: str = USUAL_ORDER
    descending: bool = False

    def parameters(self) -> list[tuple[str, str]]:
        """The names and values of an address that means this choice, in one order."""
        found = [
            (NAMES[field.name], _written(value))
            for field in fields(self)
            if field.name in NAMES
            for value in _each(getattr(self, field.name))
        ]
        sign = "-" if self.descending else ""
        if (self.order, self.descending) != (USUAL_ORDER, False):
            found.append(("sort", f"{sign}{self.order}"))
        return found

    def kept(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        found: dict[str, Any] = {}
        for name, value in self.parameters():
            found.setdefault(name, []).append(value)
        return found

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Choice":
        """The choice that was kept."""
        return read_choice(lambda name: tuple(kept.get(name, ())))

    @property
    def is_everybody(self) -> bool:
        """Whether nothing is filtered."""
        return self.unsorted == Choice()

    @property
    def unsorted(self) -> "Choice":
        """The same people in the usual order."""
        return replace(self, order=USUAL_ORDER, descending=False)


# Under which name a filter stands in an address; `sort` stands apart.
NAMES: Mapping[str, str] = {
    "words": "q",
    "statuses": "status",
    "kinds": "kind",
    "territories": "territory",
    "institutions": "institution",
    "delegations": "delegation",
    "is_head": "head",
    "accompanies": "beside",
    "days": "day",
    "events": "event",
    "at_events": "place",
    "presence": "came",
    "languages": "language",
    "diets": "diet",
    "access": "access",
    "letters": "letter",
    "arrives": "arrives",
    "has_badge": "badge",
    "lacks": "lacks",
    "tags": "tag",
    "keys": "registration",
}


def read_choice(values: Values) -> Choice:
    """The choice that these values mean; `values` gives all of one name."""
    first = next(iter(values("sort")), "")
    order = first.removeprefix("-")
    words = " ".join(next(iter(values("q")), "").replace("\0", "").split())
    return Choice(
        words=words[:LONGEST_SEARCH],
        statuses=_members(RegistrationStatus, values("status")),
        kinds=_members(DelegateKind, values("kind")),
        territories=_matching(_TERRITORY, values("territory")),
        institutions=_keys(values("institution")),
        delegations=_keys(values("delegation")),
        is_head=_truth(values("head")),
        accompanies=_truth(values("beside")),
        days=_days(values("day")),
        events=_keys(values("event")),
        at_events=_members(AtEvent, values("place")),
        presence=_members(Presence, values("came")),
        languages=_matching(_LANGUAGE, values("language")),
        diets=_members(Diet, values("diet")),
        access=_members(Access, values("access")),
        letters=_members(LetterState, values("letter")),
        arrives=_days(values("arrives")),
        has_badge=_truth(values("badge")),
        lacks=_members(Lack, values("lacks")),
        tags=_keys(values("tag")),
        keys=_keys(values("registration")),
        order=order if order in ORDERS else USUAL_ORDER,
        descending=first.startswith("-") and order in ORDERS,
    )


def _each(value: object) -> Sequence[object]:
    if isinstance(value, tuple):
        return value
    return () if value in {None, ""} else (value,)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _truth(values: Sequence[str]) -> bool | None:
    return {"yes": True, "no": False}.get(next(iter(values), ""))


def _members(kind: type[Kind], values: Sequence[str]) -> tuple[Kind, ...]:
    wanted = set(values[:MOST_VALUES])
    return tuple(one for one in kind if one.value in wanted)


def _matching(form: re.Pattern[str], values: Sequence[str]) -> tuple[str, ...]:
    return _unique(one for one in values[:MOST_VALUES] if form.fullmatch(one))


def _keys(values: Sequence[str]) -> tuple[UUID, ...]:
    return _unique(
        key for one in values[:MOST_VALUES] if (key := _key(one)) is not None
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _days(values: Sequence[str]) -> tuple[date, ...]:
    return _unique(
        day for one in values[:MOST_VALUES] if (day := _day(one)) is not None
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None  # noqa: PLR2004 - plausible years


def _unique(values: Iterable[One]) -> tuple[One, ...]:
    return tuple(sorted(set(values), key=str))
