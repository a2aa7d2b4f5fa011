"""What an import of people must know of a week, however long the list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from eventapp.arrivals.models.journeys import Journey, Point
from eventapp.arrivals.models.stays import Stay
from eventapp.exchange.models import RememberedColumns
from eventapp.institutions.models import Alias, Institution, Territory
from eventapp.intake.directory import Directory, Listed
from eventapp.intake.models import PeopleFile
from eventapp.intake.vocabulary import Subject
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db
from eventapp.letters.queries import settings_of
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import last_day
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

ENDED = (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)
MANY = 900  # keys in one question

Stamp = tuple[object, ...]  # equal as long as nothing relevant changed


@dataclass(frozen=True)
class WeekFacts:
    """A week, as far as rows are judged by it."""

    id: UUID
    slug: str
    zone: ZoneInfo
    first: date
    last: date
    languages: tuple[str, ...]
    privacy_version: str
    writes_letters: bool  # for visas, and still takes requests


@dataclass(frozen=True)
class Group:
    """A delegation that the week has."""

    id: UUID
    institution_id: UUID
    label: str | None
    quota: int
    members: int
    has_head: bool


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is in the week already."""

    id: UUID
    key: str | None
    address: str
    name_latin: str
    name_native: str | None
    status: RegistrationStatus
    position: str | None
    phone: str | None
    arrives_on: date | None
    institution_id: UUID | None
    proposed_institution: str | None
    delegation_id: UUID | None
    is_head: bool
    accompanies_id: UUID | None


@dataclass
class Known:
    """A week with everybody in it, as values: they outlive the transaction."""

    week: WeekFacts
    people: Sequence[Present]
    directory: Directory
    territories: frozenset[str]
    groups: Sequence[Group]
    companions: Mapping[UUID, int]
    stamp: Stamp
    details: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    journeys: dict[tuple[UUID, str], Mapping[str, Any]] = field(default_factory=dict)
    stays: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    points: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)  # names


def known(week: Week) -> Known:
    """What is known beside a list; in as many statements for any."""
    table = Model.metadata.tables["registration"].c
    columns = [table[each.name] for each in fields(Present)]
    rows = db.session.execute(select(*columns).where(table.week_id == week.id))
    people = [Present(*row) for row in rows]
    companions: dict[UUID, int] = defaultdict(int)
    for one in people:
        if one.accompanies_id:
            companions[one.accompanies_id] += 1
    return Known(
        week=facts_of(week),
        people=[one for one in people if not one.accompanies_id],
        directory=_directory(),
        territories=frozenset(db.session.scalars(select(Territory.code))),
        groups=_groups(week, people),
        companions=companions,
        stamp=stamp(week.id),
    )


def facts_of(week: Week) -> WeekFacts:
    """The week itself, as values."""
    return WeekFacts(
        id=week.id,
        slug=week.slug,
        zone=week.tzinfo,
        first=week.held.first,
        last=last_day(week),
        languages=week.languages,
        privacy_version=week.privacy_version,
        writes_letters=_writes_letters(week),
    )


def know_details(present: Known, keys: Iterable[UUID]) -> None:
    """Learn all that is kept of some people: what a row would change in it."""
    wanted = list(dict.fromkeys(keys))
    registration = Model.metadata.tables["registration"]
    for begin in range(0, len(wanted), MANY):
        some = wanted[begin : begin + MANY]
        people = select(registration).where(registration.c.id.in_(some))
        for row in db.session.execute(people).mappings():
            present.details[row["id"]] = dict(row)
        ways = select(Journey.__table__).where(Journey.registration_id.in_(some))
        for row in db.session.execute(ways).mappings():
            present.journeys[row["registration_id"], row["direction"]] = dict(row)
        nights = select(Stay.__table__).where(Stay.registration_id.in_(some))
        for row in db.session.execute(nights).mappings():
            present.stays[row["registration_id"]] = dict(row)
    if wanted:
        rows = select(Point.id, Point.key, Point.name).where(
            Point.week_id == present.week.id
        )
        present.points = {
            row.id: (row.key, *row.name.values()) for row in db.session.execute(rows)
        }


