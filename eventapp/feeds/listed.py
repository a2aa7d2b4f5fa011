"""The events of a week, as far as calendars of many delegates need them.

With a release ten thousand agendas change at once. What they have in common is read
once for each revision of the week; beside it, each costs what is its own.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, joinedload

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


_weeks: dict[UUID, Week] = {}
_kept: dict[UUID, tuple[int, Mapping[UUID, Listed]]] = {}


def listed_week(key: UUID, revision: int) -> Week:
    """A week with its host in this revision or a later one; of no session."""
    known = _weeks.get(key)
    if known is not None and known.revision == revision:
        return known
    with Session(db.engine) as session:
        week = session.scalars(_WEEK, {"key": key}).one()
    if len(_weeks) >= KEPT:
        _weeks.clear()
    _weeks[key] = week
    return week


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
_WEEK = select(Week).options(joinedload(Week.host)).where(Week.id == bindparam("key"))
_EVENTS = select(
    Event.id,
    Event.status,
    Event.sequence,
    Event.version,
    Event.created_at,
    Event.changed_at,
    and_(Event.signup == SignUp.EVERYONE, Event.parent_id.is_(None)),
).where(Event.week_id == bindparam("week"), Event.status != EventStatus.DRAFT)
