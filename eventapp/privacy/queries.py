"""How long a week keeps what, when each purpose ends, what was erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, not_, or_, select

from eventapp.kernel.db import db
from eventapp.kernel.personal import Purpose
from eventapp.kernel.wall import midnight
from eventapp.privacy.models import Erasure, Purge, Retention
from eventapp.privacy.sweeping import Sweep, count_all, sweeps
from eventapp.privacy.vocabulary import BOUNDS
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import last_day
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, Diet

REPORTS = 50


@dataclass(frozen=True)
class Term:
    """How long one purpose lasts in one week."""

    purpose: Purpose
    days: int
    last: date  # the day after which it is erased
    ends_at: datetime
    announced_at: datetime | None
    purged_at: datetime | None

    def has_ended(self, at: datetime) -> bool:
        """Whether what served it should be gone."""
        return self.ends_at <= at


def terms_of(week: Week) -> list[Term]:
    """When each purpose of a week ends, the first one first."""
    kept = {
        one.purpose: one
        for one in db.session.scalars(
            select(Retention).where(Retention.week_id == week.id)
        )
    }
    terms = []
    for purpose, bounds in BOUNDS.items():
        one = kept.get(purpose)
        days = one.days if one else bounds.usual
        last = last_day(week) + timedelta(days=days)
        terms.append(
            Term(
                purpose=purpose,
                days=days,
                last=last,
                ends_at=midnight(last + timedelta(days=1), week.tzinfo),
                announced_at=one.announced_at if one else None,
                purged_at=one.purged_at if one else None,
            )
        )
    return sorted(terms, key=lambda term: term.ends_at)


def days_kept(week: Week) -> dict[Purpose, int]:
    """How many days after a week each purpose lasts."""
    return {term.purpose: term.days for term in terms_of(week)}


def sweeps_of(week: Week, purpose: Purpose) -> list[Sweep]:
    """What goes when a purpose of a week ends."""
    return sweeps([purpose], "week", Week.__table__.c.id == week.id)


def due_counts(week: Week) -> dict[Purpose, dict[str, int]]:
    """How many rows of each table would go, purpose by purpose."""
    return {purpose: due_count(week, purpose) for purpose in BOUNDS}


def due_count(week: Week, purpose: Purpose) -> dict[str, int]:
    """How many rows of each table would go when one purpose ends."""
    return count_all(sweeps_of(week, purpose))


def purges_of(week: Week) -> Sequence[Purge]:
    """The latest reports of a week, newest first."""
    rows = select(Purge).where(Purge.week_id == week.id)
    rows = rows.order_by(Purge.purged_at.desc(), Purge.purpose).limit(REPORTS)
    return db.session.scalars(rows).all()


def erasures_of(week: Week) -> Sequence[Erasure]:
    """The latest erasures of a week, newest first."""
    rows = select(Erasure).where(Erasure.week_id == week.id)
    rows = rows.order_by(Erasure.erased_at.desc(), Erasure.id).limit(REPORTS)
    return db.session.scalars(rows).all()


def retention(week: Week, purpose: Purpose) -> Retention | None:
    """What was decided about one purpose of a week."""
    return db.session.get(Retention, (week.id, purpose))


def weeks_with_an_end() -> Sequence[UUID]:
    """All weeks, by key: each ends one day."""
    return db.session.scalars(select(Week.id).order_by(Week.held_first)).all()  # type: ignore[attr-defined]  # of a composite


def told_without_consent(week: Week) -> int:
    """How many people's food and access are kept, and hidden, without a consent."""
    told = or_(
        and_(Registration.diet.is_not(None), Registration.diet != Diet.NONE),
        Registration.diet_note.is_not(None),
        Registration.access != (),
        Registration.access_note.is_not(None),
    )
    rows = select(func.count(Registration.id)).where(
        Registration.week_id == week.id,
        told,
        not_(agreed_to(ConsentPurpose.SENSITIVE)),
    )
    return db.session.scalar(rows) or 0


def erased_keys() -> Sequence[UUID]:
    """The keys of all registrations that were erased, oldest first."""
    rows = select(Erasure.registration_id).order_by(Erasure.erased_at, Erasure.id)
    return db.session.scalars(rows).all()
