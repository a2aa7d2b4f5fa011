"""Which rows are held together, and in which order, so that nobody waits in a circle.

First the week, where numbers are given and confirmations follow each other; then the
delegation; then events, by their keys; then registrations (docs/decisions/0028).
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from eventapp.kernel.db import db, lock
from eventapp.programme.models.events import Event
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE


def lock_in_one_order(events: Iterable[Event]) -> None:
    """Hold several events; everybody does so in the order of their keys."""
    for event in sorted(set(events), key=lambda event: event.id):
        lock(event)


def lock_places(*registrations: Registration) -> None:
    """Hold the events at which these people have places, then themselves.

    Who accompanies them ends with them, so that their events are held, too.
    """
    keys = [one.id for one in registrations]
    whose = or_(Registration.id.in_(keys), Registration.accompanies_id.in_(keys))
    held = select(Place.event_id).join(Place.registration).where(whose)
    lock_in_one_order(db.session.scalars(select(Event).where(Event.id.in_(held))).all())
    for one in sorted(registrations, key=lambda one: one.id):
        lock(one)


def lock_wishes(registrations: Sequence[Registration]) -> None:
    """Hold the events of which places are taken when these people are confirmed.

    Who accompanies them is confirmed, too.
    """
    people = [*registrations]
    if not people:
        return
    if people[0].week.companions_allowed:
        keys = [one.id for one in people]
        beside = select(Registration).where(
            Registration.accompanies_id.in_(keys), Registration.status.in_(LIVE)
        )
        people += db.session.scalars(beside).all()
    wished = {UUID(key) for one in people for key in one.wishes}
    lock_in_one_order(events_by_key(people[0].week_id, tuple(wished)))


def events_by_key(week_id: UUID, keys: Sequence[UUID]) -> Sequence[Event]:
    """Those events of a week, in the order in which they are locked."""
    if not keys:
        return []
    wanted = select(Event).where(Event.id.in_(keys), Event.week_id == week_id)
    return db.session.scalars(wanted.order_by(Event.id)).all()
