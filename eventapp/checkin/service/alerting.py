"""Telling hosts that their guests have come; who has seen it, and who has not."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import select, update

from eventapp.checkin import notices_of_alerts as notices
from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.checkin.queries import alerts as known
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db, insert_unless_there, lock, reading, writing
from eventapp.registration.models.registrations import Registration


def raise_alerts(registration_id: UUID, event_id: UUID, scan_id: UUID) -> list[str]:
    """Tell the hosts who await somebody that they were admitted just now.

    Nobody hears twice of one guest. Tells the names of the hosts.
    """
    registration = db.session.get(Registration, registration_id)
    if registration is None:
        return []
    told = []
    for awaited in known.awaiting(registration, event_id):
        if _raise(awaited, registration_id, scan_id):
            alerts = known.alerts_of(awaited)
            is_news = len(alerts) == 1 or registration.is_head
            notices.tell_come(awaited, alerts, is_news=is_news)
            told.append(awaited.host_name)
    return told


def take_back(scan_id: UUID) -> None:
    """Tell the hosts that the admission by this scan was undone."""
    for alert in known.alerts_by_scan(scan_id):
        alert.undone_at = clock.now()
        db.session.flush()
        awaited = known.awaited(alert.awaited_id)
        if awaited is not None and awaited.ended_at is None:
            notices.tell_undone(awaited, alert, known.alerts_of(awaited))


def see(awaited: Awaited, name: str, *, by_id: UUID | None = None) -> int:
    """Note that somebody has seen who came; others read by whom. Tells how many."""
    lock(awaited)
    now = clock.now()
    seen = db.session.execute(
        update(Alert)
        .where(
            Alert.awaited_id == awaited.id,
            Alert.seen_at.is_(None),
            Alert.undone_at.is_(None),
        )
        .values(seen_at=now, seen_by=name[:200])
    )
    count: int = seen.rowcount  # type: ignore[attr-defined]  # a cursor result
    if count:
        note(
            "alert.seen",
            actor=name,
            actor_id=by_id,
            subject=awaited.host_name,
            subject_id=awaited.id,
            week_id=awaited.week_id,
            details={"people": count},
        )
    return count


def escalate() -> None:
    """Write once to whom else a host named, where nobody looked in time: the upkeep."""
    with reading():
        keys = [one.id for one in known.overdue(clock.now())]
    for key in keys:
        with writing():
            awaited = known.awaited(key)
            if awaited is None:
                continue
            lock(awaited)
            if any(one.id == key for one in known.overdue(clock.now())):
                _escalate(awaited, known.alerts_of(awaited))


def _escalate(awaited: Awaited, alerts: Sequence[Alert]) -> None:
    unseen = [alert for alert in alerts if alert.seen_at is None]
    for alert in unseen:
        alert.escalated_at = clock.now()
    notices.tell_unseen(awaited, unseen)


def _raise(awaited: Awaited, registration_id: UUID, scan_id: UUID) -> bool:
    """Keep an alert; whether there was none that stands."""
    now = clock.now()
    table = Model.metadata.tables[Alert.__tablename__]
    made = insert_unless_there(table).values(
        id=uuid4(),
        raised_at=now,
        awaited_id=awaited.id,
        registration_id=registration_id,
        scan_id=scan_id,
    )
    if db.session.scalar(made.returning(table.c.id)) is not None:
        return True
    undone = db.session.scalar(
        select(Alert)
        .where(
            Alert.awaited_id == awaited.id,
            Alert.registration_id == registration_id,
            Alert.undone_at.is_not(None),
        )
        .with_for_update()
    )
    if undone is None:
        return False
    undone.raised_at, undone.scan_id = now, scan_id
    undone.undone_at = undone.seen_at = undone.seen_by = None
    db.session.flush()
    return True
