"""The figures of a week: who registered when and whence, who came, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, select

from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Territory
from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel.db import db
from eventapp.kernel.names import alphabetic
from eventapp.kernel.wall import midnight
from eventapp.mail.models import Message, MessageStatus
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.queries.counting import territory_code

# Those who accompany somebody represent nobody, and are counted apart.
IS_DELEGATE = Registration.accompanies_id.is_(None)


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

    failed_mails: int
    proposals: int
    failed_jobs: int


def submitted_by_day(week: Week, most: int) -> dict[date, int]:
    """How many registrations were sent on each of the last days on which any was.

    The days between are included. Two statements: each day is a part of an index.
    """
    sent = (Registration.week_id == week.id, IS_DELEGATE)
    # Each alone is an end of an index; both at once are all of it.
    first = select(func.min(Registration.submitted_at)).where(*sent)
    latest = select(func.max(Registration.submitted_at)).where(*sent)
    ends = select(first.scalar_subquery(), latest.scalar_subquery())
    first_at, last_at = db.session.execute(ends).one()
    if first_at is None or last_at is None:
        return {}
    zone = week.tzinfo
    last = last_at.astimezone(zone).date()
    begin = max(first_at.astimezone(zone).date(), last - timedelta(days=most - 1))
    days = [begin + timedelta(days=n) for n in range((last - begin).days + 1)]
    counts = db.session.execute(select(*(_sent_on(day, week) for day in days))).one()
    return dict(zip(days, counts, strict=True))


def shares(week: Week) -> list[Share]:
    """Sent registrations by country or region of the institution, most first."""
    rows = db.session.execute(
        select(territory_code, Territory, func.count())
        .select_from(Registration)
        .outerjoin(Registration.institution)
        .outerjoin(Territory, Territory.code == territory_code)
        .where(
            Registration.week_id == week.id,
            Registration.status.in_(
                (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
            ),
            IS_DELEGATE,
        )
        .group_by(territory_code, Territory.code)
    )
    found = [Share(territory, count) for _code, territory, count in rows]
    return sorted(found, key=lambda one: (-one.count, _label(one.territory)))


def accompanying(week: Week) -> int:
    """How many persons come with a delegate, waiting for the office or expected."""
    rows = select(func.count()).where(
        Registration.week_id == week.id,
        Registration.status.in_(
            (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
        ),
        not_(IS_DELEGATE),
    )
    return db.session.scalar(rows) or 0


def arrivals(week: Week, at: datetime) -> Arrivals:
    """Who was admitted today and in all; undone admissions do not count."""
    since = midnight(at.astimezone(week.tzinfo).date(), week.tzinfo)
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


def _sent_on(day: date, week: Week) -> ColumnElement[int]:
    begins = midnight(day, week.tzinfo)
    ends = midnight(day + timedelta(days=1), week.tzinfo)
    return _count(
        Registration,
        Registration.week_id == week.id,
        Registration.submitted_at >= begins,
        Registration.submitted_at < ends,
        IS_DELEGATE,
    )


def _count(
    kind: type[Registration | Message | Job], *conditions: ColumnElement[bool]
) -> ColumnElement[int]:
    return select(func.count(kind.id)).where(*conditions).scalar_subquery()


def _label(territory: Territory | None) -> tuple[bool, tuple[str, bytes]]:
    return territory is None, alphabetic(str(territory.label) if territory else "")
