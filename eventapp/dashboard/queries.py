"""What organisers see at a glance: figures, and the rows behind them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.badges.models import Badge
from eventapp.checkin.models import Admission
from eventapp.institutions.models import Institution, Territory
from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.kernel.names import searchable
from eventapp.mail.models import Message, MessageStatus
from eventapp.programme.models import (
    Event,
    EventStatus,
    Participation,
    Venue,
    Week,
)
from eventapp.registration.models import (
    Place,
    PlaceStatus,
    Registration,
    RegistrationStatus,
)

PAGE = 50
EXPORTED = 20_000
NEARLY_FULL = 0.9
ORDERS = ("name", "number", "institution", "status", "submitted")
_territory = func.coalesce(Institution.territory_code, Registration.territory_code)


@dataclass(frozen=True)
class Seats:
    """An event with its places: held, waited for, and how many there are."""

    event: Event
    held: int
    waiting: int

    @property
    def is_nearly_full(self) -> bool:
        """Whether more than nine of ten places are held."""
        capacity = self.event.capacity
        return bool(capacity) and self.held > NEARLY_FULL * (capacity or 0)

    @property
    def is_full(self) -> bool:
        """Whether nobody else can have a place."""
        capacity = self.event.capacity
        return capacity is not None and self.held >= capacity


@dataclass(frozen=True)
class Arrivals:
    """Who has come: today at each event, and in all."""

    by_event: Sequence[tuple[Event, int]]
    today: int  # persons admitted somewhere today
    ever: int  # persons admitted anywhere in this week
    expected: int  # confirmed registrations


@dataclass(frozen=True)
class Share:
    """How many registrations come from one country or region."""

    territory: Territory | None
    count: int


@dataclass(frozen=True)
class Needs:
    """What waits for an organiser."""

    to_decide: int
    failed_mails: int
    proposals: int
    failed_jobs: int


@dataclass(frozen=True)
class Choice:
    """Which registrations are meant."""

    words: str = ""
    status: RegistrationStatus | None = None
    territory: str | None = None
    day: date | None = None  # on which it was sent
    order: str = "number"
    descending: bool = False


@dataclass(frozen=True)
class Delegate:
    """One row of the table of delegates."""

    registration: Registration
    places: int
    is_here: bool


@dataclass(frozen=True)
class Proposal:
    """A name of an institution that delegates typed, and how many of them."""

    name: str
    territory: Territory | None
    count: int
    registration_id: UUID  # one of them


def submitted_by_day(week: Week) -> dict[date, int]:
    """How many registrations were sent on each day, the days between included."""
    rows = db.session.scalars(
        select(Registration.submitted_at).where(
            Registration.week_id == week.id, Registration.submitted_at.is_not(None)
        )
    )
    days = Counter(at.astimezone(week.tzinfo).date() for at in rows if at)
    if not days:
        return {}
    first, last = min(days), max(days)
    every = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    return {day: days[day] for day in every}


def shares(week: Week) -> list[Share]:
    """Sent registrations by country or region of the institution, most first."""
    rows = db.session.execute(
        select(_territory, Territory, func.count())
        .select_from(Registration)
        .outerjoin(Registration.institution)
        .outerjoin(Territory, Territory.code == _territory)
        .where(
            Registration.week_id == week.id,
            Registration.status.in_(
                (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
            ),
        )
        .group_by(_territory, Territory.code)
    )
    found = [Share(territory, count) for _code, territory, count in rows]
    return sorted(found, key=lambda one: (-one.count, _label(one.territory)))


def seats(week: Week) -> list[Seats]:
    """The events of a week, drafts included, with their places."""
    rows = db.session.execute(
        select(
            Event,
            _places(PlaceStatus.HELD),
            _places(PlaceStatus.WAITING),
        )
        .outerjoin(Event.venue)
        .options(contains_eager(Event.venue))
        .where(Event.week_id == week.id)
        .order_by(Event.starts_at, Event.ends_at.desc(), Event.id)
    )
    return [Seats(event, held, waiting) for event, held, waiting in rows]


def arrivals(week: Week, at: datetime) -> Arrivals:
    """Who was admitted today and in all; undone admissions do not count."""
    since = _midnight(week, at.astimezone(week.tzinfo).date())
    standing = and_(Admission.undone_at.is_(None), Event.week_id == week.id)
    today = db.session.execute(
        select(Event, func.count())
        .join(Admission, Admission.event_id == Event.id)
        .where(standing, Admission.admitted_at >= since)
        .group_by(Event.id)
        .order_by(Event.starts_at, Event.id)
    )
    person = func.count(Admission.registration_id.distinct())
    came, ever = db.session.execute(
        select(
            person.filter(Admission.admitted_at >= since),
            person,
        )
        .select_from(Admission)
        .join(Event, Event.id == Admission.event_id)
        .where(standing)
    ).one()
    expected = db.session.scalar(
        select(func.count()).where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
    )
    by_event = [(event, count) for event, count in today]
    return Arrivals(by_event, came, ever, expected or 0)


def needs(week: Week) -> Needs:
    """What waits for an organiser, in one statement."""
    row = db.session.execute(
        select(
            _count(
                Registration,
                Registration.week_id == week.id,
                Registration.status == RegistrationStatus.SUBMITTED,
            ),
            _count(
                Message,
                Message.week_id == week.id,
                Message.status == MessageStatus.FAILED,
            ),
            _count(
                Registration,
                Registration.week_id == week.id,
                Registration.institution_id.is_(None),
                Registration.proposed_institution.is_not(None),
                Registration.status.in_(
                    (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
                ),
            ),
            _count(Job, Job.week_id == week.id, Job.status == JobStatus.FAILED),
        )
    ).one()
    return Needs(*row)


def lacks(text: Localised | None, *, may_be_empty: bool = False) -> list[str]:
    """The tags of the interface languages in which a text is missing."""
    if may_be_empty and not text:
        return []
    return [one.tag for one in LANGUAGES if not text or one.tag not in text]


def untranslated_events(rows: Sequence[Seats]) -> list[Event]:
    """The events whose title or summary lacks a language."""
    return [
        row.event
        for row in rows
        if row.event.status is not EventStatus.CANCELLED
        and (lacks(row.event.title) or lacks(row.event.summary, may_be_empty=True))
    ]


def untranslated_venues(week: Week) -> int:
    """How many venues lack a language."""
    names = db.session.scalars(select(Venue.name).where(Venue.week_id == week.id))
    return sum(bool(lacks(name)) for name in names)


def delegates(
    week: Week, choice: Choice, page: int = 1, *, most: int = PAGE
) -> tuple[list[Delegate], int]:
    """One page of the table of delegates, and how many match in all."""
    found = _chosen(week, choice)
    total = db.session.scalar(
        select(func.count()).select_from(
            found.with_only_columns(Registration.id).subquery()
        )
    )
    held = (
        select(func.count())
        .where(
            Place.registration_id == Registration.id,
            Place.status == PlaceStatus.HELD,
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    here = (
        select(Admission.id)
        .where(
            Admission.registration_id == Registration.id,
            Admission.undone_at.is_(None),
        )
        .correlate(Registration)
        .exists()
    )
    rows = db.session.execute(
        found.add_columns(held, here)
        .options(
            contains_eager(Registration.institution),
            joinedload(Registration.territory),
        )
        .order_by(*_order(choice))
        .offset((page - 1) * most)
        .limit(most)
    )
    return [Delegate(one, count, bool(came)) for one, count, came in rows], total or 0


def chosen_keys(week: Week, choice: Choice, most: int) -> Sequence[UUID]:
    """The keys of all registrations that are meant, up to `most`."""
    found = _chosen(week, choice).with_only_columns(Registration.id)
    return db.session.scalars(found.order_by(Registration.id).limit(most)).all()


def registrations(week: Week, keys: Sequence[UUID]) -> Sequence[Registration]:
    """These registrations of a week, by number."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.institution))
        .where(Registration.week_id == week.id, Registration.id.in_(keys))
        .order_by(Registration.number, Registration.id)
    )
    return db.session.scalars(rows).all()


