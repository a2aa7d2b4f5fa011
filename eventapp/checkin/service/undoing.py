"""Taking an admission back."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from eventapp.checkin import notices
from eventapp.checkin.errors import NothingToUndo, TooLateToUndo
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.service import alerting
from eventapp.checkin.vocabulary import Verdict
from eventapp.kernel import clock
from eventapp.kernel.db import db

UNDO_WITHIN = timedelta(minutes=2)


def undo(
    scan: Scan, *, by: str, by_id: UUID | None = None, may_always: bool = False
) -> None:
    """Take an admission back; nothing is deleted, and repeating it changes nothing.

    Raises:
        NothingToUndo: nobody was admitted by this scan.
        TooLateToUndo: two minutes have passed; supervisors may always.
    """
    if scan.verdict is not Verdict.ADMITTED:
        raise NothingToUndo
    if scan.undone_at is not None:
        return
    now = clock.now()
    if not may_always and now - scan.received_at > UNDO_WITHIN:
        raise TooLateToUndo
    scan.undone_at = now
    db.session.execute(
        update(Admission)
        .where(Admission.scan_id == scan.id, Admission.undone_at.is_(None))
        .values(undone_at=now)
    )
    alerting.take_back(scan.id)
    notices.undone(scan, by, by_id)
