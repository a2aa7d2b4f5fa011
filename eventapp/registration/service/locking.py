"""Which rows are held together, and in which order, so that nobody waits in a circle.

First the week, where numbers are given and confirmations follow each other; then the
delegation; then events, by their keys; then registrations (docs/decisions/0028).
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db, holds_all, lock
from eventapp.programme.models.events import Event
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.service.turning import shown_to


def hold_events(keys: Collection[UUID]) -> None:
    """Hold these events as they are now, one after the other by their keys."""
    db.session.flush()
    if not keys or holds_all():
        return
    rows = select(Event).where(Event.id.in_(set(keys))).order_by(Event.id)
    held = rows.with_for_update(of=Event).execution_options(populate_existing=True)
    db.session.scalars(held).all()


def lock_in_one_order(events: Iterable[Event]) -> None:
    """Hold several events; everybody does so in the order of their keys."""
    hold_events([event.id for event in events])


def lock_places(*registrations: Registration) -> None:
    """Hold the events at which these people have places, then themselves.

    Who accompanies them ends with them, so that their events are held, too; and so
    are all events in calendars that end, since each of them turns there.
    """
    people = _with_companions(registrations)
    held = select(Place.event_id).where(
        Place.registration_id.in_([one.id for one in people])
    )
    hold_events([*db.session.scalars(held), *shown_to(people)])
    for one in sorted(registrations, key=lambda one: one.id):
        lock(one)


def lock_wishes(registrations: Sequence[Registration]) -> None:
    """Hold the events of which places are taken when these people are confirmed.

    Who accompanies them is confirmed, too.
    """
    if not registrations:
        return
    people = [*registrations]
    if people[0].week.companions_allowed:
        people = _with_companions(people)
    wished = {UUID(key) for one in people for key in one.wishes}
    known = events_by_key(people[0].week_id, tuple(wished))
    hold_events([*(event.id for event in known), *shown_to(people)])


def events_by_key(week_id: UUID, keys: Sequence[UUID]) -> Sequence[Event]:
    """Those events of a week, in the order in which they are locked."""
    if not keys:
        return []
    wanted = select(Event).where(Event.id.in_(keys), Event.week_id == week_id)
    return db.session.scalars(wanted.order_by(Event.id)).all()


def _with_companions(registrations: Sequence[Registration]) -> list[Registration]:
    keys = [one.id for one in registrations]
    beside = select(Registration).where(
        Registration.accompanies_id.in_(keys), Registration.status.in_(LIVE)
    )
    return list(dict.fromkeys([*registrations, *db.session.scalars(beside)]))
