"""How things stand at one desk, counted in one statement."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select

from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.checkin.models.scans import Admission, Hold
from eventapp.kernel.db import db


@dataclass(frozen=True)
class Standing:
    """What a desk shows all the time."""

    inside: int
    admitted: int  # who came, though some have left
    holds: int  # who wait outside
    alerts: int  # awaited guests whose hosts have not seen that they came


def standing(week_id: UUID, event_id: UUID) -> Standing:
    """How things stand at the doors of an event."""
    # Columns alone: the connection is asked, past the session's bookkeeping.
    asked = db.session.connection().execute(
        _STANDING, {"week": week_id, "event": event_id}
    )
    return Standing(*asked.one())


_live = (Admission.event_id == bindparam("event"), Admission.undone_at.is_(None))
_STANDING = select(
    select(func.count())
    .where(*_live, Admission.left_at.is_(None))
    .scalar_subquery()
    .label("inside"),
    select(func.count()).where(*_live).scalar_subquery().label("admitted"),
    select(func.count())
    .where(Hold.event_id == bindparam("event"), Hold.released_at.is_(None))
    .scalar_subquery()
    .label("holds"),
    select(func.count())
    .select_from(Alert)
    .join(Awaited, Awaited.id == Alert.awaited_id)
    .where(Awaited.week_id == bindparam("week"), Alert.seen_at.is_(None))
    .scalar_subquery()
    .label("alerts"),
)
