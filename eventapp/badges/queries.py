"""Questions about badges."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from eventapp.badges.models import Badge
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


def badge_of(registration: Registration) -> Badge | None:
    """The live badge of a registration, with all that stands on it."""
    wanted = _live().where(Badge.registration_id == registration.id)
    return db.session.scalar(wanted)


def badges_of_week(week_id: UUID) -> Sequence[Badge]:
    """The live badges of all confirmed registrations of a week, by number."""
    rows = _live().where(
        Registration.week_id == week_id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    return db.session.scalars(rows.order_by(Registration.number)).all()


def history_of(registration: Registration) -> Sequence[Badge]:
    """All badges of a registration, the latest first."""
    rows = select(Badge).where(Badge.registration_id == registration.id)
    return db.session.scalars(rows.order_by(Badge.issued_at.desc())).all()


def _live() -> Select[Badge]:
    person = contains_eager(Badge.registration)
    return (
        select(Badge)
        .join(Badge.registration)
        .options(
            person.joinedload(Registration.week),
            person.joinedload(Registration.institution).joinedload(
                Institution.territory
            ),
            person.joinedload(Registration.territory),
        )
        .where(Badge.revoked_at.is_(None))
    )
