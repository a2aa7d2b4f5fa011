"""Which devices there are."""

from sqlalchemy import select

from eventapp.checkin.models.desks import Device
from eventapp.kernel.db import db


def device_by_credential(credential: bytes) -> Device | None:
    """The device that holds the credential of this digest, valid or not."""
    return db.session.scalar(
        select(Device).where(Device.credential_digest == credential)
    )
