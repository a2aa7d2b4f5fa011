"""Which devices there are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.desks import Device
from eventapp.kernel.db import db


def device_by_credential(credential: bytes) -> Device | None:
    """The device that holds the credential of this digest, valid or not."""
    return db.session.scalar(
        select(Device).where(Device.credential_digest == credential)
    )


def device_by_setup(setup: bytes) -> Device | None:
    """The device that the code of this digest sets up."""
    wanted = (
        select(Device)
        .options(joinedload(Device.week), joinedload(Device.desk))
        .where(Device.setup_digest == setup)
    )
    return db.session.scalar(wanted)


def device(key: UUID) -> Device | None:
    """One device with its week, desk and event."""
    return db.session.scalar(_devices.where(Device.id == key))


def devices_of(week_id: UUID) -> Sequence[Device]:
    """The devices of a week: those that may act first, by name."""
    rows = _devices.where(Device.week_id == week_id).order_by(
        Device.revoked_at.is_not(None), Device.name, Device.id
    )
    return db.session.scalars(rows).all()


_devices = select(Device).options(
    joinedload(Device.week), joinedload(Device.desk), joinedload(Device.event)
)
