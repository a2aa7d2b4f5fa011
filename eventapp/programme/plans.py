"""What organisers decide, as values: plans of events, parts, venues; and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Planned
from eventapp.programme.models.people import Assigned
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    Part,
    SignUp,
    VenueKind,
    WaitingList,
)

UNTOLD = frozenset({"joining_link"})  # logs tell that it changed, never what it is


@dataclass(frozen=True)
class EventPlan:
    """What an organiser decides about an event.

    Without a place in the programme (`is_placed` False) its hours tell its length only.
    """

    kind: EventKind
    title: Localised
    starts_at: datetime
    ends_at: datetime
    is_placed: bool = True
    summary: Localised | None = None
    venue_id: UUID | None = None
    meeting_point_id: UUID | None = None
    coaches: tuple[str, ...] = ()  # keys of venues
    parent_id: UUID | None = None
    capacity: int | None = None
    signup: SignUp = SignUp.OPEN
    signup_opens_at: datetime | None = None  # None: as soon as it is published
    signup_closes_at: datetime | None = None  # None: when it begins
    waiting_list: WaitingList = WaitingList.AUTOMATIC
    offer_hours: int = 24
    promotion_stops_minutes: int = 0  # before the start; then nobody moves up
    whole_delegations: bool = False
    languages: tuple[str, ...] = ()
    interpretation: Localised | None = None
    mode: Mode = Mode.ONSITE
    joining_link: str | None = None
    joining_minutes: int = 30
    status: EventStatus = EventStatus.SCHEDULED

    def overlaps(self, other: "EventPlan") -> bool:
        """Whether nobody can be at both from beginning to end."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class PartPlan:
    """What an organiser decides about a part in an event."""

    part: Part
    person_id: UUID | None = None  # None: to be named
    office: Localised | None = None  # None: the person's usual one
    from_language: str | None = None
    into_language: str | None = None


@dataclass(frozen=True)
class VenuePlan:
    """What an organiser decides about a venue."""

    name: Localised
    kind: VenueKind = VenueKind.ROOM
    capacity: int | None = None
    parent_id: UUID | None = None
    address: Localised | None = None
    directions: Localised | None = None
    is_step_free: bool | None = None
    opens: time | None = None
    closes: time | None = None
    latitude: float | None = None
    longitude: float | None = None


def plan_of(row: Planned) -> EventPlan:
    """What is decided in an event, or in its draft."""
    return EventPlan(
        **{field.name: getattr(row, field.name) for field in fields(EventPlan)}
    )


def part_of(row: Assigned) -> PartPlan:
    """What is decided about a part."""
    return PartPlan(
        **{field.name: getattr(row, field.name) for field in fields(PartPlan)}
    )


def kept(plan: EventPlan | PartPlan) -> dict[str, Any]:
    """A plan as JSON: instants by ISO 8601, keys and members by their text."""
    return {name: _plain(value) for name, value in _shallow(plan).items()}


def facts_of(plan: EventPlan, parts: Sequence[PartPlan]) -> dict[str, Any]:
    """An event with its people as JSON, as releases keep it."""
    return {**kept(plan), "people": [kept(part) for part in parts]}


def plan_from(facts: Mapping[str, Any]) -> EventPlan:
    """The plan of an event that was kept as JSON."""
    texts = ("title", "summary", "interpretation")
    keys = ("venue_id", "meeting_point_id", "parent_id")
    read: dict[str, Any] = {**facts}
    read |= {name: datetime.fromisoformat(facts[name]) for name in _INSTANTS}
    read |= {name: _localised(facts.get(name)) for name in texts}
    read |= {name: _key(facts.get(name)) for name in keys}
    read |= {name: tuple(facts.get(name) or ()) for name in ("languages", "coaches")}
    read |= {name: kind(facts[name]) for name, kind in _MEMBERS.items()}
    read |= {name: _instant(facts.get(name)) for name in _INSTANTS_OR_NONE}
    if "waiting_list" in facts:  # releases of before do not know it
        read["waiting_list"] = WaitingList(facts["waiting_list"])
    known = {field.name for field in fields(EventPlan)}
    return EventPlan(**{name: value for name, value in read.items() if name in known})


def part_from(facts: Mapping[str, Any]) -> PartPlan:
    """The plan of a part that was kept as JSON."""
    return PartPlan(
        part=Part(facts["part"]),
        person_id=_key(facts.get("person_id")),
        office=_localised(facts.get("office")),
        from_language=facts.get("from_language"),
        into_language=facts.get("into_language"),
    )


_INSTANTS = ("starts_at", "ends_at")
_INSTANTS_OR_NONE = ("signup_opens_at", "signup_closes_at")
_MEMBERS: dict[str, type[StrEnum]] = {
    "kind": EventKind,
    "signup": SignUp,
    "mode": Mode,
    "status": EventStatus,
}


def _shallow(plan: EventPlan | PartPlan) -> dict[str, Any]:
    return {field.name: getattr(plan, field.name) for field in fields(plan)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - of a plan
    if isinstance(value, Localised):
        return dict(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (UUID, StrEnum)):
        return str(value)
    return value


def _localised(texts: Mapping[str, str] | None) -> Localised | None:
    return None if texts is None else Localised(texts)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None
