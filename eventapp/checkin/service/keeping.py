"""Keeping a scan with all that follows from it, in the order in which it happened."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eventapp.checkin import notices
from eventapp.checkin.errors import ScanIdReused
from eventapp.checkin.judging import (
    Delegated,
    Room,
    Rule,
    Situation,
    Standing,
    happened,
)
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.service import alerting, moving
from eventapp.checkin.service.deciding import Decision, Presentation, second
from eventapp.checkin.vocabulary import ConflictKind, Direction, Lateness, Verdict
from eventapp.kernel.codes import CodeKind, Outcome
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import EventStatus


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, or who was named."""

    presented: bytes  # a digest
    outcome: Outcome
    kind: CodeKind | None
    registration_id: UUID | None
    overrules_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says, with what it needs to say it."""

    scan_id: UUID
    event_id: UUID
    verdict: Verdict
    direction: Direction
    received_at: datetime
    passed_at: datetime  # as `happened` believes it
    event_status: EventStatus
    guest: Guest | None
    room: Room
    rule: Rule
    earlier_id: UUID | None
    delegated: Delegated | None = None
    delegation_id: UUID | None = None  # of a card
    told: Verdict | None = None
    reason: str = ""
    entries: int = 0
    is_in: bool = False  # counts as inside
    waits: bool = False
    conflict: ConflictKind | None = None
    hosts_told: tuple[str, ...] = ()

    @property
    def inside(self) -> int:
        """How many are inside now."""
        return self.room.inside


def keep(
    shown: Presentation,
    read: Read,
    found: Situation,
    decision: Decision,
    now: datetime,
) -> Answer | None:
    """Write a scan and what follows from it; None where it was there before."""
    guest = found.guest if read.outcome is not Outcome.MISREAD else None
    direction = found.direction or shown.direction
    before = found.standing
    at = happened(shown.scanned_at, now, was_offline=shown.was_offline)
    gone_by = None
    if shown.was_offline and (decision.comes or decision.goes):
        decision, gone_by = _in_order(shown, found, decision, at)
    scan = {
        "id": shown.scan_id,
        "verdict": decision.verdict,
        "presented": read.presented,
        "direction": direction,
        "was_offline": shown.was_offline,
        "told": shown.told,
        "reason": shown.reason or None,
        "scanned_at": shown.scanned_at,
        "received_at": now,
        "undone_at": None,
        "desk_id": shown.desk_id,
        "event_id": shown.event_id,
        "steward_id": shown.steward_id,
        "device_id": shown.device_id,
        "steward_name": shown.steward_name,
        "registration_id": guest and guest.registration_id,
        "earlier_id": before and before.last_scan,
        "overrules_id": read.overrules_id,
        "group_id": shown.group_id,
    }
    if decision.comes:
        was_kept, has_come = moving.keep_and_enter(scan, shown, found, at, gone_by)
    else:
        was_kept, has_come = moving.keep_scan(scan), False
    if not was_kept:
        check_same(shown.scan_id, read.presented)
        return None
    has_gone = (
        decision.goes and before is not None and moving.leave(before, shown.scan_id, at)
    )
    if (decision.comes or decision.goes) and not (has_come or has_gone):
        decision, before = _came_second(shown, read, found, direction)
    hosts = _follow_up(shown, found, decision, now, has_come=has_come)
    is_in = found.is_inside if not (has_come or has_gone) else has_come and not gone_by
    step = is_in - found.is_inside if has_come or has_gone else 0
    return Answer(
        scan_id=shown.scan_id,
        event_id=shown.event_id,
        verdict=decision.verdict,
        direction=direction,
        received_at=now,
        passed_at=at,
        event_status=found.event_status,
        guest=guest,
        room=replace(found.room, inside=found.room.inside + step),
        rule=found.rule,
        earlier_id=before.last_scan if before else None,
        delegated=_with(found.delegated, step) if guest else None,
        told=shown.told,
        reason=shown.reason,
        entries=(before.entries if before else 0) + has_come,
        is_in=is_in,
        waits=decision.waits,
        conflict=decision.conflict,
        hosts_told=hosts,
    )


def check_same(scan_id: UUID, presented: bytes) -> None:
    """See that an identifier was sent again for the same badge.

    Raises:
        ScanIdReused: it stands for another one.
    """
    kept = db.session.scalar(select(Scan.presented).where(Scan.id == scan_id))
    if kept != presented:
        raise ScanIdReused


def _in_order(
    shown: Presentation, found: Situation, decision: Decision, at: datetime
) -> tuple[Decision, UUID | None]:
    """What waited without network may arrive after what happened later elsewhere.

    Whoever came in and went out by another door meanwhile is not inside; whoever
    went out and came back is.
    """
    standing = found.standing
    if decision.goes and standing is not None:
        if _passed_at(standing.last_scan) > at:
            return Decision(Verdict.NOT_HERE), None
    elif standing is None and found.guest is not None:
        return decision, _gone_by(found.guest.registration_id, shown.event_id, at)
    elif standing is not None and standing.left_at and standing.left_at > at:
        return Decision(Verdict.CONFLICT, conflict=ConflictKind.TWICE), None
    return decision, None


def _passed_at(scan_id: UUID) -> datetime:
    row = db.session.execute(_MOMENT.where(Scan.id == scan_id)).one()
    return happened(row.scanned_at, row.received_at, was_offline=row.was_offline)


def _gone_by(registration_id: UUID, event_id: UUID, at: datetime) -> UUID | None:
    """The way out, if it was scanned later and arrived before."""
    rows = db.session.execute(
        _MOMENT.where(
            Scan.registration_id == registration_id,
            Scan.event_id == event_id,
            Scan.verdict == Verdict.NOT_HERE,
            Scan.undone_at.is_(None),
        )
    )
    later = [
        (passed, row.id)
        for row in rows
        if (
            passed := happened(
                row.scanned_at, row.received_at, was_offline=row.was_offline
            )
        )
        > at
    ]
    return max(later)[1] if later else None


_MOMENT = select(Scan.id, Scan.scanned_at, Scan.received_at, Scan.was_offline)


def _came_second(
    shown: Presentation, read: Read, found: Situation, direction: Direction
) -> tuple[Decision, Standing | None]:
    """Another desk was quicker by a moment: the database has told us."""
    guest = found.guest
    standing = (
        moving.standing_of(guest.registration_id, shown.event_id)
        if guest
        else moving.standing_of_stranger(read.presented, shown.event_id)
    )
    decision = second(shown, direction)
    moving.change_scan(
        shown.scan_id,
        verdict=decision.verdict,
        earlier_id=standing and standing.last_scan,
    )
    return decision, standing


def _follow_up(
    shown: Presentation,
    found: Situation,
    decision: Decision,
    now: datetime,
    *,
    has_come: bool,
) -> tuple[str, ...]:
    """The lists, the journal and the hosts; the names of those who are told."""
    guest = found.guest
    if decision.conflict:
        moving.raise_conflict(shown, found, decision, now)
    if decision.waits and guest:
        moving.let_wait(shown, guest.registration_id, now)
    if not has_come:
        return ()
    steward = shown.steward_name, shown.steward_id
    if decision.despite:
        notices.overruled(guest, found.week_id, steward, decision.despite)
    elif guest and not shown.code and not shown.group_id and not shown.from_hold:
        notices.admitted_by_name(guest, found.week_id, steward)
    if guest and found.rule.lateness is Lateness.HOLD:
        moving.end_waiting(guest.registration_id, shown.event_id, now)
    if guest and found.is_awaited and found.standing is None:
        told = alerting.raise_alerts(
            guest.registration_id, shown.event_id, shown.scan_id
        )
        return tuple(told)
    return ()


def _with(delegated: Delegated | None, step: int) -> Delegated | None:
    if delegated is None or not step:
        return delegated
    return replace(delegated, here=delegated.here + step)