def stamp(week_id: UUID) -> Stamp:
    """What is equal as long as nobody registered, changed, or joined the directory."""
    people = select(func.count(), func.max(Registration.changed_at)).where(
        Registration.week_id == week_id
    )
    counts = (
        select(func.count()).select_from(Institution).scalar_subquery(),
        select(func.count()).select_from(Alias).scalar_subquery(),
        select(func.count()).where(Delegation.week_id == week_id).scalar_subquery(),
    )
    return (
        *db.session.execute(people).one(),
        *db.session.execute(select(*counts)).one(),
    )


def file_of(week: Week, key: UUID) -> PeopleFile | None:
    """A list that waits to be taken over, or what became of it."""
    wanted = select(PeopleFile).where(
        PeopleFile.week_id == week.id, PeopleFile.id == key
    )
    return db.session.scalar(wanted)


def files_of(week: Week) -> Sequence[PeopleFile]:
    """The lists of a week that are still kept, the latest first, without content."""
    rows = (
        select(PeopleFile)
        .options(defer(PeopleFile.content), defer(PeopleFile.report))
        .where(PeopleFile.week_id == week.id, PeopleFile.expires_at > clock.now())
    )
    return db.session.scalars(rows.order_by(PeopleFile.created_at.desc())).all()


def remembered_columns(week: Week, subject: Subject) -> Mapping[str, str]:
    """Which header meant which field before, in this week or else in another."""
    own: dict[str, str] = {}
    others: dict[str, str] = {}
    for row in db.session.scalars(select(RememberedColumns)):
        (own if row.week_id == week.id else others).update(row.columns)
    beginning = f"{subject}:"
    return {
        header: field
        for header, field in (others | own).items()
        if header.startswith(beginning)
    }


def places_asked(week_id: UUID) -> frozenset[tuple[UUID, UUID]]:
    """Who holds or awaits a place where."""
    rows = (
        select(Place.registration_id, Place.event_id)
        .join(Event, Event.id == Place.event_id)
        .where(Event.week_id == week_id)
    )
    return frozenset((person, event) for person, event in db.session.execute(rows))


def _directory() -> Directory:
    aliases: dict[UUID, list[str]] = defaultdict(list)
    for key, name in db.session.execute(select(Alias.institution_id, Alias.name)):
        aliases[key].append(name)
    rows = db.session.execute(
        select(
            Institution.id,
            Institution.key,
            Institution.name,
            Institution.short_name,
            Institution.native_name,
            Institution.territory_code,
            Institution.search_text,
        ).order_by(Institution.sort_name, Institution.id)
    )
    return Directory(
        [
            Listed(
                id=row.id,
                key=row.key,
                name=next(iter(row.name.values()), ""),
                names=tuple(filter(None, row.name.values())),
                others=tuple(
                    filter(None, (row.short_name, row.native_name, *aliases[row.id]))
                ),
                territory=row.territory_code,
                search_text=row.search_text,
            )
            for row in rows
        ]
    )


def _writes_letters(week: Week) -> bool:
    settings = settings_of(week)
    if settings is None or not settings.is_offered:
        return False
    today = clock.now().astimezone(week.tzinfo).date()
    return settings.last_day is None or today <= settings.last_day


def _groups(week: Week, people: Sequence[Present]) -> list[Group]:
    members: dict[UUID, int] = defaultdict(int)
    heads: set[UUID] = set()
    for one in people:
        if one.delegation_id and one.status not in ENDED:
            members[one.delegation_id] += 1
            if one.is_head:
                heads.add(one.delegation_id)
    rows = select(
        Delegation.id, Delegation.institution_id, Delegation.label, Delegation.quota
    ).where(Delegation.week_id == week.id, Delegation.status.not_in(ENDED))
    return [
        Group(
            row.id,
            row.institution_id,
            row.label,
            row.quota,
            members[row.id],
            row.id in heads,
        )
        for row in db.session.execute(rows)
    ]
