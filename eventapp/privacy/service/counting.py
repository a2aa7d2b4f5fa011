"""The totals that stay when what they were counted from is emptied."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, func, insert, select

from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.personal import Purpose
from eventapp.privacy.models import WeekCount
from eventapp.privacy.vocabulary import CountName
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

CONFIRMED = Registration.status == RegistrationStatus.CONFIRMED
# Where somebody comes from: the institution knows best.
TERRITORY = func.coalesce(Institution.territory_code, Registration.territory_code)
COUNTED = {
    Purpose.PREPARING: (CountName.DIET, CountName.ACCESS, CountName.INTERPRETATION),
    Purpose.TRAVELLING: (CountName.ARRIVALS,),
    Purpose.VISA: (CountName.VISA_LETTERS,),
    Purpose.TAKING_PART: (
        CountName.STATUS,
        CountName.KIND,
        CountName.TERRITORY,
        CountName.INSTITUTIONS,
        CountName.PRESENT,
        CountName.ADMISSIONS,
    ),
}


def keep_counts(week: Week, purposes: Collection[Purpose]) -> None:
    """Count once more, before it is too late, what these purposes let us count.

    A total that was kept stays: afterwards there is less to count.
    """
    kept = set(counts_of(week.id))
    wanted = {
        name
        for purpose in purposes
        for name in COUNTED.get(purpose, ())
        if name not in kept
    }
    rows = [
        {"week_id": week.id, "name": name, "key": key, "number": number}
        for name in sorted(wanted)
        for key, number in _count(name, week.id).items()
    ]
    if rows:
        db.session.execute(insert(WeekCount), rows)


def counts_of(week_id: UUID) -> Mapping[CountName, Mapping[str, int]]:
    """The totals that were kept of a week."""
    found: dict[CountName, dict[str, int]] = {}
    rows = select(WeekCount).where(WeekCount.week_id == week_id)
    for one in db.session.scalars(rows.order_by(WeekCount.number.desc())):
        found.setdefault(one.name, {})[one.key] = one.number
    return found


def _count(name: CountName, week_id: UUID) -> Mapping[str, int]:
    grouped = {
        CountName.DIET: Registration.diet,
        CountName.INTERPRETATION: Registration.interpretation,
        CountName.KIND: Registration.kind,
        CountName.ARRIVALS: Registration.arrives_on,
        CountName.TERRITORY: TERRITORY,
    }
    if name in grouped:
        return _by(grouped[name], week_id, CONFIRMED)
    if name is CountName.STATUS:
        return _by(Registration.status, week_id)
    if name is CountName.ACCESS:
        return _access(week_id)
    return {"": _number(name, week_id)}


def _by(
    column: SQLColumnExpression[Any], week_id: UUID, *which: ColumnElement[bool]
) -> Mapping[str, int]:
    rows = db.session.execute(
        select(column, func.count())
        .select_from(Registration)
        .outerjoin(Registration.institution)
        .where(Registration.week_id == week_id, column.is_not(None), *which)
        .group_by(column)
    )
    return {str(key): number for key, number in rows}


def _access(week_id: UUID) -> Mapping[str, int]:
    rows = db.session.scalars(
        select(Registration.access).where(
            Registration.week_id == week_id, CONFIRMED, Registration.access != ()
        )
    )
    return Counter(need for needs in rows for need in needs)


def _number(name: CountName, week_id: UUID) -> int:
    admitted = (
        select(Admission)
        .join(Admission.registration)
        .where(Registration.week_id == week_id, Admission.undone_at.is_(None))
    )
    wanted = {
        CountName.INSTITUTIONS: select(
            func.count(func.distinct(Registration.institution_id))
        ).where(Registration.week_id == week_id, CONFIRMED),
        CountName.VISA_LETTERS: select(func.count()).where(
            Registration.week_id == week_id,
            CONFIRMED,
            Registration.needs_visa_letter.is_(True),
        ),
        CountName.PRESENT: admitted.with_only_columns(
            func.count(func.distinct(Admission.registration_id))
        ),
        CountName.ADMISSIONS: select(func.count())
        .select_from(Admission)
        .join(Admission.event)
        .where(Event.week_id == week_id, Admission.undone_at.is_(None)),
    }
    return db.session.scalar(wanted[name]) or 0
