"""What happens at a desk: one transaction decides, the database keeps the promise."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, select, update

from eventapp.checkin import notices
from eventapp.checkin.errors import (
    ScanIdReused,
    UnknownEvent,
)
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.queries.situations import Situation, situation
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import Outcome
from eventapp.kernel.db import db, insert_unless_there
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


@dataclass(frozen=True)
class Presentation:
    """Somebody shows a badge at a desk, or is found there by name."""

    scan_id: UUID  # made by the device: sent again, it gets the same answer
    desk_id: UUID
    event_id: UUID
    scanned_at: datetime
    code: str = ""
    registration_id: UUID | None = None
    was_offline: bool = False
    direction: Direction = Direction.IN
    steward_id: UUID | None = None  # an account; or
    device_id: UUID | None = None
    steward_name: str = ""


@dataclass(frozen=True)
class Answer:
    """What the desk says, with what it needs to say it."""

    scan_id: UUID
    event_id: UUID
    verdict: Verdict
    received_at: datetime
    event_status: EventStatus
    guest: Guest | None
    inside: int
    capacity: int | None
    earlier_id: UUID | None


def present(presentation: Presentation) -> Answer | None:
    """Decide about one presentation, and keep it as a scan.

    Returns:
        The answer; None where this scan was answered before: read it again.

    Raises:
        UnknownEvent: the desk does not serve this event.
        ScanIdReused: the identifier stands for another code.
    """
    shown = presentation.code or str(presentation.registration_id)
    reading = codes.parse(presentation.code) if presentation.code else None
    presented = (
        codes.digest(reading.code) if reading and reading.code else digest(shown)
    )
    parameters: dict[str, Any] = {
        "scan": presentation.scan_id,
        "desk": presentation.desk_id,
        "event": presentation.event_id,
    }
    if reading is not None:
        parameters["digest"] = presented
    else:
        parameters["registration"] = presentation.registration_id
    found = situation(parameters)
    if found is None:
        raise UnknownEvent
    if found.known_scan is not None:
        _check_same(presentation.scan_id, presented)
        return None
    verdict = _judge(found, reading.outcome if reading else Outcome.CODE)
    if verdict is Verdict.ADMITTED and _needs_count(found):
        verdict = _count_again(found, presentation.event_id)
    if verdict is Verdict.ALREADY_HERE and presentation.was_offline:
        verdict = Verdict.CONFLICT
    return _keep(presentation, presented, found, verdict)


def _judge(found: Situation, outcome: Outcome) -> Verdict:  # noqa: PLR0911 - a table
    if outcome is Outcome.MISREAD:
        return Verdict.MISREAD
    guest = found.guest
    if outcome is Outcome.FOREIGN or guest is None:
        return Verdict.UNKNOWN
    if guest.status in {RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED}:
        return Verdict.CANCELLED
    if found.badge_revoked:
        return Verdict.REVOKED
    if found.guest_week_id != found.week_id:
        return Verdict.WRONG_EVENT
    if guest.status is not RegistrationStatus.CONFIRMED:
        return Verdict.NOT_CONFIRMED
    if guest.admitted_at is not None:
        return Verdict.ALREADY_HERE
    if found.event_status is EventStatus.CANCELLED:
        return Verdict.WRONG_EVENT
    if found.signup is SignUp.EVERYONE or guest.place is PlaceStatus.HELD:
        return Verdict.ADMITTED
    return Verdict.WRONG_EVENT


def _needs_count(found: Situation) -> bool:
    """Held places never exceed the capacity; only open doors must be counted."""
    return found.signup is SignUp.EVERYONE and found.capacity is not None


def _count_again(found: Situation, event_id: UUID) -> Verdict:
    inside = found.inside
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer at a time
        db.session.execute(
            select(Event.id).where(Event.id == event_id).with_for_update()
        )
        inside = kept.inside(event_id)
    is_full = found.capacity is not None and inside >= found.capacity
    return Verdict.FULL if is_full else Verdict.ADMITTED


def _keep(
    presentation: Presentation, presented: bytes, found: Situation, verdict: Verdict
) -> Answer | None:
    now = clock.now()
    guest = found.guest
    is_misread = verdict in {Verdict.MISREAD, Verdict.UNKNOWN}
    connection = db.session.connection()
    dialect = connection.dialect.name
    kept = connection.execute(
        _insert_scan(dialect),
        {
            "id": presentation.scan_id,
            "verdict": verdict,
            "presented": presented,
            "direction": presentation.direction,
            "was_offline": presentation.was_offline,
            "scanned_at": presentation.scanned_at,
            "received_at": now,
            "undone_at": None,
            "desk_id": presentation.desk_id,
            "event_id": presentation.event_id,
            "steward_id": presentation.steward_id,
            "device_id": presentation.device_id,
            "steward_name": presentation.steward_name,
            "registration_id": guest.registration_id
            if guest and not is_misread
            else None,
            "earlier_id": found.earlier_scan,
        },
    )
    if kept.rowcount != 1:
        _check_same(presentation.scan_id, presented)
        return None
    earlier = found.earlier_scan
    if verdict is Verdict.ADMITTED and guest is not None:
        admitted = connection.execute(
            _insert_admission(dialect),
            {
                "id": uuid4(),
                "admitted_at": now,
                "undone_at": None,
                "registration_id": guest.registration_id,
                "event_id": presentation.event_id,
                "scan_id": presentation.scan_id,
                "last_scan_id": presentation.scan_id,
            },
        )
        if admitted.rowcount != 1:
            verdict, earlier = _came_second(presentation, guest)
        elif not presentation.code:
            steward = presentation.steward_name, presentation.steward_id
            notices.admitted_by_name(guest, found.week_id, steward)
    return Answer(
        scan_id=presentation.scan_id,
        event_id=presentation.event_id,
        verdict=verdict,
        received_at=now,
        event_status=found.event_status,
        guest=guest if not is_misread else None,
        inside=found.inside + (verdict is Verdict.ADMITTED),
        capacity=found.capacity,
        earlier_id=earlier,
    )


def _came_second(presentation: Presentation, guest: Guest) -> tuple[Verdict, UUID]:
    """Another desk was quicker by a moment: the unique key has told us."""
    standing = kept.admission_of(guest.registration_id, presentation.event_id)
    verdict = Verdict.CONFLICT if presentation.was_offline else Verdict.ALREADY_HERE
    if standing is None:
        raise UnknownEvent
    db.session.execute(
        update(Scan)
        .where(Scan.id == presentation.scan_id)
        .values(verdict=verdict, earlier_id=standing.scan_id)
    )
    return verdict, standing.scan_id


def _check_same(scan_id: UUID, presented: bytes) -> None:
    kept = db.session.scalar(select(Scan.presented).where(Scan.id == scan_id))
    if kept != presented:
        raise ScanIdReused


@cache
def _insert_scan(_dialect: str) -> Any:  # noqa: ANN401 - of two dialects
    return _counted(insert_unless_there(_table(Scan)))


@cache
def _insert_admission(_dialect: str) -> Any:  # noqa: ANN401 - of two dialects
    return _counted(insert_unless_there(_table(Admission)))


def _counted(statement: Any) -> Any:  # noqa: ANN401 - of two dialects
    """Let `statement` tell how many rows it made: 1, or 0 where one was there."""
    return statement.inline().execution_options(preserve_rowcount=True)


def _table(kind: type[Scan | Admission]) -> Table:
    table = kind.__table__
    assert isinstance(table, Table)  # noqa: S101 - for the type checker
    return table
