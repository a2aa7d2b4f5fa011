"""Where, when and by whom somebody was let in or out before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from eventapp.accounts.models import Account
from eventapp.checkin.judging import happened
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.vocabulary import Direction
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week


@dataclass(frozen=True)
class Earlier:
    """Where, when and by whom somebody was let in or out before."""

    at: datetime  # as far as we believe it
    desk: Localised
    steward: str | None
    zone: ZoneInfo
    has_left: bool = False


def earlier_scan(scan_id: UUID) -> Earlier | None:
    """The scan that admitted somebody before, as far as a desk tells it."""
    asked = db.session.connection().execute(_EARLIER, {"scan": scan_id})
    row = asked.first()
    if row is None:
        return None
    return Earlier(
        at=happened(row.scanned_at, row.received_at, was_offline=row.was_offline),
        desk=row.desk,
        steward=row.steward or row.steward_name or None,
        zone=ZoneInfo(row.zone),
        has_left=row.direction is Direction.OUT,
    )


def zone_at(desk_id: UUID) -> ZoneInfo:
    """In which zone the times of a desk are told."""
    return ZoneInfo(
        db.session.connection().execute(_ZONE, {"desk": desk_id}).scalar_one()
    )


_EARLIER = (
    select(
        Scan.scanned_at,
        Scan.received_at,
        Scan.was_offline,
        Scan.direction,
        Scan.steward_name,
        Desk.name.label("desk"),
        Account.name.label("steward"),
        Week.zone,
    )
    .join(Desk, Desk.id == Scan.desk_id)
    .join(Week, Week.id == Desk.week_id)
    .outerjoin(Account, Account.id == Scan.steward_id)
    .where(Scan.id == bindparam("scan"))
)
_ZONE = (
    select(Week.zone)
    .join(Desk, Desk.week_id == Week.id)
    .where(Desk.id == bindparam("desk"))
)
