"""A list of sign-ups: who asks for which event, in the order of asking."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.exchange.columns import folded
from eventapp.intake import queries, values
from eventapp.intake.candidates import Manner
from eventapp.intake.columns import Mapped
from eventapp.intake.findings import ORDER, Finding
from eventapp.intake.vocabulary import Outcome
from eventapp.kernel.db import db
from eventapp.kernel.wall import instant_of
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.spreadsheets.tables import Row, Table


@dataclass
class Request:
    """One row: somebody asks for a place at an event."""

    line: int
    number: int
    cells: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    delegate: str = ""  # the id in the list
    event: str = ""  # its key
    title: str = ""
    registration_id: UUID | None = None
    event_id: UUID | None = None
    asked_at: datetime | None = None

    @property
    def outcome(self) -> Outcome:
        """What becomes of the row."""
        found = (one.outcome for one in self.findings)
        return max(found, key=ORDER.index, default=Outcome.ACCEPT)

    @property
    def is_new(self) -> bool:
        """Whether a place is asked for."""
        return self.outcome is Outcome.ACCEPT


@dataclass(frozen=True)
class Requests:
    """All requests of a list; the good ones in the order of asking."""

    rows: Sequence[Request]

    @property
    def counts(self) -> Counter[Outcome]:
        """How many rows have which outcome."""
        return Counter(one.outcome for one in self.rows)

    @property
    def in_order(self) -> list[Request]:
        """Who asked first, comes first; rows without an instant come last."""
        new = [one for one in self.rows if one.is_new]
        return sorted(new, key=_order)


def requests_of(week: Week, table: Table, mapped: Mapped, manner: Manner) -> Requests:
    """Who asks for which event; nothing is written."""
    facts = queries.facts_of(week)
    people = _people(week)
    events = _events(week)
    asked = set(queries.places_asked(week.id))
    found: list[Request] = []
    for line, row in enumerate(table.rows, start=1):
        one = Request(line, row.number, row.cells)
        cells = {name: row.cells[number] for number, name in mapped.items()}
        _find_delegate(one, cells.get("delegate", ""), people)
        _find_event(one, cells.get("event", ""), events)
        _read_instant(one, cells.get("asked_at", ""), facts, manner)
        _judge(one, row, asked)
        found.append(one)
    return Requests(found)


def _find_delegate(one: Request, text: str, people: dict[str, Any]) -> None:
    one.delegate = text
    person = people.get(text) or people.get(text.casefold())
    if person is None:
        one.findings.append(Finding("delegate_unknown", "delegate", text))
    elif person.status is not RegistrationStatus.CONFIRMED:
        one.findings.append(Finding("delegate_not_confirmed", "delegate", text))
    else:
        one.registration_id = person.id


def _find_event(one: Request, text: str, events: dict[str, Any]) -> None:
    event = events.get(text) or events.get(folded(text))
    if event is None:
        one.findings.append(Finding("event_unknown", "event", text))
        return
    one.event_id, one.title = event.id, str(event.title)
    one.event = event.key or str(event.id)
    if not event.takes_wishes or event.status is EventStatus.CANCELLED:
        one.findings.append(Finding("event_takes_no_signup", "event", text))


def _read_instant(
    one: Request, text: str, facts: queries.WeekFacts, manner: Manner
) -> None:
    if not text:
        return
    try:
        moment = values.moment(text, facts.zone, manner.day_order)
    except values.UnreadableError as error:
        one.findings.append(Finding(error.code, "asked_at", text))
        return
    one.asked_at = moment.at or instant_of(moment.on, time(12), facts.zone)


def _judge(one: Request, row: Row, asked: set[tuple[UUID, UUID]]) -> None:
    if row.surplus:
        one.findings.append(Finding("row_too_long"))
    if one.registration_id is None or one.event_id is None or one.findings:
        return
    place = one.registration_id, one.event_id
    if place in asked:
        one.findings.append(Finding("already_asked"))
    asked.add(place)


def _people(week: Week) -> dict[str, Any]:
    """Who is in the week, by the id in their list, by reference and by address."""
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.key,
            Registration.reference,
            Registration.address,
            Registration.has_own_address,
            Registration.status,
        ).where(Registration.week_id == week.id)
    ).all()
    found: dict[str, Any] = {}
    for row in rows:
        if row.has_own_address:
            found.setdefault(row.address, row)
    for row in rows:
        found[row.reference] = row
    for row in rows:
        if row.key:
            found[row.key] = row
    return found


def _events(week: Week) -> dict[str, Event]:
    rows = select(Event).where(
        Event.week_id == week.id, Event.status != EventStatus.DRAFT
    )
    found: dict[str, Event] = {}
    for event in db.session.scalars(rows):
        for title in event.title.values():
            found.setdefault(folded(title), event)
        found[str(event.id)] = event
        if event.key:
            found[event.key] = event
    return found


def _order(one: Request) -> tuple[bool, str, str, str]:
    at = one.asked_at.isoformat() if one.asked_at else ""
    return one.asked_at is None, at, one.delegate, one.event
