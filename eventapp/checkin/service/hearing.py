"""Keeping what desks say of themselves, every few seconds: short statements only."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, update

from eventapp.checkin.models.desks import Device
from eventapp.checkin.models.watches import Watch
from eventapp.kernel import clock
from eventapp.kernel.db import db, insert_unless_there


@dataclass(frozen=True)
class News:
    """What a desk says of itself with each beat."""

    desk_id: UUID
    event_id: UUID
    waiting: int  # scans that it has not sent yet
    list_made_at: datetime | None
    steward_name: str | None = None  # None: as before


def hear_device(device_id: UUID, news: News) -> None:
    """Keep what a device says, and who is on duty with it."""
    values = _values(news) | {"at_desk_id": news.desk_id}
    if news.steward_name:
        values["steward_name"] = news.steward_name
    db.session.connection().execute(_DEVICE, values | {"device": device_id})


def hear_lead(device_id: UUID, event_id: UUID, waiting: int) -> None:
    """Keep what the phone of a coach's lead says; it stands at no desk."""
    values = {"seen_at": clock.now(), "waiting": waiting, "event_id": event_id}
    db.session.connection().execute(_DEVICE, values | {"device": device_id})


def hear_work(
    desk_id: UUID, *, device_id: UUID | None, account_id: UUID | None
) -> None:
    """Keep that somebody works at a desk, on a page that scans nothing."""
    connection = db.session.connection()
    values: dict[str, Any] = {"seen_at": clock.now()}
    if device_id:
        values |= {"device": device_id, "at_desk_id": desk_id}
        connection.execute(_DEVICE, values)
    elif account_id:
        connection.execute(_AGAIN, values | {"account": account_id, "desk": desk_id})


def hear_account(account_id: UUID, news: News) -> None:
    """Keep what the page of somebody who signed in says."""
    connection = db.session.connection()
    whose = {"account": account_id, "desk": news.desk_id}
    if connection.execute(_AGAIN, _values(news) | whose).rowcount == 0:
        first = {"id": uuid4(), "account_id": account_id, "desk_id": news.desk_id}
        connection.execute(_first(connection.dialect.name), _values(news) | first)


def _values(news: News) -> dict[str, Any]:
    return {
        "seen_at": clock.now(),
        "waiting": news.waiting,
        "list_made_at": news.list_made_at,
        "event_id": news.event_id,
    }


_device: Any = Device.__table__
_DEVICE = update(_device).where(Device.id == bindparam("device"))
_watch: Any = Watch.__table__
_AGAIN = update(_watch).where(
    Watch.account_id == bindparam("account"), Watch.desk_id == bindparam("desk")
)


@cache
def _first(_dialect: str) -> Any:  # noqa: ANN401 - of two dialects
    assert isinstance(_watch, Table)  # noqa: S101 - for the type checker
    return insert_unless_there(_watch).inline()
