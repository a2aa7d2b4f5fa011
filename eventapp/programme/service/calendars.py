"""Calendars follow: what is shown anew of an event is a new revision of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, select, update

from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.shown import shown
from eventapp.programme.vocabulary import EventStatus


@contextmanager
def followed(which: ColumnElement[bool]) -> Iterator[set[UUID]]:
    """Let calendars follow what is done to these events, whatever it is.

    Google and Outlook believe a change only with a higher SEQUENCE (RFC 5546, 2.1.4)
    and a later DTSTAMP; those of an event grow when readers see something else of it,
    and at no other time. Nobody else writes them. Gives a set that holds, afterwards,
    the events that calendars show anew or otherwise.
    """
    db.session.flush()
    changed: set[UUID] = set()
    published = and_(which, Event.status != EventStatus.DRAFT)
    before = shown(published)
    yield changed
    db.session.flush()
    after = shown(published)
    changed |= {key for key, facts in after.items() if facts != before.get(key)}
    if changed:
        _raise(changed, known=set(before))


def _raise(changed: set[UUID], known: set[UUID]) -> None:
    """Those that no calendar has seen begin at nought; all are locked in one order."""
    rows = select(Event.id).where(Event.id.in_(changed)).order_by(Event.id)
    db.session.execute(rows.with_for_update()).all()
    now = clock.now()
    seen = case((Event.id.in_(known & changed), Event.sequence + 1), else_=0)
    later = case((Event.changed_at > now, Event.changed_at), else_=now)
    db.session.execute(
        update(Event)
        .where(Event.id.in_(changed))
        .values(sequence=seen, changed_at=later)
        .execution_options(synchronize_session="fetch")
    )
