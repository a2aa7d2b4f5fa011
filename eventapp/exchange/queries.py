"""What an import must know of a week and of the directory, however long the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer, joinedload

from eventapp.exchange.columns import folded
from eventapp.exchange.models import CalendarSource, ImportFile, RememberedColumns
from eventapp.institutions.models import Alias, Institution
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, persons_in, planned_events
from eventapp.programme.queries import venues_of
from eventapp.programme.vocabulary import EventStatus

Twin = tuple[str, datetime]


@dataclass(frozen=True)
class Known:
    """What is planned, and who and where is known."""

    week: Week
    events: Mapping[str, PlannedEvent]  # by key, and by the text of its id
    twins: Mapping[Twin, Sequence[PlannedEvent]]  # by folded title and start
    venues: Mapping[str, Sequence[Venue]]  # by key, id, and folded names
    persons: Mapping[str, Sequence[Person]]  # by key, id, and searchable name
    institutions: Mapping[str, Sequence[Institution]]  # by key and folded names


def known(week: Week, names: Iterable[PersonName], keys: Iterable[str]) -> Known:
    """What is known beside a file with these persons; in as many statements for any."""
    planned = planned_events(week)
    events = {str(one.id): one for one in planned}
    events |= {one.event.key: one for one in planned if one.event.key}
    twins: dict[Twin, list[PlannedEvent]] = {}
    for one in planned:
        for title in set(map(folded, one.plan.title.values())):
            twins.setdefault((title, one.plan.starts_at), []).append(one)
    return Known(
        week=week,
        events=events,
        twins=twins,
        venues=_venues(week),
        persons=_persons(week, names, keys),
        institutions=_institutions(),
    )


def planned_days(week: Week) -> frozenset[date]:
    """The days on which something of a week's plan begins, by its clock."""
    rows = (
        select(Event.starts_at, Draft.starts_at)
        .outerjoin(Draft, Draft.event_id == Event.id)
        .where(
            Event.week_id == week.id,
            func.coalesce(Draft.is_placed, Event.is_placed),
        )
    )
    begins = [planned or public for public, planned in db.session.execute(rows)]
    return frozenset(at.astimezone(week.tzinfo).date() for at in begins)


def import_of(week: Week, key: UUID) -> ImportFile | None:
    """A file that waits to be taken over, or what became of it."""
    wanted = select(ImportFile).where(
        ImportFile.week_id == week.id, ImportFile.id == key
    )
    return db.session.scalar(wanted)


def imports_of(week: Week) -> Sequence[ImportFile]:
    """The files of a week that are still kept, the latest first, without content."""
    rows = (
        select(ImportFile)
        .options(defer(ImportFile.content))
        .where(ImportFile.week_id == week.id, ImportFile.expires_at > clock.now())
    )
    return db.session.scalars(rows.order_by(ImportFile.created_at.desc())).all()


def sources_of(week: Week) -> Sequence[CalendarSource]:
    """The addresses of calendars that a week remembers, by name."""
    rows = select(CalendarSource).where(CalendarSource.week_id == week.id)
    rows = rows.order_by(CalendarSource.name, CalendarSource.created_at)
    return db.session.scalars(rows).all()


def source_of(week: Week, key: UUID) -> CalendarSource | None:
    """One of these addresses."""
    wanted = select(CalendarSource).where(
        CalendarSource.week_id == week.id, CalendarSource.id == key
    )
    return db.session.scalar(wanted)


def source_at(week: Week, address: str) -> CalendarSource | None:
    """What is remembered of an address."""
    wanted = select(CalendarSource).where(
        CalendarSource.week_id == week.id, CalendarSource.address == address
    )
    return db.session.scalar(wanted)


def waiting_from(week: Week, source_id: UUID) -> ImportFile | None:
    """The latest file from a source that still waits to be taken over."""
    for file in imports_of(week):
        if file.choices.get("source") == str(source_id) and file.taken_at is None:
            return file
    return None


def remembered_columns(week: Week) -> Mapping[str, str]:
    """Which header meant which field the last time, for this week."""
    row = db.session.get(RememberedColumns, week.id)
    return row.columns if row else {}


def public_version(slug: str) -> tuple[UUID, int, datetime] | None:
    """What decides about the public documents of a week; equal for equal ones."""
    row = db.session.execute(
        select(Week.id, Week.revision, Week.revised_at).where(
            Week.slug == slug, Week.is_public
        )
    ).first()
    return (row[0], row[1], row[2]) if row else None


def published_parts(week: Week) -> Mapping[UUID, Sequence[Assignment]]:
    """Who has a published part in which event, in order; in one statement."""
    rows = (
        select(Assignment)
        .join(Assignment.event)
        .options(joinedload(Assignment.person))
        .where(Event.week_id == week.id, Event.status != EventStatus.DRAFT)
        .order_by(Assignment.event_id, Assignment.position)
    )
    found: dict[UUID, list[Assignment]] = {}
    for one in db.session.scalars(rows):
        found.setdefault(one.event_id, []).append(one)
    return found


def sort_names(names: Iterable[PersonName]) -> set[str]:
    """Under which names persons are looked for."""
    return {searchable(name.latin, name.native) for name in names}


def _venues(week: Week) -> dict[str, list[Venue]]:
    found: dict[str, list[Venue]] = {}
    for venue in venues_of(week):
        marks = {venue.key, str(venue.id), *map(folded, venue.name.values())}
        for mark in filter(None, marks):
            found.setdefault(mark, []).append(venue)
    return found


def _persons(
    week: Week, names: Iterable[PersonName], keys: Iterable[str]
) -> dict[str, list[Person]]:
    wanted = [key for key in keys if key]
    ids = [uuid for key in wanted if (uuid := _uuid(key)) is not None]
    rows = db.session.scalars(
        select(Person)
        .options(joinedload(Person.institution))
        .where(
            or_(
                Person.sort_name.in_(sort_names(names)),
                Person.key.in_(wanted),
                Person.id.in_(ids),
            )
        )
        .order_by(Person.created_at, Person.id)
    ).all()
    found: dict[str, list[Person]] = {}
    for person in dict.fromkeys([*rows, *persons_in(week)]):
        for mark in {person.key, str(person.id), person.sort_name} - {None}:
            found.setdefault(str(mark), []).append(person)
    return found


def _institutions() -> dict[str, list[Institution]]:
    found: dict[str, dict[UUID, Institution]] = {}
    rows = {one.id: one for one in db.session.scalars(select(Institution))}
    for one in rows.values():
        names = (*one.name.values(), one.short_name, one.native_name)
        for mark in {one.key, *(folded(name) for name in names if name)}:
            if mark:
                found.setdefault(mark, {})[one.id] = one
    for alias in db.session.scalars(select(Alias)):
        mark = folded(alias.name)
        found.setdefault(mark, {})[alias.institution_id] = rows[alias.institution_id]
    return {mark: list(those.values()) for mark, those in found.items()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
