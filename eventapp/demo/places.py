"""Places at the demonstration's events: first come, first served, then in line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, insert, update

from eventapp.demo.delegates import Delegate
from eventapp.demo.sources import table
from eventapp.kernel.db import Model, db
from eventapp.programme.models.events import Event
from eventapp.registration.vocabulary import PlaceStatus

DINNER = "e-dinner"

Wish = tuple[Delegate, Event, datetime]


def plant_places(delegates: Sequence[Delegate], events: Mapping[str, Event]) -> None:
    """Give what confirmed delegates asked for, as long as there is room."""
    held: Counter[str | None] = Counter()
    rows: list[dict[str, Any]] = []
    for delegate, event, asked_at in _wishes(delegates, events):
        is_held = event.capacity is None or held[event.key] < event.capacity
        held[event.key] += is_held
        rows.append(
            {
                "id": uuid4(),
                "status": PlaceStatus.HELD if is_held else PlaceStatus.WAITING,
                "asked_at": asked_at,
                "held_at": asked_at if is_held else None,
                "registration_id": delegate.id,
                "event_id": event.id,
            }
        )
    db.session.execute(insert(Model.metadata.tables["place"]), rows)
    _note_changed_agendas(rows)


def _wishes(
    delegates: Sequence[Delegate], events: Mapping[str, Event]
) -> Iterator[Wish]:
    """All wishes of confirmed delegates, in order of asking.

    Heads of delegation were invited to the dinner when they registered.
    """
    coming = {one.key: one for one in delegates if one.is_confirmed}
    for one in coming.values():
        if one.is_head:
            yield one, events[DINNER], one.registered_at
    for line in table("wishes"):
        if delegate := coming.get(line["delegate"]):
            asked_at = datetime.fromisoformat(line["asked_at"])
            yield delegate, events[line["event"]], asked_at


def _note_changed_agendas(rows: Sequence[Mapping[str, Any]]) -> None:
    latest = {row["registration_id"]: row["asked_at"] for row in rows}  # in order
    registration = Model.metadata.tables["registration"]
    db.session.execute(
        update(registration)
        .where(registration.c.id == bindparam("whose"))
        .values(agenda_changed_at=bindparam("at")),
        [{"whose": key, "at": at} for key, at in latest.items()],
    )
