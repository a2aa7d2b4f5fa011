"""What a supervisor has to look at, as both desks are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Admission, Conflict, Scan
from eventapp.checkin.vocabulary import ConflictKind, Verdict
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.registration.models.registrations import Registration

LAST = 200


@dataclass(frozen=True)
class Passage:
    """One of the scans that a conflict is about."""

    scan_id: UUID
    desk_id: UUID
    desk: Localised
    steward: str | None
    verdict: Verdict
    told: Verdict | None
    reason: str | None
    scanned_at: datetime  # by the clock of the device
    received_at: datetime
    was_offline: bool


@dataclass(frozen=True)
class OpenConflict:
    """One conflict with both sides of it, the earlier first."""

    id: UUID
    kind: ConflictKind
    raised_at: datetime
    registration_id: UUID | None
    name: PersonName | None
    number: int | None
    event_id: UUID
    event: Localised
    passages: tuple[Passage, ...]
    settled: Conflict | None = None  # with how, by whom and why

    @property
    def verdict(self) -> Verdict:
        """What the rules said."""
        return self.passages[-1].verdict


def open_conflicts(desk: Desk) -> list[OpenConflict]:
    """Those in which this desk has a part, the oldest first."""
    earlier = aliased(Scan)
    rows = (
        _conflicts(Conflict.week_id == desk.week_id, Conflict.settled_at.is_(None))
        .outerjoin(earlier, earlier.id == Scan.earlier_id)
        .where(or_(Scan.desk_id == desk.id, earlier.desk_id == desk.id))
        .order_by(Conflict.raised_at, Conflict.id)
    )
    return _read(db.session.scalars(rows))


def open_conflicts_of(week_id: UUID) -> list[OpenConflict]:
    """All of a week, the oldest first."""
    open_ones = _conflicts(Conflict.week_id == week_id, Conflict.settled_at.is_(None))
    return _read(
        db.session.scalars(open_ones.order_by(Conflict.raised_at, Conflict.id))
    )


def settled_conflicts_of(week_id: UUID) -> list[OpenConflict]:
    """How the last ones of a week ended, the newest first."""
    settled = _conflicts(Conflict.week_id == week_id, Conflict.settled_at.is_not(None))
    newest = settled.order_by(Conflict.settled_at.desc(), Conflict.id).limit(LAST)
    return _read(db.session.scalars(newest))


def conflict(key: UUID) -> Conflict | None:
    """One conflict with its scan."""
    return db.session.scalar(_conflicts(Conflict.id == key))


def live_admission_by(scan_id: UUID) -> Admission | None:
    """The admission that this scan made, if it stands."""
    return db.session.scalar(
        select(Admission).where(
            Admission.scan_id == scan_id, Admission.undone_at.is_(None)
        )
    )


def _conflicts(*wanted: ColumnElement[bool]) -> Select[Conflict]:
    scan = contains_eager(Conflict.scan)
    return (
        select(Conflict)
        .join(Conflict.scan)
        .options(
            scan.joinedload(Scan.desk).joinedload(Desk.week),
            scan.joinedload(Scan.event),
            scan.joinedload(Scan.steward),
            scan.joinedload(Scan.registration).joinedload(Registration.institution),
            scan.joinedload(Scan.earlier).options(
                joinedload(Scan.desk), joinedload(Scan.steward)
            ),
        )
        .where(*wanted)
    )


def _read(rows: Iterable[Conflict]) -> list[OpenConflict]:
    return [_one(row) for row in rows]


def _one(row: Conflict) -> OpenConflict:
    scan, person = row.scan, row.scan.registration
    scans: Sequence[Scan] = [scan.earlier, scan] if scan.earlier else [scan]
    return OpenConflict(
        id=row.id,
        kind=row.kind,
        raised_at=row.raised_at,
        registration_id=scan.registration_id,
        name=person.name if person else None,
        number=person.number if person else None,
        event_id=scan.event_id,
        event=scan.event.title,
        passages=tuple(_passage(one) for one in scans),
        settled=row if row.settled_at else None,
    )


def _passage(scan: Scan) -> Passage:
    steward = scan.steward.name if scan.steward else scan.steward_name
    return Passage(
        scan_id=scan.id,
        desk_id=scan.desk_id,
        desk=scan.desk.name,
        steward=steward or None,
        verdict=scan.verdict,
        told=scan.told,
        reason=scan.reason,
        scanned_at=scan.scanned_at,
        received_at=scan.received_at,
        was_offline=scan.was_offline,
    )
