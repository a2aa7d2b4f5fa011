"""Devices for tests, and browsers that are one."""

from datetime import timedelta
from typing import Any

from eventapp.checkin.duty import COOKIE
from eventapp.checkin.models.desks import Device
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.kernel.db import add
from eventapp.kernel.tokens import digest
from eventapp.programme.models.weeks import Week
from tests.conftest import Client


def make_device(
    week: Week, role: DeskRole = DeskRole.STEWARD, **changes: Any
) -> Device:
    """A device that is set up; its credential is the word "credential" and its key."""
    now = clock.now()
    values: dict[str, Any] = {
        "name": "Tablet",
        "role": role,
        "created_at": now,
        "created_by": "Organiser",
        "set_up_at": now,
        "ends_at": now + timedelta(days=14),
    }
    device = add(Device(week_id=week.id, **(values | changes)))
    device.credential_digest = digest(credential(device))
    return add(device)


def credential(device: Device) -> str:
    """What the browser of this device sends."""
    return f"credential-{device.id}"


def carry(client: Client, device: Device) -> None:
    """Let this browser be `device`, and nobody who signed in."""
    client.delete_cookie("session")
    client.set_cookie(COOKIE, credential(device))
