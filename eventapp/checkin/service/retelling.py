"""The answer of a scan that was decided before, as things stand now."""

from uuid import UUID

from sqlalchemy import select

from eventapp.checkin.judging import Standing, happened
from eventapp.checkin.models.scans import Admission, Conflict, Hold, Scan
from eventapp.checkin.queries.alerts import alerts_by_scan
from eventapp.checkin.queries.groups import delegation_of_scan
from eventapp.checkin.queries.situations import situation
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.kernel.db import db


def retell(scan: Scan) -> Answer | None:
    """What was said, with how many are inside now; None where nobody is served."""
    found = situation(
        {
            "scan": scan.id,
            "desk": scan.desk_id,
            "event": scan.event_id,
            "registration": scan.registration_id or UUID(int=0),
        }
    )
    if found is None:
        return None
    standing = found.standing or _standing_by(scan)
    is_card = scan.verdict is Verdict.GROUP
    return Answer(
        scan_id=scan.id,
        event_id=scan.event_id,
        verdict=scan.verdict,
        direction=scan.direction,
        received_at=scan.received_at,
        passed_at=happened(
            scan.scanned_at, scan.received_at, was_offline=scan.was_offline
        ),
        event_status=found.event_status,
        guest=found.guest,
        room=found.room,
        rule=found.rule,
        earlier_id=scan.earlier_id,
        delegated=found.delegated,
        delegation_id=delegation_of_scan(scan) if is_card else None,
        told=scan.told,
        reason=scan.reason or "",
        entries=standing.entries if standing else 0,
        is_in=standing is not None and standing.is_inside,
        waits=scan.verdict is Verdict.LATE and _waits(scan),
        conflict=db.session.scalar(
            select(Conflict.kind).where(
                Conflict.scan_id == scan.id, Conflict.settled_at.is_(None)
            )
        ),
        hosts_told=tuple(one.awaited.host_name for one in alerts_by_scan(scan.id))
        if scan.verdict is Verdict.ADMITTED
        else (),
    )


def _standing_by(scan: Scan) -> Standing | None:
    """The admission of somebody whom nobody knows."""
    if scan.direction is Direction.OUT or scan.registration_id is not None:
        return None
    row = db.session.execute(
        select(
            Admission.id, Admission.entries, Admission.left_at, Admission.last_scan_id
        ).where(Admission.scan_id == scan.id, Admission.undone_at.is_(None))
    ).first()
    return Standing(*row) if row else None


def _waits(scan: Scan) -> bool:
    waiting = select(Hold.id).where(
        Hold.registration_id == scan.registration_id,
        Hold.event_id == scan.event_id,
        Hold.released_at.is_(None),
    )
    return db.session.scalar(waiting) is not None
