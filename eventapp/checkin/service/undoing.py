"""Taking back that somebody came or went."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select, update

from eventapp.checkin import notices
from eventapp.checkin.errors import NothingToUndo, PassedSince, TooLateToUndo
from eventapp.checkin.judging import happened
from eventapp.checkin.models.scans import Admission, Conflict, Hold, Scan
from eventapp.checkin.service import alerting
from eventapp.checkin.vocabulary import Direction, Settlement
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock

UNDO_WITHIN = timedelta(minutes=2)


def undo(
    scan: Scan, *, by: str, by_id: UUID | None = None, may_always: bool = False
) -> None:
    """Take a passage back: they are where they were before it.

    Nothing is deleted, and repeating it changes nothing.

    Raises:
        NothingToUndo: nobody came or went by this scan.
        PassedSince: they came or went again; that has to be undone first.
        TooLateToUndo: two minutes have passed; supervisors may always.
    """
    lock(scan)
    if scan.undone_at is not None:
        return
    admission = _admission_moved_by(scan)
    if admission is None:
        raise PassedSince if _has_moved(scan) else NothingToUndo
    now = clock.now()
    if not may_always and now - scan.received_at > UNDO_WITHIN:
        raise TooLateToUndo
    scan.undone_at = now
    if scan.direction is Direction.OUT:
        _come_back(admission, scan)
    elif admission.scan_id == scan.id:
        admission.undone_at = now
        alerting.take_back(scan.id)
        _wait_again(scan)
    else:
        _leave_again(admission, scan)
        _wait_again(scan)
    db.session.flush()
    _end_conflict(scan, by, now)
    notices.undone(scan, by, by_id)


def _admission_moved_by(scan: Scan) -> Admission | None:
    """The admission whose last passage was this scan, held until we are done."""
    return db.session.scalar(
        select(Admission)
        .where(Admission.last_scan_id == scan.id, Admission.undone_at.is_(None))
        .with_for_update(of=Admission)
        .execution_options(populate_existing=True)
    )


def _has_moved(scan: Scan) -> bool:
    """Whether somebody came or went by it, some time ago."""
    if scan.verdict.moves:
        return True
    made = select(Admission.id).where(
        Admission.scan_id == scan.id, Admission.undone_at.is_(None)
    )
    return db.session.scalar(made) is not None


def _come_back(admission: Admission, scan: Scan) -> None:
    """They did not go out."""
    admission.left_at = None
    admission.last_scan_id = scan.earlier_id or admission.scan_id


def _leave_again(admission: Admission, scan: Scan) -> None:
    """They did not come back: what was before their last way in is so again."""
    assert scan.earlier is not None  # noqa: S101 - they had come before
    before = scan.earlier
    has_left = before.direction is Direction.OUT
    admission.left_at = _when(before) if has_left else None
    admission.entries -= 1
    admission.last_scan_id = before.id


def _wait_again(scan: Scan) -> None:
    """Who stood on the list of those outside until this scan stands there again."""
    those = (
        Hold.registration_id == scan.registration_id,
        Hold.event_id == scan.event_id,
    )
    waits = exists().where(*those, Hold.released_at.is_(None))
    if scan.registration_id is None or db.session.scalar(select(waits)):
        return
    db.session.execute(
        update(Hold)
        .where(*those, Hold.released_at == scan.received_at)
        .values(released_at=None)
    )


def _when(scan: Scan) -> datetime:
    return happened(scan.scanned_at, scan.received_at, was_offline=scan.was_offline)


def _end_conflict(scan: Scan, by: str, now: datetime) -> None:
    """Nobody has to look at what did not happen."""
    db.session.execute(
        update(Conflict)
        .where(Conflict.scan_id == scan.id, Conflict.settled_at.is_(None))
        .values(settled_at=now, settled_by=by[:200], settlement=Settlement.WENT_OUT)
    )
