"""What was scanned, who is inside."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration

LAST = 8  # as many as a desk shows


def admission_of(registration_id: UUID, event_id: UUID) -> Admission | None:
    """The admission that stands."""
    wanted = select(Admission).where(
        Admission.event_id == event_id,
        Admission.registration_id == registration_id,
        Admission.undone_at.is_(None),
    )
    return db.session.scalar(wanted)


def inside(event_id: UUID) -> int:
    """How many people are inside at this moment; the same at every door."""
    counted = select(func.count()).where(
        Admission.event_id == event_id,
        Admission.undone_at.is_(None),
        Admission.left_at.is_(None),
    )
    return db.session.scalar(counted) or 0


def inside_by_event(week_id: UUID) -> Mapping[UUID, int]:
    """How many people are inside each event of a week."""
    rows = db.session.execute(
        select(Admission.event_id, func.count())
        .join(Admission.event)
        .where(
            Event.week_id == week_id,
            Admission.undone_at.is_(None),
            Admission.left_at.is_(None),
        )
        .group_by(Admission.event_id)
    )
    return {key: count for key, count in rows}  # noqa: C416 - typed rows


def scan(key: UUID) -> Scan | None:
    """One scan with everything that its answer shows."""
    return db.session.scalar(_scans.where(Scan.id == key))


def last_scans(desk: Desk, event: Event) -> Sequence[Scan]:
    """What this desk scanned lately for an event, newest first."""
    rows = (
        _scans.where(Scan.desk_id == desk.id, Scan.event_id == event.id)
        .order_by(Scan.received_at.desc(), Scan.id)
        .limit(LAST)
    )
    return db.session.scalars(rows).all()


_scans = select(Scan).options(
    joinedload(Scan.desk).joinedload(Desk.week),
    joinedload(Scan.steward),
    joinedload(Scan.event),
    joinedload(Scan.registration).joinedload(Registration.institution),
    joinedload(Scan.earlier).joinedload(Scan.desk).joinedload(Desk.week),
    joinedload(Scan.earlier).joinedload(Scan.steward),
)
