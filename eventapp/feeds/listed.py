"""The events of a week, as far as calendars of many delegates need them.

With a release ten thousand agendas change at once. What they have in common is read
once for each revision of the week; beside it, each costs what is its own.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, SignUp

KEPT = 50  # weeks


class Listed(NamedTuple):
    """An event in place of its row: which one it is, and in which version."""

    id: UUID
    status: EventStatus
    sequence: int
    version: int
    created_at: datetime
    changed_at: datetime
    is_for_all: bool  # a part of such an event does not stand beside it


_kept: dict[UUID, tuple[int, Mapping[UUID, Listed]]] = {}


def listed_events(week: Week) -> Mapping[UUID, Listed]:
    """What is published of a week; for those who only read, as it is committed."""
    known = _kept.get(week.id)
    if known is not None and known[0] == week.revision:
        return known[1]
    rows = db.session.connection().execute(_EVENTS, {"week": week.id})
    found = {row[0]: Listed(*row) for row in rows}
    if len(_kept) >= KEPT:
        _kept.clear()
    _kept[week.id] = (week.revision, found)
    return found


# Built once, as are the questions of each agenda.
_EVENTS = select(
    Event.id,
    Event.status,
    Event.sequence,
    Event.version,
    Event.created_at,
    Event.changed_at,
    and_(Event.signup == SignUp.EVERYONE, Event.parent_id.is_(None)),
).where(Event.week_id == bindparam("week"), Event.status != EventStatus.DRAFT)
