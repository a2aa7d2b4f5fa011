"""Calendars follow: what is shown anew of an event is a new revision of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

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
    rows = select(Event).where(Event.id.in_(changed)).order_by(Event.id)
    held = rows.with_for_update(of=Event).execution_options(populate_existing=True)
    now = clock.now()
    for event in db.session.scalars(held):
        event.sequence += event.id in known
        event.changed_at = max(event.changed_at, now)
    db.session.flush()
