"""Settling what two desks, or a desk and a rule, did not agree on."""

from eventapp.checkin import notices
from eventapp.checkin.errors import IsSettled
from eventapp.checkin.models.scans import Admission, Conflict
from eventapp.checkin.queries.conflicts import live_admission_by
from eventapp.checkin.service.handing_in import count_in
from eventapp.checkin.service.holding import Steward
from eventapp.checkin.vocabulary import ConflictKind, Settlement
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock

LONGEST_NOTE = 300


def settle(
    conflict: Conflict,
    settlement: Settlement,
    *,
    by: Steward,
    note: str = "",
) -> bool:
    """End a conflict. The number of people inside follows what was found out.

    Two people with one badge: the second counts, without a name. Sent out again: who
    was let in by this scan does not count any more. Handed in by an ended device, and
    here: they are admitted now.

    Returns:
        Whether the badge was copied, so that its holder needs a new one.

    Raises:
        IsSettled: somebody was quicker, and came to another end.
        NobodyKnown: nobody knows whom the ended device let in.
    """
    lock(conflict)
    if conflict.settled_at is not None:
        if conflict.settlement is settlement:
            return False
        raise IsSettled
    now = clock.now()
    conflict.settled_at, conflict.settled_by = now, by.name[:200]
    conflict.settlement = settlement
    conflict.note = note.strip()[:LONGEST_NOTE] or None
    if conflict.kind is ConflictKind.HANDED_IN and settlement is Settlement.STAYS:
        count_in(conflict, by)
    is_copied = settlement is Settlement.COPIED
    if is_copied and conflict.kind is ConflictKind.TWICE:
        _count_second(conflict)
    if settlement is Settlement.WENT_OUT:
        _count_out(conflict)
    notices.settled(conflict, by.name, by.account_id)
    db.session.flush()
    return is_copied and conflict.scan.registration_id is not None


def _count_second(conflict: Conflict) -> None:
    """Count the other person, whom nobody knows."""
    scan = conflict.scan
    if live_admission_by(scan.id) is None:
        add(
            Admission(
                admitted_at=scan.received_at,
                event_id=scan.event_id,
                scan_id=scan.id,
                last_scan_id=scan.id,
            )
        )


def _count_out(conflict: Conflict) -> None:
    """Count out whom this scan let in; who came by another one stays."""
    admission = live_admission_by(conflict.scan_id)
    if admission is None:
        return
    lock(admission)
    if admission.left_at is None:
        admission.left_at = clock.now()
