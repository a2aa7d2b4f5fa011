"""Which devices there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.desks import Device
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event


def device_by_credential(credential: bytes) -> Device | None:
    """The device that holds the credential of this digest, valid or not."""
    return db.session.scalar(
        select(Device).where(Device.credential_digest == credential)
    )


@dataclass(frozen=True)
class Bearer:
    """As much of a device as is asked with every request."""

    id: UUID
    name: str
    role: DeskRole
    steward_name: str
    set_up_at: datetime | None
    revoked_at: datetime | None
    ends_at: datetime
    week_id: UUID
    desk_id: UUID | None

    def is_valid(self, at: datetime) -> bool:
        """Whether it may act."""
        return self.revoked_at is None and at < self.ends_at


def bearer(credential: bytes) -> Bearer | None:
    """The device that was set up and holds the credential of this digest."""
    # Columns alone: the connection is asked, past the session's bookkeeping.
    asked = db.session.connection().execute(_BEARER, {"credential": credential})
    row = asked.first()
    return Bearer(*row) if row and row.set_up_at else None


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


def last_event_ends_at(week_id: UUID) -> datetime | None:
    """When the last event of a week ends."""
    wanted = select(func.max(Event.ends_at)).where(Event.week_id == week_id)
    return db.session.scalar(wanted)


_BEARER = select(
    Device.id,
    Device.name,
    Device.role,
    Device.steward_name,
    Device.set_up_at,
    Device.revoked_at,
    Device.ends_at,
    Device.week_id,
    Device.desk_id,
).where(Device.credential_digest == bindparam("credential"))
_devices = select(Device).options(
    joinedload(Device.week), joinedload(Device.desk), joinedload(Device.event)
)
