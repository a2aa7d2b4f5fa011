"""What the desk writes into the journal: what no badge vouches for."""

from typing import Any
from uuid import UUID

from eventapp.checkin.models.desks import Device, DoorRule
from eventapp.checkin.models.scans import Conflict, Hold, Scan
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.vocabulary import Verdict
from eventapp.journal.service import note
from eventapp.programme.models.events import Event


def undone(scan: Scan, by: str, by_id: UUID | None) -> None:
    """Tell who took an admission back."""
    guest = scan.registration
    note(
        "admission.undone",
        actor=by,
        actor_id=by_id,
        subject=str(guest.name) if guest else "",
        subject_id=scan.registration_id,
        week_id=scan.event.week_id,
    )


def admitted_by_name(
    guest: Guest, week_id: UUID, steward: tuple[str, UUID | None]
) -> None:
    """Tell who admitted somebody without a badge."""
    name, key = steward
    note(
        "admission.by_name",
        actor=name,
        actor_id=key,
        subject=str(guest.name),
        subject_id=guest.registration_id,
        week_id=week_id,
    )


def overruled(
    guest: Guest | None, week_id: UUID, steward: tuple[str, UUID | None], why: Verdict
) -> None:
    """Tell who admitted somebody in spite of a refusal; the scan has the reason."""
    name, key = steward
    note(
        "admission.overruled",
        actor=name,
        actor_id=key,
        subject=str(guest.name) if guest else "",
        subject_id=guest.registration_id if guest else None,
        week_id=week_id,
        details={"before": {"verdict": why.value}},
    )


def settled(conflict: Conflict, by: str, by_id: UUID | None) -> None:
    """Tell how a conflict ended; the note about it stays with the scan."""
    guest = conflict.scan.registration
    assert conflict.settlement is not None  # noqa: S101 - for the type checker
    note(
        "conflict.settled",
        actor=by,
        actor_id=by_id,
        subject=str(guest.name) if guest else "",
        subject_id=conflict.scan.registration_id,
        week_id=conflict.week_id,
        details={
            "before": {"conflict": conflict.kind.value},
            "after": {"settlement": conflict.settlement.value},
        },
    )


def let_go(hold: Hold, by: str, by_id: UUID | None) -> None:
    """Tell who took somebody off the list of those who wait outside."""
    note(
        "hold.ended",
        actor=by,
        actor_id=by_id,
        subject=str(hold.registration.name),
        subject_id=hold.registration_id,
        week_id=hold.event.week_id,
    )


def admitted_at_the_break(
    event: Event, by: str, by_id: UUID | None, people: int
) -> None:
    """Tell who let those in who waited outside."""
    note(
        "hold.admitted",
        actor=by,
        actor_id=by_id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
        details={"people": people},
    )


def rule_changed(rule: DoorRule, by: str, by_id: UUID | None, **details: Any) -> None:
    """Tell who changed the rule of a door, or took it away."""
    note(
        "door_rule.changed",
        actor=by,
        actor_id=by_id,
        subject=str(rule.event.title),
        subject_id=rule.event_id,
        week_id=rule.event.week_id,
        details=details,
    )


def device_made(device: Device, by: str, by_id: UUID | None) -> None:
    """Tell who added a device."""
    details = {"after": {"role": device.role.value}}
    _of_device("device.made", device, by, by_id, details)


def device_code_renewed(device: Device, by: str, by_id: UUID | None) -> None:
    """Tell who had another code shown."""
    _of_device("device.code_renewed", device, by, by_id)


def device_set_up(device: Device) -> None:
    """Tell who set a device up."""
    _of_device("device.set_up", device, device.steward_name)


def shift_changed(device: Device, before: str) -> None:
    """Tell who is on duty now, and who was."""
    details = {
        "before": {"on_duty": before},
        "after": {"on_duty": device.steward_name},
    }
    _of_device("device.shift_changed", device, device.steward_name, None, details)


def device_signed_out(device: Device) -> None:
    """Tell who ended a device at the desk."""
    _of_device("device.signed_out", device, device.steward_name)


def device_revoked(device: Device, by: str, by_id: UUID | None) -> None:
    """Tell who ended a device from afar, and how many scans waited on it."""
    details = {"after": {"waiting": device.waiting}} if device.waiting else None
    _of_device("device.revoked", device, by, by_id, details)


def device_forgot(device: Device) -> None:
    """Tell that a device has nothing any more."""
    _of_device("device.forgot", device, device.name)


def device_handed_in(device: Device, count: int) -> None:
    """Tell how many scans an ended device still had."""
    details = {"after": {"waiting": count}}
    _of_device("device.handed_in", device, device.name, None, details)


def _of_device(
    action: str,
    device: Device,
    by: str,
    by_id: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    note(
        action,
        actor=by,
        actor_id=by_id,
        subject=device.name,
        subject_id=device.id,
        week_id=device.week_id,
        details=details,
    )
