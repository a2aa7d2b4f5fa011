"""Who stands at the desks of a week, and whether they are heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eventapp.checkin.models.desks import ONLINE_WITHIN, Device
from eventapp.checkin.models.watches import Watch
from eventapp.checkin.queries import board as seen
from eventapp.checkin.vocabulary import DeskRole, DeviceState
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week

STOOD_WITHIN = timedelta(hours=12)
Heard = Mapping[tuple[UUID, UUID], datetime]  # by desk, and device or account


@dataclass(frozen=True)
class Post:
    """Somebody at a desk: a device, or a browser that is signed in."""

    name: str
    on_duty: str
    desk_id: UUID | None
    desk: Localised | None
    event: Localised | None
    state: DeviceState
    waiting: int
    list_made_at: datetime | None
    seen_at: datetime | None
    device_id: UUID | None = None

    @property
    def is_stuck(self) -> bool:
        """Whether scans wait at a post that is not heard."""
        return self.waiting > 0 and self.state is not DeviceState.ONLINE


def posts_of(week: Week, now: datetime) -> list[Post]:
    """Devices and browsers that are signed in; those that need somebody first."""
    heard = seen.heard(week.id, now - ONLINE_WITHIN)
    devices = [
        _of_device(one, now, heard)
        for one in seen.devices_at_work(week.id)
        if one.at_desk_id or one.role is not DeskRole.SUPERVISOR  # who reads the board
    ]
    accounts = [
        _of_account(one, now, heard)
        for one in seen.watches(week.id, now - STOOD_WITHIN)
    ]
    silent_last = {DeviceState.ONLINE: 1, DeviceState.SILENT: 2, DeviceState.ENDING: 3}
    return sorted(
        devices + accounts,
        key=lambda one: (not one.is_stuck, silent_last.get(one.state, 0)),
    )


def _of_device(one: Device, now: datetime, heard: Heard) -> Post:
    desk = one.at_desk or one.desk
    scanned = heard.get((desk.id, one.id)) if desk else None
    state = one.state(now)
    if scanned and state is DeviceState.SILENT:
        state = DeviceState.ONLINE
    return Post(
        one.name,
        one.steward_name,
        desk.id if desk else None,
        desk.name if desk else None,
        one.event.title if one.event else None,
        state,
        one.waiting,
        one.list_made_at,
        max(filter(None, (one.seen_at, scanned)), default=None),
        one.id,
    )


def _of_account(one: Watch, now: datetime, heard: Heard) -> Post:
    seen_at = max(one.seen_at, heard.get((one.desk_id, one.account_id), one.seen_at))
    is_heard = now - seen_at <= ONLINE_WITHIN
    return Post(
        "",
        one.account.name,
        one.desk_id,
        one.desk.name,
        one.event.title if one.event else None,
        DeviceState.ONLINE if is_heard else DeviceState.SILENT,
        one.waiting,
        one.list_made_at,
        seen_at,
    )