def proposals() -> list[Proposal]:
    """The names of institutions that delegates typed and nobody assigned yet."""
    rows = db.session.execute(
        select(
            Registration.proposed_institution,
            Territory,
            func.count(),
            func.min(Registration.reference),
        )
        .outerjoin(Registration.territory)
        .where(*_is_proposal())
        .group_by(Registration.proposed_institution, Territory.code)
        .order_by(Registration.proposed_institution)
    ).all()
    references = [reference for *_rest, reference in rows]
    found = db.session.execute(
        select(Registration.reference, Registration.id).where(
            Registration.reference.in_(references)
        )
    ).all()
    keys: dict[str, UUID] = dict(found)
    return [
        Proposal(name or "", territory, count, keys[reference])
        for name, territory, count, reference in rows
    ]


def same_proposal(registration: Registration) -> Sequence[Registration]:
    """The registrations that typed the same name in the same country or region."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.week))
        .where(
            *_is_proposal(),
            Registration.proposed_institution == registration.proposed_institution,
            Registration.territory_code.is_not_distinct_from(
                registration.territory_code
            ),
        )
        .order_by(Registration.created_at)
    )
    return db.session.scalars(rows).all()


def look_alikes(name: str, most: int = 8) -> Sequence[Institution]:
    """Institutions that share words with a name, most words first."""
    words = [word for word in searchable(name).split() if len(word) > 3][:8]  # noqa: PLR2004
    if not words:
        words = searchable(name).split()[:3]
    if not words:
        return []
    hits = [Institution.search_text.contains(word, autoescape=True) for word in words]
    rows = db.session.scalars(
        select(Institution)
        .options(joinedload(Institution.territory))
        .where(or_(*hits))
        .limit(200)
    ).all()
    return sorted(
        rows,
        key=lambda one: (
            -sum(word in one.search_text for word in words),
            one.sort_name,
        ),
    )[:most]


def institutions(search: str, page: int) -> tuple[Sequence[Institution], int]:
    """One page of the directory, and how many match in all."""
    found = select(Institution)
    for word in searchable(search).split():
        found = found.where(Institution.search_text.contains(word, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = (
        found.options(joinedload(Institution.territory))
        .order_by(Institution.is_proposed.desc(), Institution.sort_name, Institution.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return db.session.scalars(rows).all(), total


def institution(key: UUID) -> Institution | None:
    """One institution, with its country or region."""
    wanted = (
        select(Institution)
        .options(joinedload(Institution.territory))
        .where(Institution.id == key)
    )
    return db.session.scalar(wanted)


def weeks_with(institution: Institution) -> Sequence[Week]:
    """The weeks in which an institution takes part, or whose host it is."""
    takes_part = select(Participation.week_id).where(
        Participation.institution_id == institution.id
    )
    rows = select(Week).where(
        or_(Week.id.in_(takes_part), Week.host_id == institution.id)
    )
    return db.session.scalars(rows.order_by(Week.id)).all()


def registrations_from(institution: Institution) -> Sequence[Registration]:
    """The registrations of an institution's people, in all weeks."""
    rows = select(Registration).where(Registration.institution_id == institution.id)
    return db.session.scalars(rows.order_by(Registration.id)).all()


