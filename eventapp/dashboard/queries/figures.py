"""The figures of a week: who registered when and whence, who came, who is on the way.

Each figure has the choice of registrations that it counts; its page shows the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from eventapp.arrivals.models.pickups import Pickup
from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import alphabetic
from eventapp.kernel.wall import midnight
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.choosing import NOWHERE, Choice
from eventapp.selection.queries.conditions import conditions_of
from eventapp.selection.queries.counting import territory_code
from eventapp.selection.vocabulary import Lack, Presence

EXPECTED = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
# Those who accompany somebody represent nobody, and are counted apart.
DELEGATES = Choice(statuses=EXPECTED, accompanies=False)
IS_DELEGATE = Registration.accompanies_id.is_(None)


@dataclass(frozen=True)
class Arrivals:
    """Who has come: today at each event, and in all."""

    by_event: Sequence[tuple[Event, int]]
    today: int  # persons admitted somewhere today
    ever: int  # persons admitted anywhere in this week


@dataclass(frozen=True)
class Figure:
    """A number of registrations, and which they are."""

    count: int
    choice: Choice


@dataclass(frozen=True)
class Share:
    """How many delegates come from one country or region, or institution."""

    name: Localised | None  # nobody knows
    count: int
    choice: Choice


@dataclass(frozen=True)
class Standing:
    """How a week stands."""

    statuses: Mapping[RegistrationStatus, Figure]  # of delegates
    accompanying: Figure
    confirmed: Figure  # with those who accompany them
    here: Figure
    awaited: Figure  # confirmed, and not here yet
    arriving: Figure  # on this day, as they said


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
    sent_by_day = [_count(*conditions_of(week, sent_on(day))) for day in days]
    counts = db.session.execute(select(*sent_by_day)).one()
    return dict(zip(days, counts, strict=True))


def standing(week: Week, today: date) -> Standing:
    """The numbers of all registrations, in one statement."""
    statuses = {
        one: Choice(statuses=(one,), accompanies=False) for one in RegistrationStatus
    }
    choices = (
        *statuses.values(),
        Choice(statuses=EXPECTED, accompanies=True),
        Choice(statuses=(RegistrationStatus.CONFIRMED,)),
        Choice(presence=(Presence.HERE,)),
        Choice(presence=(Presence.NOT_YET,)),
        Choice(statuses=EXPECTED, arrives=(today,)),
    )
    counts = [_count(*conditions_of(week, choice)) for choice in choices]
    row = db.session.execute(select(*counts)).one()
    found = [Figure(*pair) for pair in zip(row, choices, strict=True)]
    others = found[len(statuses) :]
    return Standing(dict(zip(statuses, found, strict=False)), *others)


def by_territory(week: Week) -> list[Share]:
    """Delegates by country or region of their institution, most first."""
    rows = db.session.execute(
        select(territory_code, Territory.label, func.count())
        .select_from(Registration)
        .outerjoin(Registration.institution)
        .outerjoin(Territory, Territory.code == territory_code)
        .where(*conditions_of(week, DELEGATES))
        .group_by(territory_code, Territory.code)
    )
    found = [
        Share(label, count, replace(DELEGATES, territories=(code or NOWHERE,)))
        for code, label, count in rows
    ]
    return _ranked(found)


def by_institution(week: Week) -> list[Share]:
    """Delegates by institution of the directory, most first."""
    rows = db.session.execute(
        select(Registration.institution_id, Institution.name, func.count())
        .select_from(Registration)
        .outerjoin(Registration.institution)
        .where(*conditions_of(week, DELEGATES))
        .group_by(Registration.institution_id, Institution.id)
    )
    found = [
        Share(
            name,
            count,
            replace(DELEGATES, institutions=(key,))
            if key
            else replace(DELEGATES, lacks=(Lack.INSTITUTION,)),
        )
        for key, name, count in rows
    ]
    return _ranked(found)


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
    by_event = [(event, count) for event, count in today]
    return Arrivals(by_event, came, ever)


def pickups_on(week: Week, day: date) -> int:
    """How many cars meet somebody on a day."""
    begins = midnight(day, week.tzinfo)
    ends = midnight(day + timedelta(days=1), week.tzinfo)
    rows = select(func.count(Pickup.id)).where(
        Pickup.week_id == week.id, Pickup.starts_at >= begins, Pickup.starts_at < ends
    )
    return db.session.scalar(rows) or 0


def sent_on(day: date) -> Choice:
    """The delegates whose registrations were sent on a day."""
    return Choice(days=(day,), accompanies=False)


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count(Registration.id)).where(*conditions).scalar_subquery()


def _ranked(shares: list[Share]) -> list[Share]:
    return sorted(shares, key=lambda one: (-one.count, _label(one.name)))


def _label(name: Localised | None) -> tuple[bool, tuple[str, bytes]]:
    return name is None, alphabetic(str(name) if name else "")
