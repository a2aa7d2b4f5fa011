"""Scans that waited on a device when it was ended: kept, trusted by nobody, decided.

A device that was lost or stolen may say what it likes. What it says is therefore kept
as scans that admit nobody, and a supervisor decides about each who would have moved.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select

from eventapp.badges.models import Badge
from eventapp.checkin import notices
from eventapp.checkin.errors import NobodyKnown, NothingExpected, TooManyHandedIn
from eventapp.checkin.models.desks import Desk, Device
from eventapp.checkin.models.scans import Admission, Conflict, Scan
from eventapp.checkin.service.deciding import Presentation
from eventapp.checkin.service.devices import MAY_FORGET
from eventapp.checkin.service.holding import Steward
from eventapp.checkin.service.moving import keep_scan
from eventapp.checkin.service.presenting import present
from eventapp.checkin.vocabulary import ConflictKind, Direction, Verdict
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import Outcome, parse_reference
from eventapp.kernel.db import db, lock
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration

MOST_HANDED_IN = 5000  # of one device, with those of its last hour
LATELY = timedelta(hours=1)
MOVED = frozenset({Verdict.ADMITTED, Verdict.CONFLICT, Verdict.GOODBYE, None})


@dataclass(frozen=True)
class LeftOver:
    """A scan as the device kept it."""

    scan_id: UUID
    desk_id: UUID
    event_id: UUID
    scanned_at: datetime
    code: str
    registration: str  # a key or a reference; the list on a device has references
    direction: Direction
    told: Verdict | None


def hand_in(device: Device, scans: list[LeftOver]) -> int:
    """Keep what waited on an ended device; the number of those that are new.

    One that is about to sign out hands in what no desk would take.

    Raises:
        NothingExpected: it said that nothing is left on it, or ended long ago.
        TooManyHandedIn: no device scans as much.
    """
    lock(device)
    now = clock.now()
    ended_at = min(device.revoked_at or device.ends_at, device.ends_at)
    if device.forgot_at is not None or now - ended_at > MAY_FORGET:
        raise NothingExpected
    since = min(ended_at, now - LATELY)
    if _kept_since(device, since) + len(scans) > MOST_HANDED_IN:
        raise TooManyHandedIn
    new = [scan for scan in scans if _is_of_week(device, scan)]
    kept = [_keep(device, scan, now) for scan in new]
    count = sum(kept)
    device.waiting = 0
    if count:
        notices.device_handed_in(device, count)
    return count


def count_in(conflict: Conflict, by: Steward) -> None:
    """Count somebody whom an ended device let in: a supervisor says that they are in.

    Raises:
        NobodyKnown: nobody knows who it is.
    """
    scan = conflict.scan
    if scan.registration_id is None:
        raise NobodyKnown
    present(
        Presentation(
            scan_id=uuid4(),
            desk_id=scan.desk_id,
            event_id=scan.event_id,
            registration_id=scan.registration_id,
            scanned_at=scan.scanned_at,
            direction=scan.direction,
            reason=str(conflict.kind),
            may_overfill=True,
            steward_id=by.account_id,
            device_id=by.device_id,
            steward_name=by.name,
        )
    )


def _keep(device: Device, scan: LeftOver, now: datetime) -> bool:
    presented, person = _who(device, scan)
    moved = scan.told in MOVED
    is_new = keep_scan(
        {
            "id": scan.scan_id,
            "verdict": Verdict.CONFLICT if moved else scan.told,
            "presented": presented,
            "direction": scan.direction,
            "was_offline": True,
            "told": scan.told,
            "scanned_at": scan.scanned_at,
            "received_at": now,
            "desk_id": scan.desk_id,
            "event_id": scan.event_id,
            "device_id": device.id,
            "steward_name": device.steward_name,
            "registration_id": person,
            "earlier_id": person and _scan_inside(person, scan.event_id),
        }
    )
    if is_new and moved:
        db.session.add(
            Conflict(
                id=uuid4(),
                kind=ConflictKind.HANDED_IN,
                raised_at=now,
                scan_id=scan.scan_id,
                week_id=device.week_id,
            )
        )
    return is_new


def _is_of_week(device: Device, scan: LeftOver) -> bool:
    desk, event = (
        db.session.get(Desk, scan.desk_id),
        db.session.get(Event, scan.event_id),
    )
    return (
        desk is not None
        and event is not None
        and {desk.week_id, event.week_id} == {device.week_id}
    )


def _who(device: Device, scan: LeftOver) -> tuple[bytes, UUID | None]:
    """What was shown, and whose it is; of this week only."""
    wanted = select(Registration.id).where(Registration.week_id == device.week_id)
    if not scan.code:
        named = _named(scan.registration)
        return digest(scan.registration), db.session.scalar(wanted.where(named))
    reading = codes.parse(scan.code)
    if reading.outcome is not Outcome.CODE or reading.code is None:
        return digest(scan.code), None
    presented = codes.digest(reading.code)
    of_badge = wanted.join(Badge, Badge.registration_id == Registration.id)
    return presented, db.session.scalar(of_badge.where(Badge.code_digest == presented))


def _named(registration: str) -> ColumnElement[bool]:
    try:
        return Registration.id == UUID(registration)
    except ValueError:
        return Registration.reference == (parse_reference(registration) or "")


def _scan_inside(person: UUID, event_id: UUID) -> UUID | None:
    return db.session.scalar(
        select(Admission.scan_id).where(
            Admission.registration_id == person,
            Admission.event_id == event_id,
            Admission.undone_at.is_(None),
        )
    )


def _kept_since(device: Device, since: datetime) -> int:
    counted = select(func.count(Scan.id)).where(
        Scan.device_id == device.id, Scan.received_at >= since
    )
    return db.session.scalar(counted) or 0
