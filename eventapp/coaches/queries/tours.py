"""The tours of weeks: events that go by coach, with how each coach stands."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.coaches.models.counts import CoachDeed
from eventapp.coaches.queries import deeds, riding
from eventapp.coaches.queries.manifests import Load, loads_of
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus


@dataclass(frozen=True)
class Tour:
    """An event that goes by coach."""

    event: Event
    loads: Sequence[Load]
    seatless: int  # who may come, and rides nowhere
    open_deeds: Sequence[CoachDeed]

    @property
    def is_planned(self) -> bool:
        """Whether anybody has a seat."""
        return any(one.riders for one in self.loads)

    def of_coach(self, coach_id: UUID) -> Self:
        """The same with this coach alone; without loads, if it does not come along."""
        own = [one for one in self.loads if one.coach.id == coach_id]
        return replace(self, loads=own)


def tours(week_ids: Collection[UUID] | None, now: datetime) -> list[Tour]:
    """What goes by coach: what is ahead or under way first; None: of all weeks."""
    found = sorted(
        _events(week_ids), key=lambda one: (one.ends_at < now, one.starts_at)
    )
    return _tours(found)


def tour_of(event: Event) -> Tour:
    """One of them."""
    return _tours([event])[0]


def event_by_coach(key: UUID) -> Event | None:
    """An event that is announced, and goes by coach."""
    rows = (
        select(Event)
        .options(joinedload(Event.week), joinedload(Event.meeting_point))
        .where(Event.id == key, Event.status != EventStatus.DRAFT)
    )
    found = db.session.scalar(rows)
    return found if found and found.coaches else None


def _events(week_ids: Collection[UUID] | None) -> list[Event]:
    rows = (
        select(Event)
        .options(joinedload(Event.week), joinedload(Event.meeting_point))
        .where(Event.status == EventStatus.SCHEDULED)
    )
    if week_ids is not None:
        rows = rows.where(Event.week_id.in_(week_ids))
    return [one for one in db.session.scalars(rows) if one.coaches]


def _tours(events: Sequence[Event]) -> list[Tour]:
    """So many statements, however many events."""
    riding_in = loads_of(events)
    seatless = riding.count_without_seat(events)
    open_ = defaultdict(list)
    for deed in deeds.open_deeds([one.id for one in events]):
        open_[deed.event_id].append(deed)
    return [
        Tour(event, riding_in[event.id], seatless.get(event.id, 0), open_[event.id])
        for event in events
    ]
