"""The planned programme as tables that can be edited and imported again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from eventapp.exchange.naming import NamedPart, cell_of
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, persons_in, planned_events
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.queries import venues_of
from eventapp.spreadsheets.sheets import workbook
from eventapp.web.tables import csv_of

Cells = Sequence[Any]


@dataclass(frozen=True)
class Plan:
    """All that an export shows, loaded once."""

    week: Week
    events: Sequence[PlannedEvent]
    venues: Mapping[UUID, Venue]
    persons: Mapping[UUID, Person]
    tags: tuple[str, ...]

    @property
    def keys(self) -> dict[UUID, str]:
        """By which key each event is found again."""
        return {one.id: one.event.key or str(one.id) for one in self.events}

    def place(self, key: UUID | None) -> str:
        """By which key a venue is found again."""
        venue = self.venues.get(key) if key else None
        return (venue.key or str(venue.id)) if venue else ""


def plan_of_week(week: Week) -> Plan:
    """Everything planned in a week; in five statements."""
    events = planned_events(week)
    venues = {venue.id: venue for venue in venues_of(week)}
    persons = {person.id: person for person in persons_in(week)}
    texts = [
        text
        for one in events
        for text in (one.plan.title, one.plan.summary, one.plan.interpretation)
    ]
    texts += [venue.name for venue in venues.values()]
    tags = dict.fromkeys(
        (*week.languages, *(tag for text in texts for tag in text or ()))
    )
    return Plan(week, events, venues, persons, tuple(tags))


def as_csv(plan: Plan, *, marked: bool = True) -> bytes:
    """The events as UTF-8 text; the mark before it lets Excel read it."""
    head, rows = _events(plan, with_people=True)
    written = (map(_written, row) for row in rows)
    return csv_of([head, *written], marked=marked)


def as_workbook(plan: Plan) -> bytes:
    """Events, people and venues on three sheets; days and hours are real ones."""
    return workbook(
        (name, head, rows)
        for name, (head, rows) in (
            ("events", _events(plan, with_people=False)),
            ("people", _people(plan)),
            ("venues", _venues(plan)),
        )
    )


def _events(plan: Plan, *, with_people: bool) -> tuple[list[str], Iterator[Cells]]:
    columns = _event_columns(plan)
    if with_people:
        columns["people"] = lambda one: cell_of(
            _named(part, plan) for part in one.parts
        )
    rows = ([say(one) for say in columns.values()] for one in plan.events)
    return list(columns), rows


def _in_language(name: str, tag: str) -> Callable[[PlannedEvent], str]:
    return lambda one: (getattr(one.plan, name) or {}).get(tag, "")


def _event_columns(plan: Plan) -> dict[str, Callable[[PlannedEvent], Any]]:
    keys = plan.keys

    def texts(name: str) -> dict[str, Callable[[PlannedEvent], Any]]:
        return {f"{name}_{tag}": _in_language(name, tag) for tag in plan.tags}

    def wall(at: datetime) -> datetime:
        return at.astimezone(plan.week.tzinfo).replace(tzinfo=None)

    def starts(one: PlannedEvent) -> datetime | None:
        return wall(one.plan.starts_at) if one.plan.is_placed else None

    def ends(one: PlannedEvent) -> datetime | None:
        return wall(one.plan.ends_at) if one.plan.is_placed else None

    def last_day(one: PlannedEvent) -> date | None:
        last, first = ends(one), starts(one)
        is_later = last and first and last.date() != first.date()
        return last.date() if last and is_later else None

    return {
        "key": lambda one: keys[one.id],
        "parent": lambda one: keys.get(one.plan.parent_id, ""),
        "kind": lambda one: one.plan.kind.value,
        **texts("title"),
        **texts("summary"),
        "date": lambda one: _day(starts(one)),
        "start": lambda one: _hour(starts(one)),
        "end_date": last_day,
        "end": lambda one: _hour(ends(one)),
        "duration": lambda one: None if one.plan.is_placed else _minutes(one.plan),
        "venue": lambda one: plan.place(one.plan.venue_id),
        "meeting_point": lambda one: plan.place(one.plan.meeting_point_id),
        "coaches": lambda one: "; ".join(
            plan.place(UUID(key)) for key in one.plan.coaches
        ),
        "capacity": lambda one: one.plan.capacity,
        "signup": lambda one: one.plan.signup.value,
        "signup_opens": lambda one: _moment(one.plan.signup_opens_at, wall),
        "signup_closes": lambda one: _moment(one.plan.signup_closes_at, wall),
        "waiting_list": lambda one: one.plan.waiting_list.value,
        "offer_hours": lambda one: one.plan.offer_hours,
        "promotion_stops": lambda one: one.plan.promotion_stops_minutes,
        "whole_delegations": lambda one: "yes" if one.plan.whole_delegations else "no",
        "languages": lambda one: "; ".join(one.plan.languages),
        **texts("interpretation"),
        "mode": lambda one: one.plan.mode.value,
        "joining_link": lambda one: one.plan.joining_link or "",
        "joining_minutes": lambda one: one.plan.joining_minutes,
        "status": lambda one: one.plan.status.value,
    }


def _people(plan: Plan) -> tuple[list[str], Iterator[Cells]]:
    head = ["event", "part", "person", "latin", "native", "native_language", "order"]
    head += ["honorific", "academic_title", "institution", "spoken"]
    head += [f"office_{tag}" for tag in plan.tags]
    head += [f"office_there_{tag}" for tag in plan.tags] + ["from", "into"]
    keys = plan.keys
    rows = (
        [keys[one.id], *_person_cells(part, plan)]
        for one in plan.events
        for part in one.parts
    )
    return head, rows


def _person_cells(part: PartPlan, plan: Plan) -> list[Any]:
    person = plan.persons.get(part.person_id) if part.person_id else None
    name = person.name if person else None
    institution = person.institution if person else None
    return [
        part.part.value,
        person.key or str(person.id) if person else "",
        name.latin if name else "",
        name.native if name else "",
        name.native_language if name else "",
        name.order.value if name and name.order else "",
        name.honorific if name else "",
        name.title if name else "",
        _institution(institution.name) if institution else "",
        "; ".join(person.languages) if person else "",
        *_each(person.office if person else None, plan.tags),
        *_each(part.office, plan.tags),
        part.from_language or "",
        part.into_language or "",
    ]


def _venues(plan: Plan) -> tuple[list[str], Iterator[Cells]]:
    head = ["key", "parent", *(f"name_{tag}" for tag in plan.tags), "kind", "capacity"]
    head += [f"address_{tag}" for tag in plan.tags]
    head += [f"directions_{tag}" for tag in plan.tags]
    head += ["step_free", "opens", "closes"]
    rows = (
        [
            plan.place(venue.id),
            plan.place(venue.parent_id),
            *_each(venue.name, plan.tags),
            venue.kind.value,
            venue.capacity,
            *_each(venue.address, plan.tags),
            *_each(venue.directions, plan.tags),
            {True: "yes", False: "no", None: ""}[venue.is_step_free],
            venue.opens,
            venue.closes,
        ]
        for venue in plan.venues.values()
    )
    return head, rows


def _named(part: PartPlan, plan: Plan) -> NamedPart:
    person = plan.persons.get(part.person_id) if part.person_id else None
    institution = person.institution if person else None
    return NamedPart(
        part.part,
        person.name if person else None,
        key=person.key if person else None,
        institution=_institution(institution.name) if institution else None,
        from_language=part.from_language,
        into_language=part.into_language,
    )


def _institution(name: Localised) -> str:
    """Its first name, without the signs that part the cell."""
    return next(iter(name.values()), "").replace("[", "(").replace("]", ")")


def _each(text: Localised | None, tags: Sequence[str]) -> list[str]:
    return [text.get(tag, "") if text else "" for tag in tags]


def _minutes(plan: EventPlan) -> int:
    return round((plan.ends_at - plan.starts_at).total_seconds() / 60)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def _moment(at: datetime | None, wall: Callable[[datetime], datetime]) -> str | None:
    """Day and hour in one cell, by the week's clock."""
    return f"{wall(at):%Y-%m-%d %H:%M}" if at else None


def _hour(at: datetime | None) -> time | None:
    return at.time().replace(second=0, microsecond=0) if at else None


def _written(cell: object) -> object:
    """Days and hours in a text, as everybody reads them."""
    return f"{cell:%H:%M}" if isinstance(cell, time) else cell
