"""How things stand at one desk, counted in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, func, select

from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.checkin.models.scans import Admission, Conflict, Hold, Scan
from eventapp.checkin.queries.scans import LAST
from eventapp.kernel.db import db


@dataclass(frozen=True)
class Standing:
    """What a desk shows all the time, and what tells whether more has changed."""

    inside: int
    admitted: int  # who came, though some have left
    holds: int  # who wait outside
    alerts: int  # awaited guests whose hosts have not seen that they came
    scanned_at: datetime | None  # the last scan of this desk
    undone: int  # of its last ones
    conflicts: int  # open ones of the week
    raised_at: datetime | None  # the last of these

    @property
    def mark_of_scans(self) -> tuple[object, ...]:
        """What changes with the last scans of the desk."""
        return self.scanned_at, self.undone

    @property
    def mark_of_conflicts(self) -> tuple[object, ...]:
        """What changes with the open conflicts."""
        return self.conflicts, self.raised_at


def standing(desk_id: UUID, week_id: UUID, event_id: UUID) -> Standing:
    """How things stand at a desk and at the doors of an event."""
    # Columns alone: the connection is asked, past the session's bookkeeping.
    asked = db.session.connection().execute(
        _STANDING, {"desk": desk_id, "week": week_id, "event": event_id}
    )
    return Standing(*asked.one())


def _count(*wanted: Any) -> ScalarSelect[int]:
    return select(func.count()).where(*wanted).scalar_subquery()


_live = (Admission.event_id == bindparam("event"), Admission.undone_at.is_(None))
_last = (
    select(Scan.received_at, Scan.undone_at)
    .where(Scan.desk_id == bindparam("desk"), Scan.event_id == bindparam("event"))
    .order_by(Scan.received_at.desc())
    .limit(LAST)
    .subquery()
)
_open = (Conflict.week_id == bindparam("week"), Conflict.settled_at.is_(None))
_STANDING = select(
    _count(*_live, Admission.left_at.is_(None)).label("inside"),
    _count(*_live).label("admitted"),
    _count(Hold.event_id == bindparam("event"), Hold.released_at.is_(None)).label(
        "holds"
    ),
    select(func.count())
    .select_from(Alert)
    .join(Awaited, Awaited.id == Alert.awaited_id)
    .where(
        Awaited.week_id == bindparam("week"),
        Alert.seen_at.is_(None),
        Alert.undone_at.is_(None),
    )
    .scalar_subquery()
    .label("alerts"),
    select(func.max(_last.c.received_at)).scalar_subquery().label("scanned_at"),
    select(func.count(_last.c.undone_at)).scalar_subquery().label("undone"),
    _count(*_open).label("conflicts"),
    select(func.max(Conflict.raised_at))
    .where(*_open)
    .scalar_subquery()
    .label("raised_at"),
)
