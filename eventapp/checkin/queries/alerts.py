"""Which awaited guests have come, and whose hosts have not seen it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.kernel.db import db


def unseen_alerts(week_id: UUID) -> Sequence[Alert]:
    """The alerts that no host has seen, the oldest first."""
    rows = (
        select(Alert)
        .join(Alert.awaited)
        .options(contains_eager(Alert.awaited), joinedload(Alert.registration))
        .where(Awaited.week_id == week_id, Alert.seen_at.is_(None))
        .order_by(Alert.raised_at, Alert.id)
    )
    return db.session.scalars(rows).all()