def admitted_to(event: Event) -> Mapping[UUID, datetime]:
    """When each registration was admitted to an event."""
    rows = db.session.execute(
        select(Admission.registration_id, Admission.admitted_at).where(
            Admission.event_id == event.id, Admission.undone_at.is_(None)
        )
    )
    return {key: at for key, at in rows}  # noqa: C416 - typed rows


def walk_ins(event: Event) -> Sequence[Registration]:
    """Who was admitted to an event without a held place."""
    has_place = (
        select(Place.id)
        .where(Place.registration_id == Registration.id, Place.event_id == event.id)
        .exists()
    )
    rows = (
        select(Registration)
        .join(Admission, Admission.registration_id == Registration.id)
        .options(joinedload(Registration.institution))
        .where(
            Admission.event_id == event.id, Admission.undone_at.is_(None), ~has_place
        )
        .order_by(Admission.admitted_at)
    )
    return db.session.scalars(rows).all()


def badges_of(registration: Registration) -> Sequence[Badge]:
    """The badges of a registration, the latest first."""
    rows = select(Badge).where(Badge.registration_id == registration.id)
    return db.session.scalars(rows.order_by(Badge.issued_at.desc())).all()


def written_about(event: Event) -> int:
    """How many messages told people about an event's fate or a place at it.

    Counted before and after a change, it says how many were told by it.
    """
    concerned = select(Place.registration_id).where(Place.event_id == event.id)
    counted = select(func.count()).where(
        Message.about_id.in_(concerned),
        Message.occasion.in_(("event.cancelled", "event.moved", "place.promoted")),
    )
    return db.session.scalar(counted) or 0


def _chosen(week: Week, choice: Choice) -> Select[Registration]:
    found = (
        select(Registration)
        .outerjoin(Registration.institution)
        .where(Registration.week_id == week.id)
    )
    for word in searchable(choice.words).split():
        found = found.where(_holds(word))
    if choice.status is not None:
        found = found.where(Registration.status == choice.status)
    if choice.territory:
        found = found.where(_territory == choice.territory)
    if choice.day is not None:
        found = found.where(
            Registration.submitted_at >= _midnight(week, choice.day),
            Registration.submitted_at < _midnight(week, choice.day + timedelta(days=1)),
        )
    return found


def _holds(word: str) -> ColumnElement[bool]:
    in_text = Registration.search_text.contains(word, autoescape=True)
    if word.isascii() and word.isdigit() and len(word) <= 6:  # noqa: PLR2004
        return or_(in_text, Registration.number == int(word))
    return in_text


def _order(choice: Choice) -> list[Any]:
    columns: dict[str, Any] = {
        "name": func.lower(Registration.name_latin),  # type: ignore[attr-defined]
        "number": Registration.number,
        "institution": func.coalesce(
            Institution.sort_name, func.lower(Registration.proposed_institution)
        ),
        "status": Registration.status,
        "submitted": Registration.submitted_at,
    }
    column = columns.get(choice.order, columns["number"])
    first = column.desc() if choice.descending else column.asc()
    return [first.nulls_last(), Registration.created_at, Registration.id]


def _places(status: PlaceStatus) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Place.event_id == Event.id, Place.status == status)
        .correlate(Event)
        .scalar_subquery()
    )


def _count(
    kind: type[Registration | Message | Job], *conditions: ColumnElement[bool]
) -> ColumnElement[int]:
    return select(func.count(kind.id)).where(*conditions).scalar_subquery()


def _is_proposal() -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.institution_id.is_(None),
        Registration.proposed_institution.is_not(None),
        Registration.proposed_institution != "",
        Registration.status.in_(
            (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
        ),
    )


def _midnight(week: Week, day: date) -> datetime:
    return datetime.combine(day, time(), week.tzinfo).astimezone(UTC)


def _label(territory: Territory | None) -> str:
    return searchable(str(territory.label)) if territory else "\uffff"
