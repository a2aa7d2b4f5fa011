"""The doors of the demonstration: its devices, and the guests who came early."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from eventapp.badges.models import Badge
from eventapp.checkin.models.desks import Desk, Device, DoorRule
from eventapp.checkin.models.scans import Admission, Conflict, Scan
from eventapp.checkin.queries.desks import desks_of
from eventapp.checkin.service.devices import latest_end
from eventapp.checkin.vocabulary import (
    Admits,
    ConflictKind,
    DeskRole,
    Direction,
    Lateness,
    Verdict,
)
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import events_of
from eventapp.programme.vocabulary import EventKind
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

CAME = 24  # before the demonstration begins
SOON = timedelta(hours=2)  # the doors of the opening are open
STEP = timedelta(seconds=47)  # between two who come
DEVICES = (  # name, what for, desk, on duty, scans waiting, minutes since it was heard
    ("Tablet 1", DeskRole.REGISTRATION, 0, "Lin Yue", 0, 0),
    ("Tablet 2", DeskRole.STEWARD, 1, "Zhao Ming", 2, 4),
)


def plant_doors(week: Week, opening: Event) -> None:
    """Set two devices up, and admit a few people where the opening is near.

    One of them was scanned at two doors while the second had no network. The dinner
    has a rule for its doors.
    """
    _decide_about_dinner(week)
    now = clock.now()
    if not now - SOON < opening.starts_at < now + SOON:
        return
    desks = desks_of(week)
    devices = [_device(week, opening, desks[line[2]], line, now) for line in DEVICES]
    rows = (
        select(Registration.id, Badge.code_digest)
        .join(Badge, Badge.registration_id == Registration.id)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Badge.revoked_at.is_(None),
        )
        .order_by(Registration.number.desc())
        .limit(CAME)
    )
    people = [(row[0], row[1]) for row in db.session.execute(rows)]
    scans = [
        _scan(opening, devices[n % 2], person, now - (len(people) - n) * STEP)
        for n, person in enumerate(people)
    ]
    db.session.execute(insert(Scan), scans)
    db.session.execute(insert(Admission), [_admission(one) for one in scans])
    _twice(week, opening, devices[1], people[-2], scans[-2])


def _decide_about_dinner(week: Week) -> None:
    """Who is invited comes in from half an hour before; who is late waits."""
    dinners = [one for one in events_of(week) if one.kind is EventKind.BANQUET]
    for dinner in dinners:
        add(
            DoorRule(
                event=dinner,
                admits=Admits.PLACES,
                opens_at=dinner.starts_at - timedelta(minutes=30),
                late_from=dinner.starts_at + timedelta(minutes=15),
                lateness=Lateness.HOLD,
                most_inside=dinner.capacity,
            )
        )


def _device(
    week: Week,
    event: Event,
    desk: Desk,
    line: tuple[str, DeskRole, int, str, int, int],
    now: datetime,
) -> Device:
    name, role, _at, on_duty, waiting, minutes = line
    key = uuid4()
    return add(
        Device(
            id=key,
            name=name,
            role=role,
            steward_name=on_duty,
            credential_digest=digest(f"nobody has the credential of {key}"),
            created_at=now - timedelta(hours=1),
            created_by="demonstration",
            set_up_at=now - timedelta(hours=1),
            ends_at=latest_end(week),
            seen_at=now - timedelta(minutes=minutes),
            waiting=waiting,
            list_made_at=now - timedelta(minutes=minutes + 1),
            week_id=week.id,
            desk_id=desk.id,
            at_desk_id=desk.id,
            event_id=event.id,
        )
    )


def _scan(
    event: Event, device: Device, person: tuple[UUID, bytes], at: datetime
) -> dict[str, object]:
    return {
        "id": uuid4(),
        "verdict": Verdict.ADMITTED,
        "presented": person[1],
        "direction": Direction.IN,
        "was_offline": False,
        "scanned_at": at,
        "received_at": at,
        "desk_id": device.desk_id,
        "event_id": event.id,
        "registration_id": person[0],
        "device_id": device.id,
        "steward_name": device.steward_name,
    }


def _admission(scan: dict[str, object]) -> dict[str, object]:
    return {
        "id": uuid4(),
        "admitted_at": scan["received_at"],
        "entries": 1,
        "registration_id": scan["registration_id"],
        "event_id": scan["event_id"],
        "scan_id": scan["id"],
        "last_scan_id": scan["id"],
    }


def _twice(
    week: Week,
    event: Event,
    device: Device,
    person: tuple[UUID, bytes],
    first: dict[str, object],
) -> None:
    at = clock.now() - STEP
    again = _scan(event, device, person, at) | {
        "verdict": Verdict.CONFLICT,
        "was_offline": True,
        "told": Verdict.ADMITTED,
        "earlier_id": first["id"],
    }
    db.session.execute(insert(Scan), [again])
    db.session.execute(
        insert(Conflict),
        [
            {
                "id": uuid4(),
                "kind": ConflictKind.TWICE,
                "raised_at": at,
                "scan_id": again["id"],
                "week_id": week.id,
            }
        ],
    )
