"""Events of private calendars that have no sequence of their own: it is counted here.

What an office plans, when somebody is to be on stage, which car meets a delegate: all
this changes in many places. So what a calendar shows is compared with what it showed
last, and SEQUENCE grows exactly when the octets become others (RFC 5546, 2.1.4).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.feeds.document import CalendarEvent, render_event
from eventapp.feeds.models import FeedAddress, FeedEvent
from eventapp.kernel import clock
from eventapp.kernel.db import Model, aside, db
from eventapp.kernel.i18n import spoken
from eventapp.registration.models.registrations import Registration

ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)
SIZE: Final = 16

Owner = FeedAddress | Registration


@dataclass(frozen=True)
class Revision:
    """How an event was shown last, and how often that had changed."""

    fingerprint: bytes
    turns: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime


def revised(owner: Owner, events: Sequence[CalendarEvent]) -> list[CalendarEvent]:
    """These events with revisions that only grow; what is new is kept at once."""
    known = revisions_of(owner)
    prints = {event.uid: _fingerprint(event) for event in events}
    fresh = [one for one in events if _is_other(known.get(one.uid), prints[one.uid])]
    if fresh:
        known = _keep(owner, fresh, prints)
    return [_with(event, known[event.uid]) for event in events]


def revisions_of(owner: Owner) -> dict[str, Revision]:
    """What a calendar showed last in the language that is spoken, by UID."""
    return _read(db.session.connection(), owner)


def _read(connection: sa.Connection, owner: Owner) -> dict[str, Revision]:
    rows = sa.select(
        FeedEvent.uid,
        FeedEvent.fingerprint,
        FeedEvent.turns,
        FeedEvent.changed_at,
        FeedEvent.starts_at,
        FeedEvent.ends_at,
    ).where(_column(owner) == owner.id, FeedEvent.language == spoken().tag)
    return {str(row[0]): Revision(*row[1:]) for row in connection.execute(rows)}


def _with(event: CalendarEvent, known: Revision) -> CalendarEvent:
    return replace(
        event,
        sequence=event.sequence + known.turns,
        changed_at=max(event.changed_at, known.changed_at),
    )


def _is_other(known: Revision | None, fingerprint: bytes) -> bool:
    return known is None or known.fingerprint != fingerprint


def _fingerprint(event: CalendarEvent) -> bytes:
    """What tells the octets from others, whatever their revision."""
    plain = replace(event, sequence=0, changed_at=ALWAYS, created_at=ALWAYS)
    return hashlib.blake2b(render_event(plain).octets, digest_size=SIZE).digest()


def _keep(
    owner: Owner, events: Sequence[CalendarEvent], prints: dict[str, bytes]
) -> dict[str, Revision]:
    """Insert or count on; where two processes see the same change, it counts once."""
    column, now = _column(owner).key, clock.now()
    rows = [
        {
            "id": uuid4(),
            "uid": UUID(event.uid),
            "language": spoken().tag,
            "fingerprint": prints[event.uid],
            "turns": 0,
            "changed_at": max(event.changed_at, now),
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            column: owner.id,
        }
        for event in events
    ]
    with aside() as connection:
        connection.execute(_statement(connection.dialect.name, column, now), rows)
        return _read(connection, owner)


def _statement(dialect: str, column: str, now: datetime) -> Any:  # noqa: ANN401 - of two dialects
    table = Model.metadata.tables["feed_event"]
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    given = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=[column, "language", "uid"],
        set_={
            "fingerprint": given.fingerprint,
            "turns": table.c.turns + 1,
            "changed_at": now,
            "starts_at": given.starts_at,
            "ends_at": given.ends_at,
        },
        where=table.c.fingerprint != given.fingerprint,
    )


def _column(owner: Owner) -> Any:  # noqa: ANN401 - a column of either table's key
    if isinstance(owner, FeedAddress):
        return FeedEvent.address_id
    return FeedEvent.registration_id
