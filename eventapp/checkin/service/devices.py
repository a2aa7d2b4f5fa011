"""Devices: set up by a one-time code, changed over, ended.

A code is derived from a secret of ours and shown as often as its page is read, until
it is spent or its time is over; the database keeps a digest alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from eventapp.checkin import notices
from eventapp.checkin.errors import (
    CodeEnded,
    DeviceEnded,
    IsSetUp,
    ScansWait,
)
from eventapp.checkin.models.desks import Device
from eventapp.checkin.queries.devices import device_by_setup, last_event_ends_at
from eventapp.checkin.vocabulary import DeskRole
from eventapp.config import current
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import BadgeCode, CodeKind, Outcome
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.tokens import derive, digest, new_token, same
from eventapp.kernel.wall import midnight
from eventapp.programme.models.weeks import Week

CODE_LASTS = timedelta(minutes=15)
MAY_FORGET = timedelta(days=30)  # so long an ended device may still report
DAYS_AFTER = 2  # the device ends at the end of the day after the last one


@dataclass(frozen=True)
class DevicePlan:
    """What is decided about a device before it is set up."""

    name: str
    role: DeskRole
    desk_id: UUID | None = None  # None: any of the week
    ends_at: datetime | None = None  # None: as late as may be


def latest_end(week: Week) -> datetime:
    """The end of the day after the week: no device lasts longer."""
    last, ends_at = week.held.latest, last_event_ends_at(week.id)
    if ends_at is not None:  # where not all days of a week are known
        last = max(last, ends_at.astimezone(week.tzinfo).date())
    return midnight(last + timedelta(days=DAYS_AFTER), week.tzinfo)


def make_device(week: Week, plan: DevicePlan, *, by: str, by_id: UUID | None) -> Device:
    """Add a device to a week, with a code by which it is set up.

    Raises:
        DeviceEnded: the week is over.
    """
    now = clock.now()
    latest = latest_end(week)
    ends_at = min(plan.ends_at or latest, latest)
    if ends_at <= now:
        raise DeviceEnded
    device = add(
        Device(
            name=plan.name,
            role=plan.role,
            desk_id=plan.desk_id,
            week_id=week.id,
            ends_at=ends_at,
            created_at=now,
            created_by=by,
        )
    )
    _open(device, now)
    notices.device_made(device, by, by_id)
    return device


def renew_code(device: Device, *, by: str, by_id: UUID | None) -> None:
    """Give a device that nobody has set up another code; the old one ends.

    Raises:
        IsSetUp: it works already; for another phone, make another device.
        DeviceEnded: it was revoked, or its time is over.
    """
    lock(device)
    now = clock.now()
    if device.revoked_at is not None or device.ends_at <= now:
        raise DeviceEnded
    if device.set_up_at is not None:
        raise IsSetUp
    _open(device, now)
    notices.device_code_renewed(device, by, by_id)


def code_of(device: Device, at: datetime) -> BadgeCode | None:
    """The code to show; None where it is spent, over, or of an older secret."""
    if not device.setup_digest or not device.setup_until or device.setup_until <= at:
        return None
    code = _code(device)
    return code if same(codes.digest(code), device.setup_digest) else None


def device_to_set_up(code: str) -> Device:
    """The device that this code would set up; it is not spent by looking.

    Raises:
        CodeEnded: it is none of ours, spent, or its time is over.
    """
    reading = codes.parse(code)
    if reading.outcome is not Outcome.CODE or reading.kind is not CodeKind.DEVICE:
        raise CodeEnded
    assert reading.code  # noqa: S101 - for the type checker
    device = device_by_setup(codes.digest(reading.code))
    now = clock.now()
    if device is None or device.setup_until is None or device.setup_until <= now:
        raise CodeEnded
    if device.revoked_at is not None or device.ends_at <= now:
        raise CodeEnded
    return device


def set_up(code: str, steward_name: str) -> tuple[Device, str]:
    """Spend the code; give the device back, and its credential, which is kept nowhere.

    Raises:
        CodeEnded: it is none of ours, its time is over, or another phone was quicker.
    """
    device = device_to_set_up(code)
    now = clock.now()
    token = new_token()
    spent = db.session.execute(
        update(Device)
        .where(
            Device.id == device.id,
            Device.setup_digest == device.setup_digest,
            Device.revoked_at.is_(None),
        )
        .values(
            setup_digest=None,
            setup_until=None,
            credential_digest=digest(token),
            set_up_at=now,
            seen_at=now,
            steward_name=steward_name,
        )
        .execution_options(synchronize_session=False, preserve_rowcount=True)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # of a cursor's result
        raise CodeEnded
    db.session.refresh(device)
    notices.device_set_up(device)
    return device, token


def change_shift(device: Device, steward_name: str) -> None:
    """Somebody else is on duty with it from now on."""
    lock(device)
    if device.steward_name == steward_name:
        return
    before = device.steward_name
    device.steward_name = steward_name
    notices.shift_changed(device, before)


def sign_out(device: Device, waiting: int) -> None:
    """End a device by the hand of who stands there.

    Raises:
        ScansWait: scans on it were not sent; they would be lost.
    """
    lock(device)
    if waiting:
        raise ScansWait(num=waiting)
    if device.revoked_at is None:
        device.revoked_at = device.forgot_at = clock.now()
        device.waiting = 0
        notices.device_signed_out(device)


def revoke(device: Device, *, by: str, by_id: UUID | None) -> None:
    """End a device from afar; what waits on it, it may still hand in to be decided."""
    lock(device)
    if device.revoked_at is not None:
        return
    device.revoked_at = clock.now()
    device.setup_digest = device.setup_until = None
    if device.set_up_at is None:
        device.forgot_at = device.revoked_at  # it never knew anything
    notices.device_revoked(device, by, by_id)


def forgotten(device: Device) -> None:
    """The device says that nothing is left on it."""
    lock(device)
    if device.forgot_at is None:
        device.forgot_at = clock.now()
        device.waiting = 0
        notices.device_forgot(device)


def _open(device: Device, now: datetime) -> None:
    device.setup_until = min(now + CODE_LASTS, device.ends_at)
    device.setup_digest = codes.digest(_code(device))
    db.session.flush()


def _code(device: Device) -> BadgeCode:
    until = device.setup_until.isoformat() if device.setup_until else ""
    token = derive(current().secret_key, "device", f"{device.id}:{until}")
    return codes.compose(CodeKind.DEVICE, token)
