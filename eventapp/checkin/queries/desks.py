"""Which desks there are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.desks import Desk
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week


def desk(key: UUID) -> Desk | None:
    """One desk with its week and venue."""
    wanted = (
        select(Desk)
        .options(joinedload(Desk.week), joinedload(Desk.venue))
        .where(Desk.id == key)
    )
    return db.session.scalar(wanted)


def open_desks() -> Sequence[Desk]:
    """The desks at which stewards may stand, by week."""
    rows = (
        select(Desk)
        .join(Desk.week)
        .options(joinedload(Desk.week), joinedload(Desk.venue))
        .where(Desk.is_open)
        .order_by(Week.held_first.desc(), Desk.position)  # type: ignore[attr-defined]  # of a composite
    )
    return db.session.scalars(rows).all()


def desks_of(week: Week) -> Sequence[Desk]:
    """All desks of a week, open or not."""
    rows = select(Desk).options(joinedload(Desk.venue)).where(Desk.week_id == week.id)
    return db.session.scalars(rows.order_by(Desk.position, Desk.id)).all()
